"""A damaged source becomes a repaired one, and its tasks get their raw text and their uncertain words.

Called through `plans.repair`. Lines keep their numbers and places; only the words in them change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from domain.plan import Deadline, Doubt, DraftTask
from plans.repair.notice import lacks_marks, words_of
from plans.source import Line, Source

if TYPE_CHECKING:
    from plans.repair.decode import Choice
    from plans.repair.words import Word

TEXT_DAMAGED = "text_damaged"
_CERTAIN = 0.94
"""Chosen on plans left out of the learning: of the words that are wrong, over four in five lie below."""
_HOPELESS = 0.25
_FIGURE_CERTAIN = 0.97
_SHORT = 6
_PIECES = re.compile(r"[^\W\d_]+|\d+")
_JOINT = "\u2060"
"""Stands in a raw line before a word that was read as one with the word before."""
_MOST_WORDS = 25_000
"""About sixty pages, half a minute's work; what comes after stays as it was read."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """A source after repair. `raw` and `uncertain` go by line number: the line as it was read, and those of
    its repaired words that are not certain, in their order."""

    source: Source
    raw: dict[int, str]
    uncertain: dict[int, tuple[str, ...]]
    parted: dict[int, str] = field(default_factory=dict)
    """The raw lines in which words that were read as one are parted as in the source (`_JOINT`)."""


def repair(source: Source) -> Repaired:
    """The source with its damaged passages repaired, as far as the time for it goes."""
    from plans.repair.decode import Decoder
    from plans.repair.knowledge import knowledge
    from plans.repair.words import passages

    texts, owners = texts_of(source.lines)
    decoder = Decoder(knowledge())
    changes: list[list[tuple[Word, Choice]]] = [[] for _ in texts]
    budget = _MOST_WORDS
    for passage in passages(texts):
        budget -= len(passage)
        if budget < 0:
            break
        words = [w for word in passage for w in words_of(word.core)]
        if len(words) >= _SHORT and not lacks_marks(words):
            continue
        for word, choice in zip(passage, decoder.read(passage), strict=True):
            changes[word.line].append((word, choice))
    repaired = [_rewritten(text, change) for text, change in zip(texts, changes, strict=True)]
    found = put_back(source, owners, repaired, (TEXT_DAMAGED,))
    return replace(found, parted=parted_lines(source.lines, texts, owners, changes))


def parted_lines(
    lines: Sequence[Line],
    texts: Sequence[str],
    owners: Sequence[int],
    changes: Sequence[Sequence[tuple[Word, object]]],
) -> dict[int, str]:
    """The raw lines in which words that were read as one stand apart, where there are such."""
    pieces: dict[int, list[str]] = {}
    for text, owner, change in zip(texts, owners, changes, strict=True):
        for word, _ in reversed(change):
            if word.glued:
                text = f"{text[: word.at]} {_JOINT}{text[word.at :]}"
        pieces.setdefault(owner, []).append(text)
    joined = {lines[owner].number: " | ".join(cells) for owner, cells in pieces.items() if owner >= 0}
    return {number: text for number, text in joined.items() if _JOINT in text}


def texts_of(lines: Iterable[Line]) -> tuple[list[str], list[int]]:
    """What is repaired on its own (lines, and the cells of rows with a gap between), and whose it is."""
    texts: list[str] = []
    owners: list[int] = []
    for at, line in enumerate(lines):
        for cell in line.cells or (line.text,):
            texts.append(cell)
            owners.append(at)
            if line.cells or line.whole:
                texts.append("")
                owners.append(-1)
    return texts, owners


def _rewritten(text: str, change: list[tuple[Word, Choice]]) -> tuple[str, tuple[str, ...]]:
    """The line with its choices, and the uncertain ones of them."""
    doubtful = []
    for word, choice in reversed(change):
        chosen = choice.text
        needed = _FIGURE_CERTAIN if word.core.isdigit() and chosen != word.core else _CERTAIN
        if choice.certain < _HOPELESS or (word.core.isdigit() and choice.certain < 0.6):
            chosen = word.core
        gap = " " if word.glued else ""
        text = text[: word.at] + gap + chosen + text[word.at + len(word.core) :]
        if choice.certain < needed:
            doubtful.append(chosen)
    return text, tuple(reversed(doubtful))


def put_back(
    source: Source, owners: list[int], repaired: list[tuple[str, tuple[str, ...]]], notes: tuple[str, ...]
) -> Repaired:
    """The source with its texts (`texts_of`) replaced, each with its uncertain words."""
    parts: dict[int, list[tuple[str, tuple[str, ...]]]] = {}
    for owner, part in zip(owners, repaired, strict=True):
        if owner >= 0:
            parts.setdefault(owner, []).append(part)
    lines = []
    raw: dict[int, str] = {}
    uncertain: dict[int, tuple[str, ...]] = {}
    for at, line in enumerate(source.lines):
        cells = tuple(text for text, _ in parts[at])
        raw[line.number] = line.text
        uncertain[line.number] = tuple(word for _, words in parts[at] for word in words)
        text = " | ".join(cells)
        lines.append(replace(line, text=text, cells=cells if line.cells else ()))
    kept = tuple(dict.fromkeys((*source.notes, *notes)))
    return Repaired(replace(source, lines=tuple(lines), notes=kept), raw, uncertain)


def beside(repaired: Repaired, tasks: Iterable[DraftTask]) -> tuple[tuple[DraftTask, ...], tuple[Doubt, ...]]:
    """The tasks with `raw` and `uncertain`, and a doubt for each of them that is not certain."""
    out: list[DraftTask] = []
    doubts: list[Doubt] = []
    for index, task in enumerate(tasks):
        numbers = range(task.lines[0], task.lines[1] + 1)
        doubtful = [w for n in numbers for w in repaired.uncertain.get(n, ())]
        uncertain = _within(doubtful, task.text)
        raw = _raw_text(repaired, task)
        out.append(replace(task, raw=raw if raw != task.text else None, uncertain=uncertain))
        if uncertain:
            doubts.append(_doubt(task, index, ", ".join(uncertain), "text"))
        doubts.extend(
            _doubt(task, index, deadline.as_written, "deadlines")
            for deadline in task.deadlines
            if _is_doubtful(deadline, task.text, doubtful)
        )
    return tuple(out), tuple(doubts)


def _doubt(task: DraftTask, index: int, text: str, field: str) -> Doubt:
    return Doubt(TEXT_DAMAGED, text, task.lines[0], task.page, index, field)


def _within(words: list[str], text: str) -> tuple[str, ...]:
    """Those of the words that stand in the text, as often as they do."""
    left = [piece.strip("()[]“”\"'.,;:!?…") for piece in text.split()]
    found = []
    for word in words:
        if word in left:
            left.remove(word)
            found.append(word)
    return tuple(found)


def _is_doubtful(deadline: Deadline, text: str, doubtful: list[str]) -> bool:
    """A word of the deadline, or of the two before it (`trước ngày`), is uncertain, or one mixes letters
    and figures."""
    written = deadline.as_written
    words = _PIECES.findall(written)
    if written in text:
        words += words_of(text[: text.index(written)])[-2:]
    mixed = any(
        any(c.isalpha() for c in piece) and any(c.isdigit() for c in piece) and not piece[:1].isalpha()
        for piece in written.replace("/", " ").split()
    )
    return mixed or any(piece in words for word in doubtful for piece in _PIECES.findall(word))


def _raw_text(repaired: Repaired, task: DraftTask) -> str:
    """The task's text as it was read: the words of its lines that stand where its own words stand."""
    new: list[str] = []
    old: list[str] = []
    for line in repaired.source.lines:
        if task.lines[0] <= line.number <= task.lines[1]:
            new += line.text.split()
            old += repaired.parted.get(line.number, repaired.raw[line.number]).split()
    wanted = task.text.split()
    if len(new) != len(old):
        return _whole(old)
    for at in range(len(new) - len(wanted) + 1):
        if new[at : at + len(wanted)] == wanted:
            return _whole(old[at : at + len(wanted)])
    first = next((at for at, word in enumerate(new) if wanted and word == wanted[0]), 0)
    return _whole(old[first:])


def _whole(words: list[str]) -> str:
    return " ".join(words).replace(" " + _JOINT, "").replace(_JOINT, "")
