"""What a chat wants: its hour, its quiet hours, how often it is reminded, the weekly digest.

The caller has checked that the actor may decide for the chat (its own, or a group that he runs).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from sqlmodel.ext.asyncio.session import AsyncSession

from domain.errors import DomainError
from domain.ladder import format_ladder, parse_ladder
from domain.quiet import HOUR, HOUR_IN_QUIET, QUIET, QuietHours
from services import replanning
from storage.queries import people
from storage.queries.settings import habits_of, minutes_of
from storage.tables import Chat

FEWER = "-7 -1 0 +3 4w"
"""The ladder for those who want to be reminded less often."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What holds for a chat. `steps`: the days of its own ladder, None where the plan's or the usual one holds."""

    hour: time
    quiet: QuietHours
    digest: bool
    steps: str | None


async def chat_of(session: AsyncSession, telegram_id: int, topic_id: int) -> Chat:
    """The chat; somebody must have registered in it, or a unit must be bound to it."""
    chat = await people.chat_at(session, telegram_id, topic_id)
    if chat is None:
        raise DomainError("error.not_registered" if telegram_id > 0 else "settings.not_bound")
    return chat


def of_chat(chat: Chat) -> Preferences:
    """What holds now."""
    habits = habits_of(chat)
    return Preferences(habits.hour, habits.quiet, chat.digest, habits.ladder)


async def set_hour(session: AsyncSession, chat: Chat, hour: time, now: datetime) -> None:
    """From now on at this hour. It must lie within the day that the quiet hours leave."""
    quiet = habits_of(chat).quiet
    if not quiet.allow(hour):
        raise DomainError(HOUR_IN_QUIET, hour=hour, until=quiet.until, since=quiet.since)
    chat.remind_at = None if hour == HOUR else minutes_of(hour)
    await _replan(session, chat, now)


async def set_quiet(session: AsyncSession, chat: Chat, quiet: QuietHours, now: datetime) -> None:
    """Nothing comes before `until` and from `since` on. A chosen hour that is quiet now gives way to the usual one."""
    chat.quiet_from = None if quiet == QUIET else minutes_of(quiet.since)
    chat.quiet_to = None if quiet == QUIET else minutes_of(quiet.until)
    await _replan(session, chat, now)


async def set_fewer(session: AsyncSession, chat: Chat, fewer: bool, now: datetime) -> None:
    """Few steps, or those of the plan."""
    chat.ladder = format_ladder(parse_ladder(FEWER)) if fewer else None
    await _replan(session, chat, now)


async def set_digest(session: AsyncSession, chat: Chat, wanted: bool) -> None:
    """Whether the weekly digest is wanted."""
    chat.digest = wanted
    session.add(chat)
    await session.flush()


async def _replan(session: AsyncSession, chat: Chat, now: datetime) -> None:
    session.add(chat)
    await session.flush()
    assert chat.id is not None
    await replanning.of_chat(session, chat.id, now)
