"""Who a heading or a sentence charges with a task, and whom with.

Called by `plans/tasks.py` and `plans/tables.py`. How agencies are named and spelt is the business of
`plans/agencies`; here stands where in a plan a name makes somebody the assignee.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from domain.plan import ALL
from domain.text import fold
from plans.agencies import Match, Names, is_agency, read_names
from plans.agencies import starts_with_agency as _starts_with_agency
from plans.fuzzy import distance, like, starts_like
from plans.sections import SectionKind

_HEADING_PREFIX = re.compile(
    r"^(?:Đối với|Về phía|(?:Trách nhiệm|Nhiệm vụ)(?: cụ thể)? của|Phân công(?: cho)?|Giao(?: cho)?|Đề nghị|Yêu cầu)\s+",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"^(?:Đối với|Về phía|(?:Trách nhiệm|Nhiệm vụ)(?: cụ thể)? của)\s+", re.IGNORECASE)
_PARENTHESIS = re.compile(r"\s*\([^()]*\)")
_MAX_HEADING_WORDS = 45
_EVERYBODY = {
    f"{duty}{whose}"
    for duty in ("", "trach nhiem chung cua ", "trach nhiem cua ", "nhiem vu chung cua ")
    for whose in ("cac ben", "hai ben", "ba ben", "cac nganh phoi hop", "cac don vi phoi hop")
} | {"trach nhiem chung"}
"""Headings of a joint plan, folded, that charge all who signed it."""
_PARTIES = re.compile(r"(?:Các|Hai|Ba|Bốn|Năm) bên\b")


class Subject(NamedTuple):
    """Who a sentence charges; `end` is the offset after the names, 0 where nobody is named.

    doubts  the words of names that are not certain
    """

    names: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    end: int = 0


_LONGEST_LIST = 1500
"""Characters that a list of agencies may take; what follows need not be looked at."""


def starts_with_agency(text: str, offset: int = 0) -> Match | None:
    """The agencies with which the text goes on at an offset; `end` counts from that offset."""
    return _begins(text[offset : offset + _LONGEST_LIST])


@lru_cache(maxsize=2048)
def _begins(text: str) -> Match | None:
    """The same openings are asked for by the outline's shapes, by headings and by tasks."""
    return _starts_with_agency(text)


_WORK = re.compile(
    r"(?:Thanh tra|Thống kê|Kiểm tra|Kiểm toán)\s*(?:,|\bvà\b|\bviệc\b|\bcông tác\b|\bsố\b|\btình hình\b)"
    r"(?!\s*(?:Sở|Phòng|Công an|Bộ|Ban|Ủy ban|UBND|Cục|Chi cục|Thanh tra|Văn phòng|các|Thuế|Hải quan)\b)"
    r"|Trường học (?:an toàn|thân thiện|hạnh phúc)\b|Trung tâm của\b",
    re.IGNORECASE,
)
"""Themes whose first word is a body's name as well: `Thanh tra, kiểm tra việc thực hiện …`."""


@lru_cache(maxsize=1024)
def heading_agencies(text: str) -> Names | None:
    """The agencies that a heading consists of, None where it is something else.

    `Đối với X`, `Trách nhiệm của X` address X whatever X is.
    """
    bare = _PARENTHESIS.sub("", text).strip().rstrip(":.;").strip()
    if fold(bare) in _EVERYBODY:
        return Names((ALL,))
    if not bare or bare.count(" ") > _MAX_HEADING_WORDS or _WORK.match(bare):
        return None
    rest = _HEADING_PREFIX.sub("", bare)
    if is_agency(bare) or is_agency(rest):
        names = read_names(rest)
        return Names(tuple(_body(name) for name in names.names), names.doubts)
    if _ADDRESSED.match(bare) and rest.count(" ") <= 15:
        names = read_names(rest)
        return names if names.names else Names((rest[:1].upper() + rest[1:],), (rest,))
    return None


