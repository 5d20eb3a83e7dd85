"""Every command and every button, tried by every role and by a stranger: what docs/roles.md says is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from domain.plan import Deadline, DeadlineKind, Doubt, PlanHotline
from domain.roles import Role
from handlers.buttons import NAMES, parse
from handlers.commands import COMMANDS
from sandbox.people import Person
from services import intake
from tests.support.office import CULTURE, TestOffice, dated, duty, plan

PAGE = Path(__file__).parents[2] / "docs" / "roles.md"
WHO = ("stranger", "viewer", "officer", "unit_head", "coordinator", "admin")

REFUSALS = ("error.not_registered", "bind.other_unit", "bind.plan_not_allowed", "remind.other_unit")
"""Besides every key that begins with error.not_allowed."""

EVENT = Deadline(DeadlineKind.CONDITIONAL, "sau khi kết thúc diễn đàn 15 ngày", within="P15D")
DRAFT = plan(
    duty("Việc của bản nháp", dated("2026-05-20")),
    doubts=[Doubt("date_misread", "20/5", 12, None, 0, "deadlines")],
    hotlines=[PlanHotline("0298 000 0116", "Đường dây của tỉnh")],
    number="13/KH-UBND",
)

ARGUMENTS = {"done": "1:1", "carddone": "1:1:1", "publish": "2:0:0", "publishas": "2:0:0:hold", "discard": "2",
             "plan": "2", "doubts": "2:0", "agencies": "2:0", "dates": "2:0", "diff": "2:0", "relations": "2:0",
             "relate": "2:1:new", "past": "2:none", "snooze": "1:1:tomorrow", "snoozeon": "1:1:20260316",
             "eventon": "3:20260401", "event": "3", "eventoff": "3:ask", "tasks": "0", "due": "0", "plans": "0",
             "places": "0", "province": "0:0", "dayoff": "20260401", "setquiet": "1140:420", "sethour": "450",
             "withdraw": "1:0", "upcoming": "0:0", "lang": "vi", "role": "1:officer", "forget": "no",
             "invitefor": "1:officer", "heldset": "1:20260401", "standin": "1:739690", "unbind": "all:0", "tasksthen": "739676:0", "whois": "2:0",
             "itis": "2:0:1:0"}  # fmt: skip
"""The arguments that mean something in this office; where none are named, ones fill the button's shape."""


def table(heading: str) -> dict[str, tuple[bool, ...]]:
    """A table of the page: the first column's name -> whether each of WHO may."""
    text = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `/?(\w+)`.*?\|((?: [✓–] \|){6})$", text, re.MULTILINE)
    return {name: tuple(cell == "✓" for cell in re.findall(r"[✓–]", cells)) for name, cells in rows}


async def person_of(office: TestOffice, who: str) -> Person:
    """Somebody of this role; he has spoken with the bot before."""
    person = office.chi if who == "admin" else office.binh
    if who not in ("stranger", "admin"):
        await office.register(office.binh, CULTURE, Role.OFFICER)
        await office.give(office.binh, Role(who))
    return person


async def prepare(office: TestOffice) -> None:
    """A plan in force, a draft with a doubt, somebody who waits for a word, a proposed hotline."""
    await office.publish(
        plan(
            duty("Báo cáo", dated("2026-03-20")),
            duty("Tập huấn", dated("2026-04-20")),
            duty("Diễn đàn", EVENT),
        )
    )
    async with office.database.session() as session:
        await intake.keep(session, b"a draft", "draft.txt", DRAFT, None, office.clock.now())
        await session.commit()
    await office.register(office.an)


def refused(office: TestOffice, text: str) -> bool:
    catalog = office.service.office.catalogs
    keys = [key for key in catalog.keys("vi") if key.startswith("error.not_allowed.") or key in REFUSALS]
    return any(catalog.plain("vi", key)[:40] in text for key in keys)


async def may_command(office: TestOffice, person: Person, name: str) -> bool:
    before = len(office.tg.sent(person))
    if name in ("gan", "bogan"):
        group = office.tg.group("Nhóm", members=[person], admins=[person])
        return not refused(office, (await office.says(person, f"/{name}", group)).text)
    await office.says(person, f"/{name}")
    return not any(refused(office, message.text) for message in office.tg.sent(person)[before:])


def data_of(name: str) -> str:
    """Callback data of this button with arguments that fit its shape."""
    if name in ARGUMENTS:
        return f"{name}:{ARGUMENTS[name]}"
    for count in range(5):
        for words in ((), ("yes",), ("accept",), ("officer",), ("on",), ("few",), ("hour",), ("kind",)):
            for args in ([*["1"] * count, *words], [*words, *["1"] * count]):
                data = ":".join([name, *args])
                if parse(data) is not None:
                    return data
    raise AssertionError(f"no arguments are known for the button {name}")


ENTERING = ("unit", "newunit", "role", "forget")
"""Taps that change who somebody is: tried last."""


async def may_tap(office: TestOffice, person: Person, name: str) -> bool:
    place = office.tg.group("Nhóm", members=[person], admins=[person]) if "bind" in name else person
    message = await office.says(person, "/trogiup", None if place is person else place)  # type: ignore[arg-type]
    before = len(office.tg.sent(place))
    answers = len(office.tg.answers)
    person.taps_stale(data_of(name), message)
    await office.pump()
    said = [message.text for message in office.tg.sent(place)[before:]]
    said += [answer.text or "" for answer in office.tg.answers[answers:]]
    return not any(refused(office, text) for text in said)


@pytest.mark.parametrize("who", WHO)
async def test_every_command_does_what_the_page_of_roles_says(office: TestOffice, who: str) -> None:
    await prepare(office)
    person, told = await person_of(office, who), table("Commands")
    assert set(told) == {command.vi for command in COMMANDS}
    found = {name: await may_command(office, person, name) for name in told}
    assert found == {name: row[WHO.index(who)] for name, row in told.items()}


@pytest.mark.parametrize("who", WHO)
async def test_every_button_does_what_the_page_of_roles_says(office: TestOffice, who: str) -> None:
    await prepare(office)
    person, told = await person_of(office, who), table("Buttons")
    assert set(told) == NAMES
    order = sorted(told, key=lambda name: (ENTERING.index(name) + 1 if name in ENTERING else 0, name))
    found = {name: await may_tap(office, person, name) for name in order}
    assert found == {name: row[WHO.index(who)] for name, row in told.items()}


@pytest.mark.parametrize("who", WHO)
async def test_hotlines_are_for_everybody(office: TestOffice, who: str) -> None:
    person = await person_of(office, who)
    assert "111" in (await office.says(person, "/duongday")).text
