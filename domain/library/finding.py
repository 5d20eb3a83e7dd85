"""The answer to a question: which tasks, best first, and why. Nothing is made up: no task, no answer. Pure.

`find` is called by the services (for the bot) and by the command line (for files).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.library.bodies import Mention
from domain.library.days import next_due, within
from domain.library.entries import Entry
from domain.library.index import Library, Part, Shelf
from domain.library.mending import is_syllable, mend
from domain.library.terms import ALONE, OTHER_NAME, Term, places_of, terms_of, without_wrong_marks
from domain.questions.reading import Question, QuestionKind, Relation, read_question, subject_of
from domain.questions.words import Word, joined
from domain.text import strip_marks

ENOUGH = 0.7
"""The share of a question's weight that a task must bear."""
NEAR_BEST = 0.8
"""A task that bears much less than the best one is no answer beside it."""

Parts = Callable[[Shelf], Part]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the name of the unit and its places on a shelf."""

    name: str
    parts: Parts


@dataclass(frozen=True, slots=True)
class Hit:
    """One task of an answer: `part` is the asked body's (`lead`, `partner`, `everyone` or nothing)."""

    entry: Entry
    part: str = ""
    score: float = 0.0
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: its kind, the tasks best first, the body asked about, and the words that were found."""

    kind: QuestionKind
    hits: tuple[Hit, ...] = ()
    unit: str = ""
    words: tuple[str, ...] = ()
    helps: int = 0
    """How many tasks the body helps with that are not in the answer."""


def understand(text: str, library: Library, today: date) -> Question:
    """Read a question with its slips mended. What sounds like a child in danger is read as it was typed."""
    text = joined(text)
    question = read_question(text, today, library.years, library.content_pairs)
    if question.kind in (QuestionKind.URGENT, QuestionKind.SMALL_TALK, QuestionKind.HOTLINE):
        return question
    mended = mend(text, library)
    return question if mended == text else read_question(mended, today, library.years, library.content_pairs)


def named_party(names: Iterable[str]) -> Parts:
    """The parts of bodies by their names alone, where there is no directory."""
    asked = tuple(names)
    return lambda shelf: shelf.part_of(asked)


def find(library: Library, question: Question, asker: Asker | None, today: date) -> Found:
    """Answer a question about tasks; kinds that ask for none are given back as they are."""
    if question.kind not in (QuestionKind.TASKS, QuestionKind.DEADLINE, QuestionKind.WHO):
        return Found(question.kind)
    mention, words = _named(library, question)
    party = asker if question.mine and mention is None else None
    if mention is not None:
        party = Asker(mention.names[0], named_party(mention.names))
    terms = terms_of(without_wrong_marks(words, library), library)
    if _is_scrap(question, terms):
        return Found(QuestionKind.UNKNOWN)
    if party is None and not terms and not question.citations:
        if asker is None and question.window is None:
            return Found(QuestionKind.UNKNOWN)
        party = asker
    hits = _hits(library, question, party, terms, today)
    if mention is not None and not terms and not any(hit.part in ("lead", "partner") for hit in hits):
        about = terms_of(without_wrong_marks(question.words, library), library)
        told = _hits(library, question, None, about, today) if about else []
        party, terms, hits = (None, about, told) if told else (party, terms, hits)
    hits, helps = _by_relation(hits, question)
    hits = _timed(hits, question, today, bool(terms))
    unit = party.name if party else ""
    if not hits and not (question.kind is QuestionKind.DEADLINE and not terms):
        return Found(QuestionKind.UNKNOWN, unit=unit, helps=helps)
    return Found(question.kind, tuple(hits), unit, _shown(terms), helps)


def _is_scrap(question: Question, terms: Sequence[Term]) -> bool:
    """Whether one syllable without marks is all that weighs in a longer question: it could be any word."""
    weighty = [term for term in terms if term.size] or list(terms)
    if len(weighty) != 1 or not weighty[0].is_word or any(one.has_marks for one in question.everything):
        return False
    return len(question.everything) > 1 and is_syllable(weighty[0].phrases[0][0].plain)


def split(library: Library, question: Question) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words that name a body and those of the subject, for follow-ups."""
    mention, words = _named(library, question)
    return (question.everything[mention.first : mention.last] if mention else ()), words


def _named(library: Library, question: Question) -> tuple[Mention | None, tuple[Word, ...]]:
    """The body that the question names and the words that are left of its subject."""
    mention = library.names.find(question.everything)
    if mention is None:
        return None, question.words
    all_words = question.everything
    before = [one.plain for one in all_words[max(0, mention.first - 2) : mention.first]]
    if before[-1:] in (["trong"], ["tai"], ["tren"], ["o"]) or _is_recipient(before):
        return None, question.words
    pairs = library.content_pairs
    left = (*subject_of(all_words[: mention.first], pairs), *subject_of(all_words[mention.last :], pairs))
    return mention, left


def _is_recipient(before: Sequence[str]) -> bool:
    """Whether the words in front say that something is reported to the body."""
    if before[-1:] and before[-1] in ("gui", "nop"):
        return True
    return before[-2:] == ["bao", "cao"] or before[-2:-1] in (["gui"], ["cao"], ["nop"])


