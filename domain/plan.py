"""A plan as it is read out of a document: what `plans/` makes and `services/` publishes.

The JSON form (`to_json`) is the contract of `python -m plans FILE`. Dates are local dates,
ISO 8601 in JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

ALL = "ALL"
"""The assignee of a duty of all the agencies, units and organisations concerned."""


class DeadlineKind(StrEnum):
    """How a deadline is given; which fields it carries stands in `Deadline`."""

    DATE = "date"
    PERIOD = "period"
    RECURRING = "recurring"
    ONGOING = "ongoing"
    CONDITIONAL = "conditional"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline. `due` is the last day that is still on time.

    date: due · period: start, due · recurring: rrule (RFC 5545, the due day) ·
    ongoing: start · conditional: within (ISO 8601 span such as `P5D`) and working, or neither.
    """

    kind: DeadlineKind
    as_written: str
    due: date | None = None
    start: date | None = None
    rrule: str | None = None
    within: str | None = None
    working: bool = False

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {"kind": self.kind.value, "as_written": self.as_written}
        if self.start is not None:
            out["start"] = self.start.isoformat()
        if self.due is not None:
            out["due"] = self.due.isoformat()
        if self.rrule is not None:
            out["rrule"] = self.rrule
        if self.within is not None:
            out["within"] = self.within
            out["working"] = self.working
        return out

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Deadline:
        return cls(
            kind=DeadlineKind(data["kind"]),
            as_written=data["as_written"],
            due=_date(data.get("due")),
            start=_date(data.get("start")),
            rrule=data.get("rrule"),
            within=data.get("within"),
            working=bool(data.get("working", False)),
        )


@dataclass(frozen=True, slots=True)
class Doubt:
    """A point the reader is not sure of; `kind` is a fixed word such as `date_impossible`.

    `task` is the index of the task in the draft (None: the document as a whole), `field` what of
    the task is doubtful (`deadlines`, `assignees`, `partners`, `text`, or "").
    """

    kind: str
    text: str
    line: int | None = None
    page: int | None = None
    task: int | None = None
    field: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "text": self.text,
            "line": self.line,
            "page": self.page,
            "task": self.task,
            "field": self.field,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Doubt:
        return cls(
            data["kind"],
            data["text"],
            data.get("line"),
            data.get("page"),
            data.get("task"),
            data.get("field", ""),
        )


@dataclass(frozen=True, slots=True)
class PlanInfo:
    """What stands at the head of a plan. `level`: ministry, province, district, commune or school."""

    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    level: str | None = None
    province: str | None = None
    issued_on: date | None = None
    years: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "number": self.number,
            "issuer": self.issuer,
            "level": self.level,
            "province": self.province,
            "issued_on": self.issued_on.isoformat() if self.issued_on else None,
            "years": list(self.years),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> PlanInfo:
        return cls(
            title=data.get("title"),
            number=data.get("number"),
            issuer=data.get("issuer"),
            level=data.get("level"),
            province=data.get("province"),
            issued_on=_date(data.get("issued_on")),
            years=tuple(data.get("years") or ()),
        )


@dataclass(frozen=True, slots=True)
class DraftTask:
    """One task. `lines` are 1-based and inclusive; `page` is 1-based, None where a file has no pages."""

    section: str
    text: str
    lines: tuple[int, int]
    page: int | None = None
    lead_in: str | None = None
    assignees: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    report_to: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    raw: str | None = None
    """The text before repair, where the document was damaged."""
    uncertain: tuple[str, ...] = ()
    """Words of `text` that a repair could not make certain."""

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "section": self.section,
            "lines": list(self.lines),
            "page": self.page,
            "text": self.text,
            "lead_in": self.lead_in,
            "assignees": list(self.assignees),
            "partners": list(self.partners),
            "report_to": list(self.report_to),
            "deadlines": [d.to_json() for d in self.deadlines],
        }
        if self.raw is not None:
            out["raw"] = self.raw
        if self.uncertain:
            out["uncertain"] = list(self.uncertain)
        return out

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> DraftTask:
        first, last = data["lines"]
        return cls(
            section=data["section"],
            text=data["text"],
            lines=(first, last),
            page=data.get("page"),
            lead_in=data.get("lead_in"),
            assignees=tuple(data.get("assignees") or ()),
            partners=tuple(data.get("partners") or ()),
            report_to=tuple(data.get("report_to") or ()),
            deadlines=tuple(Deadline.from_json(d) for d in data.get("deadlines") or ()),
            raw=data.get("raw"),
            uncertain=tuple(data.get("uncertain") or ()),
        )


@dataclass(frozen=True, slots=True)
class PlanHotline:
    """A number to call as the plan prints it. `number` keeps digits, dots and spaces as printed."""

    number: str
    name: str
    line: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {"number": self.number, "name": self.name, "line": self.line}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> PlanHotline:
        return cls(data["number"], data["name"], data.get("line"))


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that was read out of one document, in the document's order."""

    source: str
    plan: PlanInfo
    agencies: tuple[str, ...] = ()
    tasks: tuple[DraftTask, ...] = ()
    hotlines: tuple[PlanHotline, ...] = ()
    citations: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = field(default=())
    supersedes: tuple[str, ...] = ()
    """Numbers of earlier plans that this one says it replaces; `amends`: that it changes in part."""
    amends: tuple[str, ...] = ()
    lines: tuple[tuple[int, int | None, str], ...] = ()
    """The document itself, (line, page, text), where it was asked for: `python -m plans --lines FILE`."""

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "source": self.source,
            "plan": self.plan.to_json(),
            "agencies": list(self.agencies),
            "tasks": [t.to_json() for t in self.tasks],
            "hotlines": [h.to_json() for h in self.hotlines],
            "citations": list(self.citations),
            "doubts": [d.to_json() for d in self.doubts],
        }
        for name in ("supersedes", "amends"):
            if getattr(self, name):
                out[name] = list(getattr(self, name))
        if self.lines:
            out["lines"] = [list(line) for line in self.lines]
        return out

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Draft:
        return cls(
            source=data["source"],
            plan=PlanInfo.from_json(data["plan"]),
            agencies=tuple(data["agencies"]),
            tasks=tuple(DraftTask.from_json(t) for t in data["tasks"]),
            hotlines=tuple(PlanHotline.from_json(h) for h in data["hotlines"]),
            citations=tuple(data["citations"]),
            doubts=tuple(Doubt.from_json(d) for d in data["doubts"]),
            supersedes=tuple(data.get("supersedes") or ()),
            amends=tuple(data.get("amends") or ()),
            lines=tuple((number, page, text) for number, page, text in data.get("lines") or ()),
        )


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
