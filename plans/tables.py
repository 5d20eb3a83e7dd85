"""Tables of tasks: each row is a task, each column a field, whatever the columns are called.

Called by `plans/tasks.py` with the rows of one place. Knows columns by their headings; repeated heads,
rows of numbers and group rows are told apart from tasks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from domain.text import fold
from plans.keys import Attribute, Key, column_key, split_attributes
from plans.paragraphs import Paragraph


@dataclass(frozen=True, slots=True)
class Row:
    """One task of a table. `group` is the text of the group row above it, "" where there is none."""

    text: str
    number: str
    group: str
    lines: tuple[int, int]
    page: int | None
    attributes: tuple[Attribute, ...]


class _Columns(NamedTuple):
    """Where each field stands. `number` is -1 where rows are not numbered."""

    task: int
    number: int
    fields: tuple[tuple[int, Key], ...]


_NUMBER_HEADS = frozenset({"stt", "tt", "so tt", "so", "no"})
_DITTO = re.compile(r"^(?:[\"”“〃'-]+|nt|như trên|//|-nt-)$", re.IGNORECASE)


def read_rows(rows: list[Paragraph]) -> list[Row]:
    """The tasks of the rows; [] where no head tells that the table assigns work."""
    columns: _Columns | None = None
    head: tuple[str, ...] = ()
    group = ""
    standing: tuple[Attribute, ...] = ()
    out: list[Row] = []
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        cells = row.cells
        found = _columns(cells)
        if found is not None:
            columns, head = found, cells
            standing = ()
            continue
        if columns is None or cells == head or _is_counting(cells):
            continue
        alone = _alone(cells, columns)
        if alone:
            standing = alone
            continue
        title = _group_title(cells, columns, following.cells if following else ())
        if title is not None:
            group = title
        elif _continues(cells, columns) and out:
            out[-1] = _joined(out[-1], cells, columns, row)
        else:
            made = _row(row, columns, group, out[-1] if out else None)
            if made is not None:
                out.append(_with_standing(made, cells, columns, standing))
    return out


def _columns(cells: tuple[str, ...]) -> _Columns | None:
    """The columns, if this row is the head of a table of tasks."""
    keys = [
        None if fold(cell) in _NUMBER_HEADS else column_key(cell) if len(cell) < 80 else None
        for cell in cells
    ]
    if Key.TASK not in keys or not {Key.WHO, Key.WHEN, Key.PARTNERS} & set(keys):
        return None
    number = next((i for i, cell in enumerate(cells) if fold(cell) in _NUMBER_HEADS), -1)
    task = keys.index(Key.TASK)
    fields = tuple(
        (i, key)
        for i, key in enumerate(keys)
        if key in {Key.WHO, Key.WHEN, Key.PARTNERS} and cells.index(cells[i]) == i
    )
    return _Columns(task, number, fields)


def _is_counting(cells: tuple[str, ...]) -> bool:
    """The row `1 | 2 | 3 | 4` or `(1) | (2) | (3)` under a head."""
    return all(re.fullmatch(r"\(?\d{1,2}\)?|", cell) for cell in cells) and any(cells)


def _group_title(cells: tuple[str, ...], columns: _Columns, following: tuple[str, ...]) -> str | None:
    """The text of a row that groups those below it.

    One text over all columns, or beside a numeral, or beside a number that the next row divides (1, 1.1).
    """
    texts = {cell for i, cell in enumerate(cells) if cell and i != columns.number}
    if len(texts) != 1:
        return None
    text = texts.pop()
    spread = sum(cell == text for cell in cells) > 1
    number = _cell(cells, columns.number)
    if number and _cell(following, columns.number).startswith(f"{number.rstrip('.')}."):
        return text
    if spread or re.fullmatch(r"[IVXA-H]{1,4}\.?", number):
        return text
    return None


def _alone(cells: tuple[str, ...], columns: _Columns) -> tuple[Attribute, ...]:
    """A row that says only when (or who) on the left of the tasks: it holds for the rows below it."""
    filled = [i for i, cell in enumerate(cells) if cell]
    if len(filled) != 1 or filled[0] >= columns.task:
        return ()
    return tuple(Attribute(key, cells[i]) for i, key in columns.fields if i == filled[0])


def _with_standing(
    row: Row, cells: tuple[str, ...], columns: _Columns, standing: tuple[Attribute, ...]
) -> Row:
    """The row with what a line of its own said above it, where its own cells say nothing."""
    own = {key for i, key in columns.fields if _cell(cells, i)}
    lasting = tuple(a for a in standing if a.key not in own)
    keys = {a.key for a in lasting}
    return replace(row, attributes=(*(a for a in row.attributes if a.key not in keys), *lasting))


def _cell(cells: tuple[str, ...], index: int) -> str:
    return cells[index] if 0 <= index < len(cells) else ""


def _continues(cells: tuple[str, ...], columns: _Columns) -> bool:
    """A row without a number whose task goes on in small letters: cut by a page break."""
    text = _cell(cells, columns.task)
    number = _cell(cells, columns.number)
    return (
        columns.number >= 0
        and not number
        and (not text or not text[:1].isupper())
        and not text.startswith("-")
    )


def _row(row: Paragraph, columns: _Columns, group: str, last: Row | None) -> Row | None:
    text = _cell(row.cells, columns.task).strip()
    if not text:
        return None
    attributes: list[Attribute] = []
    for index, key in columns.fields:
        value = _cell(row.cells, index).strip()
        merged = (
            not value and index < columns.task
        )  # a time or name on the left that stands once for several rows
        if last is not None and (merged or _DITTO.match(value)):
            attributes += [a for a in last.attributes if a.key is key]
        elif value:
            attributes += split_attributes(value) or [Attribute(key, value)]
    number = _cell(row.cells, columns.number).strip(" .")
    return Row(re.sub(r"^[-+•]\s*", "", text), number, group, row.lines, row.page, tuple(attributes))


def _joined(last: Row, cells: tuple[str, ...], columns: _Columns, row: Paragraph) -> Row:
    """The last row with what stands in this one added to its cells."""
    text = f"{last.text} {_cell(cells, columns.task)}".strip()
    attributes = list(last.attributes)
    for index, key in columns.fields:
        value = _cell(cells, index).strip()
        places = [i for i, a in enumerate(attributes) if a.key is key]
        if value and places:
            attributes[places[-1]] = Attribute(key, f"{attributes[places[-1]].value} {value}")
        elif value:
            attributes.append(Attribute(key, value))
    return replace(last, text=text, lines=(last.lines[0], row.lines[1]), attributes=tuple(attributes))
