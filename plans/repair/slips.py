"""Single slips in pages that Tesseract read in Vietnamese: `trau đồi`, `kế hoạch chỉ tiết`, `quý Ï`.

Called by `plans/read.py` for documents with scanned pages; it touches the lines of those pages and no others, so
a text layer stays as it was typed. A word may be any syllable of the same letters with other marks; what may stand
beside what decides, as in `decode`. A word is replaced where that is certain, and named uncertain where two
readings are both likely. Figures, codes, labels and short forms stay.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from domain.text import strip_marks
from plans.repair.codes import numeral
from plans.repair.decode import Choice, Decoder, Option
from plans.repair.knowledge import Knowledge, knowledge
from plans.repair.labels import relabelled
from plans.repair.result import Repaired, parted_lines, put_back, texts_of
from plans.repair.words import LABEL, NUMERAL, Word, cut, passages
from plans.source import Line, Source

_MARK = ((85, 1.5), (90, 2.5), (93, 4.0), (101, 5.5))
"""What it costs to take a word for one with another mark, by how sure the machine was of it (below so much in a
hundred): of the words of made scans that it was less than 85 sure of, a fourth were wrong, of those above 93 one in
a thousand. Each mark more costs the half of it again."""
_SHAPE = 2.0
"""What a letter or a figure costs more that looks like another (`g1úp`)."""
_SURE_OF_FIGURES = 85
"""A figure or a numeral that the machine was less sure of is uncertain: nothing beside it says which it is."""
_NAME = 2.5
"""What it costs more for a capital within a sentence: names are in no lexicon."""
_AGAIN, _MOST_AGAIN = 1.5, 3
"""What it costs more for each time that the document has the same two words elsewhere."""
_CERTAIN, _CERTAIN_OF_UNSURE, _OPEN = 0.95, 0.85, 0.6
"""How likely a replacement must be, for a word that the machine was sure of and for another one; a word that is
itself less likely than the third is uncertain."""
_LOOKS = str.maketrans(
    {"0": "o", "6": "o", "1": "i", "|": "i", "!": "i", "5": "s", "8": "s", "ø": "o", "ï": "i", "l": "i"}
)
_FOREIGN_I = re.compile(r"(?=.*[^IVX])[IVXÏÎÌÍỈĨỊ]{1,4}")


class _Decision(NamedTuple):
    """What is written for a word, and whether that is sure."""

    text: str
    sure: bool


class Slips(Decoder):
    """Reads passages of scanned pages; `again` counts the document's own pairs of words."""

    def __init__(self, known: Knowledge, again: Counter[tuple[str, str]], sure: list[dict[str, int]]) -> None:
        super().__init__(known)
        self._again = again
        self._alike: dict[str, list[str]] = {}
        for syllable in known.syllables:
            self._alike.setdefault(_shape(syllable), []).append(syllable)
        self._dearer: dict[tuple[int, int], float] = {}
        self._sure = sure

    def read(self, passage: list[Word]) -> list[Choice]:
        self._dearer = {}
        for last, word, after in zip([None, *passage], passage, [*passage[1:], None], strict=False):
            times = 0
            if last is not None:
                times += self._again[last.core.lower(), word.core.lower()] - 1
            if after is not None:
                times += self._again[word.core.lower(), after.core.lower()] - 1
            name = _NAME if word.core[:1].isupper() and not word.start and not word.loud else 0.0
            self._dearer[word.line, word.at] = name + _AGAIN * min(times, _MOST_AGAIN)
        return super().read(passage)

    def sure_of(self, word: Word) -> int:
        """How sure the machine was of the word, 0 to 100."""
        return self._sure[word.line].get(word.core, 100)

    def _options(self, word: Word) -> list[Option]:
        if _FOREIGN_I.fullmatch(word.core):
            return [Option(NUMERAL, strip_marks(word.core).upper(), 0.0)]
        if word.kind == NUMERAL:
            return [Option(NUMERAL, numeral(word.core), 0.0)]
        if word.kind:
            return [Option(word.kind, word.core, 0.0)]
        own = word.core.lower()
        options = [Option(own, word.core, 0.0)]
        if len(own) < 2 and own not in self._knowledge.counts:
            return options
        capitals = sum(c.isupper() for c in word.core)
        if capitals > 1 and not (word.loud and word.core.isupper()):
            return options  # a short form
        sure = self.sure_of(word)
        mark = next(price for below, price in _MARK if sure < below)
        dearer = self._dearer.get((word.line, word.at), 0.0)
        options += [
            Option(syllable, _written(syllable, word.core), _price(own, syllable, mark) + dearer)
            for syllable in self._alike.get(_shape(own), ())
            if syllable != own
        ]
        return options


