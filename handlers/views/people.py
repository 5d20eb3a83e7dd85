"""People of a unit, who waits for a word, invitations, deputies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from domain.clock import local_date
from domain.roles import Role
from domain.units import UnitRef
from handlers import buttons
from handlers.views.base import BLANK, Row, View, Words, join, named
from handlers.views.dates import day
from handlers.views.registration import role_rows
from services.deputies import Colleague, StandIn
from services.letting_in import Asking, OpenInvite
from services.staff import Member, Staff

MOST_BUTTONS = 20


def role_name(words: Words, role: Role) -> Markup:
    return words.text(f"role.{role}")


def somebody_asks(words: Words, one: Asking) -> View:
    """To a head or an admin: may this person come in?"""
    text = words.text("approve.ask", name=one.name, role=role_name(words, one.role), unit=one.unit)
    return View(text, words.keyboard(_yes_no(words, one)))


def _yes_no(words: Words, one: Asking) -> Row:
    return [
        words.button("button.approve", buttons.make("approve", one.person_id, "yes")),
        words.button("button.refuse", buttons.make("approve", one.person_id, "no")),
    ]


def asking(words: Words, waiting: Sequence[Asking]) -> View:
    """Everybody who waits for a word, a row of buttons each."""
    if not waiting:
        return View(words.text("approve.nobody"), words.keyboard())
    shown = waiting[: MOST_BUTTONS // 2]
    lines = [
        words.text("approve.line", number=i, name=one.name, role=role_name(words, one.role), unit=one.unit)
        for i, one in enumerate(shown, start=1)
    ]
    if len(waiting) > len(shown):
        lines.append(words.text("approve.more", count=len(waiting) - len(shown)))
    rows = [
        [
            words.button("button.approve_n", buttons.make("approve", one.person_id, "yes"), number=i),
            words.button("button.refuse_n", buttons.make("approve", one.person_id, "no"), number=i),
        ]
        for i, one in enumerate(shown, start=1)
    ]
    return View(join([words.text("approve.title"), *lines]), words.keyboard(*rows))


def decided(words: Words, one: Asking, *, yes: bool) -> View:
    key = "approve.said_yes" if yes else "approve.said_no"
    text = words.text(key, name=one.name, role=role_name(words, one.role), unit=one.unit)
    return View(text, words.keyboard())


def asked(words: Words, name: str, unit: str, role: Role, unit_id: int) -> View:
    """To somebody who chose his role himself: he waits for a word."""
    text = words.text("approve.wait", name=name, unit=unit, role=role_name(words, role))
    return View(text, words.keyboard(*role_rows(words, unit_id)))


def let_in(words: Words, one: Asking) -> View:
    text = words.text("approve.yes", unit=one.unit, role=role_name(words, one.role))
    return View(text, words.keyboard([words.button("button.mine", buttons.make("mine"))]))


def not_let_in(words: Words, one: Asking) -> View:
    return View(words.text("approve.no", unit=one.unit, role=role_name(words, one.role)), words.keyboard())


def choose_unit(words: Words, found: Sequence[UnitRef], button: str) -> View:
    """The units that fit what was typed."""
    rows = [[named(unit.name, buttons.make(button, unit.id))] for unit in found]
    return View(words.text("unit.found" if found else "people.no_such_unit"), words.keyboard(*rows))


def which_unit(words: Words) -> View:
    return View(words.text("people.which_unit"), words.keyboard())


def staff(words: Words, found: Staff, *, invites: bool) -> View:
    """A unit's people, one button each."""
    lines = [_line(words, i, one) for i, one in enumerate(found.members, start=1)]
    text = join([words.text("people.title", unit=found.unit), *(lines or [words.text("people.none")])])
    rows = [
        [named(f"{i}. {one.name}", buttons.make("person", one.person_id))]
        for i, one in enumerate(found.members[:MOST_BUTTONS], start=1)
    ]
    if invites:
        rows.append([words.button("button.invite", buttons.make("inviteto", found.unit_id))])
    return View(text, words.keyboard(*rows))


def _line(words: Words, number: int, one: Member) -> Markup:
    key = "people.line" if one.reachable else "people.line_unreachable"
    line = words.text(key, number=number, name=one.name, role=role_name(words, one.role))
    if one.asked_role is not None:
        return line + Markup(" ") + words.text("people.asks", role=role_name(words, one.asked_role))
    return line


