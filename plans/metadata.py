"""What stands at the head of a plan: number, issuer, level, province, date, title, years.

Called by `plans/read.py` with the outline's front and back. A blank that the drafter left (`Số: /KH-UBND`,
`ngày tháng năm 2024`) stays unknown; nothing is guessed from other documents that the plan cites.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from domain.plan import Deadline, PlanInfo
from plans.head import Head
from plans.issuer import issuer_of, level_of, province_of
from plans.paragraphs import Paragraph

_NUMBER = re.compile(
    r"(?:^|[|\s])S[^\s:]{1,2}\s*[:.]\s*(?P<number>\d{1,5})\s?/\s?(?P<code>[A-ZĐ][A-Za-zĐ]*(?:\s?[-–/]\s?[A-ZĐƯ][A-Za-zĐƯ&]*)+)"
)
_PARTY_NUMBER = re.compile(
    r"(?:^|[|\s])S[^\s:]{1,2}\s*[:.]?\s*(?P<number>\d{1,5})\s?[-–]\s?(?P<code>(?:KH|CTr|CT|KL|NQ|QĐ|HD|ĐA)\s?/\s?[A-ZĐƯ][A-Za-zĐƯ&]*(?:\s?[-–]\s?[A-ZĐƯ][A-Za-zĐƯ&]*)*)"
)
"""The party's and the unions' form: `Số: 45-KH/TĐTN-TTN`."""
_DATED = re.compile(
    r"(?:^|[|,\s])ng[àa]y\s+(?P<day>\d{1,2})\s+th\S{1,3}g\s+(?P<month>\d{1,2})\s+n\S{1,2}\s+(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>(?:19|20)\d\d)")
_DATED_BLANK = re.compile(r",\s*ng[àa]y\b[^\n]{0,30}?\bn\S{1,2}\s+(?P<year>(?:19|20)\d\d)", re.IGNORECASE)
_SIGNED = re.compile(
    r"\bk[ýy]\s*:?\s*(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>(?:19|20)\d\d)", re.IGNORECASE
)


def read_info(head: Head, back: Iterable[Paragraph], agencies_text: str) -> PlanInfo:
    """Everything but the years, which may have to wait for the deadlines (`with_years`).

    agencies_text  the headings of the body, which tell a central city from a provincial one
    """
    back_texts = [p.text for p in back]
    issuer = issuer_of(head)
    level = level_of(issuer, agencies_text)
    issued_on = _issued_on(head, back_texts)
    return PlanInfo(
        title=head.title,
        number=head.attached.number if head.attached else _number(head.letterhead),
        issuer=issuer,
        level=level,
        province=province_of(issuer, level, head, back_texts),
        issued_on=issued_on,
        years=_years(head, issued_on),
    )


def _number(letterhead: Iterable[str]) -> str | None:
    for text in letterhead:
        found = _NUMBER.search(text)
        if found:
            return f"{found['number']}/{''.join(found['code'].split())}"
        party = _PARTY_NUMBER.search(text)
        if party:
            return f"{party['number']}-{''.join(party['code'].split())}"
    return None


def _issued_on(head: Head, back: list[str]) -> date | None:
    """The date line of the letterhead, else the one at the foot, else the electronic signature's."""
    if head.attached:
        found = _DATED.search(head.attached.dated) or _SLASHED.search(head.attached.dated)
        return _date(found) if found else None
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