def _shape(text: str) -> str:
    return strip_marks(text).translate(_LOOKS)


def _price(read: str, meant: str, mark: float) -> float:
    """What it costs that `meant` was read so: for each letter whose marks, or whose shape, differ."""
    price = 0.0
    for one, other in zip(read, meant, strict=True):
        if one != other:
            step = mark if strip_marks(one) == strip_marks(other) else mark + _SHAPE
            price += step if not price else step / 2
    return price


def _written(syllable: str, core: str) -> str:
    if core.isupper() and sum(c.isalpha() for c in core) > 1:
        return syllable.upper()
    return syllable[:1].upper() + syllable[1:] if core[:1].isupper() else syllable


def mended(source: Source) -> Repaired:
    """The source with the slips of its scanned pages mended."""
    lines, owners = texts_of(source.lines)
    touched = [owner >= 0 and source.lines[owner].page in source.scanned for owner in owners]
    right = relabelled([text if own else "" for text, own in zip(lines, touched, strict=True)])
    texts = [new if own else text for text, new, own in zip(lines, right, touched, strict=True)]
    runs = passages(right)
    again: Counter[tuple[str, str]] = Counter()
    for passage in runs:
        again.update((a.core.lower(), b.core.lower()) for a, b in pairwise(passage))
    slips = Slips(knowledge(), again, [_sure(source.lines[owner]) if owner >= 0 else {} for owner in owners])
    changes: list[list[tuple[Word, _Decision]]] = [[] for _ in texts]
    for passage in runs:
        for word, choice in zip(passage, slips.read(passage), strict=True):
            changes[word.line].append((word, _decided(word, choice, slips.sure_of(word))))
    written = [_rewritten(text, change) for text, change in zip(texts, changes, strict=True)]
    found = put_back(source, owners, written, ())
    return replace(found, parted=parted_lines(source.lines, texts, owners, changes))


def _sure(line: Line) -> dict[str, int]:
    """How sure the machine was of the line's words, by what may be mended of them."""
    found: dict[str, int] = {}
    for text, sure in line.unsure:
        for word in cut(text):
            found[word.core] = min(sure, found.get(word.core, sure))
    return found


def _decided(word: Word, choice: Choice, sure: int) -> _Decision:
    if word.kind == NUMERAL:
        return _Decision(choice.text, choice.text == word.core and sure >= _SURE_OF_FIGURES)
    if word.kind:
        return _Decision(word.core, word.kind == LABEL or sure >= _SURE_OF_FIGURES)
    needed = _CERTAIN if sure >= _MARK[-2][0] else _CERTAIN_OF_UNSURE
    if choice.text != word.core and choice.certain >= needed:
        return _Decision(choice.text, True)
    return _Decision(word.core, choice.text == word.core and choice.certain >= _OPEN)


def _rewritten(text: str, change: list[tuple[Word, _Decision]]) -> tuple[str, tuple[str, ...]]:
    doubtful = []
    for word, (chosen, sure) in reversed(change):
        text = text[: word.at] + (" " if word.glued else "") + chosen + text[word.at + len(word.core) :]
        if not sure:
            doubtful.append(chosen)
    return text, tuple(reversed(doubtful))