def _hits(
    library: Library, question: Question, party: Asker | None, terms: Sequence[Term], today: date
) -> list[Hit]:
    out: list[Hit] = []
    scores = _scores(library, terms) if terms else None
    for number, shelf in enumerate(library.shelves):
        part = party.parts(shelf) if party else None
        places: Iterable[int] = range(len(shelf.entries)) if scores is None else scores[number]
        if scores is None and part is not None:
            places = sorted(part.leads | part.helps | (shelf.everyone if part.bound else frozenset()))
        for i in places:
            role = _role(i, part, shelf, helping=question.relation is Relation.HELPS)
            if part is not None and not role:
                continue
            entry = shelf.entries[i]
            out.append(Hit(entry, role, scores[number][i] if scores else 0.0, next_due(entry, today)))
    return _citing(out, question.citations) if question.citations else out


def _role(i: int, part: Part | None, shelf: Shelf, *, helping: bool) -> str:
    """What the body is in the task; where it is asked what it helps with, that comes before everybody's duty."""
    if part is None:
        return ""
    if i in part.leads:
        return "lead"
    if helping and i in part.helps:
        return "partner"
    if part.bound and i in shelf.everyone:
        return "everyone"
    return "partner" if i in part.helps else ""


def _citing(hits: Sequence[Hit], citations: Sequence[str]) -> list[Hit]:
    """The tasks that name the document or are of the plan of that number; else those of a plan that is about it."""
    found = [
        hit
        for hit in hits
        if _cites(f"{hit.entry.lead_in} {hit.entry.text}", citations)
        or _cites(hit.entry.plan.number, citations)
    ]
    return found or [hit for hit in hits if _cites(hit.entry.plan.title, citations)]


def _cites(text: str, citations: Sequence[str]) -> bool:
    letters = _letters(text)
    return any(re.search(rf"(?<!\d){_letters(one)}(?!\d)", letters) for one in citations)


def _letters(text: str) -> str:
    """Letters and figures alone: however the number of a document is parted, it is the same."""
    return re.sub(r"[^a-z0-9]", "", strip_marks(text).lower())


def _scores(library: Library, terms: Sequence[Term]) -> list[dict[int, float]]:
    """How much of the question each task bears, shelf by shelf; what bears too little is left out.

    Both must be borne: the weight of the question's words, and their number, so that one rare word does not
    stand for a subject of which the plan says nothing.
    """
    weight = sum(term.weight for term in terms)
    size = sum(term.size for term in terms) or 1.0
    heavy = [term for term in terms if term.weight >= weight * 0.12] or list(terms)
    out: list[dict[int, float]] = []
    for shelf in library.shelves:
        weights: dict[int, float] = {}
        sizes: dict[int, float] = {}
        for term in sorted(terms, key=lambda one: one not in heavy):
            for i, share in _places(term, shelf).items():
                if term in heavy or i in weights:
                    weights[i] = weights.get(i, 0.0) + share * term.weight / weight
                    sizes[i] = sizes.get(i, 0.0) + (share > ALONE) * term.size / size
        out.append(
            {i: score for i, score in weights.items() if sizes[i] >= ENOUGH or not any(t.size for t in terms)}
        )
    best = max((score for found in out for score in found.values()), default=0.0)
    least = max(ENOUGH, best * NEAR_BEST)
    return [{i: score for i, score in found.items() if score >= least} for found in out]


def _places(term: Term, shelf: Shelf) -> dict[int, float]:
    """The places that have the term, and how well."""
    out: dict[int, float] = {}
    for number, words in enumerate(term.phrases):
        for i in places_of(words, shelf):
            out.setdefault(i, OTHER_NAME if number else 1.0)
    if term.is_word and (term.before or term.after) and is_syllable(term.phrases[0][0].plain):
        one = term.phrases[0][0]
        beside = set()
        if term.before is not None:
            beside |= set(places_of((term.before, one), shelf))
        if term.after is not None:
            beside |= set(places_of((one, term.after), shelf))
        out = {i: 1.0 if i in beside else ALONE for i in out}
    return out


def _by_relation(hits: list[Hit], question: Question) -> tuple[list[Hit], int]:
    """What the body leads and what binds everybody; what it helps with where that is asked."""
    if not any(hit.part for hit in hits):
        return hits, 0
    if question.relation is Relation.HELPS:
        return [hit for hit in hits if hit.part == "partner"], 0
    if question.relation is Relation.LEADS:
        return [hit for hit in hits if hit.part == "lead"], 0
    own = [hit for hit in hits if hit.part != "partner"]
    if own:
        return own, len(hits) - len(own)
    return hits, 0


def _timed(hits: list[Hit], question: Question, today: date, topical: bool) -> list[Hit]:
    """Those that are due in the window, in order; else by relevance, or by deadline where no subject is asked."""
    if question.window is not None:
        due = [(day, hit) for hit in hits if (day := within(hit.entry, question.window, today)) is not None]
        due.sort(key=lambda pair: (-pair[1].score if topical else 0, pair[0]))
        return [hit for _, hit in due]
    if question.kind is QuestionKind.DEADLINE:
        dated = [hit for hit in hits if hit.entry.deadlines]
        hits = dated or (hits if topical else [])
    if topical:
        return sorted(hits, key=lambda hit: -round(hit.score, 3))
    return sorted(hits, key=lambda hit: (hit.part == "everyone", hit.due is None, hit.due or date.max))


def _shown(terms: Sequence[Term]) -> tuple[str, ...]:
    return tuple(" ".join(one.written or one.typed for one in term.phrases[0]) for term in terms)
