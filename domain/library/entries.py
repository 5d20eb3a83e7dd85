"""What the library holds: one plan's head and its tasks. Built by whoever has a store or files; nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.plan import ALL, Deadline, Draft


@dataclass(frozen=True, slots=True)
class PlanHead:
    """A plan as answers name it. `key` is the store's id, or the file's place on the command line."""

    key: int
    name: str
    title: str = ""
    number: str = ""
    level: str = ""
    province: str = ""
    commune: str = ""
    issuer: str = ""
    issued_on: date | None = None
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One task. `everyone`: it binds all in the plan's area."""

    key: int
    plan: PlanHead
    section: str
    text: str
    lead_in: str = ""
    page: int | None = None
    assignees: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    report_to: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    everyone: bool = False


def entries_of(draft: Draft, plan: PlanHead, first: int = 0) -> list[Entry]:
    """The tasks of a plan that was read; their keys count on from `first`."""
    return [
        Entry(
            first + i,
            plan,
            task.section,
            task.text,
            task.lead_in or "",
            task.page,
            task.assignees,
            task.partners,
            task.report_to,
            task.deadlines,
            not task.assignees or ALL in task.assignees,
        )
        for i, task in enumerate(draft.tasks)
    ]