def subject_of(text: str, *, kind: SectionKind, headed: bool) -> Subject:
    """Whom a paragraph itself charges: `Sở X chủ trì …`, `Giao Sở X …`, `Căn cứ …, các cơ quan …`.

    headed  an agency's heading stands above: then only a name at the very start counts
    """
    parties = _PARTIES.match(text)
    if parties is not None:
        return Subject((ALL,), (), parties.end())
    opening = starts_with_agency(text)
    office = _office(text, opening)
    if office is not None:
        return office
    handed = _handed_over(text, opening)
    if handed is not None:
        return _subject(handed[0], handed[1], kind)
    if opening is not None:
        return _subject(opening, 0, kind)
    bound = _BY_THIS_PLAN.match(text)
    if bound is not None:
        match = starts_with_agency(text, bound.end())
        if match is not None:
            return _subject(match, bound.end(), kind)
    entitled = _after_title(text)
    if entitled is not None:
        return _subject(entitled[0], entitled[1], kind)
    if not headed and kind is SectionKind.DUTIES:
        return _after_short_introduction(text)
    if headed or kind not in {SectionKind.ORGANISATION, SectionKind.REPORTING}:
        return Subject()
    title, colon, rest = text.partition(":")
    body = rest.lstrip() if colon and title.count(" ") < _MAX_TITLE_WORDS else text
    later = _after_introduction(body)
    return _subject(later[0], later[1] + len(text) - len(body), kind) if later else Subject()


_BY_THIS_PLAN = re.compile(
    r"(?:Căn cứ|Trên cơ sở|Theo) (?:nội dung )?Kế hoạch(?: này)?,\s+(?:đề nghị |yêu cầu |giao )?",
    re.IGNORECASE,
)
"""`Căn cứ Kế hoạch này, các đơn vị …` charges those whom it names, whoever's heading stands above."""
_OFFICE = re.compile(
    r"(?:(?:Các )?(?:[Đđ]ồng chí|[Đđ]/c) )?"
    r"(?:Nhân viên|Giáo viên|Công chức|Cán bộ|Cộng tác viên|Kế toán|Bí thư|Hiệu trưởng|Phó |Trưởng |Tổ trưởng|Chủ tịch|Chủ nhiệm"
    r"|Văn phòng|Bộ phận|Chi cục|Trung tâm|Ban (?!hành)|Phòng (?!,|chống|ngừa|tránh)|Tổ (?!chức)|Đội )[^:;.]{0,70}:\s"
)


def _office(text: str, opening: Match | None) -> Subject | None:
    """`Văn phòng: Bố trí kinh phí …`: an office of the agency above, whose whole title is its name."""
    found = _OFFICE.match(text)
    if found is None or (opening is not None and opening.end >= found.end() - 2):
        return None
    names = heading_agencies(text[: found.end() - 2])
    if names is None or len(names.names) != 1:
        return None
    return Subject(names.names, tuple(names.doubts), found.end() - 2)


_LEADS = re.compile(
    r"\s*(?:,\s*)?(?:là (?:cơ quan|đơn vị) )?(?:chủ trì|thực hiện|phụ trách|đầu mối|chịu trách nhiệm|tham mưu)",
    re.IGNORECASE,
)


def bracketed_leader(text: str) -> Subject:
    """The agency in a task's own parentheses: `… (Sở Y tế chủ trì; hoàn thành trong quý II)`."""
    for found in re.finditer(r"\((?:[Gg]iao |[Dd]o )?(?P<inside>[^()]{6,200})\)", text):
        if _LEADS.search(found["inside"]) is None:
            continue  # most brackets hold a time
        match = starts_with_agency(found["inside"])
        if match is not None and _LEADS.match(found["inside"], match.end):
            return Subject(match.names, match.doubts, found.end())
    return Subject()


_CHARGED_LATER = re.compile(
    r"[.;:]\s+(?:(?P<handed>(?:Giao(?: cho)?|Phân công|Đề nghị|Yêu cầu)\s+)|(?=[A-ZĐƯÔÂÊÁÀỦ]))"
)


def charged_later(text: str) -> Match | None:
    """Whom a later sentence of a task charges: `… . Giao Phòng A phối hợp với …`, `…: Phòng A chủ trì, …`.

    `end` is the offset after the names.
    """
    for found in _CHARGED_LATER.finditer(text):
        match = starts_with_agency(text, found.end())
        if match is None:
            continue
        end = found.end() + match.end
        if found["handed"] or _LEADS.match(text, end):
            return Match(tuple(_body(name) for name in match.names), end, match.doubts)
    return None


def later_subjects(text: str) -> Subject:
    """Agencies with which a later sentence of the same paragraph begins (classes at large left out)."""
    names: list[str] = []
    doubts: list[str] = []
    for found in re.finditer(r"[.;]\s+(?=[A-ZĐƯÔÂÊÁÀỦ])", text):
        match = starts_with_agency(text, found.end())
        if match is not None:
            names += [name for name in match.names if not name.startswith("Các ")]
            doubts += match.doubts
    return Subject(tuple(dict.fromkeys(names)), tuple(doubts))


