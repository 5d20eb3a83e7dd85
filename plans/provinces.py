"""The names of Vietnam's provinces and centrally run cities, to spell a damaged or capital name right.

Called by `plans/metadata.py`. The list is the complete one before 12 June 2025 (63 units, Law on
the Organisation of Local Government); the 34 units since then (Resolution 202/2025/QH15) all bear one of
these names. A name that is not listed is kept as the document prints it.
"""

from __future__ import annotations

from domain.text import fold, strip_marks
from plans.fuzzy import distance

PROVINCES = (
    *(
        "An Giang",
        "Bà Rịa - Vũng Tàu",
        "Bạc Liêu",
        "Bắc Giang",
        "Bắc Kạn",
        "Bắc Ninh",
        "Bến Tre",
        "Bình Dương",
    ),
    *("Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk"),
    *("Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh"),
    *("Hải Dương", "Hải Phòng", "Hậu Giang", "Hòa Bình", "Hồ Chí Minh", "Huế", "Hưng Yên", "Khánh Hòa"),
    *(
        "Kiên Giang",
        "Kon Tum",
        "Lai Châu",
        "Lạng Sơn",
        "Lào Cai",
        "Lâm Đồng",
        "Long An",
        "Nam Định",
        "Nghệ An",
    ),
    *("Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh"),
    *(
        "Quảng Trị",
        "Sóc Trăng",
        "Sơn La",
        "Tây Ninh",
        "Thái Bình",
        "Thái Nguyên",
        "Thanh Hóa",
        "Thừa Thiên Huế",
    ),
    *("Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái"),
)
_BY_FOLD = {fold(name): name for name in PROVINCES}


CITIES = frozenset({"ha noi", "ho chi minh", "hai phong", "da nang", "can tho", "hue"})
"""The provinces' equals: cities run by the state."""


def known_at_start(words: list[str]) -> str | None:
    """The province whose name a row of words begins with: `HƯNG YÊN NĂM 2026`."""
    for count in (4, 3, 2, 1):
        name = _BY_FOLD.get(fold(" ".join(words[:count])))
        if name and len(words) >= count:
            return name
    return None


def named_in(text: str) -> list[str]:
    """All provinces that a text names, each as often as it does."""
    folded = f" {fold(text)} "
    return [name for key, name in _BY_FOLD.items() for _ in range(folded.count(f" {key} "))]


def spelt(name: str) -> str:
    """The province's name with its marks and capitals; an unknown name comes back as it is.

    A name without a mark may have lost a letter as well: the one province that is a letter away and
    has the same initials is meant.
    """
    folded = fold(name)
    if folded in _BY_FOLD or strip_marks(name) != name:
        return _BY_FOLD.get(folded, name)
    near = [
        known
        for known in _BY_FOLD
        if _initials(known) == _initials(folded) and distance(known, folded, 1) <= 1
    ]
    return _BY_FOLD[near[0]] if len(near) == 1 else name


def _initials(folded: str) -> str:
    return "".join(word[0] for word in folded.split())
