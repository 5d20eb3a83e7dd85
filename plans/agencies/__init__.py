"""Who: agencies named in headings, attribute lines and sentences, in their canonical form.

The outline calls these functions; `python -m plans agencies` calls `answer`. Canonical means as in
the contract of `python -m plans FILE`: full, abbreviations opened, classes kept as classes.
"""

from __future__ import annotations

from plans.agencies.match import (
    Area,
    Match,
    Names,
    answer,
    find_partners,
    find_recipients,
    is_agency,
    read_names,
    starts_with_agency,
)

__all__ = [
    "Area",
    "Match",
    "Names",
    "answer",
    "find_partners",
    "find_recipients",
    "is_agency",
    "read_names",
    "starts_with_agency",
]
