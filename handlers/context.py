"""The typed context of every update: the office, and what the edge's decorator finds out.

`session` and `actor` are there only while the decorator holds a session open.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Bot, Update
from telegram.ext import CallbackContext, ContextTypes, ExtBot

from domain.clock import local_date
from domain.roles import Actor
from handlers.buttons import Button
from handlers.cleaning import clean
from handlers.office import Office
from handlers.views.base import Words
from locales import known_language

OFFICE = "office"
"""The key in the application's bot_data."""

NAME_LENGTH = 64


class Context(CallbackContext[ExtBot[Any], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """See the module."""

    session: AsyncSession
    actor: Actor
    language: str = "vi"
    button: Button | None = None

    @property
    def office(self) -> Office:
        office = self.application.bot_data[OFFICE]
        assert isinstance(office, Office)
        return office

    @property
    def telegram(self) -> Bot:
        return self.application.bot

    @property
    def words(self) -> Words:
        return Words(self.office.catalogs, self.language)

    @property
    def now(self) -> datetime:
        return self.office.clock.now()

    @property
    def today(self) -> date:
        return local_date(self.now)

    @property
    def pressed(self) -> Button:
        """The tapped button, in handlers that are reached by a button alone."""
        assert self.button is not None
        return self.button

    def guess_language(self, update: Update) -> str:
        """The remembered choice if it is in memory, else what Telegram says. Asks no store."""
        user = update.effective_user
        if user is None:
            return "vi"
        return self.office.languages.get(user.id) or known_language(user.language_code)


def context_types() -> ContextTypes[Context, dict[Any, Any], dict[Any, Any], dict[Any, Any]]:
    """For `ApplicationBuilder.context_types`."""
    return ContextTypes(context=Context)


def name_of(update: Update) -> str:
    """How the sender calls himself, cut to a sensible length."""
    user = update.effective_user
    return clean(user.full_name)[:NAME_LENGTH] if user else ""


def in_private(update: Update) -> bool:
    """Whether the update comes from a private chat."""
    return update.effective_chat is not None and update.effective_chat.type == "private"


def topic_of(update: Update) -> int:
    """The forum topic that the update belongs to; 0 for the chat itself (the general topic among it)."""
    message = update.effective_message
    thread = getattr(message, "message_thread_id", None)
    if not getattr(message, "is_topic_message", False) or thread in (None, 1):
        return 0
    return int(thread)