def person(words: Words, unit: Staff, one: Member, roles: Sequence[Role]) -> View:
    """One person and the roles that may be given to him."""
    text = words.text("people.card", name=one.name, role=role_name(words, one.role), unit=unit.unit)
    if not one.reachable:
        text = join([text, words.text("people.unreachable")])
    rows: list[Row] = [
        [words.button(f"role.{role}", buttons.make("giverole", one.person_id, role.value))]
        for role in roles
        if role is not one.role
    ]
    if rows:
        text = join([text, words.text("people.give_role")], BLANK)
    rows.append([words.button("button.back_to_people", buttons.make("staff", unit.unit_id))])
    return View(text, words.keyboard(*rows))


def role_given(words: Words, unit: str, role: Role) -> View:
    text = words.text("people.role_given", unit=unit, role=role_name(words, role))
    return View(text, words.keyboard([words.button("button.mine", buttons.make("mine"))]))


def which_unit_to_invite(words: Words) -> View:
    return View(words.text("invite.which_unit"), words.keyboard())


def invite_roles(words: Words, unit_id: int, roles: Sequence[Role]) -> View:
    """For which role is the invitation?"""
    rows = [[words.button(f"role.{role}", buttons.make("invitefor", unit_id, role.value))] for role in roles]
    return View(words.text("invite.which_role"), words.keyboard(*rows))


def invitation(words: Words, unit: str, role: Role, link: str, days: int) -> View:
    """The link to pass on."""
    text = words.text("invite.made", unit=unit, role=role_name(words, role), link=link, days=days)
    return View(text, words.keyboard())


def open_invites(words: Words, found: Sequence[OpenInvite]) -> View:
    """Invitations that nobody used yet, each with a button that revokes it."""
    if not found:
        return View(words.text("invite.none_open"), words.keyboard())
    shown = found[:MOST_BUTTONS]
    lines = [
        words.text(
            "invite.line",
            number=i,
            unit=one.unit,
            role=role_name(words, one.role),
            day=day(local_date(one.expires_at)),
        )
        for i, one in enumerate(shown, start=1)
    ]
    rows = [
        [words.button("button.revoke_n", buttons.make("revoke", one.id), number=i)]
        for i, one in enumerate(shown, start=1)
    ]
    return View(join([words.text("invite.open"), *lines]), words.keyboard(*rows))


def deputies(words: Words, now: StandIn | None, colleagues: Sequence[Colleague], until: date | None) -> View:
    """Who stands in, or who may; `until` is the day that was typed."""
    if now is not None:
        text = words.text("deputy.now", name=now.deputy, first=day(now.from_on), last=day(now.until_on))
        return View(text, words.keyboard([words.button("button.end_standin", buttons.make("endstandin"))]))
    if not colleagues:
        return View(words.text("deputy.nobody"), words.keyboard())
    number = until.toordinal() if until is not None else 0
    rows = [[named(one.name, buttons.make("standin", one.id, number))] for one in colleagues[:MOST_BUTTONS]]
    key = "deputy.who_until" if until is not None else "deputy.who"
    return View(words.text(key, last=day(until) if until else ""), words.keyboard(*rows))


def until_when(words: Words, name: str, deputy_id: int, days: Sequence[date]) -> View:
    """How long does he stand in?"""
    rows = [
        [words.button("button.until", buttons.make("standin", deputy_id, one.toordinal()), day=day(one))]
        for one in days
    ]
    return View(words.text("deputy.until_when", name=name), words.keyboard(*rows))


def handed_over(words: Words, now: StandIn) -> View:
    text = words.text("deputy.made", name=now.deputy, first=day(now.from_on), last=day(now.until_on))
    return View(text, words.keyboard([words.button("button.end_standin", buttons.make("endstandin"))]))


def stands_in(words: Words, name: str, now: StandIn) -> View:
    """To the deputy."""
    text = words.text("deputy.you", name=name, first=day(now.from_on), last=day(now.until_on))
    return View(text, words.keyboard([words.button("button.mine", buttons.make("mine"))]))


def taken_back(words: Words, name: str) -> View:
    return View(words.text("deputy.ended", name=name), words.keyboard())


def no_longer(words: Words, name: str) -> View:
    """To the deputy: it is over."""
    return View(words.text("deputy.you_ended", name=name), words.keyboard())
