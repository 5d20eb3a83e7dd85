"""Numbers of documents and labels of items, whose letters a wrong reading changes in few known ways.

Called by the decoder. The digits stay as they were read: nobody can tell a wrong one from a right one.
"""

from __future__ import annotations

import re
from itertools import product

_DEPARTMENTS = tuple(f"{level}{field}" for level in ("", "P", "S", "B") for field in ("LĐTBXH", "GDĐT"))
_PARTS = frozenset({"QĐ", "NĐ", "HĐND", "HĐBT", "HĐQT", "QĐTTg", "ĐU", "LĐLĐ", "BCĐ", "ĐĐBQH", *_DEPARTMENTS})
"""Parts of document numbers with Đ, which the English alphabet lacks (Decree 30/2020/NĐ-CP, appendix III)."""
_READ_AS_D = re.compile(r"D[BPb]|[Bb][PD]|[DPBEb]")
_ONES = re.compile(r"(?=.*[^1])[Il1|L]{2,5}|111")
"""Ones of a numeral; figures alone are a number, but no plan has 111 items."""
_MOST_ONES = 3


def numeral(text: str) -> str:
    """`IT` after `quy` as II, `11/2026` as II/2026; what is no numeral even so comes back as it was read."""
    figures, slash, year = text.partition("/")
    found = re.sub(r"[lJTLi1|]", "I", figures.replace("H", "II"))
    return found + slash + year if found in {"I", "II", "III", "IV"} else text


def code(text: str) -> str:
    """`1472/QP-TTg` as `1472/QĐ-TTg`, where only one known part fits."""
    if not re.match(r"\d+[\d/]*/|\d+-[A-Z]", text):
        return text
    return "".join(_part(piece) for piece in re.split(r"([/\-–])", text))


def _part(piece: str) -> str:
    if piece in _PARTS or not piece.isalpha():
        return piece
    places = [found.span() for found in _READ_AS_D.finditer(piece)][:4]
    fitting = set()
    for chosen in product((False, True), repeat=len(places)):
        text, end = "", 0
        for (start, stop), change in zip(places, chosen, strict=True):
            text += piece[end:start] + ("Đ" if change else piece[start:stop])
            end = stop
        text += piece[end:]
        if text in _PARTS:
            fitting.add(text)
    return fitting.pop() if len(fitting) == 1 else piece


def label(text: str, *, dotted: bool = False, loud: bool = False) -> str:
    """`Ill` before a point is the numeral III, a coin before a bracket the letter c, `Cc` the letter C.

    `l` before a point (`dotted`) is a one, in a heading of capitals (`loud`) the numeral.
    """
    if text in {"¢", "€", "©"}:
        return "c"
    if dotted and text in {"l", "|"}:
        return "I" if loud else "1"
    if _ONES.fullmatch(text):
        return "I" * min(len(text), _MOST_ONES)
    return text[0] if len(text) == 2 and text[0].isupper() and text[1] == text[0].lower() else text
