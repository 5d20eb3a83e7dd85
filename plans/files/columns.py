"""Columns: lines that stand side by side are read one column after the other.

Owns the search for gutters. A gutter is a strip without words that goes through several lines which
have words on both of its sides; a letterhead, a signature beside the recipients and a page in two
columns all have one. Called by `pdf.py`. Spread words and wide gaps after a bullet make none.
"""

from __future__ import annotations

from collections.abc import Sequence

from plans.files.words import TextLine, Word

_GAP = 1.2
"""The least width of a gutter, in letter sizes."""
_MIN_PAIRS = 2
"""So many lines must have words on both sides."""
_MIN_SIDE = 6.0
"""The left column's least width in letter sizes: a number or a bullet is no column."""

Strip = tuple[float, float]


def reading_order(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines, from top to bottom, with those beside a gutter put left column first."""
    out: list[TextLine] = []
    start = 0
    while start < len(lines):
        end, strip = _block(lines, start)
        if strip is None:
            out.append(lines[start])
            start += 1
            continue
        middle = (strip[0] + strip[1]) / 2
        sides = [_split(line, middle) for line in lines[start:end]]
        out.extend(TextLine(left) for left, _right in sides if left)
        out.extend(TextLine(right) for _left, right in sides if right)
        start = end
    return out


def _block(lines: Sequence[TextLine], start: int) -> tuple[int, Strip | None]:
    """Where the block that begins at `start` ends, and its gutter; no gutter where there is no block."""
    best: tuple[int, Strip | None] = (start + 1, None)
    for strip in _gaps(lines[start]):
        end, narrowed = start + 1, strip
        while end < len(lines):
            cut = _cut(lines[end], narrowed)
            if cut is None:
                break
            end, narrowed = end + 1, cut
        end = _without_tail(lines, start, end, narrowed)
        if end > best[0] and _is_block(lines[start:end], narrowed):
            best = (end, narrowed)
    return best


def _gaps(line: TextLine) -> list[Strip]:
    gaps: list[Strip] = []
    right = line.words[0].right
    for word in line.words[1:]:
        if word.left - right >= _GAP * word.size:
            gaps.append((right, word.left))
        right = max(right, word.right)
    return gaps


def _cut(line: TextLine, strip: Strip) -> Strip | None:
    """What remains of the strip beside this line's words; None if a word bars it."""
    left, right = strip
    for word in line.words:
        if word.right <= (strip[0] + strip[1]) / 2:
            left = max(left, word.right)
        else:
            right = min(right, word.left)
    return (left, right) if right - left >= _GAP * line.size else None


def _without_tail(lines: Sequence[TextLine], start: int, end: int, strip: Strip) -> int:
    """The end of the block without lines of one side only that come after its last pair.

    Those may be ordinary short lines below it; they stay in place, which is after the block.
    """
    middle = (strip[0] + strip[1]) / 2
    while end > start + 1 and not all(_split(lines[end - 1], middle)):
        end -= 1
    return end


def _is_block(lines: Sequence[TextLine], strip: Strip) -> bool:
    middle = (strip[0] + strip[1]) / 2
    pairs = [line for line in lines if all(_split(line, middle))]
    if len(pairs) < _MIN_PAIRS:
        return False
    left = min(line.left for line in pairs)
    return strip[0] - left >= _MIN_SIDE * lines[0].size / 1.5


def _split(line: TextLine, x: float) -> tuple[list[Word], list[Word]]:
    left = [word for word in line.words if word.right <= x]
    return left, [word for word in line.words if word.right > x]
