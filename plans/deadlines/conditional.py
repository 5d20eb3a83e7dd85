"""Times that hang on an event: `chậm nhất 05 ngày làm việc sau khi …`, `sau khi Bộ … ban hành`."""

from __future__ import annotations

from plans.deadlines.line import Line, first_words
from plans.deadlines.numbers import number
from plans.deadlines.values import Span

_LIMITS = (
    "trong thời hạn không quá", "trong thời hạn tối đa", "trong thời hạn", "trong thời gian không quá", "trong thời gian",
    "trong vòng không quá", "trong vòng", "chậm nhất là trong", "chậm nhất trong", "chậm nhất là sau", "chậm nhất sau",
    "chậm nhất là", "chậm nhất trước", "chậm nhất", "muộn nhất là", "muộn nhất", "không quá", "tối đa không quá", "tối đa",
    "thời hạn không quá", "thời hạn là", "thời hạn", "không chậm quá", "sau", "trước", "trong",
)  # fmt: skip
_FIRM = (
    "trong thời hạn",
    "trong vòng",
    "chậm nhất",
    "muộn nhất",
    "không quá",
    "tối đa",
    "thời hạn",
    "trong thời gian",
)
_ANCHORS = (
    "kể từ khi", "kể từ ngày", "kể từ", "tính từ khi", "tính từ ngày", "tính từ", "từ khi", "từ ngày", "ngay sau khi",
    "sau khi", "sau ngày", "sau mỗi", "sau kỳ", "sau", "khi", "từ thời điểm", "từ lúc", "trước khi", "trước ngày",
    "so với", "đến khi",
)  # fmt: skip
_ENDS = {",", ";", ".", "(", ")", ":"}
# What somebody else must do first; "sau khi bị xâm hại" tells of a child, not of a deadline.
_DONE = (
    "ban hành", "phê duyệt", "thông qua", "có hiệu lực", "có hướng dẫn", "có văn bản", "hoàn thành", "kết thúc", "được giao",
    "nhận được", "nhận đủ", "có kết quả", "phê chuẩn", "có kế hoạch", "có chỉ đạo", "được ký", "tổ chức", "có yêu cầu",
    "được phân bổ", "giao dự toán", "công bố", "có quyết định", "hướng dẫn", "được bố trí",
)  # fmt: skip
_REQUESTS = (
    "khi có yêu cầu đột xuất", "khi có yêu cầu", "khi có đề nghị", "khi được yêu cầu", "khi cấp trên yêu cầu",
    "khi có chỉ đạo", "khi có văn bản yêu cầu", "khi cơ quan có thẩm quyền yêu cầu", "theo yêu cầu đột xuất", "theo yêu cầu",
    "theo đề nghị", "khi cần thiết", "khi cần", "khi có phát sinh", "khi phát sinh", "khi có tình huống",
)  # fmt: skip


SPAN_WORDS = first_words(_LIMITS)
"""The folded words with which `span_at` can begin; a number in digits can as well."""
_AFTER = ("ngay sau khi", "sau khi", "ngay khi", "ngay sau", "sau mỗi", "sau")
_ONCE = ("khi kết thúc", "kết thúc", "khi hoàn thành", "khi có", "khi")
EVENT_WORDS = first_words(_REQUESTS, _AFTER, _ONCE)
"""The folded words with which `event_at` can begin."""


def span_at(
    line: Line, at: int, *, context: bool, focused: bool, limited: bool = False
) -> tuple[Span, int] | None:
    """A span of time with (or, after a firm limit, without) the event it is counted from.

    `limited` says that the words before the text are such a limit: "Trong thời hạn" + "12 giờ".
    """
    limit = line.first(at, *_LIMITS)
    here = limit if limit is not None else at
    count = number(line, here)
    if count is None or (limit is None and line.value(here) is None):
        return None
    unit = _unit(line, count[1])
    if unit is None:
        return None
    pattern, working, after = unit
    span = Span(pattern.format(count[0]), working)
    if line.has(after, "đầu kể từ"):
        after += 1  # "trong 24 giờ đầu kể từ khi …"
    after = _joined(line, after)
    long = line.has(count[1], "tháng", "năm", "quý", "tuần")
    if limit is None and long and not line.has(after, "kể từ", "tính từ", "sau khi"):
        return None
    anchor = line.first(after, *_ANCHORS)
    if (
        anchor is not None
        and line.value(anchor) is None
        and not (limit is None and line.has(after, "trước", "khi"))
    ):
        if line.has(after, "trước", "so với"):
            span.certain = False
        return span, event_end(line, anchor)
    if limit is not None and line.has(at, "sau") and line.has(after, "kết thúc"):
        return span, event_end(line, after)  # "sau 05 ngày kết thúc đợt cao điểm"
    if long and not focused and line.has(at, "không quá", "tối đa"):
        span.certain = False  # "chăm sóc khẩn cấp không quá 03 tháng" may say how long something lasts
    if line.has(at, "trước") and line.has(count[1], "giờ", "h"):
        return None  # "hằng ngày trước 16 giờ" is a time of day
    firm = line.has(at, *_FIRM) or (limited and at == 0)
    if not firm and not (limit is not None and line.has(at, "sau") and (context or focused)):
        told = line.has(after, "phải", "báo cáo") or _reports_before(line, at, after)
        hours = line.has(at, "trong") and line.has(count[1], "giờ", "h") and told
        if limit is None or not (focused or hours):
            return None
        span.certain = False
    if (line.has(after, "đầu", "cuối") and not line.has(after + 1, "kể từ", "tính từ", "từ khi")) or (
        firm and not focused and line.has(after, "liên", "trở")
    ):
        return None  # "trong 6 tháng đầu năm" is a stretch of the year
    if line.has(count[1], "năm") and line.digits(after) == 4:
        return None  # "trong 02 năm 2026 và 2027"
    return span, after