def _subject(match: Match, offset: int, kind: SectionKind) -> Subject:
    names = tuple(_body(name) for name in match.names if not name.startswith(_NOBODY))
    if kind in {SectionKind.ORGANISATION, SectionKind.REPORTING}:
        names = with_everyone(names)
    return Subject(tuple(dict.fromkeys(names)), match.doubts, offset + match.end)


_HEADS = re.compile(
    r"^(?:Chủ tịch (?=Ủy ban)|Giám đốc (?=Sở|[Cc]ác sở)|Trưởng (?=Phòng|Công an|[Cc]ác phòng)|(?:Thủ trưởng|Lãnh đạo) (?=\S+ \S))"
)
"""A body's head answers for the body."""


def _body(name: str) -> str:
    bare = _HEADS.sub("", name)
    return bare[:1].upper() + bare[1:]


_NOBODY = ("Người đứng đầu", "Thủ trưởng cơ quan", "Cán bộ", "Mọi ", "Các cấp", "Cấp ủy")
"""Persons at large whom a sentence may begin with: they are nobody's assignment."""


_MAX_TITLE_WORDS = 9


def _after_title(text: str) -> tuple[Match, int] | None:
    """`Chế độ báo cáo: Các cơ quan …`: the subject stands after the item's own title."""
    title, colon, rest = text.partition(":")
    if not colon or title.count(" ") >= _MAX_TITLE_WORDS:
        return None
    offset = len(title) + 1 + len(rest) - len(rest.lstrip())
    match = starts_with_agency(text, offset)
    if match is not None:
        return match, offset
    handed = _handed_over(text[offset:], None)
    return (handed[0], handed[1] + offset) if handed else None


_DELEGATION = ("giao cho", "phan cong", "de nghi", "yeu cau")


def _handed_over(text: str, opening: Match | None) -> tuple[Match, int] | None:
    """The agency after `giao`, `đề nghị`, `yêu cầu` at the start: (match, its offset).

    Before these words only the body that charges may stand: `Ủy ban nhân dân tỉnh yêu cầu …`.
    """
    issued = _Issuer(text)
    for word in re.finditer(r"\S+\s+", text[:90]):
        at = word.start()
        charged = at == 0 or (opening is not None and opening.end <= at <= opening.end + 3)
        if not charged and not issued.charges(at):
            continue
        match = _delegated(text, at)
        if match is not None:
            return match
    return None


_ISSUERS = ("uy ban nhan dan", "ubnd", "chu tich")


class _Issuer:
    """Whether a text begins with the body that issues plans: asked at every word, told by its first four."""

    def __init__(self, text: str) -> None:
        self._text = text[:40]
        first = fold(self._text).partition(" ")[0]
        may_charge = any(distance(first, body.partition(" ")[0], 1) <= 1 for body in _ISSUERS)
        self._told = None if may_charge else False

    def charges(self, end: int) -> bool:
        """Whether that body stands before the offset `end`."""
        if self._told is not None:
            return self._told
        folded = fold(self._text[:end])
        begins = any(starts_like(folded, body) for body in _ISSUERS)
        if folded.count(" ") >= 3 or end >= len(self._text):
            self._told = begins
        return begins


def _delegated(text: str, start: int) -> tuple[Match, int] | None:
    words = list(re.finditer(r"\S+", text[start : start + 60]))[:3]
    if len(words) < 3:
        return None
    one, two = fold(words[0].group()), fold(words[1].group())
    if any(like(f"{one} {two}", phrase) for phrase in _DELEGATION):
        offset = start + words[2].start()
    elif one == "giao":
        offset = start + words[1].start()
    else:
        return None
    match = starts_with_agency(text, offset)
    if match is None:
        offset = _after_head(text, offset)
        match = starts_with_agency(text, offset)
    return (match, offset) if match else None


def _after_head(text: str, offset: int) -> int:
    """The offset after `Thủ trưởng`, `Chủ tịch`, `Giám đốc`: the body that follows is charged."""
    words = list(re.finditer(r"\S+", text[offset : offset + 40]))[:3]
    if len(words) == 3 and any(like(fold(text[offset:][: words[1].end()]), head) for head in _HEAD_WORDS):
        return offset + words[2].start()
    return offset


