"""The demo's fixed script: one whole path through the program, and what everybody saw.

register → ask → hotline → load → preview → publish → bind a group → move the clock → reminder in private
and in the group → done.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.stage import Stage, new_messages
from domain.clock import local
from sandbox.chats import Chat, Message
from sandbox.office import office

Seen = dict[tuple[int, int], tuple[str, int]]
"""What a message said, and its rows of buttons, by chat and message id."""


async def play(stage: Stage) -> str:
    """Run the script; returns the transcript."""
    out = Transcript(stage)
    an, chi, binh = stage.an, stage.chi, stage.binh

    chi.says("/start")
    binh.says("/start")
    await stage.pump()
    new_messages(stage)
    await out.act("An: /start", lambda: an.says("/start"))
    await out.act("An types the unit without marks", lambda: an.says("vhxh suoi may"))
    await out.act(f"An taps “{office.AN.unit}”", lambda: an.taps(office.AN.unit or ""))
    await out.act("Chi taps “Xác nhận”", lambda: chi.taps("✅ Xác nhận"))
    await out.act("An taps “Nhiệm vụ của tôi”", lambda: an.taps("📋 Nhiệm vụ của tôi"))
    await out.act("An taps the first task", lambda: an.taps("1"))
    await out.act("An asks: đuối nước", lambda: an.says("đuối nước"))
    await out.act("An: /duongday", lambda: an.says("/duongday"))

    plan = office.PLAN_TO_LOAD
    await out.act(
        f"Chi sends {plan.name} with /load",
        lambda: chi.sends_document(plan.read_bytes(), plan.name, caption="/load"),
    )
    await out.act("Chi taps the doubtful point", lambda: chi.taps("⚠️ Xử lý điểm chưa chắc chắn (1)"))
    await out.act("Chi taps “Nhập ngày”", lambda: chi.taps("📅 Nhập ngày"))
    await out.act("Chi: 30/6/2026", lambda: chi.says("30/6/2026"))
    await out.act("Chi taps “Công bố”", lambda: chi.taps("Công bố"))
    await out.act("Bình in the group: /gan", lambda: binh.says("/gan", chat=stage.group))
    await out.move("to the next reminder", {"action": "next"})
    await out.act("An taps “Đã xong”", lambda: an.taps("✅ 1"))
    await out.move("to the next reminder", {"action": "next"})
    await out.move("by a day", {"days": 1})
    return out.text()


class Transcript:
    """What was done and what came of it, line by line."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._lines: list[str] = []

    async def act(self, what: str, action: Callable[[], object]) -> None:
        """Do one thing as a person would and note the answers."""
        edits = self._edits()
        action()
        await self._stage.pump()
        self._note(what, edits)

    async def move(self, what: str, wish: dict[str, object]) -> None:
        """Move the clock and note what goes out."""
        edits = self._edits()
        await self._stage.move(wish)
        self._note(f"The clock moves {what}", edits)

    def _note(self, what: str, edits: Seen) -> None:
        now = local(self._stage.clock.now())
        self._lines += ["", f"### {now:%d/%m/%Y %H:%M} · {what}"]
        for message in self._changed(edits):
            self._lines += [
                "",
                f"[{_where(message)}]{' (edited)' if message.edited else ''}",
                *_shown(message),
            ]

    def _edits(self) -> Seen:
        return {
            (chat.id, message.id): (message.text, len(message.buttons or []))
            for chat in self._chats()
            for message in chat.messages
        }

    def _changed(self, before: Seen) -> list[Message]:
        fresh = {id(message) for message in new_messages(self._stage)}
        return [
            message
            for chat in self._chats()
            for message in chat.messages
            if message.sender is not None
            and message.sender.is_bot
            and (
                id(message) in fresh
                or before.get((chat.id, message.id)) != (message.text, len(message.buttons or []))
            )
        ]

    def _chats(self) -> list[Chat]:
        return [*(person.private for person in self._stage.people.values()), self._stage.group]

    def text(self) -> str:
        return "\n".join(self._lines).strip() + "\n"


def _where(message: Message) -> str:
    return message.chat.title or next(iter(message.chat.members.values())).first_name


def _shown(message: Message) -> list[str]:
    """The message as it looks, without its markup; buttons in square brackets."""
    lines = message.text.splitlines()
    if message.contact is not None:
        lines.append(f"(contact: {message.contact.first_name}, {message.contact.phone_number})")
    for row in message.buttons or []:
        lines.append("  " + "  ".join(f"[{button.text}]" for button in row))
    return lines
