"""The numbers and bullets that Word generates: they stand in no text, only in rules.

Owns `numbering.xml` and the counting; `docx.py` asks for the label of each paragraph in order. A
plan's "II.", "1.1." and "a)" are often such numbers, and without them the outline would be lost.

How Word counts (ECMA-376, part 1, 17.9): paragraphs refer to a `num` and a level; `num`s share the
counters of their `abstractNum`; a number on a level sets all deeper levels back, unless
`lvlRestart` says 0; `startOverride` sets a `num`'s level to a value when it is used first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plans.files.xml import Element

LEVELS = 9
_MAX_LETTERS = 30
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_ORDINARY = re.compile(r"%([1-9])")


@dataclass(slots=True)
class Level:
    """How one level of a list is numbered. `indent` is in twips (1/20 point), None where unsaid."""

    start: int = 1
    kind: str = "decimal"
    custom: tuple[str, ...] = ()
    text: str = ""
    legal: bool = False
    restarts: bool = True
    suffix: str = " "
    indent: int | None = None
    style: str = ""


@dataclass(slots=True)
class _List:
    """An `abstractNum` with the counters that all `num`s of it share."""

    levels: dict[int, Level]
    style_link: str = ""
    counters: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Num:
    """A `num`: which list it counts in, and what it sets otherwise."""

    list_id: str
    starts: dict[int, int]
    levels: dict[int, Level]
    used: set[int] = field(default_factory=set)


class Numbering:
    """All lists of a document. `label` must be called once for every numbered paragraph, in order."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._nums: dict[str, _Num] = {}
        self._list_of_style: dict[str, str] = {}
        for element in root if root is not None else ():
            if element.tag == "abstractNum":
                self._add_list(element)
            elif element.tag == "num":
                self._nums[element.get("numId", "")] = _num(element)

    def _add_list(self, element: Element) -> None:
        key = element.get("abstractNumId", "")
        levels = {_level_index(child): _level(child) for child in element.findall("lvl")}
        self._lists[key] = _List(levels, value(element, "numStyleLink"))
        style = value(element, "styleLink")
        if style:
            self._list_of_style[style] = key

    def level(self, num_id: str, index: int) -> Level | None:
        """The rules of one level, or None for a number that no list defines."""
        num = self._nums.get(num_id)
        if num is None:
            return None
        if index in num.levels:
            return num.levels[index]
        found = self._list(num)
        return found.levels.get(index) if found else None

    def level_of_style(self, num_id: str, style: str) -> int | None:
        """The level that a list keeps for a paragraph style, such as 0 for `Heading1`."""
        for index in range(LEVELS):
            level = self.level(num_id, index)
            if level is not None and level.style == style:
                return index
        return None

    def label(self, num_id: str, index: int) -> str:
        """Count one paragraph and give its label as printed, with what parts it from the text."""
        num, level = self._nums.get(num_id), self.level(num_id, index)
        found = self._list(num) if num else None
        if num is None or level is None or found is None:
            return ""
        self._count(num, found, level, index)
        if level.kind == "none" and not _ORDINARY.sub("", level.text).strip():
            return ""
        if level.kind == "bullet":
            return level.text + level.suffix
        printed = _ORDINARY.sub(
            lambda match: self._number(num_id, int(match[1]) - 1, level.legal), level.text
        )
        return printed + level.suffix if printed.strip() else ""

    def _list(self, num: _Num) -> _List | None:
        found = self._lists.get(num.list_id)
        if found and found.style_link:
            return self._lists.get(self._list_of_style.get(found.style_link, ""), found)
        return found

    def _count(self, num: _Num, found: _List, level: Level, index: int) -> None:
        if index in num.starts and index not in num.used:
            found.counters[index] = num.starts[index]
        elif index in found.counters:
            found.counters[index] += 1
        else:
            found.counters[index] = level.start
        num.used.add(index)
        for deeper in [key for key in found.counters if key > index]:
            rules = num.levels.get(deeper) or found.levels.get(deeper)
            if rules is None or rules.restarts:
                del found.counters[deeper]

    def _number(self, num_id: str, index: int, legal: bool) -> str:
        """The number that one level shows now; a level above that was never used shows its start."""
        level = self.level(num_id, index)
        found = self._list(self._nums[num_id])
        if level is None or found is None:
            return ""
        number = found.counters.get(index, level.start)
        return str(number) if legal else _printed(number, level)


