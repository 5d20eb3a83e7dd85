"""Moments and days for the tests of the calendar."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.clock import VIETNAM
from domain.workdays import WorkCalendar

CALENDAR = WorkCalendar()
BERLIN = ZoneInfo("Europe/Berlin")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
"""Its summer time moves clocks by half an hour."""
ZONES = (VIETNAM, BERLIN, LORD_HOWE)


def at(text: str) -> datetime:
    """`2026-03-02T08:00` in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def day(text: str) -> date:
    return date.fromisoformat(text)
