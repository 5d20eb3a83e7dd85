"""The phrase: words that say how, a time, a second time, what follows. Sentence in, items out.

`items_of` walks a line from left to right and takes the longest time expression at each place.
Whether an item is a deadline at all is decided by `exclusions`, its days by `resolve`.
"""

from __future__ import annotations

from plans.deadlines.conditional import EVENT_WORDS, SPAN_WORDS, event_at, span_at
from plans.deadlines.days import DAY_WORDS, FEAST_WORDS, clock_at, day_at, feast_at, slashed
from plans.deadlines.line import Line, first_words
from plans.deadlines.periods import STRETCH_WORDS, stretch_at
from plans.deadlines.recurring import RECURRENCE_WORDS, WEEKDAY_WORDS, recurrence_at, weekday_at
from plans.deadlines.seasons import BEFORE_WORDS, before_event_at
from plans.deadlines.values import Day, How, Item, Recurrence, Stretch, Value

_DASHES = ("-", "–", "—")
_TO = ("đến hết", "đến trước", "cho đến hết", "cho đến", "tới hết", "đến", "tới")
_FILLERS = ("là", "vào", "thời điểm", "khoảng", "khoảng thời gian", "dịp", "thời gian", "nhất", "trước mắt")
_FILLER_WORDS = first_words(_FILLERS)
_FLAGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "latest",
        (
            "chậm nhất",
            "muộn nhất",
            "trễ nhất",
            "không quá",
            "không muộn hơn",
            "không chậm quá",
            "hạn chót",
            "hạn cuối",
        ),
    ),
    ("before", ("trước khi", "trước")),
    ("whole", ("hết",)),
    ("until", ("cho đến", "đến", "tới")),
    ("since", ("bắt đầu từ", "kể từ", "tính từ", "từ", "bắt đầu")),
    ("inside", ("trong khoảng", "trong", "vào", "ngay trong")),
)
_FLAGS_BEGIN = tuple((flag, words, first_words(words)) for flag, words in _FLAGS)
_HOW_WORDS = frozenset[str]().union(*(begin for _, _, begin in _FLAGS_BEGIN))
_ONWARD = (
    "và các năm tiếp theo", "và những năm tiếp theo", "và các năm sau", "và những năm sau", "và các năm tới",
    "và những năm tới", "và các năm học tiếp theo", "và những năm học tiếp theo", "và các năm kế tiếp", "trở đi", "về sau",
    "các năm tiếp theo", "những năm tiếp theo", "và các giai đoạn tiếp theo", "và giai đoạn tiếp theo",
    "và các tháng tiếp theo", "và các quý tiếp theo", "và hằng năm tiếp theo", "và năm tiếp theo", "và các năm học sau",
    "và thời gian tiếp theo", "và các năm kế tiếp", "trở về sau",
)  # fmt: skip


def items_of(line: Line, *, focused: bool, context: bool = False, limited: bool = False) -> list[Item]:
    """The time expressions of the line, in order, none within another."""
    return _items(line, len(line), focused=focused, context=context, limited=limited)


def items_of_little_else(line: Line, most: int) -> list[Item]:
    """The same where at most so many words stand outside of them; as soon as there are more, only the first."""
    return _items(line, most, focused=True, context=False, limited=False)


def _items(line: Line, most: int, *, focused: bool, context: bool, limited: bool) -> list[Item]:
    out: list[Item] = []
    at = outside = 0
    while at < len(line) and outside <= most:
        span = limited and at == 0
        found = (
            _item(line, at, focused=focused, context=context, limited=span) if _may_begin(line, at) else []
        )
        if not found:
            outside += bool(line.tokens[at].plain)
            at += 1
            continue
        out += found
        at = max(item.end for item in found)
    return out


# fmt: off
_STARTS = (
    "chậm", "muộn", "trễ", "không", "hạn", "trước", "hết", "đến", "tới", "cho", "bắt", "kể", "tính", "từ", "tư", "trong", "vào",
    "ngày", "ngay", "sau", "sáu", "khi", "theo", "kết", "hằng", "hàng", "mỗi", "từng", "định", "thứ", "chủ", "mùng", "mồng", "rằm",
    "tết", "trung", "đầu", "giữa", "cuối", "nửa", "thượng", "hạ", "tuần", "năm", "các", "những", "hai", "cả", "tháng", "quý", "học",
    "niên", "kỳ", "hk", "giai", "thời", "nhiệm", "một", "mốt", "ba", "bốn", "bảy", "bẩy", "tám", "chín", "mười", "lăm", "q", "qi",
    "qii", "qiii", "qiv", "t", "th", "hki", "hkii", "âm", "ít", "xong", "dịp", "mùa", "hè", "nghỉ",
)
# fmt: on
"""The words with which a time expression can begin; numbers can as well."""
_FOLDED_STARTS = first_words(_STARTS)


