"""Deciding about a draft: its doubtful points, what it replaces, what becomes of an old plan, publishing.

Every tap checks the right again, and publishing what the admin saw against what is there now.
"""

from __future__ import annotations

from telegram import Update

from domain.errors import DomainError, Stale
from domain.roles import Right
from domain.states import Decision, PastUse, PlanChange
from handlers.context import Context
from handlers.edge import Store, handles
from handlers.load import shown
from handlers.reply import Reply, say, turn
from handlers.views import changes as change_views
from handlers.views import doubts as views
from handlers.views import hotlines as hotline_views
from handlers.views import preview as preview_views
from handlers.views.base import View
from services import access, corrections, hotlines, intake, past_plans, people, publishing, succession

WAITS_FOR_DATE = "doubt_date"
WAITS_FOR_AGENCY = "doubt_agency"


@handles(Store.READS)
async def doubts(update: Update, context: Context) -> Reply:
    """One open point with the buttons to settle it."""
    return turn(_doubt(context, await _preview(context), context.pressed.number(1)))


def _doubt(context: Context, found: intake.Preview, page: int) -> View:
    return views.doubt(context.words, found, page, preview_views.decide_row(context.words, found))


async def _preview(context: Context) -> intake.Preview:
    access.require(context.actor, Right.LOAD_PLAN)
    return await intake.preview(context.session, context.pressed.number(), context.now)


@handles(Store.WRITES)
async def settle(update: Update, context: Context) -> Reply:
    """An admin's word on a point, or what to type instead."""
    access.require(context.actor, Right.LOAD_PLAN)
    doubt_id, word = context.pressed.number(), context.pressed.word(1)
    match word:
        case "date":
            return await _ask_for_date(context, doubt_id)
        case "agency":
            return await _ask_for_agency(context, doubt_id)
        case "stop":
            await people.stop_waiting(context.session, context.actor.telegram_id)
            plan = await corrections.plan_of(context.session, doubt_id)
            return turn(_doubt(context, await _preview_of(context, plan.id), 0))
    decision = Decision.ACCEPTED if word == "accept" else Decision.DROPPED
    return await _settled(context, doubt_id, decision)


async def _preview_of(context: Context, plan_id: int | None) -> intake.Preview:
    return await intake.preview(context.session, plan_id or 0, context.now)


async def _settled(
    context: Context, doubt_id: int, decision: Decision, *, said: str = "", **values: object
) -> Reply:
    """The next open point follows, or the preview."""
    doubt = await corrections.settle(
        context.session,
        doubt_id,
        decision,
        context.actor,
        context.now,
        **values,  # type: ignore[arg-type] # `deadline` or `agency`
    )
    await people.stop_waiting(context.session, context.actor.telegram_id)
    found = await _preview_of(context, doubt.plan_id)
    said = said or context.words.plain(f"doubt.{decision.value}")
    if found.open_doubts:
        return turn(_doubt(context, found, 0), notice=said)
    return turn(shown(context, found), notice=said)


async def _ask_for_date(context: Context, doubt_id: int) -> Reply:
    await corrections.plan_of(context.session, doubt_id)
    text = await corrections.words_of(context.session, doubt_id)
    await people.wait_for(
        context.session, context.actor.telegram_id, WAITS_FOR_DATE, context.now, str(doubt_id)
    )
    return say(views.ask_for_date(context.words, doubt_id, text))


async def _ask_for_agency(context: Context, doubt_id: int, typed: str = "") -> Reply:
    doubt, found = await corrections.candidates(context.session, doubt_id, typed)
    await people.wait_for(
        context.session, context.actor.telegram_id, WAITS_FOR_AGENCY, context.now, str(doubt_id)
    )
    return say(views.ask_for_agency(context.words, doubt_id, typed or doubt.text, found))


async def typed(context: Context, text: str) -> Reply | None:
    """A text that was asked for here: a date or a body's name. None where something else was asked for."""
    waiting = await people.waiting_for(context.session, context.actor.telegram_id)
    if waiting is None or waiting[0] not in (WAITS_FOR_DATE, WAITS_FOR_AGENCY):
        return None
    access.require(context.actor, Right.LOAD_PLAN)
    doubt_id = int(waiting[1])
    if waiting[0] == WAITS_FOR_AGENCY:
        return await _ask_for_agency(context, doubt_id, text)
    deadline = corrections.read_typed_date(text, await corrections.plan_of(context.session, doubt_id))
    said = context.words.plain("doubt.dated", what=views.deadline_text(context.words, deadline))
    reply = await _settled(context, doubt_id, Decision.DATED, said=said, deadline=deadline)
    return say(preview_views.said(said), *reply.views)


@handles(Store.WRITES)
async def agency(update: Update, context: Context) -> Reply:
    """A body was chosen for a doubtful name."""
    access.require(context.actor, Right.LOAD_PLAN)
    doubt_id, which = context.pressed.number(0), context.pressed.number(1)
    unit = context.pressed.name == "setunit"
    candidate = corrections.Candidate("", which) if unit else corrections.Candidate("", None, which)
    plan = await corrections.plan_of(context.session, doubt_id)
    name = await corrections.name_of(context.session, plan, candidate)
    said = context.words.plain("doubt.assigned", what=name)
    return await _settled(context, doubt_id, Decision.ASSIGNED, said=said, agency=name)


