"""A whole bot on an in-memory Telegram, with helpers to play people and to look at what was answered.

Nothing is pretended but Telegram and the clock: database, services, handlers and sender are the real ones.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from telegram import Update

from bot.settings import read_settings
from bot.wiring import Service, build, load_lines
from domain.clock import VIETNAM, MovableClock
from domain.plan import Deadline, DeadlineKind, Doubt, Draft, DraftTask, PlanHotline, PlanInfo
from domain.roles import Actor, Role
from domain.text import fold, marked
from domain.units import guess_kind
from sandbox.chats import Chat, Message
from sandbox.fake import FakeTelegram
from sandbox.people import Person
from sandbox.request import SandboxRequest
from services import intake, letting_in, people, publishing
from storage.database import Database
from storage.queries.people import person_by_telegram
from storage.tables import Unit

os.environ.setdefault("PTB_TIMEDELTA", "1")  # else the library warns of its own next version at each 429

TOKEN = "123456:TEST"
PROVINCE = "Lam Khê"
ADMIN_ID = 1003
CULTURE = "Phòng Văn hóa - Xã hội xã Suối Mây"
POLICE = "Công an xã Suối Mây"
HEALTH = "Trạm Y tế xã Suối Mây"
ELSEWHERE = "Phòng Văn hóa - Xã hội xã Đồng Sao"
DEPARTMENT = "Sở Y tế tỉnh Lam Khê"
UNITS = ((CULTURE, "xã Suối Mây"), (POLICE, "xã Suối Mây"), (HEALTH, "xã Suối Mây"),
         (ELSEWHERE, "xã Đồng Sao"), (DEPARTMENT, ""))  # fmt: skip


@dataclass(slots=True)
class TestOffice:
    """The bot, its Telegram, and four people: An and Bình of one unit, Chi the admin, Dung of another commune."""

    __test__ = False

    tg: FakeTelegram
    clock: MovableClock
    service: Service
    an: Person
    binh: Person
    chi: Person
    dung: Person
    units: dict[str, int] = field(default_factory=dict)

    @property
    def database(self) -> Database:
        return self.service.database

    async def pump(self) -> None:
        """Let the bot work off everything that waits."""
        application = self.service.application
        while updates := self.tg.take_updates():
            for raw in updates:
                await application.process_update(Update.de_json(raw, application.bot))

    async def feed(self, **update: object) -> None:
        """An update that no person of the sandbox can cause."""
        application = self.service.application
        await application.process_update(Update.de_json({"update_id": 1, **update}, application.bot))

    async def says(self, person: Person, text: str, chat: Chat | None = None, **more: object) -> Message:
        """Say something and give back the bot's last answer there."""
        person.says(text, chat, **more)  # type: ignore[arg-type] # topic and reply_to are passed on
        await self.pump()
        return self.last(chat or person)

    async def taps(
        self, person: Person, button: str, message: Message | None = None, chat: Chat | None = None
    ) -> Message:
        """Tap a button and give back the bot's last message in that chat."""
        person.taps(button, message, chat)
        await self.pump()
        return self.last(message.chat if message is not None else chat or person)

    def last(self, place: Chat | Person) -> Message:
        """The bot's newest message; a contact bubble does not count."""
        return [message for message in self.tg.sent(place) if message.contact is None][-1]

    def notice(self) -> str:
        """What stood over the button that was tapped last."""
        return self.tg.answers[-1].text or ""

    async def tick(self, moment: datetime | None = None) -> int:
        """Move the clock and send what is due."""
        if moment is not None:
            self.clock.move_to(moment)
        return await self.service.reminding.tick()

    async def register(self, person: Person, unit: str = CULTURE, role: Role = Role.OFFICER) -> None:
        """Register somebody without the conversation."""
        person.private.bot = "member"
        async with self.database.session() as session:
            actor = Actor(person.id, person.full_name, person.language_code or "vi")
            await people.register(session, actor, self.units[unit], role, self.clock.now())
            await session.commit()

    async def give(self, person: Person, role: Role) -> None:
        """Give somebody who is registered a role, as an admin would."""
        async with self.database.session() as session:
            row = await person_by_telegram(session, person.id)
            assert row is not None
            chi = Actor(self.chi.id, self.chi.full_name, "vi", is_admin=True)
            await letting_in.give_role(session, chi, row.id or 0, role, self.clock.now())
            await session.commit()

    async def publish(self, plan: Draft, content: bytes = b"a plan") -> int:
        """Put a plan in force without the conversation."""
        async with self.database.session() as session:
            plan_id = await intake.keep(session, content, "plan.txt", plan, None, self.clock.now())
            await publishing.publish(session, plan_id, None, self.clock.now(), as_is=True)
            await session.commit()
        return plan_id