def _may_begin(line: Line, at: int) -> bool:
    token = line.tokens[at]
    return token.value is not None or (token.plain in _FOLDED_STARTS and line.has(at, *_STARTS))


_COUNTED = ("đợt", "lần", "vòng", "khóa", "lớp", "bước", "nhóm", "tổ", "giai đoạn")


def _counts_turns(line: Line, at: int) -> bool:
    """`đợt 1 tháng 3` is the first turn, in March; `đợt 01/3` and `đợt ngày 1 tháng 3` are days."""
    if line.value(at) is None or line.digits(at) != 1 or not line.has(at + 1, "tháng"):
        return False
    return line.ends(at, *_COUNTED)


def _item(line: Line, at: int, *, focused: bool, context: bool, limited: bool) -> list[Item]:
    if _counts_turns(line, at):
        return []
    word, number = line.tokens[at].plain, line.value(at) is not None
    if number or word in SPAN_WORDS:
        span = span_at(line, at, context=context, focused=focused, limited=limited)
        if span is not None and not _is_time_of_day(line, at):
            return [Item(at, span[1], How(), span[0])]
    if word in EVENT_WORDS:
        event = event_at(line, at, focused=focused)
        if event is not None and not day_at(line, at + 1, noise=True):
            return [Item(at, event[1], How(), event[0])]
    if word in BEFORE_WORDS:
        coming = before_event_at(line, at, focused=focused)
        if coming is not None:
            return [Item(at, coming[1], How(), coming[0])]
    if number or word in RECURRENCE_WORDS:
        recurrence = recurrence_at(line, at)
        if recurrence is not None:
            return _recurring(line, at, *recurrence)
    how, here = how_at(line, at)
    return _at_a_time(line, at, here, how, focused) if _may_be_time(line, here) else []


_TIME_WORDS = DAY_WORDS | FEAST_WORDS | WEEKDAY_WORDS | STRETCH_WORDS


def _may_be_time(line: Line, at: int) -> bool:
    """Whether a time of day, a day, a weekday or a stretch of time can begin with the word at `at`."""
    if at >= len(line):
        return False
    token = line.tokens[at]
    return token.value is not None or token.guessed or token.plain in _TIME_WORDS


def _at_a_time(line: Line, at: int, here: int, how: How, focused: bool) -> list[Item]:
    """What stands at `here`, after the words that began at `at` and said how it is meant."""
    clock = clock_at(line, here)
    if clock is not None:
        how.clock, here = not _is_midnight(line, here), clock
        here = line.first(here, "vào") or here
    weekday = weekday_at(line, here)
    if weekday is not None:
        return _weekly(line, at, how, *weekday)
    return _timed(line, at, here, how, focused)


def _is_time_of_day(line: Line, at: int) -> bool:
    """`trước 17 giờ ngày 15/7` is a time of day, not a span of seventeen hours."""
    _, here = how_at(line, at)
    clock = clock_at(line, here)
    if clock is None:
        return False
    return (
        day_at(line, clock) is not None
        or weekday_at(line, clock) is not None
        or recurrence_at(line, clock) is not None
    )


def _is_midnight(line: Line, at: int) -> bool:
    return line.value(at) == 0


_FROM_NOW = tuple(
    f"{start} {to}"
    for start in (
        "từ nay",
        "kể từ nay",
        "từ ngày ký",
        "từ ngày ban hành",
        "từ ngày ký ban hành",
        "từ khi ban hành",
        "từ khi ban hành kế hoạch",
        "từ ngày ban hành kế hoạch",
        "kể từ ngày ban hành",
        "kể từ khi ban hành",
        "kể từ ngày ban hành kế hoạch",
        "kể từ ngày ký ban hành",
        "kể từ ngày ký",
    )
    for to in ("đến", "cho đến", "tới")
)