@handles(Store.READS)
async def who_is(update: Update, context: Context) -> Reply:
    """Which unit does an agency mean that reaches nobody?"""
    found = await _preview(context)
    one = next((one for one in found.agencies if one.index == context.pressed.number(1)), None)
    if one is None or one.units or found.state.value != views.DRAFT:
        raise Stale("load.changed_meanwhile")
    return turn(preview_views.who_is(context.words, found, one))


@handles(Store.WRITES)
async def it_is(update: Update, context: Context) -> Reply:
    """The admin's word: in this plan that agency is this unit."""
    access.require(context.actor, Right.LOAD_PLAN)
    plan_id, index, unit_id, revision = (context.pressed.number(i) for i in range(4))
    name = await corrections.name_agency(
        context.session, plan_id, index, unit_id, revision, context.actor, context.now
    )
    found = await _preview_of(context, plan_id)
    said = context.words.plain("doubt.assigned", what=name)
    return turn(preview_views.agencies(context.words, found, 0), notice=said)


@handles(Store.READS)
async def decided(update: Update, context: Context) -> Reply:
    """A page of what was decided."""
    return turn(views.decided(context.words, await _preview(context), context.pressed.number(1)))


@handles(Store.WRITES)
async def take_back(update: Update, context: Context) -> Reply:
    """A decision is taken back; the point is open again."""
    access.require(context.actor, Right.LOAD_PLAN)
    doubt = await corrections.take_back(context.session, context.pressed.number(), context.actor, context.now)
    found = await _preview_of(context, doubt.plan_id)
    page = next((i for i, one in enumerate(found.open_doubts) if one.id == doubt.id), 0)
    return turn(_doubt(context, found, page), notice=context.words.plain("doubt.taken_back"))


@handles(Store.READS)
async def difference(update: Update, context: Context) -> Reply:
    """A page of what the draft would change."""
    return turn(change_views.difference(context.words, await _preview(context), context.pressed.number(1)))


@handles(Store.READS)
async def relations(update: Update, context: Context) -> Reply:
    """Which plan does it replace or amend?"""
    found = await _preview(context)
    plans = await succession.eligible(context.session, found.plan_id)
    return turn(change_views.relations(context.words, found, plans, context.pressed.number(1)))


@handles(Store.WRITES)
async def relate(update: Update, context: Context) -> Reply:
    """The admin says which plan it replaces or amends, or that it is a plan of its own."""
    access.require(context.actor, Right.LOAD_PLAN)
    plan_id, other = context.pressed.number(0), context.pressed.number(1)
    change = PlanChange(context.pressed.word(2))
    await succession.choose(context.session, plan_id, change, other or None, context.actor, context.now)
    found = await _preview_of(context, plan_id)
    return turn(shown(context, found))


@handles(Store.WRITES)
async def past(update: Update, context: Context) -> Reply:
    """What becomes of a plan whose dates are over."""
    access.require(context.actor, Right.LOAD_PLAN)
    plan_id, word = context.pressed.number(0), context.pressed.word(1)
    use = None if word == "none" else PastUse(word)
    await past_plans.choose(context.session, plan_id, use, context.actor, context.now)
    found = await _preview_of(context, plan_id)
    return turn(shown(context, found))


@handles(Store.WRITES)
async def publish(update: Update, context: Context) -> Reply:
    """Put the draft in force; with open points, ask first what becomes of them."""
    access.require(context.actor, Right.LOAD_PLAN)
    pressed = context.pressed
    found = await _preview_of(context, pressed.number())
    if (pressed.number(1), pressed.number(2)) != (found.revision, found.forerunner):
        raise Stale("load.changed_meanwhile")
    if found.open_doubts and found.state.value == views.DRAFT:
        accept, hold = preview_views.publish_as(found, "accept"), preview_views.publish_as(found, "hold")
        return turn(views.how_to_publish(context.words, found, accept, hold))
    return await _publish(context, found, as_is=False)


@handles(Store.WRITES)
async def publish_as(update: Update, context: Context) -> Reply:
    """Publish with the open points accepted as read, or with their deadlines held."""
    access.require(context.actor, Right.LOAD_PLAN)
    pressed = context.pressed
    found = await _preview_of(context, pressed.number())
    if (pressed.number(1), pressed.number(2)) != (found.revision, found.forerunner):
        raise Stale("load.changed_meanwhile")
    if found.over and found.past is None:
        raise DomainError("load.past_undecided")
    if pressed.word(3) == "accept":
        await corrections.accept_all(context.session, found.plan_id, context.actor, context.now)
        found = await _preview_of(context, found.plan_id)
        return await _publish(context, found, as_is=False)
    return await _publish(context, found, as_is=True)


async def _publish(context: Context, found: intake.Preview, *, as_is: bool) -> Reply:
    """Numbers that the plan names wait for a word of the admin afterwards."""
    came = await publishing.publish(
        context.session,
        found.plan_id,
        context.actor,
        context.now,
        seen=publishing.Seen(found.revision, found.forerunner),
        as_is=as_is,
    )
    proposals = await hotlines.proposals(context.session)
    asked = [hotline_views.proposal(context.words, one) for one in proposals[: preview_views.PROPOSALS]]
    return turn(preview_views.published(context.words, found, came), *asked)