@asynccontextmanager
async def open_office(
    database: Database, clock: MovableClock, *, enforce_limits: bool = False
) -> AsyncIterator[TestOffice]:
    """The office on a migrated, empty database, with five units in its directory."""
    tg = FakeTelegram(token=TOKEN, now=clock.now, enforce_limits=enforce_limits)
    settings = replace(
        read_settings({}),
        bot_token=TOKEN,
        admin_ids=frozenset({ADMIN_ID}),
        province=PROVINCE,
        open_registration=True,
    )
    service = build(settings, clock, database=database, request=SandboxRequest(tg), rate_limiter=False)
    an, binh = tg.person("An", user_id=1001), tg.person("Bình", user_id=1002)
    chi, dung = tg.person("Chi", user_id=ADMIN_ID), tg.person("Dung", user_id=1004)
    office = TestOffice(tg, clock, service, an, binh, chi, dung)
    await _fill_directory(office)
    await service.application.initialize()
    await load_lines(service.office)
    yield office
    await service.application.shutdown()


async def _fill_directory(office: TestOffice) -> None:
    """Five units, written at once: nothing is published yet that they could have a part in."""
    units = [
        Unit(
            name=name,
            name_key=marked(name),
            kind=guess_kind(name),
            province=PROVINCE,
            province_key=fold(PROVINCE),
            commune=commune,
            commune_key=fold(commune),
            created_at=office.clock.now(),
        )
        for name, commune in UNITS
    ]
    async with office.database.session() as session:
        session.add_all(units)
        await session.commit()
    office.units.update({unit.name: unit.id or 0 for unit in units})


def at(day: str, hour: str = "08:00") -> datetime:
    """A moment in Vietnam: `at("2026-03-09", "07:30")`."""
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=VIETNAM)


def dated(day: str, words: str = "") -> Deadline:
    """A deadline of one day, by default in the words of its date."""
    due = date.fromisoformat(day)
    return Deadline(DeadlineKind.DATE, words or f"ngày {due.day}/{due.month}/{due.year}", due=due)


def duty(
    text: str, *deadlines: Deadline, who: Sequence[str] = (CULTURE,), section: str = "II.1", **more: object
) -> DraftTask:
    """A task of a draft."""
    return DraftTask(section, text, (10, 12), assignees=tuple(who), deadlines=deadlines, **more)  # type: ignore[arg-type] # names of its fields


def plan(
    *tasks: DraftTask,
    doubts: Sequence[Doubt] = (),
    hotlines: Sequence[PlanHotline] = (),
    number: str = "12/KH-UBND",
    title: str = "Kế hoạch công tác trẻ em năm 2026",
) -> Draft:
    """A province's plan with these tasks."""
    info = PlanInfo(
        title=title,
        number=number,
        issuer=f"Ủy ban nhân dân tỉnh {PROVINCE}",
        level="province",
        province=PROVINCE,
        issued_on=date(2026, 1, 15),
        years=(2026,),
    )
    agencies = tuple(dict.fromkeys(name for task in tasks for name in task.assignees if name != "ALL"))
    return Draft("plan.txt", info, agencies, tuple(tasks), tuple(hotlines), (), tuple(doubts))
