"""Tapped buttons: which handler each one of the codec goes to."""

from __future__ import annotations

from telegram import Update

from handlers import (
    about,
    asked,
    buttons,
    calendar,
    deciding,
    events,
    fallbacks,
    groups,
    hotlines,
    load,
    plan_list,
    postponing,
    registration,
    reminders,
    settings,
    settling,
    standing,
    tasks,
    upcoming,
)
from handlers.context import Context
from handlers.edge import Edge

HANDLERS: dict[str, Edge] = {
    "hotline": hotlines.hotline,
    "help": about.help_,
    "mine": tasks.mine,
    "tasks": tasks.mine,
    "due": tasks.due,
    "task": tasks.card,
    "done": reminders.done,
    "carddone": reminders.card_done,
    "got": reminders.got,
    "later": postponing.later,
    "snooze": postponing.snooze,
    "snoozeon": postponing.snooze_on,
    "snoozeask": postponing.ask_day,
    "stopwait": asked.stop,
    "standing": standing.of_task,
    "event": events.ask,
    "eventon": events.enter,
    "eventoff": events.withdraw,
    "settings": settings.show,
    "setpage": settings.page,
    "setask": settings.ask,
    "sethour": settings.hour,
    "setquiet": settings.quiet,
    "setsteps": settings.steps,
    "setdigest": settings.digest,
    "dayoff": calendar.day_removed,
    "upcoming": upcoming.page,
    "held": settling.listed,
    "heldok": settling.confirm,
    "helddate": settling.ask_date,
    "heldset": settling.set_date,
    "helddrop": settling.drop,
    "ladders": calendar.all_ladders,
    "ladder": calendar.one_ladder,
    "ladderoff": calendar.ladder_off,
    "places": registration.places,
    "province": registration.province,
    "place": registration.place,
    "unit": registration.chosen,
    "newunit": registration.new_unit,
    "role": registration.role,
    "lang": about.language_chosen,
    "forget": about.forget_decided,
    "plan": load.preview,
    "agencies": load.agencies,
    "dates": load.dates,
    "doubts": deciding.doubts,
    "doubt": deciding.settle,
    "decided": deciding.decided,
    "takeback": deciding.take_back,
    "setunit": deciding.agency,
    "setname": deciding.agency,
    "diff": deciding.difference,
    "relations": deciding.relations,
    "relate": deciding.relate,
    "past": deciding.past,
    "publish": deciding.publish,
    "publishas": deciding.publish_as,
    "plans": plan_list.plan_list,
    "plancard": plan_list.card,
    "original": plan_list.original,
    "withdraw": plan_list.withdraw,
    "rollback": plan_list.roll_back,
    "restore": plan_list.restore,
    "discard": load.discard,
    "line": hotlines.decide,
    "bind": groups.bind_chosen,
}


async def pressed(update: Update, context: Context) -> None:
    """Every callback query ends here and is answered; what is not understood is an old button."""
    query = update.callback_query
    context.button = buttons.parse(query.data if query is not None else None)
    name = context.button.name if context.button is not None else ""
    await HANDLERS.get(name, fallbacks.old_button)(update, context)
