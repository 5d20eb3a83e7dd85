"""Days and spans in words."""

from __future__ import annotations

from datetime import date, datetime, time

from markupsafe import Markup

from domain.clock import local
from handlers.views.base import Words


def day(value: date) -> str:
    """A day as officers write it: 09/03/2026."""
    return value.strftime("%d/%m/%Y")


def number_of(value: date) -> int:
    """A day as a button carries it: 20260309."""
    return value.year * 10_000 + value.month * 100 + value.day


def hour(value: time) -> str:
    """An hour of the day: 07:30."""
    return value.strftime("%H:%M")


def weekday(words: Words, value: date) -> str:
    """The day of the week: "Thứ Hai"."""
    return words.plain(f"date.weekday.{value.isoweekday()}")


def moment(value: datetime) -> str:
    """A moment in Vietnam's time: 07:30 09/03/2026."""
    return local(value).strftime("%H:%M %d/%m/%Y")


def distance(words: Words, due: date, today: date) -> Markup:
    """How far away a due day is: "còn 7 ngày", "hôm nay", "quá hạn 3 ngày"."""
    days = (due - today).days
    if days == 0:
        return words.text("date.today")
    if days > 0:
        return words.text("date.left", n=days)
    return words.text("date.overdue", n=-days)
