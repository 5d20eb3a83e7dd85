"""Names printed in capitals, written in ordinary spelling.

Called by `plans/issuer.py` for letterheads. It knows which words are no part of a place's name; whose name it
is, it does not.
"""

from __future__ import annotations

import re

from domain.text import fold
from plans.head import in_capitals

_NOT_A_PLACE = frozenset({"hoi", "pho", "tran", "xa", "hoc", ""})
"""What follows `xã` in `xã hội`, `thành` in `thành phố`: no place's name begins there."""
AREAS = frozenset({"tinh", "pho", "huyen", "quan", "xa", "phuong", "tran", "khu"})


_COMMON_ALONE = frozenset(
    {"ủy", "uỷ", "ban", "tỉnh", "huyện", "quận", "xã", "phường", "và", "trường", "đặc", "khu"}
)
_COMMON_PAIRS = frozenset(
    (
        *(
            "nhân dân",
            "thành phố",
            "thị xã",
            "thị trấn",
            "hội đồng",
            "tiểu học",
            "mầm non",
            "trung học",
            "phổ thông",
        ),
        *("cơ sở", "học cơ", "học phổ"),
    )
)
"""Words that are no part of a place's name in an issuer's name."""


def _is_common(before: str, word: str, following: str) -> bool:
    """Whether a word is no part of a place's name: `hội đồng`, and not the `đồng` of `Đồng Vân`."""
    if word in _COMMON_ALONE:
        return True
    return f"{word} {following}" in _COMMON_PAIRS or f"{before} {word}" in _COMMON_PAIRS


_SHORT = frozenset(
    (
        *(
            "UBND",
            "HĐND",
            "MTTQ",
            "LĐTBXH",
            "GD&ĐT",
            "GDĐT",
            "THCS",
            "THPT",
            "TH",
            "TP",
            "TP.",
            "MN",
            "MG",
            "TNCS",
        ),
        *("TH&THCS", "THCS&THPT", "PTDTNT", "PTDTBT", "LHPN", "PTCS"),
    )
)


def recased(text: str, elsewhere: str) -> str:
    """Capitals in ordinary spelling: as the body of the document has it, else by the common words."""
    found = re.search(re.escape(text), elsewhere, re.IGNORECASE)
    if found and not in_capitals(found.group()):
        return found.group()
    words: list[str] = []
    proper = False
    for word, following in zip(text.split(), [*text.split()[1:], ""], strict=True):
        before = words[-1].lower() if words else ""
        common = not proper and _is_common(before, word.lower(), following.lower())
        words.append(word if word in _SHORT else word.lower() if common else word.capitalize())
        proper = proper or (fold(word) in AREAS and fold(following) not in _NOT_A_PLACE)
    return " ".join(words)[:1].upper() + " ".join(words)[1:]
