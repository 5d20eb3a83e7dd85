"""Help, language, privacy, leaving, the service's health."""

from __future__ import annotations

from datetime import datetime

from handlers import buttons
from handlers.commands import COMMANDS, Shown
from handlers.views.base import BLANK, View, Words, join, main_keyboard
from handlers.views.dates import moment
from services.health import Health

STATES = ("planned", "sending", "sent", "unsure", "failed", "skipped")


def help_(words: Words, *, admin: bool, private: bool) -> View:
    """The commands with what each does, and how to ask."""
    shown = Shown.GROUP if not private else Shown.ADMIN if admin else Shown.PRIVATE
    lines = [
        words.text("help.command", name=command.name(words.language), what=words.text(command.menu))
        for command in COMMANDS
        if shown in command.shown
    ]
    parts = [words.text("help.title"), join(lines), words.text("help.ask" if private else "help.in_group")]
    return View(
        join([*parts, words.text("help.danger")], BLANK),
        main_keyboard(words) if private else words.keyboard(),
    )


def privacy(words: Words) -> View:
    return View(words.text("privacy.text"), words.keyboard())


def language_set(words: Words, *, private: bool) -> View:
    """In private with the keyboard in the new language."""
    return View(words.text("language.set"), main_keyboard(words) if private else words.keyboard())


def forget(words: Words, *, registered: bool) -> View:
    """The question before erasing."""
    if not registered:
        return View(words.text("forget.nobody"), words.keyboard())
    row = [
        words.button("button.forget", buttons.make("forget", "yes")),
        words.button("button.keep", buttons.make("forget", "no")),
    ]
    return View(words.text("forget.ask"), words.keyboard(row))


def forgotten(words: Words) -> View:
    return View(words.text("forget.done"), words.keyboard())


def kept(words: Words) -> View:
    return View(words.text("forget.kept"), words.keyboard())


def status(words: Words, health: Health, now: datetime) -> View:
    """Counts, what waits, and the last tick."""
    lines = [
        words.text("status.title", now=moment(now)),
        words.text("status.people", people=health.people, groups=health.groups),
        words.text("status.plans", n=health.plans),
        words.text("status.unreachable", n=health.unreachable),
    ]
    lines += [
        words.text(f"status.reminders.{state}", n=health.reminders[state])
        for state in STATES
        if health.reminders.get(state)
    ]
    never = words.plain("status.never")
    lines.append(words.text("status.next_due", at=moment(health.next_due) if health.next_due else never))
    lines.append(words.text("status.last_tick", at=moment(health.last_tick) if health.last_tick else never))
    if health.oldest_due is not None:
        lines.append(words.text("status.oldest_due", at=moment(health.oldest_due)))
    counted = [(on, count) for on, count in health.days if count.sent or count.failed or count.unsure]
    if counted:
        lines.append(words.text("status.days"))
    lines += [
        words.text("status.day", day=f"{on:%d/%m}", sent=count.sent, failed=count.failed, unsure=count.unsure)
        for on, count in counted
    ]
    return View(join(lines), words.keyboard())
