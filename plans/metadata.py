"""What stands at the head of a plan: number, issuer, level, province, date, title, years.

Called by `plans/read.py` with the outline's front and back. A blank that the drafter left (`Số: /KH-UBND`,
`ngày tháng năm 2024`) stays unknown; nothing is guessed from other documents that the plan cites.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from domain.plan import Deadline, PlanInfo
from domain.text import fold, nfc, strip_marks
from plans.agencies import read_names
from plans.fuzzy import like, starts_like
from plans.paragraphs import Paragraph
from plans.provinces import spelt

_NUMBER = re.compile(
    r"(?:^|[|\s])S[^\s:]{1,2}\s*[:.]\s*(?P<number>\d{1,5})\s?/\s?(?P<code>[A-ZĐ][A-Za-zĐ]*(?:\s?[-–/]\s?[A-ZĐƯ][A-Za-zĐƯ&]*)+)"
)
_DATED = re.compile(
    r"(?:^|[|,\s])ng[àa]y\s+(?P<day>\d{1,2})\s+th\S{1,3}g\s+(?P<month>\d{1,2})\s+n\S{1,2}\s+(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_DATED_BLANK = re.compile(r",\s*ng[àa]y\b[^\n]{0,30}?\bn\S{1,2}\s+(?P<year>(?:19|20)\d\d)", re.IGNORECASE)
_SIGNED = re.compile(
    r"\bk[ýy]\s*:?\s*(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>(?:19|20)\d\d)", re.IGNORECASE
)
_TITLES = (
    "ke hoach",
    "chi thi",
    "quyet dinh",
    "chuong trinh",
    "phuong an",
    "de an",
    "huong dan",
    "cong van",
    "thong bao",
)
_PLACE_WORD = r"[A-ZĐÂÊÔƠƯÁÀẢÃẠẤẦẨẪẬẮẰẲẴẶÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ][^\W\d_]*"
_PLACE = rf"{_PLACE_WORD}(?:(?:\s+[-–]\s+|\s+){_PLACE_WORD}){{0,4}}"
_PROVINCE = re.compile(rf"\b(?:[Tt]ỉnh|TỈNH|[Tt]hành phố|THÀNH PHỐ|[Tt]inh|TINH)\s+(?P<place>{_PLACE})")
_PROVINCE_ONLY = re.compile(rf"\b(?:[Tt]ỉnh|TỈNH|[Tt]inh|TINH)\s+(?P<place>{_PLACE})")


@dataclass(frozen=True, slots=True)
class Head:
    """The front of a document in its parts: before the title, the title, the preamble after it."""

    letterhead: tuple[str, ...]
    title: str | None
    preamble: tuple[str, ...]
    kind: str | None
    """What the document calls itself, folded (`ke hoach`), None where it does not."""


def read_head(front: Iterable[Paragraph]) -> Head:
    """Part the front at the line that says what the document is."""
    texts = [part for p in front for part in _columns(p.text)]
    for index, text in enumerate(texts):
        kind = _document_kind(text)
        if kind is None:
            continue
        rest = text.split(maxsplit=kind.count(" ") + 1)[kind.count(" ") + 1 :]
        after = texts[index + 1 :]
        title = [rest[0]] if rest else []
        if not rest or (rest[0].count(" ") < 4 and after and not _is_preamble(after[0])):
            title, after = [*title, *after[:1]], after[1:]
        while after and title and _is_capitals(title[-1]) and _is_capitals(after[0]):
            title.append(after.pop(0))
        return Head(tuple(texts[:index]), _cased(" ".join(title), after), tuple(after), kind)
    return Head(tuple(texts[:12]), None, tuple(texts), None)


def _cased(title: str, preamble: list[str]) -> str | None:
    """The title; one in capitals is written as the preamble writes it, where it does."""
    if not _is_capitals(title):
        return title or None
    found = re.search(re.escape(title), " ".join(preamble), re.IGNORECASE)
    return found.group()[:1].upper() + found.group()[1:] if found else title


def _is_preamble(text: str) -> bool:
    return fold(text).startswith(("can cu", "thuc hien", "xet", "theo de nghi", "de trien khai", "nham"))


def _columns(text: str) -> list[str]:
    """A letterhead that was set side by side comes as `left | right`."""
    return [part.strip() for part in text.split("|") if part.strip()]


def _document_kind(text: str) -> str | None:
    folded = fold(text)
    for title in _TITLES:
        if like(folded, title) or (
            folded.startswith(title) and _is_capitals(" ".join(text.split()[: title.count(" ") + 1]))
        ):
            return title
    return None


def _is_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) > 0.85 * len(letters)


def read_info(head: Head, back: Iterable[Paragraph], agencies_text: str) -> PlanInfo:
    """Everything but the years, which may have to wait for the deadlines (`with_years`).

    agencies_text  the headings of the body, which tell a central city from a provincial one
    """
    back_texts = [p.text for p in back]
    issuer = _issuer(head)
    level = _level(issuer, agencies_text)
    issued_on = _issued_on(head, back_texts)
    return PlanInfo(
        title=head.title,
        number=_number(head.letterhead),
        issuer=issuer,
        level=level,
        province=_province(issuer, level, head),
        issued_on=issued_on,
        years=_years(head, issued_on),
    )


def _number(letterhead: Iterable[str]) -> str | None:
    for text in letterhead:
        found = _NUMBER.search(text)
        if found:
            return f"{found['number']}/{''.join(found['code'].split())}"
    return None


def _issued_on(head: Head, back: list[str]) -> date | None:
    """The date line of the letterhead, else the one at the foot, else the electronic signature's."""
    dated = [_date(m) for text in head.letterhead for m in _DATED.finditer(text)]
    if not dated:
        dated = [_date(m) for text in back if len(text) < 80 for m in _DATED.finditer(text)]
    if not dated:
        dated = [_date(m) for text in back for m in _SIGNED.finditer(text)]
    return next((day for day in dated if day), None)


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


