"""/load: an admin sends a plan; it is read and previewed, or discarded (publishing: handlers/deciding.py).

Reading may take minutes, so no session is open meanwhile: short ones stand before and after it.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from telegram import Document, Message, Update
from telegram.error import BadRequest

from domain.errors import DomainError
from domain.plan import Draft
from domain.roles import Right
from handlers.cleaning import clean
from handlers.commands import of
from handlers.context import Context, in_private
from handlers.edge import Store, handles, refused, transaction
from handlers.reply import QUIET, Reply, say, turn
from handlers.sending import edited, send
from handlers.views import preview as views
from handlers.views.base import View
from services import access, intake, publishing

log = logging.getLogger(__name__)

PROGRESS_SECONDS = 3.0
"""How often the progress message may change: Telegram allows about one edit a second in a chat."""


@handles(Store.NONE)
async def document(update: Update, context: Context) -> Reply:
    """A document arrived; with /load or /nap as its caption it is read."""
    message = update.effective_message
    if message is None or message.document is None:
        return QUIET
    if not _asks_to_load(message.caption, context.telegram.username):
        if not in_private(update):
            return QUIET
        admin = update.effective_user is not None and update.effective_user.id in context.office.admin_ids
        return say(views.how_to_load(context.words) if admin else views.not_for_you(context.words))
    return await _load(update, context, message.document)


@handles(Store.NONE)
async def command(update: Update, context: Context) -> Reply:
    """/load as a reply to a document that was sent before."""
    message = update.effective_message
    replied = message.reply_to_message if message is not None else None
    if replied is None or replied.document is None:
        async with transaction(update, context, writes=False):
            access.require(context.actor, Right.LOAD_PLAN)
        return say(views.how_to_load(context.words))
    return await _load(update, context, replied.document)


def _asks_to_load(caption: str | None, username: str) -> bool:
    """Whether a caption begins with the command, addressed to nobody or to this bot."""
    word = (caption or "").split(maxsplit=1)[0] if (caption or "").strip() else ""
    name, _, addressee = word.partition("@")
    return name.lower() in {f"/{one}" for one in of("load")} and addressee.lower() in ("", username.lower())


async def _load(update: Update, context: Context, sent: Document) -> Reply:
    """Check, fetch, read, keep and preview. Whatever goes wrong replaces the progress message."""
    async with transaction(update, context, writes=False):
        access.require(context.actor, Right.LOAD_PLAN)
    if not in_private(update):
        raise DomainError("error.private_only")
    name = clean(sent.file_name or "")
    intake.check_upload(name, sent.file_size)
    progress = await send(views.reading(context.words, name), update, context)
    try:
        view = await _read(update, context, sent, name, progress)
    except DomainError as refusal:
        view = refused(refusal, update, context).views[0]
    if progress is not None and await edited(view, update, context, progress):
        return QUIET
    return say(view)


async def _read(
    update: Update, context: Context, sent: Document, name: str, progress: Message | None
) -> View:
    """Fetch the file; unless it is known, read it and keep the draft. Returns what to show."""
    content = await _fetch(context, sent)
    async with transaction(update, context, writes=False) as session:
        known = await intake.known(session, content)
        if known is not None:
            return views.known(context.words, known)
    draft = await _read_with_progress(update, context, content, name, progress)
    try:
        async with transaction(update, context, writes=True) as session:
            plan_id = await intake.keep(session, content, name, draft, context.actor, context.now)
            preview = await intake.preview(session, plan_id, context.now)
    except IntegrityError:  # another admin loaded the same file in the meantime
        async with transaction(update, context, writes=False) as session:
            known = await intake.known(session, content)
            if known is None:
                raise
            return views.known(context.words, known)
    return shown(context, preview)


def shown(context: Context, found: intake.Preview) -> View:
    """The preview, with the way to the review page where there is one."""
    link = context.office.review_link
    address = link(found.plan_id, context.actor.telegram_id) if link is not None else ""
    return views.preview(context.words, found, context.today, address)


async def _fetch(context: Context, sent: Document) -> bytes:
    try:
        file = await context.telegram.get_file(sent.file_id)
        return bytes(await file.download_as_bytearray())
    except BadRequest as error:
        if "too big" in error.message.lower():
            raise DomainError("load.error.too_large", megabytes=intake.MAX_BYTES // (1024 * 1024)) from error
        raise


@dataclass(slots=True)
class _Pages:
    """How far the reader is; `told` is what the progress message shows."""

    done: int = 0
    total: int = 0
    told: int = 0

    def note(self, done: int, total: int) -> None:
        self.done, self.total = done, total


async def _read_with_progress(
    update: Update, context: Context, content: bytes, name: str, progress: Message | None
) -> Draft:
    """Read, and say now and then how many pages are read (only scans are slow enough for that)."""
    seen = _Pages()
    reading = asyncio.ensure_future(intake.read(content, name, seen.note))
    try:
        while not (await asyncio.wait({reading}, timeout=PROGRESS_SECONDS))[0]:
            if progress is not None and seen.done > seen.told:
                seen.told = seen.done
                view = views.reading(context.words, name, seen.done, seen.total)
                await edited(view, update, context, progress)
        return reading.result()
    except OSError as error:  # the reader's process, not the store
        log.error("the reader could not be started: %s", type(error).__name__)
        raise DomainError("load.error.reader_failed") from error
    finally:
        reading.cancel()


@handles(Store.READS)
async def preview(update: Update, context: Context) -> Reply:
    """The preview again, from its other pages or from the list of drafts."""
    found = await _preview(context)
    return turn(shown(context, found))


@handles(Store.READS)
async def agencies(update: Update, context: Context) -> Reply:
    """A page of the plan's agencies."""
    return turn(views.agencies(context.words, await _preview(context), context.pressed.number(1)))


@handles(Store.READS)
async def dates(update: Update, context: Context) -> Reply:
    """A page of the plan's deadlines in date order."""
    found = await _preview(context)
    return turn(views.dates(context.words, found, context.today, context.pressed.number(1)))


async def _preview(context: Context) -> intake.Preview:
    access.require(context.actor, Right.LOAD_PLAN)
    return await intake.preview(context.session, context.pressed.number(), context.now)


@handles(Store.WRITES)
async def discard(update: Update, context: Context) -> Reply:
    """Throw the draft away."""
    access.require(context.actor, Right.LOAD_PLAN)
    session, plan_id = context.session, context.pressed.number()
    found = await intake.preview(session, plan_id, context.now)
    await publishing.discard(session, plan_id, context.actor, context.now)
    return turn(views.discarded(context.words, found))