def _reports_before(line: Line, at: int, after: int) -> bool:
    """`báo cáo các trường hợp tử vong trong 48 giờ.`: the clause begins with a report and ends with the hours."""
    if after < len(line) and not line.mark(after, *_ENDS):
        return False
    start = max(
        (i + 1 for i in range(max(0, at - 30), at) if line.mark(i, ".", ";")), default=max(0, at - 30)
    )
    return line.find(start, at, "báo cáo", "thông báo", "xác minh", "cập nhật") is not None


def ends_with_limit(line: Line) -> bool:
    """Whether a context ends with the words that limit a span."""
    return line.ends(len(line), *_FIRM)


def _joined(line: Line, at: int) -> int:
    here = at + 1 if line.mark(at, ",") else at
    return here if here == at or line.has(here, *_ANCHORS) else at


_UNITS = (
    ("ngày làm việc", "P{}D", True), ("ngày", "P{}D", False), ("giờ làm việc", "PT{}H", True), ("giờ", "PT{}H", False),
    ("h", "PT{}H", False), ("phút", "PT{}M", False), ("tuần", "P{}W", False), ("tháng", "P{}M", False),
    ("năm", "P{}Y", False),
)  # fmt: skip
_UNIT_WORDS = first_words(words for words, _, _ in _UNITS)


def _unit(line: Line, at: int) -> tuple[str, bool, int] | None:
    if line.plain(at) not in _UNIT_WORDS:
        return None
    for words, pattern, working in _UNITS:
        after = line.seq(at, words)
        if after is not None:
            return pattern, working, after
    return None


def event_at(line: Line, at: int, *, focused: bool) -> tuple[Span, int] | None:
    """`sau khi tài liệu được ban hành`, `ngay sau khi …`, `kết thúc đợt …`, `khi có yêu cầu`."""
    after = line.first(at, *_REQUESTS)
    if after is not None:
        if not _requested(line, at, after, focused):
            return None
        return Span(), after
    after = line.first(at, *_AFTER)
    if after is not None:
        end = event_end(line, after)
        done = any(line.find(i, i + 1, *_DONE) is not None for i in range(after, end))
        opens = line.mark(at - 1, "(") or focused
        if line.has(at, "sau khi", "ngay sau khi", "ngay khi") and (opens or done):
            return Span(certain=opens), end
        if line.has(at, "ngay sau", "sau mỗi") and (opens or done):
            return Span(certain=opens), end
        if focused and line.has(after, "đợt", "hội nghị", "kỳ", "kỳ họp", "kết thúc", "tết"):
            return Span(), end
        if focused and at == 0 and line.value(after) is None:
            return Span(certain=False), end
        return None
    if line.has(at, "kết thúc học kỳ", "kết thúc học kì", "kết thúc năm học", "kết thúc kỳ", "kết thúc quý"):
        return None
    if line.has(at, "khi") and line.has(at - 2, "đột xuất"):
        return Span(), event_end(line, at + 1)  # "báo cáo đột xuất khi xảy ra vụ việc"
    after = line.first(at, *_ONCE)
    if after is not None and ((focused and at == 0) or line.mark(at - 1, "(")):
        if line.has(at, "kết thúc") and line.value(after) is not None:
            return None
        if line.has(at, "khi") and not (focused or line.mark(at - 1, "(")):
            return None
        return Span(), event_end(line, after)
    return None


def _requested(line: Line, at: int, after: int, focused: bool) -> bool:
    """Whether `khi có yêu cầu` says when: after `hoặc`, `đột xuất`, in brackets, or alone."""
    if line.has(at, "khi cần") and not focused:  # "chuyển tuyến khi cần thiết" is no time
        return line.find(max(0, at - 4), at, "hoặc", "đột xuất", "báo cáo", "định kỳ") is not None
    if line.has(at, "khi"):
        return True
    if line.has(after, "nhiệm vụ", "công việc", "thực tế", "thực tiễn", "phát triển", "cầu"):
        return False
    return line.has(at - 1, "hoặc") or line.has(at - 2, "đột xuất") or line.has(at - 2, "hoặc")


def event_end(line: Line, at: int) -> int:
    """The end of the clause that tells the event (at most thirty words)."""
    here = at
    while here < len(line) and here - at < 30 and not line.mark(here, *_ENDS):
        here += 1
    return here
