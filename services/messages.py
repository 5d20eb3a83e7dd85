"""What a chat is told: one message, its tasks, where it goes. Made by services/delivery.py, worded by handlers/views."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from domain.clock import local_date
from domain.succession import Succession
from services.digests import Digest
from storage.queries.reminders import ReminderRow
from storage.tables import Chat, OccurrenceState, Part


@dataclass(frozen=True, slots=True)
class Item:
    """One task in a reminder message."""

    reminder_id: int
    occurrence_id: int
    version: int
    task_id: int
    task: str
    lead_in: str | None
    due_on: date
    as_written: str
    step: str
    unit: str
    plan: str
    section: str
    part: Part | None
    everyone: bool
    state: OccurrenceState
    unit_id: int = 0
    received_on: date | None = None
    """When the unit said "received"."""
    succession: Succession | None = None
    moved_from: date | None = None
    was_done_on: date | None = None
    """When it was done, before a later day opened it again."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes. `chat_id` is our own row, `telegram_id` and `topic_id` the channel's."""

    chat_id: int
    telegram_id: int
    topic_id: int
    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class Batch:
    """One message: everything that a chat is told today, what can still be done in time first."""

    address: Address
    items: tuple[Item, ...]
    possible_repeat: bool
    ids: tuple[int, ...] = ()
    """The reminders that count as told with it."""
    catch_up: bool = False
    """It makes good what was missed while nothing could be sent."""
    into: int | None = None
    """The message of today that is written anew instead of sending another."""
    digest: Digest | None = None
    """The week at a glance, besides the tasks of today."""
    lost_topic: bool = False
    """The group is told that its topic is gone."""

    @property
    def reminder_ids(self) -> list[int]:
        return list(self.ids)

    def each_alone(self) -> list[Batch]:
        """A message of each task: to find the one of which no message can be made."""
        return [replace(self, items=(item,), ids=(item.reminder_id,), digest=None) for item in self.items]

    def without_digest(self) -> Batch:
        """The same message without the week at a glance."""
        told = frozenset(item.reminder_id for item in self.items)
        return replace(self, digest=None, ids=tuple(row_id for row_id in self.ids if row_id in told))

    def without(self, broken: Iterable[int]) -> Batch:
        """The same message without the tasks of some reminders."""
        gone = frozenset(broken)
        return replace(
            self,
            items=tuple(item for item in self.items if item.reminder_id not in gone),
            ids=tuple(row_id for row_id in self.ids if row_id not in gone),
        )


def told_by(batch: Batch) -> set[int]:
    return {one.occurrence_id for one in batch.items}


def address_of(chat: Chat) -> Address:
    """Where a chat's messages go."""
    assert chat.id is not None
    return Address(chat.id, chat.telegram_id, chat.topic_id, chat.kind, chat.language)


def item(row: ReminderRow) -> Item:
    """What a message tells of one reminder."""
    return Item(
        reminder_id=row.reminder.id or 0,
        occurrence_id=row.occurrence.id or 0,
        version=row.occurrence.version,
        task_id=row.task.id or 0,
        task=row.task.text,
        lead_in=row.task.lead_in,
        due_on=row.occurrence.due_on,
        as_written=row.deadline.as_written,
        step=row.reminder.step,
        unit=row.unit.name,
        plan=row.plan.number or row.plan.title or "",
        section=row.task.section,
        part=row.part,
        succession=row.succession,
        everyone=row.task.everyone,
        state=OccurrenceState(row.occurrence.state),
        unit_id=row.occurrence.unit_id,
        received_on=local_date(row.receipt.received_at) if row.receipt is not None else None,
        moved_from=row.occurrence.moved_from,
        was_done_on=local_date(row.occurrence.was_done_at) if row.occurrence.was_done_at else None,
    )
