"""The table of commands: names, aliases, menu line, where they are shown.

Both names of a command work everywhere; menus show the Vietnamese name to Vietnamese apps and the
English one to all others.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shown(StrEnum):
    """Whose menu a command stands in."""

    PRIVATE = "private"
    GROUP = "group"
    ADMIN = "admin"


_EVERYWHERE = frozenset({Shown.PRIVATE, Shown.GROUP, Shown.ADMIN})
_PRIVATE = frozenset({Shown.PRIVATE, Shown.ADMIN})
_GROUP = frozenset({Shown.GROUP})
_ADMIN = frozenset({Shown.ADMIN})


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its Vietnamese and English names and the key of its menu line."""

    vi: str
    en: str
    menu: str
    shown: frozenset[Shown]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.vi,) if self.vi == self.en else (self.vi, self.en)

    def name(self, language: str) -> str:
        return self.vi if language == "vi" else self.en


COMMANDS: tuple[Command, ...] = (
    Command("start", "start", "command.start", _PRIVATE),
    Command("nhiemvu", "tasks", "command.tasks", _EVERYWHERE),
    Command("han", "deadlines", "command.deadlines", _EVERYWHERE),
    Command("hoi", "ask", "command.ask", _EVERYWHERE),
    Command("duongday", "hotline", "command.hotline", _EVERYWHERE),
    Command("donvi", "unit", "command.unit", _PRIVATE),
    Command("nhacnho", "reminders", "command.reminders", _EVERYWHERE),
    Command("nguoi", "people", "command.people", _PRIVATE),
    Command("moi", "invite", "command.invite", _PRIVATE),
    Command("uyquyen", "deputy", "command.deputy", _PRIVATE),
    Command("kehoach", "plans", "command.plans", _PRIVATE),
    Command("nap", "load", "command.load", _ADMIN),
    Command("sapgui", "upcoming", "command.upcoming", _ADMIN),
    Command("choxacnhan", "held", "command.held", _ADMIN),
    Command("bacnhac", "ladders", "command.ladders", _ADMIN),
    Command("ngaynghi", "daysoff", "command.daysoff", _ADMIN),
    Command("nhatky", "audit", "command.audit", _ADMIN),
    Command("suckhoe", "status", "command.status", _ADMIN),
    Command("gan", "bind", "command.bind", _GROUP),
    Command("bogan", "unbind", "command.unbind", _GROUP),
    Command("ngonngu", "language", "command.language", _PRIVATE),
    Command("quyenrieng", "privacy", "command.privacy", _PRIVATE),
    Command("xoatoi", "forget", "command.forget", _PRIVATE),
    Command("trogiup", "help", "command.help", _EVERYWHERE),
)

BY_NAME: dict[str, Command] = {name: command for command in COMMANDS for name in command.names}


def of(name: str) -> tuple[str, ...]:
    """All names of the command that has this one."""
    return BY_NAME[name].names
