"""Which earlier plans a plan says it replaces or amends, by their numbers.

Called by `plans/read.py`. Only a sentence that says so counts: a plan that is merely cited is not replaced. What
is found is a proposal; whoever publishes decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBER = r"(?P<number>\d{1,5}[a-zđ]?\s?/\s?(?:(?:19|20)\d\d\s?/\s?)?KH\s?[-–]\s?[A-ZĐƯ&]+(?:[-–][A-ZĐƯ&]+)*)"
_PLAN = rf"[Kk]ế hoạch\s+(?:số\s*:?\s*)?{_NUMBER}"
_REPLACES = re.compile(
    rf"(?:[Tt]hay thế|THAY THẾ|[Bb]ãi bỏ|[Hh]ủy bỏ)\s+(?:cho\s+)?(?:toàn bộ\s+)?(?:các\s+)?{_PLAN}"
)
_ENDS = re.compile(rf"{_PLAN}[^.;]{{0,160}}?hết hiệu lực")
_AMENDS = re.compile(
    r"(?:[Ss]ửa đổi|[Bb]ổ sung|[Đđ]iều chỉnh)(?:,?\s+(?:và\s+)?(?:sửa đổi|bổ sung|điều chỉnh))*\s+"
    rf"(?:một số\s+)?(?:nội dung\s+)?(?:nhiệm vụ\s+)?(?:(?:của|tại|trong|vào)\s+)?{_PLAN}"
)
_BASIS = re.compile(r"^\W*(?:Căn cứ|Thực hiện|Theo)\b")


def read_relations(texts: Iterable[str], own_number: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(numbers replaced, numbers amended), each in the order of their first mention."""
    replaced: dict[str, str] = {}
    amended: dict[str, str] = {}
    for text in texts:
        if _BASIS.match(text):
            continue  # what another document did to its own forerunner
        for pattern, found in ((_REPLACES, replaced), (_ENDS, replaced), (_AMENDS, amended)):
            for match in pattern.finditer(text):
                number = re.sub(r"\s", "", match["number"]).replace("–", "-")
                found.setdefault(number.casefold(), number)
    own = (own_number or "").casefold()
    for key in (own, *replaced):
        amended.pop(key, None)
    replaced.pop(own, None)
    return tuple(replaced.values()), tuple(amended.values())
