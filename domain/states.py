"""The states and parts that things of the office may have: fixed words, in the store and in the code."""

from __future__ import annotations

from enum import StrEnum


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


class PlanState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    DISCARDED = "discarded"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    HISTORY = "history"
    """An old plan that is kept to be looked up; it was never in force here."""


class PlanChange(StrEnum):
    """What a plan does to an earlier one, where an admin said so."""

    NEW = "new"
    REPLACES = "replaces"
    AMENDS = "amends"


class PastUse(StrEnum):
    """What becomes of a plan whose dates are over."""

    HISTORY = "history"
    RECURRING = "recurring"
    MOVED = "moved"


class Part(StrEnum):
    """An agency's or unit's part in a task."""

    LEAD = "lead"
    PARTNER = "partner"
    REPORT_TO = "report_to"


class Decision(StrEnum):
    """What an admin said of a doubt."""

    ACCEPTED = "accepted"
    DROPPED = "dropped"
    DATED = "dated"
    ASSIGNED = "assigned"


class HotlineState(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class OccurrenceState(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"
