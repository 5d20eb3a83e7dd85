"""Words with their place on a page, and lines made of them.

Owns the geometry that a PDF's text layer needs: which words stand on one line, and where a space
belongs. Called by the PDF reader's other rooms. Units are points (1/72 inch), y grows upwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

_SAME_LINE = 0.35
"""Baselines nearer than this share of the letter size belong to one line."""
_JOINED = 0.12
"""A gap narrower than this share of the letter size is no space: a font was changed in the word."""
_OVERLAP = 0.3
_height = attrgetter("y")
_left = attrgetter("left")
_NOTE_MARK_RISE = 0.2


@dataclass(slots=True)
class Word:
    """A piece of text without a space. `y` is its baseline, `size` the height of its letters' box, `sure` how sure
    a machine was that read it from a picture (0 to 100)."""

    text: str
    left: float
    right: float
    y: float
    size: float
    sure: float = 100.0


@dataclass(slots=True)
class TextLine:
    """Words on one baseline, from left to right."""

    words: list[Word]

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def y(self) -> float:
        return self.words[0].y

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    def text(self) -> str:
        """The words with a space wherever the gap is one."""
        out = [self.words[0].text]
        for before, word in pairwise(self.words):
            if _is_note_mark(word, before):
                continue
            if word.left - before.right >= _JOINED * word.size:
                out.append(" ")
            out.append(word.text)
        return "".join(out)


def _is_note_mark(word: Word, before: Word) -> bool:
    """A small raised number after a word: it points to a footnote and is no part of the text."""
    return (
        word.text.isdigit()
        and word.size < before.size
        and word.y - before.y > _NOTE_MARK_RISE * before.size
        and len(before.text) > 2
    )


def to_lines(words: Iterable[Word]) -> list[TextLine]:
    """Group words by their baselines, from the top of the page to its bottom.

    A line's baseline is that of its largest word: a raised footnote mark does not lift the line.
    """
    lines: list[TextLine] = []
    current: list[Word] = []
    y = size = 0.0
    for word in sorted(words, key=_height, reverse=True):
        if current and abs(y - word.y) > _SAME_LINE * min(word.size, size):
            lines.append(_line(current))
            current = []
        if not current or word.size > size:
            y, size = word.y, word.size
        current.append(word)
    if current:
        lines.append(_line(current))
    return lines


def _line(words: list[Word]) -> TextLine:
    return TextLine(sorted(words, key=_left))


def is_tangled(lines: Iterable[TextLine]) -> bool:
    """Whether words lie over each other: then letters of one word were drawn apart from the rest."""
    return any(
        before.right - word.left > _OVERLAP * word.size
        for line in lines
        for before, word in pairwise(line.words)
    )