def how_at(line: Line, at: int) -> tuple[How, int]:
    """The words that say how a time is meant and the index after them."""
    how, here = How(), at
    if line.plain(at) not in _HOW_WORDS:
        return how, here
    now = line.first(at, *_FROM_NOW)
    if now is not None:
        how.until, how.now, here = True, True, now
    moved = True
    while moved:
        moved = False
        for flag, words, begin in _FLAGS_BEGIN:
            after = line.first(here, *words) if line.plain(here) in begin else None
            if after is not None:
                setattr(how, flag, True)
                here, moved = after, True
        after = line.first(here, *_FILLERS) if here > at and line.plain(here) in _FILLER_WORDS else None
        if after is not None:
            here, moved = after, True
    return how, here


def _recurring(line: Line, at: int, found: list[Recurrence], end: int) -> list[Item]:
    items = [Item(at, end, How(), one) for one in found]
    if {"half", "year"} <= {one.freq for one in found}:
        for item, one in zip(items, found, strict=True):
            if one.freq == "half":
                one.freq = "first_half"  # beside the year's report the other one is of June
            item.doubts.append("date_ambiguous")
    return items


_LAST_OF_MONTH = (
    "cuối cùng của tháng", "cuối cùng của mỗi tháng", "cuối cùng hằng tháng", "cuối cùng hàng tháng", "cuối cùng trong tháng",
    "cuối tháng", "tuần cuối của tháng", "tuần cuối tháng", "tuần cuối hằng tháng", "tuần cuối hàng tháng",
    "tuần cuối cùng của tháng", "tuần cuối cùng hằng tháng", "tuần cuối cùng hàng tháng", "tuần cuối mỗi tháng", "tuần cuối cùng tháng",
    "tuần cuối của mỗi tháng", "tuần cuối cùng của mỗi tháng",
)  # fmt: skip
_FIRST_OF_MONTH = tuple(
    words.replace("cuối cùng", "đầu tiên").replace("cuối", "đầu") for words in _LAST_OF_MONTH
)


_WEEKLY = (
    "hằng tuần", "hàng tuần", "mỗi tuần", "của tuần", "các tuần", "cuối tuần", "đầu tuần hằng tuần", "đầu tuần hàng tuần",
    "cuối tuần hằng tuần", "cuối tuần hàng tuần", "đầu tuần",
)  # fmt: skip


def _weekly(line: Line, at: int, how: How, weekday: str, end: int) -> list[Item]:
    for turn, words in ((-1, _LAST_OF_MONTH), (1, _FIRST_OF_MONTH)):
        monthly = line.first(end, *words)
        if monthly is not None and line.value(monthly) is None:
            return [Item(at, monthly, how, Recurrence("month", weekday=weekday, turn=turn))]
    days, here = [weekday], end
    while True:  # "thứ Bảy, Chủ nhật hằng tuần"
        ahead = here + 1 if line.mark(here, ",") else here
        ahead = line.first(ahead, "và") or ahead
        more = weekday_at(line, ahead) if ahead > here else None
        if more is None:
            break
        days.append(more[0])
        here = more[1]
    after = line.first(here, *_WEEKLY)
    if after is None and not _follows_weekly(line, at):
        return []
    after = here if after is None else after
    return [Item(at, after, how, Recurrence("week", weekday=day)) for day in days]


def _follows_weekly(line: Line, at: int) -> bool:
    """`hằng tuần (trước 16 giờ thứ Năm)`: that it comes back each week was said before."""
    before = at - 1 if line.mark(at - 1, "(", ",", ":") or line.has(at - 1, "vào") else at
    return line.has(before - 2, "hằng tuần", "hàng tuần", "mỗi tuần")


def _timed(line: Line, at: int, here: int, how: How, focused: bool) -> list[Item]:
    ranged = _day_range(line, at, here, how)
    if ranged is not None:
        return [_suffixed(line, ranged)]
    day = day_at(line, here, noise=not how.bare) or _first_of_list(line, here)
    if day is not None:
        return _days(line, at, how, *day)
    feast = feast_at(line, here) if focused or not how.bare else None
    if feast is not None:
        return [_days_ahead(line, Item(at, feast[1], how, feast[0]))]
    stretches = stretch_at(line, here, focused=focused or not how.bare)
    if stretches is None:
        return []
    found, end = stretches
    if len(found) == 1:
        item = Item(at, end, how, found[0])
        _second(line, item)
        return [_suffixed(line, item)]
    items = [Item(at, end, how, one) for one in found]
    tail = _suffixed(line, items[-1])
    for item in items:
        item.end, item.recurs, item.onward = tail.end, tail.recurs, tail.onward
    return items


