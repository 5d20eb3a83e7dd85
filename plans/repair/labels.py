"""Labels of items that a machine misread, put right by the labels around them: `H. CHỈ TIÊU` after `I.` is II.

Called by `slips` for the lines of scanned pages. It changes labels alone, never a word of a sentence.
"""

from __future__ import annotations

import re

_LETTERS = "abcdđefghiklmnopqrstuvxy"
_SELDOM = "f"
_LETTER = re.compile(r"(\S)\)\s")
_ROMAN = re.compile(r"([IVXHl|]{1,5})\.\s*(?=[^\W\d_]{2})")
_VALUES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_FIRST_MISREAD = 2


def relabelled(lines: list[str]) -> list[str]:
    """The lines with their misread labels put right."""
    return _with_numerals(_with_letters(lines))


def _with_letters(lines: list[str]) -> list[str]:
    """`ø)` between `e)` and `g)` is `f)`, after `d)` `đ)`."""
    found = [(at, match[1]) for at, line in enumerate(lines) if (match := _LETTER.match(line))]
    out = list(lines)
    for place, (at, letter) in enumerate(found):
        if letter.isascii() or letter in _LETTERS or not letter.isalpha() or not place:
            continue
        last = _LETTERS.find(found[place - 1][1])
        following = _LETTERS.find(found[place + 1][1]) if place + 1 < len(found) else -1
        if last < 0 or last + 1 >= len(_LETTERS):
            continue
        right = _LETTERS[last + 1]
        if right == _SELDOM and following != last + 2:
            right = _LETTERS[last + 2]
        found[place] = at, right
        out[at] = right + lines[at][1:]
    return out


def _with_numerals(lines: list[str]) -> list[str]:
    """Numerals of headings in capitals: strokes are lost (`II.` twice) or run together (`H.`)."""
    out = list(lines)
    before = 0
    for at, line in enumerate(lines):
        found = _ROMAN.match(line)
        if found is None or not line[found.end() :].isupper():
            continue
        read = re.sub(r"[l|]", "I", found[1]).replace("H", "II")
        if read not in _VALUES:
            continue
        value = _VALUES.index(read)
        if _FIRST_MISREAD <= value <= before < len(_VALUES) - 1:
            expected = _VALUES[before + 1]
            if expected.rstrip("I") == read.rstrip("I"):
                read, value = expected, before + 1
        before = value
        out[at] = f"{read}. {line[found.end() :]}"
    return out
