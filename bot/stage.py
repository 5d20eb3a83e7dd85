"""The made-up office on its stage: a sandbox Telegram, a clock that is moved by hand, the real service.

The demo shows it in a browser, the demo's check runs a script on it, benchmarks load it. Everything goes
through the real handlers and services; only Telegram and the clock are made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from telegram import Update

from bot.loading import load_file
from bot.settings import Settings, read_settings
from bot.wiring import Service, build
from domain.clock import MovableClock
from domain.roles import Role
from handlers.routes import set_menus
from sandbox.chats import Chat, Message
from sandbox.fake import FakeTelegram
from sandbox.office import office
from sandbox.people import Person
from sandbox.request import SandboxRequest
from services import directory, people
from storage.database import Database
from storage.migrate import migrate
from storage.queries.reminders import next_due

TOKEN = "700000001:SANDBOX"  # noqa: S105 - a made-up token of a made-up server


@dataclass(slots=True)
class Stage:
    """The office with its people. Call `close` at the end."""

    telegram: FakeTelegram
    clock: MovableClock
    service: Service
    people: dict[str, Person]
    group: Chat
    _seen: dict[int, int] = field(default_factory=dict)

    @property
    def an(self) -> Person:
        return self.people[office.AN.first_name]

    @property
    def binh(self) -> Person:
        return self.people[office.BINH.first_name]

    @property
    def chi(self) -> Person:
        return self.people[office.CHI.first_name]

    async def pump(self) -> None:
        """Let the bot work off every update that waits, one after the other (not for a polling bot)."""
        application = self.service.application
        while updates := self.telegram.take_updates():
            for raw in updates:
                await application.process_update(Update.de_json(raw, application.bot))

    async def move_to(self, moment: datetime) -> int:
        """Move the clock; every reminder on the way goes out at its own moment. Returns the messages sent."""
        sent = 0
        while (coming := await self._next_due()) is not None and coming <= moment:
            self.clock.move_to(coming)
            sent += await self.service.reminding.tick()
            if await self._next_due() == coming:
                break  # it waits for something else than time
        self.clock.move_to(moment)
        return sent + await self.service.reminding.tick()

    async def move(self, wish: Mapping[str, Any]) -> None:
        """Move the clock as the page asks: to a moment, by days, or to the next reminder."""
        now = self.clock.now()
        if wish.get("action") == "next":
            await self._to_next_message(now)
        elif "days" in wish:
            await self.move_to(now + timedelta(days=int(wish["days"])))
        elif "to" in wish:
            await self.move_to(datetime.fromisoformat(str(wish["to"])))

    async def _to_next_message(self, now: datetime) -> None:
        """Move on until something goes out: a reminder that no longer holds is passed by."""
        while (coming := await self._next_due()) is not None:
            if await self.move_to(max(coming, now)) or await self._next_due() == coming:
                return

    async def _next_due(self) -> datetime | None:
        async with self.service.database.session(writes=False) as session:
            return await next_due(session)

    async def close(self) -> None:
        await self.service.stop()


def demo_settings(database: Path) -> Settings:
    """Settings of the made-up office; nothing of the operator's own is read."""
    return replace(
        read_settings({"DATABASE_URL": f"sqlite+aiosqlite:///{database}"}),
        bot_token=TOKEN,
        admin_ids=frozenset({office.CHI.user_id}),
        province=office.PROVINCE,
    )


async def raise_curtain(database: Path, *, polling: bool = False, limits: bool = False) -> Stage:
    """Set up the office on an empty store: migrations, units, people, the first plans.

    `limits` makes the sandbox as strict about flooding as Telegram is; a script is faster than people.
    """
    for leftover in (database, *database.parent.glob(f"{database.name}-*")):
        leftover.unlink(missing_ok=True)
    clock = MovableClock(office.START)
    telegram = FakeTelegram(token=TOKEN, now=clock.now, enforce_limits=limits)
    cast = {
        seed.first_name: telegram.person(
            seed.first_name,
            username=seed.username,
            language_code=seed.language,
            user_id=seed.user_id,
            role_hint=seed.role,
        )
        for seed in office.GROUP_MEMBERS
    }
    chi = cast[office.CHI.first_name]
    group = telegram.group(
        office.GROUP_TITLE, members=cast.values(), admins=[cast[office.BINH.first_name], chi]
    )
    service = build(
        demo_settings(database), clock, request=SandboxRequest(telegram), polling=polling, rate_limiter=False
    )
    await migrate(service.database)
    await _fill(service.database, clock)
    await service.start()
    await set_menus(service.application.bot, service.office.catalogs, service.office.admin_ids)
    return Stage(telegram, clock, service, cast, group)


async def _fill(database: Database, clock: MovableClock) -> None:
    """The directory, the people who have registered before the demo begins, the plans in force."""
    now = clock.now()
    async with database.session() as session:
        ids: dict[str, int] = {}
        for seed in office.UNITS:
            unit = await directory.add(
                session,
                seed.name,
                now,
                province=seed.province,
                commune=seed.commune or "",
                kind=seed.kind,
                aliases=seed.aliases,
            )
            ids[seed.name] = unit.id or 0
        for person in (office.BINH, office.CHI):
            actor = await people.find_actor(
                session, person.user_id, person.first_name, person.language, frozenset()
            )
            role = Role.UNIT_HEAD if person is office.BINH else Role.VIEWER
            await people.register(session, actor, ids[person.unit or ""], role, now)
        await session.commit()
    for path in office.FIRST_PLANS:
        await load_file(database, path, clock, publish=True)


def new_messages(stage: Stage) -> list[Message]:
    """The messages that came since the last call, chat by chat."""
    fresh = []
    for chat in (*(person.private for person in stage.people.values()), stage.group):
        seen = stage._seen.get(chat.id, 0)
        fresh += [message for message in chat.messages if message.id > seen]
        stage._seen[chat.id] = max((message.id for message in chat.messages), default=0)
    return fresh
