"""What changed between two readings of a plan: tasks new, dropped and changed, deadlines moved.

Pure comparing: no store, no clock. `services/succession.py` asks before a plan takes another's place, and keeps
the identity of what is found to be the same duty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.plan import Deadline, DeadlineKind
from domain.text import fold

ALIKE = 0.6
"""Two texts that share less than this of their words are two duties (Dice: 1 is the same words)."""
SAME_SECTION = 0.05
"""What the same section adds to the likeness of two texts: of two that fit, the one in its old place."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A task as it is compared. `text` has the sentence that leads into it; `who` are folded names by part."""

    text: str
    section: str = ""
    who: frozenset[tuple[str, str]] = frozenset()
    deadlines: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A duty of the old plan that the new one carries on, by their indices; deadlines are paired the same way."""

    old: int
    new: int
    text_changed: bool
    who_changed: bool
    deadlines: tuple[tuple[int, int], ...]
    moved: tuple[tuple[int, int], ...]
    """Those of `deadlines` whose days are not the same."""
    deadlines_new: tuple[int, ...]
    deadlines_dropped: tuple[int, ...]

    @property
    def changed(self) -> bool:
        dates = self.moved or self.deadlines_new or self.deadlines_dropped
        return bool(self.text_changed or self.who_changed or dates)


@dataclass(frozen=True, slots=True)
class Difference:
    """Indices into the old and the new list of duties."""

    pairs: tuple[Pair, ...]
    new: tuple[int, ...]
    dropped: tuple[int, ...]

    @property
    def changed(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if pair.changed)


def compare(old: Sequence[Duty], new: Sequence[Duty]) -> Difference:
    """Pair the duties that are the same one, the surest first; what is left is dropped or new."""
    old_words, new_words = [_words(duty) for duty in old], [_words(duty) for duty in new]
    found = _same_words(old, new, old_words, new_words)
    taken_old, taken_new = set(found), set(found.values())
    left_new = [(j, frozenset(words)) for j, words in enumerate(new_words) if j not in taken_new]
    scored = []
    for i, words in enumerate(old_words):
        bag = frozenset(words)
        for j, other in left_new if i not in taken_old else ():
            score = _likeness(bag, other)
            if score >= ALIKE:
                scored.append((-score - SAME_SECTION * (old[i].section == new[j].section), i, j))
    for _, i, j in sorted(scored):
        if i not in taken_old and j not in taken_new:
            found[i] = j
            taken_old.add(i)
            taken_new.add(j)
    pairs = tuple(_pair(i, j, old[i], new[j], old_words[i] != new_words[j]) for i, j in sorted(found.items()))
    dropped = tuple(i for i in range(len(old)) if i not in taken_old)
    return Difference(pairs, tuple(j for j in range(len(new)) if j not in taken_new), dropped)


def _words(duty: Duty) -> tuple[str, ...]:
    """The folded words without those of the deadlines: a date that moved is no other text."""
    text = f" {fold(duty.text)} "
    for written in sorted({fold(d.as_written) for d in duty.deadlines}, key=len, reverse=True):
        if written:
            text = text.replace(f" {written} ", " ")
    return tuple(text.split())


def _same_words(
    old: Sequence[Duty],
    new: Sequence[Duty],
    old_words: Sequence[tuple[str, ...]],
    new_words: Sequence[tuple[str, ...]],
) -> dict[int, int]:
    """Pairs of the very same words; of several, first those of one section, then in order."""
    waiting: dict[tuple[str, ...], list[int]] = {}
    for j, words in enumerate(new_words):
        waiting.setdefault(words, []).append(j)
    found: dict[int, int] = {}
    for by_section in (True, False):
        for i, words in enumerate(old_words):
            if i in found:
                continue
            there = waiting.get(words, [])
            fits = [j for j in there if not by_section or new[j].section == old[i].section]
            if fits:
                found[i] = fits[0]
                there.remove(fits[0])
    return found


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's measure of two sets of words, 0 to 1."""
    total = len(one) + len(other)
    if not total or 2 * min(len(one), len(other)) < ALIKE * total:
        return 0.0
    return 2 * len(one & other) / total


def _pair(i: int, j: int, old: Duty, new: Duty, text_changed: bool) -> Pair:
    paired = pair_deadlines(old.deadlines, new.deadlines)
    moved = tuple((a, b) for a, b in paired if days_of(old.deadlines[a]) != days_of(new.deadlines[b]))
    return Pair(
        i,
        j,
        text_changed,
        old.who != new.who,
        tuple(paired),
        moved,
        tuple(b for b in range(len(new.deadlines)) if b not in {pair[1] for pair in paired}),
        tuple(a for a in range(len(old.deadlines)) if a not in {pair[0] for pair in paired}),
    )


def pair_deadlines(old: Sequence[Deadline], new: Sequence[Deadline]) -> list[tuple[int, int]]:
    """Which deadline became which: the same days first, then one after the other within a kind.

    The other way round it gives the same pairs, so that going back undoes what was done.
    """
    left_old, left_new = list(range(len(old))), list(range(len(new)))
    pairs: list[tuple[int, int]] = []
    for a in tuple(left_old):
        same = next((b for b in left_new if days_of(old[a]) == days_of(new[b])), None)
        if same is not None:
            pairs.append((a, same))
            left_old.remove(a)
            left_new.remove(same)
    for kind in dict.fromkeys(_sort(old[a]) for a in left_old):
        ours = [a for a in left_old if _sort(old[a]) == kind]
        theirs = [b for b in left_new if _sort(new[b]) == kind]
        pairs += zip(ours, theirs, strict=False)
    return sorted(pairs)


def days_of(deadline: Deadline) -> tuple[object, ...]:
    """What makes two deadlines the same, however they are written."""
    return (
        deadline.kind,
        deadline.due,
        deadline.start,
        deadline.rrule,
        deadline.within,
        deadline.working,
    )


def _sort(deadline: Deadline) -> str:
    """A day may become a period and the other way round; other kinds stay what they are."""
    return "dated" if deadline.kind in (DeadlineKind.DATE, DeadlineKind.PERIOD) else deadline.kind.value
