"""Every table. Importing this module makes `SQLModel.metadata` whole."""

from domain.states import (
    ChatKind,
    Decision,
    HotlineState,
    OccurrenceState,
    Part,
    PastUse,
    PlanChange,
    PlanState,
)
from storage.tables.people import Binding, Chat, Dialog, Person, Unit, UnitAlias
from storage.tables.plans import (
    Correction,
    Document,
    DocumentText,
    Hotline,
    Plan,
    PlanDoubt,
    PlanSpan,
    Task,
    TaskAgency,
    TaskDeadline,
    TaskUnit,
)
from storage.tables.reminders import Heartbeat, Occurrence, ProcessLease, Reminder
from storage.tables.schedule import DeadlineEvent, KindLadder, Receipt, SwappedDay
from storage.tables.successors import SuccessorRow

__all__ = [
    "Binding",
    "Chat",
    "ChatKind",
    "Correction",
    "DeadlineEvent",
    "Decision",
    "Dialog",
    "Document",
    "DocumentText",
    "Heartbeat",
    "Hotline",
    "HotlineState",
    "KindLadder",
    "Occurrence",
    "OccurrenceState",
    "Part",
    "PastUse",
    "Person",
    "Plan",
    "PlanChange",
    "PlanDoubt",
    "PlanSpan",
    "PlanState",
    "ProcessLease",
    "Receipt",
    "Reminder",
    "SuccessorRow",
    "SwappedDay",
    "Task",
    "TaskAgency",
    "TaskDeadline",
    "TaskUnit",
    "Unit",
    "UnitAlias",
]
