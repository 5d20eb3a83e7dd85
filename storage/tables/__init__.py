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
from storage.tables.people import Binding, Chat, Dialog, Person, PlanBinding, Unit, UnitAlias
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
from storage.tables.trust import Audit, Deputy, Invite

__all__ = [
    "Audit",
    "Binding",
    "Chat",
    "ChatKind",
    "Correction",
    "DeadlineEvent",
    "Decision",
    "Deputy",
    "Dialog",
    "Document",
    "DocumentText",
    "Heartbeat",
    "Hotline",
    "HotlineState",
    "Invite",
    "KindLadder",
    "Occurrence",
    "OccurrenceState",
    "Part",
    "PastUse",
    "Person",
    "Plan",
    "PlanBinding",
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
