"""The ruled lines of a scanned page, out of its picture.

Owns the search for long dark runs along and across a page. Called by `scan.py`; what the lines mean is
told by `grids.py`. A small grey picture is enough for that, and Python's own searching in bytes is
quick enough, so no library for pictures is needed. Lines that lie aslant by more than a degree are
not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from plans.files.grids import MAX_RULES, Box

_DPI = 100
_MAX_SIDE = 3000
_DARK = bytes(1 if grey < 190 else 0 for grey in range(256))
_LONG_RUN = re.compile(b"\x01{36,}")
"""A third of an inch: longer than any stroke of a letter."""
_MAX_THICK = 6

_Run = tuple[int, int, int]
"""Which row (or column) of the picture, from where to where in it."""


def picture_rules(page: Any) -> list[Box]:
    """The lines of a PDF page's picture, in points, with y from 0 at the top downwards to minus."""
    longer = max(page.get_size())
    scale = min(_DPI / 72, _MAX_SIDE / max(longer, 1))
    bitmap = page.render(scale=scale, grayscale=True, draw_annots=False)
    try:
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        dark = bytes(bitmap.buffer).translate(_DARK)
    finally:
        bitmap.close()
    level = _merged((y, dark[y * stride : y * stride + width]) for y in range(height))
    upright = _merged((x, dark[x : height * stride : stride]) for x in range(width))
    if len(level) + len(upright) > MAX_RULES:
        return []
    point = 1 / scale
    rules = [(start * point, -place * point, end * point, -place * point) for place, start, end in level]
    rules += [(place * point, -end * point, place * point, -start * point) for place, start, end in upright]
    return rules


def _merged(strips: Iterable[tuple[int, bytes]]) -> list[_Run]:
    """The long runs of all strips; runs in neighbouring strips that overlap are one line."""
    lines: list[list[int]] = []  # first strip, last strip, start, end
    open_lines: list[list[int]] = []
    for place, strip in strips:
        open_lines = [line for line in open_lines if line[1] >= place - 1]
        for match in _LONG_RUN.finditer(strip):
            start, end = match.span()
            touching = next((line for line in open_lines if start <= line[3] and end >= line[2]), None)
            if touching is None:
                lines.append([place, place, start, end])
                open_lines.append(lines[-1])
            else:
                touching[1:] = place, min(touching[2], start), max(touching[3], end)
        if len(lines) > 2 * MAX_RULES:
            break
    return [
        ((first + last) // 2, start, end) for first, last, start, end in lines if last - first < _MAX_THICK
    ]