_ISSUES = re.compile(
    r"(?:^|[,;.:]\s+|\bva\s+)(?P<issuer>[^,;.:]{4,90}?)\s+(?:da\s+)?(?:ban h\S?nh|xay dung|de ra|lap|trien khai|yeu cau|chi thi|d\S ra)"
    r"\s+(?:noi dung\s+)?(?:k\S hoach|chuong trinh|phuong an)",
    re.IGNORECASE,
)
"""`X ban hành Kế hoạch`, looked for in the text without marks (which keeps every letter's place)."""
_ORGANS = (
    "uy ban nhan dan",
    "ubnd",
    "hoi dong nhan dan",
    "so",
    "phong",
    "truong",
    "bo",
    "ban",
    "cong an",
    "trung tam",
    "hoi",
    "uy ban",
    "tram",
    "chi cuc",
    "cuc",
    "benh vien",
    "dang uy",
    "doan",
)
_ORGAN_OF_ORGAN = ("ban thuong truc", "ban chap hanh", "ban thuong vu")
"""What signs for a union or a front stands below its name, and is not the issuer."""


def _issuer(head: Head) -> str | None:
    """From the letterhead where it names a place, else from `X ban hành Kế hoạch`, else either."""
    top = _letterhead_issuer(head)
    said = _preamble_issuer(head)
    if top and (not said or _has_place(top) or not _has_place(said)):
        return top
    return said or top


_RIGHT_COLUMN = re.compile(
    r"(?:^|\s+)(?:C[ỘO]NG\s+H[ÒO]A\b|H[ÒO]A X[ÃA]|[ĐDÐ]\S{0,3}c\s+l\S{1,2}p\b).*$", re.DOTALL
)
"""The nation's name and motto, which stand right of the issuer's name."""


def _letterhead_issuer(head: Head) -> str | None:
    """The last body of the left column: a superior's name may stand above the issuer's."""
    lines: list[str] = []
    for text in head.letterhead:
        left = _RIGHT_COLUMN.split(re.sub(r"[-–_*=]{3,}.*$", "", text).strip())[0].strip()
        if not left or not _is_capitals(f"{left} NAM") or _is_noise(left):
            continue
        if lines and fold(lines[-1]) == "uy":  # a narrow cell broke `ỦY` / `BAN NHÂN DÂN`
            lines[-1] = f"{lines[-1]} {left}"
        else:
            lines.append(left)
    organs: list[str] = []
    for line in lines:
        if fold(line).startswith(_ORGAN_OF_ORGAN) and organs:
            continue
        if any(fold(line).startswith(f"{organ} ") or fold(line) == organ for organ in _ORGANS):
            organs.append(line)
        elif organs:
            organs[-1] = f"{organs[-1]} {line}"
    return _named(organs[-1], head) if organs else None


