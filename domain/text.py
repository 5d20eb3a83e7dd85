"""Vietnamese text for comparing: folding marks away, and comparing with them.

Everybody who searches calls this. It never changes what is stored or shown.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def nfc(text: str) -> str:
    """The text in composed form, as it is stored everywhere."""
    return unicodedata.normalize("NFC", text)


def _base_letters() -> dict[int, str]:
    """Every composed Latin letter and the letter it is without its marks.

    ASCII stands for itself: `str.translate` is slow where it has to learn that a letter is not in the table.
    """
    letters = [chr(code) for code in (*range(0x80), *range(0xC0, 0x250), *range(0x1E00, 0x1F00))]
    bases = {c: unicodedata.normalize("NFD", c)[0] for c in letters}
    return {ord(c): base for c, base in {**bases, "đ": "d", "Đ": "D"}.items()}


_BASE = _base_letters()


_WITHOUT_MARKS = frozenset(map(chr, range(0x80))).union("–—“”‘’…•·≥≤§°№")
"""ASCII and the signs that printed text is full of."""


def strip_marks(text: str) -> str:
    """The text without Vietnamese marks, case kept (NFD does not fold đ, so it is done by hand)."""
    if not text.isascii():
        text = text.translate(_BASE)
    if text.isascii() or _WITHOUT_MARKS.issuperset(text):
        return text
    text = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in text if not unicodedata.combining(c))


def fold(text: str) -> str:
    """Lower case, no marks, words parted by one space: `Sở Y tế` -> `so y te`."""
    return " ".join(_WORD.findall(strip_marks(text).lower()))


def _letters_with_tones() -> tuple[dict[int, str], dict[str, str]]:
    """Every composed small Vietnamese letter: the letter without its tone, and that tone."""
    bare: dict[int, str] = {}
    tones: dict[str, str] = {}
    for letter in "aăâeêioôơuưy":
        for tone in _TONES:
            composed = unicodedata.normalize("NFC", letter + tone)
            bare[ord(composed)], tones[composed] = letter, tone
    return bare, tones


_BARE, _TONE_OF = _letters_with_tones()
_SMALL_LETTERS = frozenset("0123456789abcdefghijklmnopqrstuvwxyzđăâêôơư").union(_TONE_OF)


def marked(text: str) -> str:
    """Lower case with its marks, wherever a tone sits: `Hoà` and `Hòa` give the same string."""
    if text.isascii() and text.isalnum():
        return text.lower()
    small = text.lower()
    if _SMALL_LETTERS.issuperset(small):  # one composed Vietnamese word, as nearly all are
        return small.translate(_BARE) + "".join([_TONE_OF[c] for c in small if c in _TONE_OF])
    words = []
    for word in unicodedata.normalize("NFD", nfc(text).lower()).split():
        tones = "".join([c for c in word if c in _TONES])
        base = "".join([c for c in word if c not in _TONES]) if tones else word
        composed = unicodedata.normalize("NFC", base)
        if not composed.isalnum():
            kept = [c for c in base if c.isalnum() or unicodedata.combining(c)]
            composed = unicodedata.normalize("NFC", "".join(kept))
        if composed:
            words.append(composed + tones)
    return " ".join(words)


_OLD_TONE = re.compile(
    r"(?<![A-Za-zÀ-ÖØ-ỹ])(?P<head>(?:[bcdđghklmnprstvxBCDĐGHKLMNPRSTVX]{0,3}|[qQ][uU]))(?P<first>[ouOU])"
    r"(?P<last>[àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ])(?![A-Za-zÀ-ÖØ-ỹ])"
)


def modern_tones(text: str) -> str:
    """The text with its tones where today's spelling has them: `Hoà` is `Hòa`, `Thuỷ` is `Thủy`, `Quý` stays."""
    return _OLD_TONE.sub(_moved_tone, nfc(text))


def _moved_tone(found: re.Match[str]) -> str:
    last = unicodedata.normalize("NFD", found["last"])
    letter, tones = last[0], last[1:]
    pair = f"{found['first']}{letter}".lower()
    if pair not in {"oa", "oe", "uy"} or found["head"].lower().endswith("q"):
        return found.group()
    return found["head"] + unicodedata.normalize("NFC", found["first"] + tones) + letter


def squeeze(text: str) -> str:
    """The text in composed form with every run of white space made one space."""
    return " ".join(nfc(text).split())
