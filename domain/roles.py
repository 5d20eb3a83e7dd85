"""Who a person is in the office, and what that lets him do. Deny by default."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A person's part. Admins are named by the settings, never by themselves."""

    VIEWER = "viewer"
    OFFICER = "officer"
    UNIT_HEAD = "unit_head"
    COORDINATOR = "coordinator"
    ADMIN = "admin"


SELF_CHOSEN = (Role.OFFICER, Role.UNIT_HEAD, Role.VIEWER)
"""The roles that a person may give himself when registering."""


class Right(StrEnum):
    """Something that not everybody may do."""

    SEE_OWN_TASKS = "see_own_tasks"
    MARK_DONE = "mark_done"
    LOAD_PLAN = "load_plan"
    SEE_STATUS = "see_status"
    PLAN_REMINDERS = "plan_reminders"


_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.VIEWER: frozenset({Right.SEE_OWN_TASKS}),
    Role.OFFICER: frozenset({Right.SEE_OWN_TASKS, Right.MARK_DONE}),
    Role.UNIT_HEAD: frozenset({Right.SEE_OWN_TASKS, Right.MARK_DONE}),
    Role.COORDINATOR: frozenset({Right.SEE_OWN_TASKS, Right.MARK_DONE}),
    Role.ADMIN: frozenset(Right),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever sent the update. `person_id` is None for somebody who has not registered."""

    telegram_id: int
    name: str
    language: str
    person_id: int | None = None
    role: Role | None = None
    unit_id: int | None = None
    is_admin: bool = False

    @property
    def registered(self) -> bool:
        return self.person_id is not None

    def may(self, right: Right) -> bool:
        """Whether one of the actor's roles gives the right."""
        roles = {Role.ADMIN} if self.is_admin else set()
        if self.role is not None:
            roles.add(self.role)
        return any(right in _RIGHTS[role] for role in roles)