def _first_of_list(line: Line, at: int) -> tuple[Day, int] | None:
    """`(12 và 13/8/2025)`: a bare number that the next day of the list gives its month."""
    value = line.value(at)
    counted = line.mark(at - 1, ",", ":", "(") and line.has(at - 2, "ngày")  # "trong 02 ngày, 25 và 26/7"
    counted |= line.has(at - 1, "ngày") and line.value(at - 2) is not None  # "trong 3 ngày 10, 11, 12/7"
    opens = at == 0 or counted or line.mark(at - 1, "(") or line.has(at - 1, "các ngày")
    if not opens or value is None or not 1 <= value <= 31 or line.digits(at) > 2:
        return None
    ahead = _next_of_days(line, at)
    while ahead is not None and _next_of_days(line, ahead) is not None and line.digits(ahead) <= 2:
        ahead = _next_of_days(line, ahead)  # "10, 11, 12/7/2026"
    following = slashed(line, ahead) if ahead is not None else None
    return (Day(value), at + 1) if following is not None and following[0].months else None


def _next_of_days(line: Line, at: int) -> int | None:
    return line.seq(at + 1, "và") or (at + 2 if line.mark(at + 1, ",") else None)


def _days_ahead(line: Line, item: Item) -> Item:
    days = line.value(item.end)
    if item.how.before and days is not None and line.has(item.end + 1, "ngày"):
        item.ahead, item.end = days, item.end + 2
        item.doubts.append("date_ambiguous")
    return item


def _day_range(line: Line, at: int, here: int, how: How) -> Item | None:
    """`15 - 20/7/2025`, `ngày 08 - 10 tháng 12 năm 2025`: a day without its month, a dash, a day with it."""
    first = line.seq(here, "ngày") or here
    value = line.value(first)
    if value is None or line.digits(first) > 2:
        return None
    if how.since and first == here and line.has(first + 1, "đến", "tới"):  # "từ 10 đến 12/7/2026"
        last = slashed(line, first + 2)
        return Item(at, last[1], how, Day(value), to=last[0]) if last is not None else None
    if not line.mark(first + 1, *_DASHES):
        return None
    second = day_at(line, first + 2)
    if second is None or not second[0].months:
        # "15 - 20/7/2021" where the day stands without the word
        return None
    if (
        line.tight(first + 1)
        and line.tight(first + 2)
        and line.mark(first + 1, "-")
        and not line.mark(first + 3, "/")
    ):
        return None
    return Item(at, second[1], how, Day(value, certain=True), to=second[0])


def _days(line: Line, at: int, how: How, day: Day, end: int) -> list[Item]:
    """One day, a range of days, or a list of days that share what was said of the first."""
    item = Item(at, end, how, day)
    if how.bare and line.mark(at - 1, "(") and line.find(at - 10, at - 1, "trước khi") is not None:
        how.before = True  # "trước khi khai giảng (05/9/2025)"
        item.doubts.append("date_ambiguous")
    if _second(line, item):
        return [_suffixed(line, item)]
    items = [item]
    while True:
        more = _next_day(line, items[-1].end, items[-1].value)
        if more is None:
            break
        items.append(Item(more[2], more[1], how, more[0], listed=True))
    tail = _suffixed(line, items[-1])
    for one in items:
        one.recurs = one.recurs or tail.recurs
        one.months = one.months or tail.months
        if isinstance(one.value, Day) and isinstance(tail.value, Day):
            _share(one.value, tail.value)
    if len(items) > 1:
        items[0].start = at
    return items


def _share(day: Day, last: Day) -> None:
    """A list says its month and year once, at the end: `ngày 08, 09 và 10/12/2025`."""
    if not day.months and not day.cycle:
        day.months, day.cycle = last.months, day.cycle or last.cycle
        day.year = day.year or last.year
    elif day.months and last.months and day.year is None and day.months != last.months:
        day.year, day.year_shift = last.year, last.year_shift