_HEAD_WORDS = ("thu truong", "chu tich", "giam doc", "lanh dao")
_INTRODUCTION = (
    "can cu",
    "tren co so",
    "dinh ky",
    "hang nam",
    "hang thang",
    "hang quy",
    "truoc ngay",
    "cham nhat",
    "sau khi",
    "khi co",
    "trong pham vi",
    "trong qua trinh",
    "de dam bao",
    "de bao dam",
    "de trien khai",
    "de to chuc",
    "tu ngay",
    "theo chuc nang",
)
_NOT_SUBJECT = frozenset(
    {"do", "cua", "boi", "voi", "tai", "theo", "tu", "cho", "ve", "qua", "gui", "den", "tren"}
)
_MAX_INTRODUCTION = 420


def _after_introduction(text: str) -> tuple[Match, int] | None:
    """The subject of a sentence that begins with its reason or time: (match, its offset)."""
    head = " ".join(fold(text[:40]).split()[:2])
    if not any(like(head, phrase) for phrase in _INTRODUCTION) and not fold(text[:40]).startswith(
        "trong pham vi"
    ):
        return None
    places = [m.end() for m in re.finditer(r",\s+(?:đề nghị |yêu cầu |giao )?", text[:_MAX_INTRODUCTION])]
    words = [m.start() for m in re.finditer(r"(?<=\s)\S", text[:_MAX_INTRODUCTION])]
    for offset in [*places, *words]:
        before = fold(text[max(0, offset - 12) : offset]).split()
        if before and before[-1] in _NOT_SUBJECT:
            continue
        match = starts_with_agency(text, offset)
        if match is not None and not _inside_list(text, offset, places):
            return match, offset
    return None


_SHORT_INTRODUCTION = re.compile(
    r"(?:Khi |Sau khi |Ngay khi |Định kỳ |Hằng |Hàng |Trước ngày |Vào )[^,;.:]{4,70},\s+"
)


def _after_short_introduction(text: str) -> Subject:
    """`Khi có tin báo, Công an phường cử lực lượng …`: in a section of duties only what follows at once counts."""
    found = _SHORT_INTRODUCTION.match(text)
    match = starts_with_agency(text, found.end()) if found else None
    return _subject(match, found.end(), SectionKind.DUTIES) if found and match else Subject()


def _inside_list(text: str, offset: int, places: list[int]) -> bool:
    """Whether the same list of agencies begins before this comma: then that beginning counts."""
    if offset not in places:
        return False
    for start in range(max(0, offset - 160), offset):
        if start and not text[start - 1].isspace():
            continue
        match = starts_with_agency(text, start)
        before = fold(text[max(0, start - 12) : start]).split()
        if match and start + match.end > offset and not (before and before[-1] in _NOT_SUBJECT):
            return True
    return False


_LOCAL = re.compile(r"^Ủy ban nhân dân (?:các|cấp|\d)")
_CLASS_WORDS = ("sở", "ngành", "ban", "phòng", "cơ quan", "đơn vị", "đoàn thể", "tổ chức", "bộ phận")


def with_everyone(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names with `ALL` for the agencies at large.

    A class such as `Các sở, ban, ngành` beside the local level, or a class that names no kind of
    agency (`Các cơ quan, đơn vị, địa phương`), is everybody.
    """
    classes = [name for name in names if _is_class(name)]
    local = any(_LOCAL.match(name) or name.endswith("địa phương") for name in names)
    if not classes or not (local or any(_AT_LARGE.match(name) for name in classes)):
        return names
    return (ALL, *(name for name in names if name not in classes))


_AT_LARGE = re.compile(
    r"^Các (?:(?:cơ quan|đơn vị|tổ chức|địa phương|cá nhân|bộ phận|(?<!Các )đoàn thể)(?:, | và )?){1,6}"
    r"(?: ?liên quan)?(?: ?(?:xã|phường|huyện|tỉnh|thành phố))?$",
    re.IGNORECASE,
)
"""Nothing but agencies, units, organisations and places: everybody whom the plan concerns."""


def _is_class(name: str) -> bool:
    lowered = name.lower()
    if not lowered.startswith(("các ", "thủ trưởng các ")):
        return False
    return any(re.search(rf"\b{word}\b", lowered) for word in _CLASS_WORDS)
