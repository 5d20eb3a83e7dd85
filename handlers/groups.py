"""Groups: /gan, /bogan, the bot being added or thrown out, groups that become supergroups."""

from __future__ import annotations

from telegram import ChatMember, Message, Update
from telegram.constants import ChatMemberStatus

from domain.errors import DomainError, NotAllowed, Stale
from domain.states import ChatKind
from handlers.cleaning import clean
from handlers.context import Context, topic_of
from handlers.edge import Store, handles
from handlers.registration import find_units
from handlers.reply import QUIET, Reply, say, turn
from handlers.views import groups as views
from handlers.views import registration as registration_views
from services import access, groups

INSIDE = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
RUNS_THE_GROUP = (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)


async def must_run_the_group(update: Update, context: Context) -> Reply | None:
    """Only whoever runs a group decides what it follows; asked of Telegram, without the store."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None or chat.type not in ("group", "supergroup"):
        return say(views.only_in_groups(context.words))
    if is_anonymous_admin(update):
        return None
    member = await context.telegram.get_chat_member(chat.id, user.id)
    if member.status not in RUNS_THE_GROUP:
        raise DomainError("bind.not_group_admin")
    return None


def is_anonymous_admin(update: Update) -> bool:
    """An admin who writes in the group's own name."""
    message, chat = update.effective_message, update.effective_chat
    asked = update.callback_query is None
    return bool(asked and message and chat and message.sender_chat and message.sender_chat.id == chat.id)


def place(update: Update) -> groups.Place:
    """The group or topic that the update came from."""
    chat = update.effective_chat
    assert chat is not None
    return groups.Place(chat.id, ChatKind(chat.type), clean(chat.title or ""), topic_of(update))


@handles(Store.WRITES, before=must_run_the_group)
async def bind(update: Update, context: Context) -> Reply:
    """/gan [unit or number of a plan]: this group or topic follows it, too."""
    if is_anonymous_admin(update):
        raise DomainError("bind.anonymous")
    typed = " ".join(context.args or [])
    if not typed:
        if context.actor.unit_id is None and context.actor.is_admin:
            followed = await groups.followed(context.session, place(update))
            return say(views.which_unit(context.words, followed, plans=True))
        return await _bind(update, context, access.require_unit(context.actor))
    plans = await groups.plans_to_follow(context.session, context.actor, typed)
    if len(plans) == 1:
        return await _bind_plan(update, context, plans[0][0])
    found = await find_units(context, typed)
    if len(found) == 1:
        return await _bind(update, context, found[0].id)
    return say(views.choose_unit(context.words, found))


@handles(Store.WRITES, before=must_run_the_group)
async def bind_chosen(update: Update, context: Context) -> Reply:
    """A unit was tapped in the list of those found."""
    reply = await _bind(update, context, context.pressed.number())
    return turn(*reply.views)


async def _bind(update: Update, context: Context, unit_id: int) -> Reply:
    where = place(update)
    unit, fresh = await groups.bind(context.session, context.actor, where, unit_id, context.now)
    followed = await groups.followed(context.session, where)
    return say(
        views.bound(
            context.words,
            unit.name,
            followed,
            fresh=fresh,
            in_topic=where.topic_id != 0,
            plans=groups.may_follow_plans(context.actor),
        )
    )


@handles(Store.READS, before=must_run_the_group)
async def plans(update: Update, context: Context) -> Reply:
    """The plans that the group may follow."""
    if not groups.may_follow_plans(context.actor):
        raise NotAllowed("bind.plan_not_allowed")
    return say(views.choose_plan(context.words, await groups.plans_to_follow(context.session, context.actor)))


@handles(Store.WRITES, before=must_run_the_group)
async def bind_plan(update: Update, context: Context) -> Reply:
    """A plan was tapped."""
    reply = await _bind_plan(update, context, context.pressed.number())
    return turn(*reply.views)


async def _bind_plan(update: Update, context: Context, plan_id: int) -> Reply:
    where = place(update)
    week, fresh = await groups.bind_plan(context.session, context.actor, where, plan_id, context.now)
    followed = await groups.followed(context.session, where)
    return say(views.bound_plan(context.words, week, followed, context.today, fresh=fresh))


@handles(Store.WRITES, before=must_run_the_group)
async def unbind(update: Update, context: Context) -> Reply:
    """/bogan: this group or topic follows nothing any more; where it follows several, which one shall end?"""
    where = place(update)
    followed = await groups.followed(context.session, where)
    if len(followed) > 1:
        return say(views.what_to_end(context.words, followed))
    gone = await groups.release(context.session, where, context.now, context.actor)
    return say(views.unbound(context.words, gone))


@handles(Store.WRITES, before=must_run_the_group)
async def unbind_chosen(update: Update, context: Context) -> Reply:
    """One of them, or all."""
    where, kind = place(update), context.pressed.word(0)
    only = None if kind == "all" else (kind, context.pressed.number(1))
    gone = await groups.release(context.session, where, context.now, context.actor, only=only)
    if not gone:
        raise Stale("bind.gone_already")
    return turn(views.unbound(context.words, gone, await groups.followed(context.session, where)))


@handles(Store.WRITES)
async def membership(update: Update, context: Context) -> Reply:
    """The bot was let in, thrown out, blocked or unblocked."""
    change = update.my_chat_member
    if change is None or change.chat.type == "channel":
        return QUIET
    inside = _is_inside(change.new_chat_member)
    reason = "" if inside else f"{change.chat.type}: {change.new_chat_member.status}"
    await groups.reachable(context.session, change.chat.id, inside, reason, context.now)
    if inside and change.chat.type != "private" and not _is_inside(change.old_chat_member):
        return say(registration_views.group_hello(context.words, context.telegram.username))
    return QUIET


def _is_inside(member: ChatMember) -> bool:
    """A restricted member is inside as long as it may write."""
    if member.status == ChatMemberStatus.RESTRICTED:
        return bool(getattr(member, "is_member", False) and getattr(member, "can_send_messages", True))
    return member.status in INSIDE


@handles(Store.WRITES)
async def migrated(update: Update, context: Context) -> Reply:
    """A group became a supergroup. Both sides tell of it; either one is enough."""
    message = update.effective_message
    if message is None:
        return QUIET
    old, new = _ids(message)
    if old is not None and new is not None:
        await groups.moved(context.session, old, new)
    return QUIET


def _ids(message: Message) -> tuple[int | None, int | None]:
    if message.migrate_to_chat_id is not None:
        return message.chat.id, message.migrate_to_chat_id
    return message.migrate_from_chat_id, message.chat.id
