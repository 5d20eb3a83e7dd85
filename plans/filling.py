"""A task in the making: filled by the lines around it, settled at the end.

Called by `plans/tasks.py`, which walks the tree. Here stands what outranks what: attribute lines, then
the sentence's own subject, then the heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from domain.plan import Deadline, DraftTask
from plans.agencies import find_partners, find_recipients, read_names
from plans.deadlines import Reading, read_deadlines
from plans.keys import Attribute, Key
from plans.sections import SectionKind
from plans.who import Subject, bracketed_leader, charged_later, later_subjects

_UNSURE_NAME = "agency_ambiguous"


class Calendar(NamedTuple):
    """What dates without a year are read against."""

    year: int | None = None
    issued_on: date | None = None
    lasting: bool = False
    """The plan holds for several years."""
    goes_on: bool = False
    """It goes on into the next calendar year, as a school's does: a month that had passed is next year's."""

    def read(self, text: str, *, context: str = "", attribute: bool = False) -> Reading:
        return read_deadlines(
            text,
            context=context,
            year=self.year,
            attribute=attribute,
            issued_on=self.issued_on,
            lasting=self.lasting,
            goes_on=self.goes_on,
        )


@dataclass(frozen=True, slots=True)
class Context:
    """What the headings above say about a node."""

    kind: SectionKind = SectionKind.DUTIES
    names: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    """The words of the heading's names that are not certain."""
    lead_in: str | None = None
    partners: tuple[str, ...] = ()
    times: tuple[Deadline, ...] = ()


@dataclass(slots=True)
class TaskInMaking:
    """A task in the making; attribute lines below it still fill it."""

    section: str
    text: str
    lines: tuple[int, int]
    page: int | None
    context: Context
    subject: Subject = field(default_factory=Subject)
    who: list[str] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    times: list[Deadline] = field(default_factory=list)
    doubts: list[tuple[str, str, str]] = field(default_factory=list)
    """(kind, text, field)"""

    def reach(self, line: int) -> None:
        self.lines = (self.lines[0], max(self.lines[1], line))


def fill(task: TaskInMaking, attribute: Attribute, calendar: Calendar) -> None:
    """Put an attribute's value into the task's field."""
    if not attribute.value:
        return
    if attribute.key is Key.WHEN:
        reading = calendar.read(attribute.value.rstrip(" ."), attribute=True)
        task.times += reading.deadlines
        task.doubts += [(doubt.kind, doubt.text, "deadlines") for doubt in reading.doubts]
    elif attribute.key is Key.WHO:
        leaders, _, helpers = _parted(attribute.value)
        _name(task, leaders, Key.WHO)
        _name(task, helpers, Key.PARTNERS)
    elif attribute.key is Key.PARTNERS:
        _name(task, attribute.value, Key.PARTNERS)


_COORDINATES = re.compile(
    r"[,;.(]?\s*(?:và )?(?:(?:cơ quan|đơn vị) )?phối hợp(?: thực hiện)?(?: với|\s*:)?\s+", re.IGNORECASE
)
_ROLE = re.compile(r"\s*\(?\b(?:chủ trì|làm đầu mối)\b\)?(?: thực hiện)?", re.IGNORECASE)


def _parted(value: str) -> tuple[str, str, str]:
    """`Sở A chủ trì, phối hợp với Sở B` as (leaders, sign, helpers)."""
    found = _COORDINATES.search(value)
    if not found or found.start() == 0:
        return _ROLE.sub("", value), "", ""
    return _ROLE.sub("", value[: found.start()]), found.group(), value[found.end() :]


def _name(task: TaskInMaking, value: str, key: Key) -> None:
    """Add the agencies of an attribute's value; a value without any is doubtful."""
    value = value.strip(" .;,)")
    if not value:
        return
    where = "assignees" if key is Key.WHO else "partners"
    names = read_names(value)
    (task.who if key is Key.WHO else task.partners).extend(names.names)
    task.doubts += [(_UNSURE_NAME, part, where) for part in names.doubts]
    if not names.names:
        task.doubts.append((_UNSURE_NAME, value, where))


def finish(task: TaskInMaking, calendar: Calendar) -> DraftTask:
    """Settle who, with whom, to whom and by when; adds the doubts of doing so to the task."""
    context = task.context
    reading = calendar.read(task.text, context=context.lead_in or "")
    task.doubts += [(doubt.kind, doubt.text, "deadlines") for doubt in reading.doubts]
    partners = find_partners(task.text)
    task.doubts += [(_UNSURE_NAME, part, "partners") for part in partners.doubts]
    recipients = find_recipients(task.text)
    assignees = _assignees(task)
    if not assignees and context.kind in {SectionKind.ORGANISATION, SectionKind.REPORTING}:
        task.doubts.append(("assignee_missing", task.text[:120], "assignees"))
    return DraftTask(
        section=task.section,
        text=task.text,
        lines=task.lines,
        page=task.page,
        lead_in=context.lead_in,
        assignees=assignees,
        partners=tuple(dict.fromkeys([*context.partners, *partners.names, *task.partners])),
        report_to=recipients.names,
        deadlines=_unique([*context.times, *reading.deadlines, *task.times]),
    )


def _assignees(task: TaskInMaking) -> tuple[str, ...]:
    """Attribute lines first, then the sentence's own subject, then the heading."""
    if task.who:
        return tuple(dict.fromkeys(task.who))
    if not (task.subject.names or task.context.names):
        charged = charged_later(task.text)
        if charged is not None:
            task.doubts += [(_UNSURE_NAME, part, "assignees") for part in charged.doubts]
            return charged.names
    doubts = task.subject.doubts if task.subject.names else task.context.doubts
    task.doubts += [(_UNSURE_NAME, part, "assignees") for part in doubts]
    names = task.subject.names or bracketed_leader(task.text).names or task.context.names
    if names:
        names = (*names, *later_subjects(task.text).names)
    return tuple(dict.fromkeys(names))


def _unique(deadlines: list[Deadline]) -> tuple[Deadline, ...]:
    """Deadlines without those that say the same days again."""
    seen: dict[tuple[object, ...], Deadline] = {}
    for d in deadlines:
        seen.setdefault((d.kind, d.due, d.start, d.rrule, d.within, d.working), d)
    return tuple(seen.values())
