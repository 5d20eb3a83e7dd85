"""The most certain words of a passage: what letters allow, weighed by what may stand beside what.

Called by `plans.repair`. For every word it sums the likelihood of all ways through the passage (forward and
backward over the two words before), so that it can say how certain the word it chose is.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import exp, log
from operator import mul

from plans.repair.codes import code, label, numeral
from plans.repair.knowledge import Knowledge
from plans.repair.letters import Case, Letters
from plans.repair.words import BREAK, CODE, LABEL, NUMBER, NUMERAL, Word

LETTERS_WEIGHT = 0.6
"""How far the letters are trusted (a factor of their cost)."""
_TRIED, _SPREAD = 24, 9.0
"""How many readings of a word are weighed against its neighbours, and how much dearer they may be."""
_KEPT, _LEAST = 7, 0.0005
"""How many of these are weighed against two neighbours, and how likely they must be."""
_UNKNOWN_WORD = 9.0
_FIGURE_AS_WORD = 3.0
_PIECE = 400
_SUDDEN_CAPITALS = 5.0
_GUESSED = 0.5
"""How certain a numeral is that was read as something else, or a figure where figures hardly ever stand."""
_ABBREVIATED = 0.9


@dataclass(frozen=True, slots=True)
class Choice:
    """What a word was taken for. `certain` is the likelihood that it is right, 0 to 1."""

    text: str
    certain: float


@dataclass(slots=True)
class Option:
    """A way to take a word: what its neighbours see of it, how it is written, what it costs."""

    word: str
    text: str
    cost: float


class Decoder:
    """Reads passages with one knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._letters = Letters(knowledge)
        self._seen: dict[tuple[object, ...], list[Option]] = {}

    def read(self, passage: list[Word]) -> list[Choice]:
        """One choice for each word of the passage; a very long one is read in pieces, to hold little at once."""
        if len(passage) > _PIECE:
            pieces = (passage[at : at + _PIECE] for at in range(0, len(passage), _PIECE))
            return [choice for piece in pieces for choice in self.read(piece)]
        columns: list[list[Option]] = [[Option(BREAK, "", 0.0)], [Option(BREAK, "", 0.0)]]
        places = []
        for word in passage:
            if word.first:
                columns.append([Option(BREAK, "", 0.0)])
            places.append(len(columns))
            columns.append(self._options(word))
        columns.append([Option(BREAK, "", 0.0)])
        columns = self._narrowed(columns)
        shares = self._shares(columns)
        out = []
        last: str | None = None
        for word, place in zip(passage, places, strict=True):
            at = max(range(len(columns[place])), key=lambda i: shares[place][i])
            chosen = columns[place][at]
            certain = shares[place][at] if chosen.word in self._knowledge.counts else 0.0
            if word.kind == NUMERAL and chosen.text != word.core:
                certain = _GUESSED
            if chosen.word == NUMBER and word.core.isdigit() and last is not None:
                certain = min(certain, 1.0 if self._knowledge.goes(last, NUMBER) else _GUESSED)
            last = chosen.word
            out.append(Choice(chosen.text, certain))
        return out

    def _options(self, word: Word) -> list[Option]:
        if word.kind == CODE:
            return [Option(CODE, code(word.core), 0.0)]
        if word.kind == LABEL:
            return [Option(LABEL, label(word.core, dotted=word.after[:1] == ".", loud=word.loud), 0.0)]
        if word.kind == NUMERAL:
            return [Option(NUMERAL, numeral(word.core), 0.0)]
        if word.kind == NUMBER and not _may_be_word(word):
            return [Option(NUMBER, word.core, 0.0)]
        key = (word.core, word.kind, word.loud, word.start)
        if key not in self._seen:
            self._seen[key] = self._words(word)
        return self._seen[key]

    def _words(self, word: Word) -> list[Option]:
        """What a word may be, whatever stands beside it."""
        best: dict[str, Option] = {}
        for reading in self._letters.readings(word.core, start=word.start):
            cost = LETTERS_WEIGHT * (reading.cost + self._case_cost(reading.word, reading.case, word))
            if word.kind == NUMBER:
                cost += _FIGURE_AS_WORD
            if reading.word not in best or cost < best[reading.word].cost:
                best[reading.word] = Option(reading.word, reading.case.write(reading.word), cost)
        options = self._best(list(best.values()))
        if word.kind == NUMBER:
            options.append(Option(NUMBER, word.core, 0.0))
        elif word.core.lower() not in best:
            options.append(Option(word.core.lower(), word.core, _unknown(word)))
        return options

    def _best(self, options: list[Option]) -> list[Option]:
        """The few that stand a chance: by their letters and by how common they are."""
        ranked = sorted((self._alone(option), at) for at, option in enumerate(options))
        return [options[at] for rank, at in ranked[:_TRIED] if rank < ranked[0][0] + _SPREAD]

    def _alone(self, option: Option) -> float:
        return option.cost - 0.5 * log(self._knowledge.counts.get(option.word, 1))

    def _case_cost(self, text: str, case: Case, word: Word) -> float:
        share = self._knowledge.capitals.get(text, 0.05)
        if case is Case.UPPER:
            return 0.0 if word.loud or share > _ABBREVIATED else _SUDDEN_CAPITALS
        if word.loud:
            return _SUDDEN_CAPITALS
        if word.start:
            share = 0.95
        return -log(share if case is Case.TITLE else 1 - share)

    def _narrowed(self, columns: list[list[Option]]) -> list[list[Option]]:
        """The options that go with their neighbours: forward and backward over one word before."""
        tables = []
        for last, now in pairwise(columns):
            words, own = _words_and_weights(now)
            tables.append([list(map(mul, own, self._knowledge.after_one(b.word, words))) for b in last])
        forward = [[1.0]]
        for table in tables:
            before = forward[-1]
            forward.append(_level([sum(map(mul, before, column)) for column in zip(*table, strict=True)]))
        backward = [[1.0] * len(columns[-1])]
        for table in reversed(tables):
            after = backward[-1]
            backward.append(_level([sum(map(mul, row, after)) for row in table]))
        out = []
        for options, f, b in zip(columns, forward, reversed(backward), strict=True):
            shares = list(map(mul, f, b))
            least = sum(shares) * _LEAST
            ranked = sorted(range(len(options)), key=lambda i: -shares[i])[:_KEPT]
            out.append([options[i] for i in ranked if shares[i] >= least])
        return out

    def _shares(self, columns: list[list[Option]]) -> list[list[float]]:
        """The likelihood of each option, all ways through the columns taken together.

        A state is the pair (option of the column before, option of this column).
        """
        weights = [self._weights(columns, at) for at in range(2, len(columns))]
        forward: list[list[list[float]]] = [[[1.0]]]
        for at, table in enumerate(weights):
            last = forward[-1]
            now = [
                [
                    sum(last[i][j] * table[i][j][k] for i in range(len(last)))
                    for k in range(len(columns[at + 2]))
                ]
                for j in range(len(columns[at + 1]))
            ]
            forward.append(_scaled(now))
        backward: list[list[list[float]]] = [[[1.0] * len(columns[-1]) for _ in columns[-2]]]
        for at in range(len(weights) - 1, -1, -1):
            table, after = weights[at], backward[-1]
            now = [
                [
                    sum(table[i][j][k] * after[j][k] for k in range(len(columns[at + 2])))
                    for j in range(len(columns[at + 1]))
                ]
                for i in range(len(columns[at]))
            ]
            backward.append(_scaled(now))
        backward.reverse()
        shares: list[list[float]] = [[1.0]]
        for at in range(1, len(columns)):
            f, b = forward[at - 1], backward[at - 1]
            sums = [sum(f[i][j] * b[i][j] for i in range(len(f))) for j in range(len(columns[at]))]
            total = sum(sums) or 1.0
            shares.append([s / total for s in sums])
        return shares

    def _weights(self, columns: list[list[Option]], at: int) -> list[list[list[float]]]:
        words, own = _words_and_weights(columns[at])
        after = self._knowledge.after_two
        return [
            [list(map(mul, own, after(a.word, b.word, words))) for b in columns[at - 1]]
            for a in columns[at - 2]
        ]


def _words_and_weights(options: list[Option]) -> tuple[list[str], list[float]]:
    floor = min(option.cost for option in options)
    return [option.word for option in options], [exp(floor - option.cost) for option in options]


def _unknown(word: Word) -> float:
    """What it costs to keep a word as it is; capitals amid small letters are often a short form."""
    return 0.0 if word.core.isupper() and len(word.core) > 1 and not word.loud else _UNKNOWN_WORD


def _may_be_word(word: Word) -> bool:
    """A figure of up to three digits may be a misread word, unless its place says that it is a figure."""
    return len(word.core) <= 3 and word.core.isdigit() and (not word.start or word.before[:1].isalnum())


def _level(row: list[float]) -> list[float]:
    top = max(row) or 1.0
    return [value / top for value in row]


def _scaled(table: list[list[float]]) -> list[list[float]]:
    top = max(max(row) for row in table) or 1.0
    return [[value / top for value in row] for row in table]
