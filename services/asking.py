"""Typed questions answered out of the plans in force, within what the asker may see.

Reading the question and finding the tasks is the domain's (`domain/questions`, `domain/library`); here the library
is fetched, the asker's unit is looked up, and the tasks that are shown get their state. Nothing typed is kept: what
a follow-up needs is the parsed question, which the caller holds in memory.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from weakref import WeakKeyDictionary

from sqlmodel.ext.asyncio.session import AsyncSession

from domain.clock import local_date
from domain.library.finding import Asker, Found, find, split, understand
from domain.library.index import Library
from domain.questions import Question, QuestionKind, read_question
from domain.questions.reading import follow_up, subject_of
from domain.questions.words import Word, words_of
from domain.roles import Actor, Right
from domain.text import fold
from domain.unit_index import UnitIndex
from domain.units import UnitRef
from services import library
from services.access import require, require_unit, scope_of
from services.answers import TaskView, view
from storage.queries import plans as queries
from storage.queries import units as directory
from storage.queries.plans import Scope

SHOWN = 24
"""Tasks of an answer whose state is looked up; a narrower question is better than a longer list."""
ASKS = (QuestionKind.TASKS, QuestionKind.DEADLINE, QuestionKind.WHO)
_FOLLOWS = re.compile(
    r"^(?:(?:the|vay|roi|u) )?con (?!em\b|toi\b|chau\b|gai\b|trai\b)|^(?:and|what about|how about) "
)
_LONGEST_NAME = 14


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets: its kind, the tasks to show, best first, and how many there are in all."""

    kind: QuestionKind
    tasks: tuple[TaskView, ...] = ()
    total: int = 0
    unit: str = ""
    words: tuple[str, ...] = ()
    listing: str = ""
    """`mine` or `due`: the question is answered by the unit's list."""
    understood: bool = True
    helps: int = 0
    question: Question | None = None
    """What a follow-up may refer to."""


async def ask(
    session: AsyncSession, actor: Actor, text: str, now: datetime, before: Question | None = None
) -> Answer:
    """Answer a typed question. `before` is the last one of the chat, for questions such as "còn Sở Y tế?"."""
    today = local_date(now)
    kind = read_question(text).kind
    if kind not in ASKS:
        return Answer(kind, understood=kind is not QuestionKind.UNKNOWN)
    require(actor, Right.SEE_OWN_TASKS)
    scope = await scope_of(session, actor)
    shelves = await library.library(session, scope)
    question = understand(text, shelves, today)
    if question.kind not in ASKS:
        return Answer(question.kind)
    if before is not None and _FOLLOWS.search(fold(text)):
        question = _continued(question, before, shelves)
    named, question = await _unit_named(session, question, shelves)
    if named is None and question.is_bare and shelves.names.find(question.everything) is None:
        if question.kind is QuestionKind.DEADLINE or question.mine:
            require_unit(actor)
            listing = "due" if question.kind is QuestionKind.DEADLINE else "mine"
            if question.relation is None:
                return Answer(question.kind, listing=listing, question=question)
        elif not question.mine:
            return Answer(QuestionKind.UNKNOWN, understood=False)
    unit = named or await _own(session, actor)
    asker = Asker(unit.name, await library.parts(session, unit)) if unit else None
    found = find(shelves, question, asker, today)
    return await _answer(session, actor, found, question, now, scope)


async def _answer(
    session: AsyncSession, actor: Actor, found: Found, question: Question, now: datetime, scope: Scope
) -> Answer:
    """The tasks that are shown, with what the store knows of them today."""
    keys = [hit.entry.key for hit in found.hits[:SHOWN]]
    rows = await queries.tasks_by_id(session, keys, actor.unit_id, scope=scope) if keys else []
    today = local_date(now)
    return Answer(
        found.kind,
        tuple(view(row, today) for row in rows),
        len(found.hits),
        found.unit,
        found.words,
        helps=found.helps,
        question=question,
    )


async def _own(session: AsyncSession, actor: Actor) -> UnitRef | None:
    if actor.unit_id is None:
        return None
    return (await directory.directory(session)).by_id.get(actor.unit_id)


def _continued(question: Question, before: Question, shelves: Library) -> Question:
    """A follow-up names a body or a subject anew and keeps the rest."""
    body, subject = split(shelves, question)
    old_body, old_subject = split(shelves, before)
    everything = (*(body or old_body), *(subject or old_subject))
    kept = follow_up(question, before)
    mine = question.mine or (before.mine and not body)
    return replace(kept, everything=everything, words=subject or old_subject, mine=mine)


_names: WeakKeyDictionary[UnitIndex, dict[str, list[UnitRef]]] = WeakKeyDictionary()


async def _unit_named(
    session: AsyncSession, question: Question, shelves: Library
) -> tuple[UnitRef | None, Question]:
    """The unit of the directory that is named in full, if exactly one is, and the question about it."""
    units = await directory.directory(session)
    names = _names.get(units)
    if names is None:
        names = _names[units] = _by_name(units)
    words = question.everything
    for size in range(min(_LONGEST_NAME, len(words)), 2, -1):
        for i in range(len(words) - size + 1):
            found = names.get(_key(words[i : i + size]), [])
            if len(found) == 1:
                rest = (*words[:i], *words[i + size :])
                left = subject_of(rest, shelves.content_pairs)
                return found[0], replace(question, everything=rest, words=left, mine=True)
    return None, question


def _by_name(units: UnitIndex) -> dict[str, list[UnitRef]]:
    out: dict[str, list[UnitRef]] = {}
    for unit in units:
        for key in {_key(words_of(name)) for name in (unit.name, *unit.aliases)}:
            out.setdefault(key, []).append(unit)
    return out


def _key(words: Sequence[Word]) -> str:
    return " ".join(one.plain for one in words)