_NATION_NAME = " cong hoa xa hoi chu nghia viet nam "
_NATION = (
    "cong hoa xa hoi",
    "xa hoi chu nghia",
    "hoi chu nghia",
    "chu nghia viet nam",
    "viet nam",
    "doc lap",
)
"""Pieces of the nation's name and motto, wherever a narrow column broke them."""


def _is_noise(text: str) -> bool:
    folded = fold(text)
    numbered = re.match(r"S\S{0,2}\s*[:.]", text) is not None
    return numbered or f" {folded} " in _NATION_NAME or any(starts_like(folded, part) for part in _NATION)


def _preamble_issuer(head: Head) -> str | None:
    for text in reversed(head.preamble):
        found = list(_ISSUES.finditer(strip_marks(nfc(text))))
        if found:
            issuer = nfc(text)[found[-1].start("issuer") : found[-1].end("issuer")]
            words = re.sub(r"^(?:thì|nay|theo đó|vì vậy)\s+", "", issuer.strip())
            return _named(words, head)
    return None


def _named(text: str, head: Head) -> str:
    """The issuer's name in canonical form; capitals become what the text writes elsewhere."""
    if _is_capitals(text):
        text = _recased(text, " ".join(head.preamble))
    committee = _people_s_committee(text)
    if committee:
        return committee
    names = read_names(text).names
    return names[0] if len(names) == 1 else text


_AREA_NAMES = {
    "tinh": "tỉnh",
    "thanh pho": "thành phố",
    "huyen": "huyện",
    "quan": "quận",
    "thi xa": "thị xã",
    "xa": "xã",
    "phuong": "phường",
    "thi tran": "thị trấn",
    "dac khu": "đặc khu",
}
_PROVINCIAL = ("tỉnh", "thành phố")


def _people_s_committee(text: str) -> str | None:
    """`Ủy ban nhân dân` of an area, also where the letters are damaged: the commonest issuer."""
    words = text.split()
    count = 1 if words and fold(words[0]) == "ubnd" else 4
    if len(words) <= count or not like(
        " ".join(fold(w) for w in words[:count]), ("ubnd", "uy ban nhan dan")[count > 1]
    ):
        return None
    rest = words[count:]
    for size in (2, 1):
        area = _AREA_NAMES.get(" ".join(fold(w) for w in rest[:size]))
        if area:
            place = " ".join(rest[size:])
            return f"Ủy ban nhân dân {area} {spelt(place) if area in _PROVINCIAL else place}".strip()
    return None


_COMMON = frozenset(
    (
        *("ủy", "uỷ", "ban", "nhân", "dân", "tỉnh", "thành", "phố", "huyện", "quận", "thị", "xã", "phường"),
        *("trấn", "đặc", "khu", "hội", "đồng", "và", "trường", "tiểu", "học", "mầm", "non", "trung", "phổ"),
        *("thông", "cơ", "sở"),
    )
)
"""Words that are no part of a place's name in an issuer's name."""


_SHORT = frozenset(("UBND", "HĐND", "MTTQ", "LĐTBXH", "GD&ĐT", "GDĐT", "THCS", "THPT", "TH", "TP", "TP."))


def _recased(text: str, elsewhere: str) -> str:
    """Capitals in ordinary spelling: as the body of the document has it, else by the common words."""
    found = re.search(re.escape(text), elsewhere, re.IGNORECASE)
    if found and not _is_capitals(found.group()):
        return found.group()
    words = [
        w if w in _SHORT else w.lower() if w.lower() in _COMMON else w.capitalize() for w in text.split()
    ]
    return " ".join(words)[:1].upper() + " ".join(words)[1:]


