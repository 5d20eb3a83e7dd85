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
"""The roles that a person may ask for when registering."""

NEEDS_A_WORD = (Role.OFFICER, Role.UNIT_HEAD)
"""Of those, the ones that somebody has to vouch for: a unit's head (for an officer) or an admin."""


class Right(StrEnum):
    """Something that not everybody may do."""

    SEE_OWN_TASKS = "see_own_tasks"
    MARK_DONE = "mark_done"
    LOAD_PLAN = "load_plan"
    SEE_STATUS = "see_status"
    PLAN_REMINDERS = "plan_reminders"
    SEE_PEOPLE = "see_people"
    LET_IN = "let_in"
    GIVE_ROLES = "give_roles"
    NAME_DEPUTY = "name_deputy"
    SEE_AUDIT = "see_audit"


_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.VIEWER: frozenset({Right.SEE_OWN_TASKS}),
    Role.OFFICER: frozenset({Right.SEE_OWN_TASKS, Right.MARK_DONE, Right.NAME_DEPUTY}),
    Role.UNIT_HEAD: frozenset(
        {Right.SEE_OWN_TASKS, Right.MARK_DONE, Right.NAME_DEPUTY, Right.SEE_PEOPLE, Right.LET_IN}
    ),
    Role.COORDINATOR: frozenset({Right.SEE_OWN_TASKS, Right.MARK_DONE, Right.NAME_DEPUTY, Right.SEE_PEOPLE}),
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
    stands_in: bool = False
    """Whether he stands in for the head of his unit today, which lets him do what the head may."""

    @property
    def registered(self) -> bool:
        return self.person_id is not None

    def may(self, right: Right) -> bool:
        """Whether one of the actor's roles gives the right."""
        roles = {Role.ADMIN} if self.is_admin else set()
        if self.role is not None:
            roles.add(self.role)
        if self.stands_in:
            roles.add(Role.UNIT_HEAD)
        return any(right in _RIGHTS[role] for role in roles)

    @property
    def heads(self) -> bool:
        """Whether he acts as the head of his unit, as himself or as deputy."""
        return self.unit_id is not None and (self.role is Role.UNIT_HEAD or self.stands_in)


def person_of(actor: Actor | None) -> int | None:
    """The number of whoever did something; None for the program itself and for an admin who never registered."""
    return actor.person_id if actor is not None else None


def rights_of(role: Role) -> frozenset[Right]:
    """What a role may do, for the table in docs/roles.md."""
    return _RIGHTS[role]
