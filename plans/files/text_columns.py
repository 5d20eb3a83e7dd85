"""Tables inside plain text without bars: columns set with spaces, or cells printed one a line.

Called by `plans.files.text` after `text_tables`. Both forms are taken for a table only under a head that
begins with `STT` or `TT`; where the rows do not come out even, the text stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.text import fold
from plans.keys import column_key
from plans.source import Line

_NUMBER_HEADS = frozenset({"stt", "tt", "so tt", "so thu tu"})
_NUMBER = re.compile(r"\d{1,3}\.?|[IVX]{1,4}\.?|[A-H]\.?")
_COUNT = re.compile(r"\d{1,3}\.?")
_GAP = re.compile(r"\s{2,}")
_LEAST_COLUMNS = 3
_MOST_COLUMNS = 9
_SLACK = 3
"""A cell may begin so many letters left of its column's heading."""


def with_columns(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, with `cells` and `table` set where such a table stands."""
    out = list(lines)
    table = max((line.table for line in lines), default=0)
    for at, line in enumerate(lines):
        if out[at].cells or not _begins_head(line.text):
            continue
        rows = _spaced_rows(lines, at) or _stacked_rows(lines, at)
        if not rows:
            continue
        table += 1
        for row in rows:
            for place in range(row.first, row.last + 1):
                out[place] = replace(lines[place], text="")
            text = " | ".join(row.cells)
            out[row.first] = replace(lines[row.first], text=text, cells=row.cells, table=table)
    return tuple(out)


@dataclass(slots=True)
class _Row:
    """A row that was printed on the lines from `first` to `last`."""

    first: int
    last: int
    cells: tuple[str, ...]


def _begins_head(text: str) -> bool:
    """Whether a line begins with `STT`, the heading of a table's first column."""
    return fold(_GAP.split(text, maxsplit=1)[0]) in _NUMBER_HEADS


# --- Columns set with spaces ---


def _spaced_rows(lines: Sequence[Line], at: int) -> list[_Row]:
    starts = [place for place, _ in _segments(lines[at])]
    names = [text for _, text in _segments(lines[at])]
    if not _LEAST_COLUMNS <= len(starts) <= _MOST_COLUMNS or not any(column_key(n) for n in names[1:]):
        return []
    rows = [_Row(at, at, tuple(names))]
    for place in _table_lines(lines, at + 1):
        cells = _cells_under(lines[place], starts)
        if _NUMBER.fullmatch(cells[0]):
            rows.append(_Row(place, place, tuple(cells)))
        elif not cells[0]:
            joined = [f"{a} {b}".strip() for a, b in zip(rows[-1].cells, cells, strict=True)]
            rows[-1] = _Row(rows[-1].first, place, tuple(joined))
        else:
            break
    return rows if len(rows) > 1 else []


def _table_lines(lines: Sequence[Line], at: int) -> Iterator[int]:
    """The lines that may belong to the table: an empty one ends it where no numbered row follows."""
    empty = False
    for place in range(at, len(lines)):
        text = lines[place].text
        if not text:
            empty = True
            continue
        if empty and _NUMBER.fullmatch(_GAP.split(text, maxsplit=1)[0]) is None:
            return
        empty = False
        yield place


def _segments(line: Line) -> list[tuple[int, str]]:
    """The parts of a line between wide gaps, each with its column of letters."""
    place = line.indent or 0
    return [(place + part.start(), part.group()) for part in re.finditer(r"\S+(?: \S+)*", line.text)]


def _cells_under(line: Line, starts: Sequence[int]) -> list[str]:
    cells = [""] * len(starts)
    for place, text in _segments(line):
        for start, piece in _parted(place, text, starts):
            column = max((i for i, s in enumerate(starts) if s <= start + _SLACK), default=0)
            cells[column] = f"{cells[column]} {piece}".strip()
    return cells


def _parted(place: int, text: str, starts: Sequence[int]) -> Iterator[tuple[int, str]]:
    """A part that fills its column up to the next one's first letter is parted there."""
    for start in starts:
        cut = start - place
        if 0 < cut < len(text) and text[cut - 1] == " ":
            yield place, text[:cut].strip()
            place, text = start, text[cut:]
    yield place, text


# --- Cells printed one a line ---


def _stacked_rows(lines: Sequence[Line], at: int) -> list[_Row]:
    places = [i for i in range(at, len(lines)) if lines[i].text]
    head = next((n for n, i in enumerate(places[: _MOST_COLUMNS + 1]) if n and _opens(lines[i].text)), 0)
    names = [lines[i].text for i in places[:head]]
    if head < _LEAST_COLUMNS or not all(column_key(name) or len(name) < 25 for name in names[1:]):
        return []
    if sum(column_key(name) is not None for name in names[1:]) < 2 or any(":" in name for name in names):
        return []
    rows = [_Row(places[0], places[head - 1], tuple(names))]
    turn, count = head, 0
    while turn < len(places) and _opens(lines[places[turn]].text):
        number = lines[places[turn]].text
        if _COUNT.fullmatch(number) is None:
            taken = places[turn : turn + 2]  # a group: its numeral and its title
        elif int(number.rstrip(".")) == count + 1:
            taken, count = places[turn : turn + head], count + 1
        else:
            break
        texts = [lines[i].text for i in taken]
        rows.append(_Row(taken[0], taken[-1], (*texts, *[""] * (head - len(texts)))))
        turn += len(taken)
    return rows if count and _is_even(lines, places, turn, rows) else []


def _opens(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


_LONGEST_CELL = 400


def _is_even(lines: Sequence[Line], places: Sequence[int], turn: int, rows: Sequence[_Row]) -> bool:
    """Whether every row has all its cells: then no lone number stands in or right after one."""
    inner = [cell for row in rows[1:] for cell in row.cells[1:]]
    following = places[turn : turn + len(rows[0].cells)]
    return not any(_COUNT.fullmatch(cell) or len(cell) > _LONGEST_CELL for cell in inner) and not any(
        _COUNT.fullmatch(lines[i].text) for i in following
    )
