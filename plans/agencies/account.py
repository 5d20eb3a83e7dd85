"""What of a heading its names do not tell: words that were dropped, short forms that stayed shut.

`match` asks this of every heading that was read as it stands, so that nothing is lost in silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.text import strip_marks
from plans.agencies.phrases import longest
from plans.agencies.tables import table
from plans.tokens import Token

_SILENT = {"va", "co", "cac", "viet", "nam", "tren", "dia", "ban", "cung", "voi", "nhu", "gom", "vb"}
"""Words that canonical names leave out or put in."""
_ROMAN = re.compile(r"[IVXL]+")
_KEPT_SHORT = {"HIV", "AIDS", "ASEAN", "UNICEF", "SOS", "VNPT"}


def left_out(tokens: Sequence[Token], names: Sequence[str]) -> list[str]:
    """The words of a list of names (`tokens`, abbreviations opened) that stand in none of them."""
    told = set(strip_marks(" ".join(names)).lower().replace("-", " ").replace(",", " ").split())
    out, here, depth = [], 0, 0
    while here < len(tokens):
        token = tokens[here]
        depth += (token.text == "(") - (token.text == ")" and depth > 0)
        skipped = max(
            (found[1] for which in ("POLITE", "POSTS") if (found := longest(table(which), tokens, here))),
            default=0,
        )
        if skipped > here and token.plain not in told:
            here = skipped
            continue
        if token.is_word and not depth and token.plain not in told and token.plain not in _SILENT:
            out.append(token.text)
        here += 1
    return out


def still_short(names: Sequence[str]) -> list[str]:
    """The names in which an abbreviation stands that no table opens: `Phòng PC06`, `Phòng KHTH`."""
    return [name for name in names if any(_is_short(word) for word in re.findall(r"[^\W_]+", name))]


def _is_short(word: str) -> bool:
    letters = "".join(c for c in word if c.isalpha())
    if len(letters) < 2 or not letters.isupper() or word in _KEPT_SHORT:
        return False
    return _ROMAN.fullmatch(word) is None
