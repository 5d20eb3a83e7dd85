"""Every table. Importing this module makes `SQLModel.metadata` whole."""

from storage.tables.people import Binding, Chat, ChatKind, Dialog, Person, Unit, UnitAlias
from storage.tables.plans import (
    Decision,
    Document,
    Hotline,
    HotlineState,
    Part,
    Plan,
    PlanDoubt,
    PlanState,
    Task,
    TaskAgency,
    TaskDeadline,
    TaskUnit,
)
from storage.tables.reminders import Heartbeat, Occurrence, OccurrenceState, ProcessLease, Reminder

__all__ = [
    "Binding",
    "Chat",
    "ChatKind",
    "Decision",
    "Dialog",
    "Document",
    "Heartbeat",
    "Hotline",
    "HotlineState",
    "Occurrence",
    "OccurrenceState",
    "Part",
    "Person",
    "Plan",
    "PlanDoubt",
    "PlanState",
    "ProcessLease",
    "Reminder",
    "Task",
    "TaskAgency",
    "TaskDeadline",
    "TaskUnit",
    "Unit",
    "UnitAlias",
]