def _has_place(name: str) -> bool:
    """Whether a proper name follows the kind of place: `huyện Hớn Quản`, not `huyện`."""
    words = name.split()
    return any(fold(a) in _AREAS and b[:1].isupper() for a, b in pairwise(words)) or fold(name).startswith(
        "truong "
    )


_AREAS = frozenset({"tinh", "pho", "huyen", "quan", "xa", "phuong", "tran", "khu"})


def _level(issuer: str | None, agencies_text: str) -> str | None:
    """The issuer's level. A city is a province's equal where it commands departments (`Sở`)."""
    if not issuer:
        return None
    folded = f" {fold(issuer)} "
    if folded.startswith((" truong ", " nha truong ")):
        return "school"
    if folded.startswith((" bo ", " chinh phu ", " thu tuong ", " tong cuc ", " quoc hoi ")):
        return "ministry" if not folded.startswith(" bo chi huy") else "province"
    if re.search(
        r" (?:xa|phuong|thi tran|dac khu) ", folded.replace("thi xa", "thi_xa").replace("xa hoi", "xa_hoi")
    ):
        return "commune"
    if re.search(
        r" (?:huyen|quan|thi_xa) ", folded.replace("thi xa", "thi_xa").replace("quan su", "quan_su")
    ):
        return "district"
    if re.search(r" thanh pho ", folded):
        departments, offices = agencies_text.count("Sở "), agencies_text.count("Phòng ")
        return "district" if offices > departments else "province"
    if " tinh " in folded or folded.startswith((" so ", " ban dan toc", " tinh uy")):
        return "province"
    return "district" if folded.startswith(" phong ") else None


def _province(issuer: str | None, level: str | None, head: Head) -> str | None:
    """The province: the issuer's own name, else the one that the head mentions most."""
    if issuer and level == "province":
        found = _PROVINCE.search(issuer)
        if found:
            return _place(found["place"])
    texts = [*head.letterhead, head.title or "", *head.preamble]
    for pattern in (_PROVINCE_ONLY, _PROVINCE):
        places = Counter(_place(m["place"]) for text in texts for m in pattern.finditer(text))
        if places:
            return places.most_common(1)[0][0]
    return None


def _place(text: str) -> str:
    return spelt(" ".join(w.capitalize() for w in text.split()) if _is_capitals(text) else text)


_YEARS = re.compile(
    r"(?:giai đoạn|các năm|năm học|giai doan|nam hoc)\s+(?P<first>20\d\d)\s*(?:-|–|đến|den)\s*(?P<last>20\d\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:năm|nam|năm học)\s+(?P<year>20\d\d)", re.IGNORECASE)
_CITED_DATE = re.compile(r"ngày\s+\d{1,2}\s*(?:/|tháng)\s*\d{1,2}\s*(?:/|năm)\s*20\d\d", re.IGNORECASE)


def _years(head: Head, issued_on: date | None) -> tuple[int, ...]:
    """The years in the title; where it names none, the date's; else the year beside a blank date."""
    title = _CITED_DATE.sub(" ", head.title or "")
    spans = [(int(m["first"]), int(m["last"])) for m in _YEARS.finditer(title)]
    if spans and 0 <= spans[0][1] - spans[0][0] <= 30:
        return tuple(range(spans[0][0], spans[0][1] + 1))
    years = sorted({int(m["year"]) for m in _YEAR.finditer(title)})
    if years:
        return tuple(years)
    if issued_on:
        return (issued_on.year,)
    blank = [int(m["year"]) for text in head.letterhead for m in _DATED_BLANK.finditer(text)]
    return (blank[0],) if blank else ()


def years_of(deadlines: Iterable[Deadline]) -> tuple[int, ...]:
    """The year in which most of the deadlines fall."""
    years = Counter(d.due.year for d in deadlines if d.due)
    return (years.most_common(1)[0][0],) if years else ()


def calendar_year(info: PlanInfo) -> int | None:
    """The year that a day without one takes."""
    if len(info.years) == 1:
        return info.years[0]
    if info.issued_on:
        return info.issued_on.year
    return info.years[0] if info.years else None


def is_unmarked(text: str) -> bool:
    """Whether a text has no Vietnamese marks at all."""
    return strip_marks(text) == text
