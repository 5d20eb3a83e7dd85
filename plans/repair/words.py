"""Cuts lines into words for repair and puts them together again.

Called by the decoder and by `scripts/learn_repair.py`, so that both see the same words. It decides which
words are figures or codes (never to be changed into words) and where a sentence ends; it repairs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

NUMBER = "<n>"
CODE = "<c>"
LABEL = "<l>"
NUMERAL = "<r>"
BREAK = "<s>"
CLASSES = frozenset({NUMBER, CODE, LABEL, NUMERAL, BREAK})
"""What stands for a word of no interest in itself."""

_GLUED = re.compile(r"(?P<first>[SB]\S{1,3}?)?Y(?P<last>[bcdghklmnpqrstvx][\w&@€]{1,2})?")
"""No syllable starts with `Yt`, and none that a plan needs ends in `Y` after `S` or `B`: `Yté` is `Y tế`, `S6Y` before
`té` is `Sở Y`, `SoYté` all three."""
_OF_HEALTH = re.compile(r"\s+t[\w&@€]{1,2}(?![\w&@€])")
"""What stands after `Sở Y`."""
_BY_DASH = re.compile(r"[-–]")
_WORD_WITH_DASH = re.compile(r"(?=.*[^\W\d_A-Z]{2})[^\W\d_][\w&@]+(?:[-–][^\W\d_][\w&@]+)+")
"""`héa-Th6ng` is two words; `SGDDT-GDTrH` and `6-NQ` are codes."""
_LONGEST = 40
"""What is longer is no word, nor two run together."""
_CHUNK = re.compile(r"\S+")
_EDGES = re.compile(
    r"(?P<before>[(\[{“”\"„«»‘’'\-–—+*•~<>|_=.,;:…]*)(?P<core>.*?)(?P<after>[.,;:)\]}“”\"„«»…!\-–—|_]*|[.,;]?/[.,]?)"
)
_LABEL = re.compile(
    r"(?P<label>\d{1,2}[.)]|[IVX]{1,4}[.)]|[a-zđ][.)])(?=[^\d\W]|\d\D|8\d\b|\d&)(?P<rest>\S{2,})"
)
_FIGURES = re.compile(r"[\d.,:/%+\-–]*\d[\d.,:/%+\-–]*")
_CODE = re.compile(r"(?=.*\d)(?=.*[/\-–]).*|[\w.]+@\w+\.[\w.]+|www\..*|.*://.*")
_ROMAN = re.compile(r"[IVXLl1|]{1,5}")
_TWICE = re.compile(r"Cc|Vv|Xx|Kk|Oo|Ss")
"""A large letter of this form is read as both."""
_TWICE = re.compile(r"Cc|Vv|Xx|Kk|Oo|Ss")
"""A large letter of this form is read as both."""
_NUMERAL = re.compile(r"[IVX]{1,4}")
_QUARTER, _MISREAD_NUMERAL = re.compile(r"[Qq]u\S{1,2}"), re.compile(r"[IVXlJTLHi1|]{1,4}(?:/20\d\d)?")
_STARTS_PARAGRAPH = re.compile(r"\s*(?:[-–—+*•]\s|\(?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zđ¢€©])[.)])")
_ENDS_SENTENCE = re.compile(r"[.;:!?…]")


@dataclass(slots=True)
class Word:
    """One word of a line. `core` is what may be repaired; `before` and `after` stay as printed.

    kind   "" for a word; NUMBER, CODE, LABEL, NUMERAL for what must not become another word
    start  the word opens a sentence (first of a paragraph, or after a full stop)
    first  a break lies before the word; unlike `start` also after `;` and `:`
    """

    before: str
    core: str
    after: str
    kind: str = ""
    start: bool = False
    first: bool = False
    loud: bool = False
    """The passage is in capitals."""
    line: int = 0
    at: int = 0
    """Offset of the core in its line."""
    glued: bool = False
    """It was read as one with the word before."""


def cut(line: str, index: int = 0) -> list[Word]:
    """The words of a line. Signs that stand alone are no words."""
    out: list[Word] = []
    for chunk in _CHUNK.finditer(line):
        text, at = chunk.group(), chunk.start()
        if len(text) > _LONGEST:
            out.append(Word("", text, "", CODE, line=index, at=at))
            continue
        label = _LABEL.fullmatch(text) if not out else None
        prefix = ""
        if label and not _FIGURES.fullmatch(label["rest"].rstrip(".,;:)")):
            prefix, text = label["label"], label["rest"]
        found = _EDGES.fullmatch(text)
        if found is None or not found["core"]:
            if out:
                out[-1].after += " " + text
            continue
        core = found["core"]
        before = prefix + found["before"]
        pieces = _pieces(core, line[chunk.end() :] if not found["after"] else found["after"])
        here = at + len(before)
        for place, (piece, glued) in enumerate(pieces):
            last = place == len(pieces) - 1
            after = found["after"] if last else "" if pieces[place + 1][1] else "-"
            kind = kind_of(piece)
            out.append(Word("" if place else before, piece, after, kind, line=index, at=here, glued=glued))
            here += len(piece) + (after == "-" and not last)
    return out


def _pieces(core: str, rest: str) -> list[tuple[str, bool]]:
    """The words that were read as this one, each with whether nothing stands before it."""
    if _WORD_WITH_DASH.fullmatch(core):
        return [(piece, False) for piece in _BY_DASH.split(core)]
    found = _GLUED.fullmatch(core)
    if found is None or not (
        found["last"] or (found["first"] and (not rest.strip() or _OF_HEALTH.match(rest)))
    ):
        return [(core, False)]
    parts = [part for part in (found["first"], "Y", found["last"]) if part]
    return [(part, place > 0) for place, part in enumerate(parts)]


def kind_of(core: str) -> str:
    """NUMBER, CODE or "" for a word."""
    if _FIGURES.fullmatch(core):
        return NUMBER
    if _CODE.fullmatch(core):
        return CODE
    return ""


def passages(lines: Iterable[str]) -> list[list[Word]]:
    """The words of all lines, in runs that belong to one paragraph as far as it can be seen."""
    out: list[list[Word]] = []
    opened = True
    for index, line in enumerate(lines):
        if not line.strip():
            opened = True
            continue
        words = cut(line, index)
        if not words:
            continue
        if opened and out and words[0].core[:1].islower() and not _ENDS_SENTENCE.search(out[-1][-1].after):
            opened = False  # a gap that the page's reader saw inside a paragraph
        if opened or not out or _STARTS_PARAGRAPH.match(line) or _shouts(words) != _shouts(out[-1]):
            out.append([])
        out[-1].extend(words)
        opened = False
    for passage in out:
        _mark_breaks(passage)
        _mark_by_neighbour(passage)
    return out


def _mark_by_neighbour(passage: list[Word]) -> None:
    """`27/NQ- TW` is one number, also where a line ends inside it; `quy IT` is a quarter."""
    for last, word in pairwise(passage):
        if last.kind == CODE and last.after in {"-", "–", "/"} and word.core.isupper():
            word.kind = CODE
        elif (_QUARTER.fullmatch(last.core) and not last.after and _MISREAD_NUMERAL.fullmatch(word.core)) or (
            not word.kind and _NUMERAL.fullmatch(word.core) and not word.loud
        ):
            word.kind = NUMERAL


def _is_label(word: Word) -> bool:
    roman = _ROMAN.fullmatch(word.core) is not None
    if word.after == "-":
        return roman or (word.kind == NUMBER and len(word.core) < 3)
    short = word.kind == NUMBER or len(word.core) == 1 or roman or _TWICE.fullmatch(word.core) is not None
    return short and word.after[:1] in {".", ")"}


def _shouts(words: list[Word]) -> bool:
    letters = [c for w in words[-12:] for c in w.core if c.isalpha()]
    return len(letters) > 4 and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _mark_breaks(passage: list[Word]) -> None:
    sentence = pause = labelled = True
    loud = _shouts(passage)
    for word in passage:
        word.first = pause
        word.start = sentence
        word.loud = loud
        if labelled and _is_label(word):
            word.kind = LABEL
            continue
        labelled = False
        pause = bool(_ENDS_SENTENCE.search(word.after))
        sentence = "." in word.after or "-" in word.after
