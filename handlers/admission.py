"""Coming in: by an invitation in `/start moi_…`, or by asking for a role and waiting for a word.

Called by handlers/registration.py; what heads and admins do is in handlers/people.py.
"""

from __future__ import annotations

from domain.errors import Stale
from domain.roles import Role
from handlers.context import Context
from handlers.reply import Notice, Reply
from handlers.views import people as views
from handlers.views import registration as registration_views
from handlers.views.base import View, Words
from services import letting_in, people

INVITED = "moi_"
"""What an invitation's payload begins with."""


async def choose(context: Context, unit_id: int, role: Role) -> Reply:
    """Somebody chose his unit and role: he is in, or those who may say yes are asked."""
    vouched = context.office.open_registration or context.actor.is_admin
    person, unit = await people.register(
        context.session, context.actor, unit_id, role, context.now, vouched=vouched
    )
    waits = await letting_in.waiting_of(context.session, person)
    if waits is None:
        first = registration_views.registered(
            context.words, person.name, unit.name, Role(person.role), unit_id, placed=bool(unit.province)
        )
        return Reply((first, registration_views.what_to_ask(context.words)), in_place=True)
    first = views.asked(context.words, waits.name, waits.unit, waits.role, waits.unit_id)
    others = await _ask(context, waits)
    return Reply((first, registration_views.what_to_ask(context.words)), in_place=True, others=others)


async def _ask(context: Context, waits: letting_in.Asking) -> tuple[Notice, ...]:
    """The messages to those who may say yes."""
    office = context.office
    ids = await letting_in.whom_to_ask(context.session, waits, office.admin_ids)
    return tuple(
        Notice(each, views.somebody_asks(Words(office.catalogs, office.languages.get(each, "vi")), waits))
        for each in ids
    )


async def by_invitation(context: Context, payload: str) -> tuple[View, ...]:
    """The greeting of somebody who came by an invitation; nothing where the payload is none."""
    if not payload.startswith(INVITED):
        return ()
    code = payload.removeprefix(INVITED)
    if not code.isascii() or len(code) > 64:
        raise Stale("invite.worthless")
    person, unit = await letting_in.use_invite(context.session, context.actor, code, context.now)
    return (
        registration_views.registered(
            context.words, person.name, unit.name, Role(person.role), unit.id or 0, placed=bool(unit.province)
        ),
        registration_views.what_to_ask(context.words),
    )
