"""`python -m bot load FILE`: a plan is loaded, and with `--publish` put in force, without Telegram.

For scripts: JSON on standard output, one sentence on standard error and an exit status of its own for each reason
why a plan was read and not published. What was read stays as a draft that an admin finds under /kehoach.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.clock import Clock
from domain.errors import DomainError
from domain.states import PastUse
from services import corrections, intake, past_plans, publishing
from services.succession import Succession
from storage.database import Database

REFUSED, DOUBTS, REPLACES, OVER = 1, 3, 4, 5
"""Exit statuses: unreadable or refused; points are in doubt; it takes a plan's place; its dates are over."""


class NotPublished(DomainError):
    """Read, kept as a draft, not published; `status` is the exit status."""

    def __init__(self, status: int, key: str, **values: Any) -> None:
        super().__init__(key, **values)
        self.status = status


@dataclass(frozen=True, slots=True)
class Choices:
    """What the caller decides beforehand. `as_is`: whatever is open stays as it is (a store nobody acts by)."""

    accept_doubts: bool = False
    replace: bool = False
    past: PastUse | None = None
    as_is: bool = False


AS_IS = Choices(replace=True, as_is=True)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What `load` did, for scripts. `replaces`: the plan whose place it takes, or would take."""

    plan_id: int
    name: str
    tasks: int
    deadlines: int
    doubts: int
    published: bool
    replaces: str = ""

    def to_json(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


async def load_file(
    database: Database, path: Path, clock: Clock, *, publish: bool, choices: Choices = AS_IS
) -> Loaded:
    """Load a plan as an admin would; a file that is here already is not read again.

    Raises NotPublished where `publish` needs a decision that `choices` does not hold; the draft stays.
    """
    content = path.read_bytes()
    intake.check_upload(path.name, len(content))
    now = clock.now()
    async with database.session() as session:
        known = await intake.known(session, content)
    plan_id = known.plan_id if known else None
    if plan_id is None:
        draft = await intake.read(content, path.name)
        async with database.session() as session:
            plan_id = await intake.keep(session, content, path.name, draft, None, now)
            await session.commit()
    async with database.session() as session:
        preview = await intake.preview(session, plan_id, now)
    if publish and preview.state == "draft":
        return await _publish(database, preview, choices, now)
    return _loaded(preview)


async def _publish(database: Database, found: intake.Preview, choices: Choices, now: datetime) -> Loaded:
    """One transaction from the choices to the plan in force; `seen` refuses what changed since it was looked at."""
    _check(found, choices)
    async with database.session() as session:
        seen = publishing.Seen(found.revision, found.forerunner)
        if choices.accept_doubts and found.open_doubts:
            await corrections.accept_all(session, found.plan_id, None, now)
        if choices.past is not None and found.over:
            await past_plans.choose(session, found.plan_id, choices.past, None, now)
        if choices.accept_doubts or choices.past is not None:
            seen = publishing.Seen(
                (await intake.preview(session, found.plan_id, now)).revision, found.forerunner
            )
        await publishing.publish(session, found.plan_id, None, now, seen=seen, as_is=choices.as_is)
        await session.commit()
    async with database.session() as session:
        return _loaded(await intake.preview(session, found.plan_id, now), found.succession)


def _check(found: intake.Preview, choices: Choices) -> None:
    """Refuse, in the order in which an admin would be asked."""
    if choices.as_is:
        return
    if found.open_doubts and not choices.accept_doubts:
        raise NotPublished(DOUBTS, "load.cli.doubts", plan=found.name, n=len(found.open_doubts))
    if found.over and found.past is None and choices.past is None:
        raise NotPublished(OVER, "load.cli.over", plan=found.name)
    one = found.succession
    if one is not None and not choices.replace:
        raise NotPublished(
            REPLACES,
            "load.cli.replaces",
            plan=found.name,
            other=one.name,
            new=len(one.new),
            dropped=len(one.dropped),
            changed=len(one.changed),
            moved=len(one.moves),
        )


def _loaded(found: intake.Preview, was: Succession | None = None) -> Loaded:
    one = found.succession or was
    return Loaded(
        found.plan_id,
        found.name,
        found.tasks,
        len(found.deadlines),
        len(found.open_doubts),
        found.state == "published",
        one.name if one is not None else "",
    )
