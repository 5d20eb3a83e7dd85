"""Tables drawn by ruled lines: which lines make a grid, and which words stand in which cell.

Owns the geometry of grids: lines that touch make one, their places make its columns and rows, and
where a line is missing between two places the cell is merged. Called by the readers of PDF and of
scans, which find the lines (`pdf_rules.py`, `scan_rules.py`). Tables without lines are no business of
this module. Units are points, y grows upwards.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from plans.files.words import Word, to_lines

THIN = 2.5
"""A line is no thicker, in points."""
SHORTEST = 6.0
MAX_RULES = 1500
"""A page with more lines is a drawing."""
_NEAR = 3.0

Box = tuple[float, float, float, float]
"""left, bottom, right, top"""


@dataclass(slots=True)
class Grid:
    """A table's place and its lines: `xs` from left to right, `ys` from top to bottom."""

    xs: list[float]
    ys: list[float]
    rules: list[Box] = field(default_factory=list)

    def holds(self, word: Word) -> bool:
        middle_x, middle_y = (word.left + word.right) / 2, word.y + word.size * 0.25
        return self.xs[0] <= middle_x <= self.xs[-1] and self.ys[-1] <= middle_y <= self.ys[0]

    def rows(self, words: Iterable[Word]) -> list[tuple[str, ...]]:
        """The rows' cells; a merged cell stands in every place it covers. Rows without a word are left out."""
        cells = self._merged_cells()
        content: dict[int, list[Word]] = {}
        width = len(self.xs) - 1
        for word in words:
            column = min(max(bisect_right(self.xs, (word.left + word.right) / 2) - 1, 0), width - 1)
            row = self._row_of(word.y + word.size * 0.25)
            content.setdefault(cells[row * width + column], []).append(word)
        texts = {cell: " ".join(line.text() for line in to_lines(found)) for cell, found in content.items()}
        rows = [
            tuple(texts.get(cells[row * width + column], "") for column in range(width))
            for row in range(len(self.ys) - 1)
        ]
        return [row for row in rows if any(row)]

    def _row_of(self, y: float) -> int:
        upwards = self.ys[::-1]
        return min(max(len(upwards) - 1 - bisect_right(upwards, y), 0), len(self.ys) - 2)

    def _merged_cells(self) -> list[int]:
        """For each place, row by row, the first place of the cell it belongs to."""
        width, height = len(self.xs) - 1, len(self.ys) - 1
        cells = list(range(width * height))
        for row in range(height):
            middle = (self.ys[row] + self.ys[row + 1]) / 2
            for column in range(width):
                place = row * width + column
                centre = (self.xs[column] + self.xs[column + 1]) / 2
                if column and not self._has_upright(self.xs[column], middle):
                    _unite(cells, place, place - 1)
                if row and not self._has_level(self.ys[row], centre):
                    _unite(cells, place, place - width)
        return [_first(cells, place) for place in cells]

    def _has_upright(self, x: float, y: float) -> bool:
        return any(
            r[1] - _NEAR <= y <= r[3] + _NEAR and abs(r[0] - x) <= _NEAR for r in self.rules if _upright(r)
        )

    def _has_level(self, y: float, x: float) -> bool:
        return any(
            r[0] - _NEAR <= x <= r[2] + _NEAR and abs(r[1] - y) <= _NEAR
            for r in self.rules
            if not _upright(r)
        )


def find_grids(rules: list[Box]) -> list[Grid]:
    """The tables that these lines draw, from top to bottom. A frame (one column) is none."""
    if len(rules) < 5 or len(rules) > MAX_RULES:
        return []
    grids = []
    for group in _touching(rules):
        xs = _places(rule[0] for rule in group if _upright(rule))
        ys = _places(rule[1] for rule in group if not _upright(rule))[::-1]
        if len(xs) >= 3 and len(ys) >= 2:
            grids.append(Grid(xs, ys, group))
    return sorted(grids, key=lambda grid: -grid.ys[0])


def _upright(rule: Box) -> bool:
    return rule[3] - rule[1] > rule[2] - rule[0]


def _unite(cells: list[int], one: int, other: int) -> None:
    first, second = _first(cells, one), _first(cells, other)
    cells[max(first, second)] = min(first, second)


def _first(cells: list[int], place: int) -> int:
    while cells[place] != place:
        place = cells[place]
    return place


def _places(values: Iterable[float]) -> list[float]:
    """Values that are nearly the same become one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places


def _touching(rules: list[Box]) -> list[list[Box]]:
    """Groups of lines that touch, by sweeping from left to right."""
    groups = list(range(len(rules)))
    order = sorted(range(len(rules)), key=lambda index: rules[index][0])
    open_rules: list[int] = []
    for index in order:
        left, bottom, _right, top = rules[index]
        open_rules = [other for other in open_rules if rules[other][2] + _NEAR >= left]
        for other in open_rules:
            if rules[other][1] - _NEAR <= top and bottom <= rules[other][3] + _NEAR:
                _unite(groups, index, other)
        open_rules.append(index)
    found: dict[int, list[Box]] = {}
    for index, rule in enumerate(rules):
        found.setdefault(_first(groups, index), []).append(rule)
    return list(found.values())