def value(element: Element, name: str, default: str = "") -> str:
    """The `val` of a child element, as Word writes nearly everything."""
    child = element.find(name)
    return default if child is None else child.get("val", default)


def number(text: str, default: int = 0) -> int:
    """A whole number out of an attribute, `default` for anything else."""
    try:
        return int(float(text)) if len(text) < 12 else default
    except (ValueError, OverflowError):
        return default


def _level_index(element: Element) -> int:
    return min(max(number(element.get("ilvl", "0")), 0), LEVELS - 1)


def _num(element: Element) -> _Num:
    starts: dict[int, int] = {}
    levels: dict[int, Level] = {}
    for override in element.findall("lvlOverride"):
        index = _level_index(override)
        if override.find("startOverride") is not None:
            starts[index] = number(value(override, "startOverride"), 1)
        level = override.find("lvl")
        if level is not None:
            levels[index] = _level(level)
    return _Num(value(element, "abstractNumId"), starts, levels)


def _level(element: Element) -> Level:
    found = _number_format(element)
    indent = element.find("pPr/ind")
    return Level(
        start=number(value(element, "start", "1"), 1),
        kind=found.get("val", "decimal") if found is not None else "decimal",
        custom=_custom(found),
        text=value(element, "lvlText"),
        legal=element.find("isLgl") is not None,
        restarts=value(element, "lvlRestart", "1") != "0",
        suffix="" if value(element, "suff") == "nothing" else " ",
        indent=None if indent is None else text_indent(indent),
        style=value(element, "pStyle"),
    )


def _number_format(element: Element) -> Element | None:
    """`numFmt`, which newer Words wrap into a choice when the format is one of the user's own."""
    found = element.find("numFmt")
    if found is None:
        found = element.find("AlternateContent/Choice/numFmt")
    return found


def _custom(found: Element | None) -> tuple[str, ...]:
    """The user's own row of numbers, as in `format="a, b, c, d, đ, e, ..."`."""
    if found is None or found.get("val") != "custom":
        return ()
    parts = (part.strip() for part in found.get("format", "").split(","))
    return tuple(part for part in parts if part.strip(".…"))


def text_indent(element: Element) -> int:
    """Where the first line of a paragraph begins, in twips, from its `ind` element."""
    left = number(element.get("left") or element.get("start") or "0")
    return left + number(element.get("firstLine", "0")) - number(element.get("hanging", "0"))


def _printed(count: int, level: Level) -> str:
    """A number in the level's format. Formats that Vietnamese documents do not use print decimals."""
    kind = level.kind
    if kind == "custom" and level.custom:
        return _in_row(count, level.custom)
    if kind in ("upperLetter", "lowerLetter"):
        letters = _letters(count)
        return letters.upper() if kind == "upperLetter" else letters
    if kind in ("upperRoman", "lowerRoman"):
        roman = _roman(count)
        return roman.upper() if kind == "upperRoman" else roman
    if kind == "decimalZero":
        return f"{count:02d}"
    return "" if kind in ("none", "bullet") else str(count)


def _in_row(count: int, row: tuple[str, ...]) -> str:
    if row[-1].isdigit():  # `01, 02, 03, ...`: the width of the numbers is all it says
        return str(count).zfill(len(row[-1]))
    return row[count - 1] if 1 <= count <= len(row) else str(count)


def _letters(count: int) -> str:
    """a … z, aa, bb …: Word doubles the letter after z."""
    if count < 1 or count > 26 * _MAX_LETTERS:
        return str(count)
    return _LETTERS[(count - 1) % 26] * ((count - 1) // 26 + 1)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    out = ""
    for amount, letters in _ROMAN:
        times, count = divmod(count, amount)
        out += letters * times
    return out
