"""Carrying out a Reply: answering the tapped button, sending and editing, sending a contact or a file.

Called by the edge alone, after the commit. Telegram's refusals end here: a person who blocked the bot
or a message that is gone is no error of ours.
"""

from __future__ import annotations

import logging
from typing import Any

from telegram import (
    CallbackQuery,
    InlineKeyboardMarkup,
    InputFile,
    MaybeInaccessibleMessage,
    Message,
    ReplyParameters,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from domain.hotlines import Line
from handlers.context import Context, topic_of
from handlers.patience import patiently
from handlers.reply import Notice, Reply
from handlers.views.base import View, plain, shorten

log = logging.getLogger(__name__)

NOTICE = 190
"""Telegram allows 200 characters over a button."""


async def carry_out(reply: Reply, update: Update, context: Context) -> None:
    """Send what a handler answered; a tapped button is answered in any case.

    Other people's messages come last: there may be many, and a button waits for its answer.
    """
    if reply.after is not None:
        reply.after()
    try:
        try:
            await _send_all(reply, update, context)
        finally:
            if update.callback_query is not None:
                await _answer_button(update.callback_query, reply)
        for other in reply.others:
            await _tell(other, context)
        if reply.tellings and context.office.refresh is not None:
            await context.office.refresh(reply.tellings)
    except Forbidden:
        log.info("a person or a group does not let the bot write")
    except TelegramError as error:
        log.warning("an answer could not be sent: %s", type(error).__name__)


async def _tell(other: Notice, context: Context) -> None:
    """A message to somebody else; that he cannot be reached is no matter of the one who caused it."""
    try:
        await _send(other.view, {"chat_id": other.telegram_id}, context)
    except TelegramError as error:
        log.info("somebody could not be told: %s", type(error).__name__)


async def _send_all(reply: Reply, update: Update, context: Context) -> None:
    views = list(reply.views)
    if reply.in_place and views and await edited(views[0], update, context):
        views.pop(0)
    for view in views:
        await send(view, update, context)
    if reply.contact is not None:
        await _send_contact(reply.contact, update, context)
    if reply.file is not None:
        await _send_file(*reply.file, update, context)


async def _answer_button(query: CallbackQuery, reply: Reply) -> None:
    text = shorten(reply.notice, NOTICE) or None
    try:
        await query.answer(text, show_alert=reply.alert)
    except TelegramError as error:
        log.info("a tapped button could not be answered: %s", type(error).__name__)


async def send(view: View, update: Update, context: Context) -> Message | None:
    """A new message where the update came from; in groups it replies to what was asked."""
    chat = update.effective_chat
    if chat is None:
        return None
    where: dict[str, Any] = {"chat_id": chat.id, "message_thread_id": topic_of(update) or None}
    if chat.type != "private" and update.message is not None:
        where["reply_parameters"] = ReplyParameters(
            update.message.message_id, allow_sending_without_reply=True
        )
    try:
        return await _send(view, where, context)
    except ChatMigrated as moved:
        where.pop("reply_parameters", None)
        return await _send(view, {**where, "chat_id": moved.new_chat_id}, context)


async def _send(view: View, where: dict[str, Any], context: Context) -> Message:
    keyboard = view.keyboard

    async def as_html() -> Message:
        return await context.telegram.send_message(
            text=str(view.text), parse_mode=ParseMode.HTML, reply_markup=keyboard, **where
        )

    try:
        return await patiently(as_html)
    except BadRequest as error:
        if not _is_markup_fault(error):
            raise
        log.error("a message was refused as HTML: sent as plain text")
        return await context.telegram.send_message(text=plain(view), reply_markup=keyboard, **where)


async def edited(
    view: View, update: Update, context: Context, message: MaybeInaccessibleMessage | None = None
) -> bool:
    """Write a message of ours anew, by default the tapped one; False where it has to be sent as a new one."""
    query = update.callback_query
    target = message or (query.message if query is not None else None)
    if target is None or (view.keyboard is not None and not isinstance(view.keyboard, InlineKeyboardMarkup)):
        return False
    keyboard, chat_id, message_id = view.keyboard, target.chat.id, target.message_id

    async def edit() -> object:
        return await context.telegram.edit_message_text(
            str(view.text),
            chat_id=chat_id,
            message_id=message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard,
        )

    try:
        await patiently(edit)
    except BadRequest as error:
        return "not modified" in error.message.lower()
    return True


async def _send_contact(line: Line, update: Update, context: Context) -> None:
    chat = update.effective_chat
    if chat is None:
        return
    chat_id, name = chat.id, context.words.plain(line.key) if line.key else line.name

    async def send_it() -> Message:
        return await context.telegram.send_contact(
            chat_id,
            phone_number=line.number,
            first_name=shorten(name, 60),
            message_thread_id=topic_of(update) or None,
        )

    await patiently(send_it)


async def _send_file(name: str, content: bytes, update: Update, context: Context) -> None:
    chat = update.effective_chat
    if chat is None:
        return
    chat_id = chat.id

    async def send_it() -> Message:
        return await context.telegram.send_document(
            chat_id,
            InputFile(content, filename=name),
            message_thread_id=topic_of(update) or None,
        )

    await patiently(send_it)


def _is_markup_fault(error: BadRequest) -> bool:
    words = error.message.lower()
    return "parse entities" in words or "too long" in words
