"""`ask`: questions answered out of plan files or out of the store, without a running bot and without Telegram.

One library a set of plans and one reading a file serve a whole batch. What it prints is a contract
(docs/asking.md): `kind`, `text`, `tasks` best first and complete, `hotlines`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.settings import SettingsError, load_settings
from domain.clock import SystemClock, local_date
from domain.errors import DomainError
from domain.hotlines import NATIONAL
from domain.library.entries import PlanHead, entries_of
from domain.library.finding import Asker, Found, find, named_party, understand
from domain.library.index import Library, Shelf
from domain.plan import Draft
from domain.questions import QuestionKind
from domain.units import commune_of
from handlers.views.base import Words
from handlers.views.spoken import spoken
from locales import Catalogs, without_html
from locales import load as load_catalogs
from services import intake, library
from storage.database import Database
from storage.queries.plans import Scope

LANGUAGE = "vi"
PARTLY = 2
"""The status of a batch of which some lines could not be answered."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with the plans it is asked of."""

    question: str
    plans: tuple[Path, ...]
    unit: str | None
    today: date


@dataclass(slots=True)
class Reader:
    """Plans by their files, each read once a run."""

    shelves: dict[Path, Shelf] = field(default_factory=dict)
    libraries: dict[tuple[Path, ...], Library] = field(default_factory=dict)

    async def library(self, paths: Sequence[Path]) -> Library:
        """All the tasks of the plans. Raises OSError or DomainError for a file that is no plan."""
        key = tuple(path.resolve() for path in paths)
        if key not in self.libraries:
            for path in key:
                if path not in self.shelves:
                    self.shelves[path] = await _shelf(path, len(self.shelves))
            self.libraries[key] = Library([self.shelves[path] for path in key])
        return self.libraries[key]


async def _shelf(path: Path, number: int) -> Shelf:
    draft = await intake.read(path.read_bytes(), path.name)
    head = _head(draft, path, number)
    return Shelf(head, entries_of(draft, head, number * 100_000))


def _head(draft: Draft, path: Path, number: int) -> PlanHead:
    info = draft.plan
    return PlanHead(
        key=number,
        name=info.number or info.title or path.stem,
        title=info.title or "",
        number=info.number or "",
        level=info.level or "",
        province=info.province or "",
        commune=commune_of(info.issuer),
        issuer=info.issuer or "",
        issued_on=info.issued_on,
        years=info.years,
    )


def answer(asked: Asked, library: Library) -> Found:
    """The answer to one question."""
    question = understand(asked.question, library, asked.today)
    asker = Asker(asked.unit, named_party([asked.unit])) if asked.unit else None
    return find(library, question, asker, asked.today)


def as_data(found: Found, catalogs: Catalogs, today: date) -> dict[str, Any]:
    """The contract's JSON object."""
    return {
        "kind": found.kind.value,
        "text": without_html(spoken(Words(catalogs, LANGUAGE), found, today)),
        "tasks": [
            {
                "section": hit.entry.section,
                "text": hit.entry.text,
                "assignees": list(hit.entry.assignees),
                "deadlines": [deadline.to_json() for deadline in hit.entry.deadlines],
                "plan": hit.entry.plan.name,
            }
            for hit in found.hits
        ],
        "hotlines": _hotlines(found, Words(catalogs, LANGUAGE)),
    }


def _hotlines(found: Found, words: Words) -> list[dict[str, str]]:
    if found.kind not in (QuestionKind.URGENT, QuestionKind.HOTLINE):
        return []
    return [{"number": line.number, "name": line.name or words.plain(line.key)} for line in NATIONAL]


def run(options: argparse.Namespace) -> int:
    """The command on files; status 1 and a sentence on standard error where something cannot be read."""
    catalogs = load_catalogs()
    try:
        return asyncio.run(_run(options, catalogs))
    except SettingsError as error:
        print(error, file=sys.stderr)
    except DomainError as error:
        print(catalogs.plain(LANGUAGE, error.key, **error.values), file=sys.stderr)
    except OSError as error:
        print(f"{error.filename or ''}: {error.strerror or error}", file=sys.stderr)
    return 1


async def _run(options: argparse.Namespace, catalogs: Catalogs) -> int:
    reader = Reader()
    if options.batch is None:
        today = options.today or local_date(SystemClock().now())
        asked = Asked(options.question, tuple(options.plan), options.unit, today)
        shelves = await reader.library(asked.plans) if asked.plans else await _stored()
        data = as_data(answer(asked, shelves), catalogs, today)
        print(json.dumps(data, ensure_ascii=False, indent=1) if options.json else data["text"])
        return 0
    status = 0
    for number, line in enumerate(options.batch.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        data = await _line(line, options, reader, catalogs)
        if "error" in data:
            status, data = PARTLY, {**data, "line": number}
        print(json.dumps(data, ensure_ascii=False), flush=True)
    return status


async def _line(line: str, options: argparse.Namespace, reader: Reader, catalogs: Catalogs) -> dict[str, Any]:
    """What one line of a batch gets: an answer, or `error` where nobody can answer it."""
    try:
        asked = _asked(line, options)
        return as_data(answer(asked, await reader.library(asked.plans)), catalogs, asked.today)
    except DomainError as error:
        return {"error": catalogs.plain(LANGUAGE, error.key, **error.values)}
    except OSError as error:
        return {"error": f"{error.filename or ''}: {error.strerror or error}"}
    except ValueError as error:
        return {"error": str(error)}


async def _stored() -> Library:
    """The plans in force in the store that the settings name."""
    database = Database(load_settings().database_url)
    try:
        async with database.session(writes=False) as session:
            return await library.library(session, Scope(everything=True))
    finally:
        await database.close()


def _asked(line: str, options: argparse.Namespace) -> Asked:
    """The question of a batch's line, a JSON object; what it leaves out the options say. Raises ValueError."""
    row = json.loads(line)
    if not isinstance(row, dict) or not isinstance(row.get("q"), str):
        raise ValueError('not an object with "q"')
    named = row.get("plans") or []
    named = [named] if isinstance(named, str) else named
    unit, today = row.get("unit") or options.unit, row.get("today")
    if not isinstance(named, list) or not all(isinstance(each, str) for each in named):
        raise ValueError('"plans" is no list of names')
    if not all(each is None or isinstance(each, str) for each in (unit, today)):
        raise ValueError('"unit" and "today" are texts')
    day = date.fromisoformat(today) if today else options.today
    plans = tuple(_path(name, options.batch.parent) for name in named) or tuple(options.plan)
    return Asked(row["q"], plans, unit, day or local_date(SystemClock().now()))


def _path(name: str, folder: Path) -> Path:
    """A plan's path: from where the command runs, else from where the batch file lies."""
    path = Path(name)
    return path if path.is_absolute() or path.exists() else folder / path