def _next_day(line: Line, at: int, before: Value) -> tuple[Day, int, int] | None:
    here = at + 1 if line.mark(at, ",", ";") else at
    here = line.first(here, "và", "hoặc") or here
    if here == at:
        return None
    start = here
    here = line.first(here, "trước", "đến", "vào") or here
    if here > start:
        return None  # words of its own: the next item
    found = day_at(line, here)
    if found is None and isinstance(before, Day) and not before.months and not before.cycle:
        value = line.value(here)
        if value is not None and 1 <= value <= 31 and not line.has(here + 1, "tháng", "năm", "lần", "giờ"):
            found = Day(value), here + 1  # `ngày 15, 16 và 20/7`
    if found is None or (not found[0].months and isinstance(before, Day) and before.months):
        return None
    return found[0], found[1], start


def _second(line: Line, item: Item) -> bool:
    """Reads `… đến hết ngày 15/12` or `… - 20/7/2025` onto the item; True where there was one."""
    here = item.end + 1 if line.mark(item.end, ",") else item.end
    dash = line.mark(item.end, *_DASHES)
    after = item.end + 1 if dash else line.first(here, *_TO)
    if after is None or not (dash or item.how.since or item.how.bare or item.how.inside):
        return False
    clock = clock_at(line, after)
    after = clock if clock is not None else after
    after = line.first(after, "hết", "trước") or after
    to_day = day_at(line, after, noise=item.how.since or item.how.bare)
    if to_day is not None:
        item.to, item.end = to_day
        return True
    stretches = stretch_at(line, after, focused=item.how.since)
    if stretches is None or len(stretches[0]) != 1:
        return False
    item.to, item.end = stretches[0][0], stretches[1]
    return True


def _suffixed(line: Line, item: Item) -> Item:
    """Reads what may follow a time: `hằng năm`, `và các năm tiếp theo`, a season in brackets."""
    onward = _onward(line, item.end)
    if onward is not None:
        item.onward, item.end = True, onward
        return item
    here = item.end
    opened = line.mark(here, "(")
    here = here + 1 if opened or line.mark(here, ",") else here
    here = line.first(here, "của", "định kỳ") or here
    each = recurrence_at(line, here)
    if (
        each is not None
        and (here == item.end or not line.mark(item.end, ","))
        and not line.mark(item.end, ";")
    ):
        item.recurs, item.end = each[0][0], each[1] + (1 if opened and line.mark(each[1], ")") else 0)
    season = _season(line, item)
    if season is not None:
        item.months, item.end = season
    return item


def _onward(line: Line, at: int) -> int | None:
    here = at + 1 if line.mark(at, ",", ";") else at
    after = line.first(here, *_ONWARD)
    if after is not None and line.has(after, "trong", "trước", "vào", "chậm nhất", "quý", "tháng"):
        return (
            None  # "quý III/2026, các năm tiếp theo trong quý II": the years to come have a time of their own
        )
    return after


def _season(line: Line, item: Item) -> tuple[tuple[int, ...], int] | None:
    """`(từ tháng 02 đến tháng 9)`, `, từ tháng 02 đến tháng 9` after a monthly day."""
    here = item.end
    opened = line.mark(here, "(")
    here = here + 1 if line.mark(here, "(", ",") else here
    after = line.seq(here, "từ")
    if after is None and opened and item.recurs is not None and item.recurs.freq == "month":
        return _months_in_brackets(line, here)
    if after is None:
        return None
    first = stretch_at(line, after)
    if first is None or first[0][0].unit != "month" or first[0][0].year is not None:
        return None
    to = line.first(first[1], "đến hết", "đến", "tới") or (
        first[1] + 1 if line.mark(first[1], *_DASHES) else None
    )
    last = stretch_at(line, to) if to is not None else None
    if last is None or last[0][0].unit != "month":
        return None
    a, b = first[0][0].first, last[0][0].last
    months = tuple(range(a, b + 1)) if a <= b else (*range(a, 13), *range(1, b + 1))
    end = last[1] + 1 if opened and line.mark(last[1], ")") else last[1]
    return tuple(sorted(months)), end


def _months_in_brackets(line: Line, at: int) -> tuple[tuple[int, ...], int] | None:
    """`ngày 25 hằng tháng (tháng 6, 7, 8)`."""
    found = stretch_at(line, at)
    if found is None or not line.mark(found[1], ")"):
        return None
    months: set[int] = set()
    for one in found[0]:
        if one.unit != "month" or one.year is not None or one.last < one.first:
            return None
        months.update(range(one.first, one.last + 1))
    return tuple(sorted(months)), found[1] + 1


__all__ = ["Stretch", "how_at", "items_of"]
