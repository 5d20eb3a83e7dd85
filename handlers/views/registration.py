"""Welcome, choosing a unit and a role, what somebody is registered as."""

from __future__ import annotations

from collections.abc import Sequence

from domain.hotlines import Line
from domain.roles import SELF_CHOSEN, Actor, Role
from domain.text import fold
from domain.units import UnitKind, UnitRef
from handlers import buttons
from handlers.views.base import BLANK, Row, View, Words, join, main_keyboard, named, page_of, turn_row
from handlers.views.hotlines import listed

ROWS = 12
"""Units or places a page: one a row, so that long names stay readable."""

UNITS = 20
"""Units of one commune a page: all that the templates make stand on one, so that no tap is needed to turn it."""

PLACES = 40
"""Communes a page where there are many: their names are short, so two stand in a row."""

_KIND_ORDER = {
    kind.value: i
    for i, kind in enumerate(
        (
            UnitKind.CULTURE_SOCIAL,
            UnitKind.COMMUNE_COMMITTEE,
            UnitKind.HEALTH_STATION,
            UnitKind.COMMUNE_POLICE,
            UnitKind.DEPARTMENT,
            UnitKind.WOMENS_UNION,
            UnitKind.YOUTH_UNION,
            UnitKind.FATHERLAND_FRONT,
            UnitKind.SCHOOL,
        )
    )
}
"""Those who work for children most stand first."""


def welcome(words: Words, lines: Sequence[Line]) -> View:
    """What the bot does, and the numbers to call, for somebody new."""
    text = join([words.text("start.welcome"), words.text("start.hotlines"), listed(words, lines)], BLANK)
    return View(text, main_keyboard(words))


def welcome_back(words: Words, name: str) -> View:
    return View(words.text("start.again", name=name), main_keyboard(words))


def group_hello(words: Words, bot: str) -> View:
    """In a group: what can be done here, and what belongs into the private chat."""
    return View(words.text("group.hello", bot=bot), words.keyboard())


def profile(words: Words, actor: Actor, unit: UnitRef | None) -> View:
    """Unit and role, with buttons to change them."""
    role = words.text(f"role.{actor.role}") if actor.role else words.text("role.viewer")
    name = unit.name if unit else words.text("unit.none")
    rows: list[Row] = [[words.button("button.change_unit", buttons.make("places", 0))]]
    if unit is not None:
        rows.append([words.button("button.change_role", buttons.make("unit", unit.id))])
    text = words.text("unit.profile", name=actor.name, unit=name, role=role)
    if actor.is_admin:
        text = join([text, words.text("unit.admin")])
    return View(text, words.keyboard(*rows))


def provinces(words: Words, firsts: Sequence[tuple[str, int]], page: int) -> View:
    """The provinces to choose from, each with one of its units, which stands for it in the buttons."""
    all_pages = _chunks(len(firsts))
    number, shown = page_of(page, all_pages)
    rows = [[named(firsts[i][0], buttons.make("province", firsts[i][1], 0))] for i in shown]
    rows.append(turn_row(words, number, len(all_pages), "places"))
    return View(words.text("unit.choose_province"), words.keyboard(*rows, _language_row(words)))


def places(words: Words, units: Sequence[UnitRef], page: int, of_province: int | None = None) -> View:
    """The communes (and the province's own bodies) to choose from, or the units where there are few.

    `of_province` is the unit that stands for the province where it was chosen from several.
    """
    by_place: dict[str, UnitRef] = {}
    for unit in sorted(units, key=lambda unit: fold(unit.commune)):
        by_place.setdefault(unit.commune, unit)
    end = [_language_row(words)]
    if of_province is not None:
        end = [[words.button("button.back_to_provinces", buttons.make("places", 0))]]
    if len(by_place) == 1 and len(units) > ROWS:
        return units_of(words, units, units[0].id, page)
    if len(units) <= ROWS:
        rows = [[named(unit.name, buttons.make("unit", unit.id))] for unit in units]
        key = "unit.choose" if units else "unit.type_only"
        return View(words.text(key), words.keyboard(*rows, *end))
    all_pages = _chunks(len(by_place), PLACES)
    number, shown_places = page_of(page, all_pages)
    flat = [
        named(place or words.plain("unit.of_province"), buttons.make("place", unit.id, 0))
        for place, unit in list(by_place.items())[shown_places.start : shown_places.stop]
    ]
    across = 1 if len(by_place) <= ROWS else 2
    rows = [flat[i : i + across] for i in range(0, len(flat), across)]
    again = ("places",) if of_province is None else ("province", of_province)
    rows.append(turn_row(words, number, len(all_pages), *again))
    return View(words.text("unit.choose_place"), words.keyboard(*rows, *end))


def units_of(words: Words, units: Sequence[UnitRef], key: int, page: int) -> View:
    """The units of one place; `key` is the unit that stands for the place in the buttons."""
    units = sorted(units, key=lambda unit: (_KIND_ORDER.get(unit.kind, len(_KIND_ORDER)), unit.name))
    all_pages = _chunks(len(units), UNITS)
    number, shown = page_of(page, all_pages)
    rows = [[named(units[i].name, buttons.make("unit", units[i].id))] for i in shown]
    rows.append(turn_row(words, number, len(all_pages), "place", key))
    rows.append([words.button("button.back_to_places", buttons.make("places", 0))])
    return View(words.text("unit.choose"), words.keyboard(*rows))


def _chunks(count: int, size: int = ROWS) -> list[range]:
    return [range(i, min(i + size, count)) for i in range(0, max(count, 1), size)]


def found_units(words: Words, found: Sequence[UnitRef], new_name: str) -> View:
    """What fits a typed name, and the offer to add it where it may be a new unit."""
    several = len({unit.province for unit in found}) > 1
    rows: list[Row] = [
        [named(f"{unit.name} ({unit.province})" if several else unit.name, buttons.make("unit", unit.id))]
        for unit in found
    ]
    if new_name:
        rows.append([words.button("button.new_unit", buttons.make("newunit"))])
    rows.append([words.button("button.all_units", buttons.make("places", 0))])
    if found:
        text = words.text("unit.found")
        if new_name:
            text = join([text, words.text("unit.or_new", name=new_name)], BLANK)
    elif new_name:
        text = words.text("unit.new", name=new_name)
    else:
        text = words.text("unit.not_found")
    return View(text, words.keyboard(*rows))


def roles(words: Words, unit: UnitRef) -> View:
    """Which role somebody has in the unit."""
    back = [words.button("button.other_unit", buttons.make("places", 0))]
    return View(words.text("role.choose", unit=unit.name), words.keyboard(*role_rows(words, unit.id), back))


def role_rows(words: Words, unit_id: int) -> list[Row]:
    return [[words.button(f"role.{role}", buttons.make("role", unit_id, role.value))] for role in SELF_CHOSEN]


def registered(words: Words, name: str, unit: str, role: Role, unit_id: int, *, placed: bool) -> View:
    """What was entered, with the roles to change it; a unit that nobody gave a place yet sees no plan."""
    key = "unit.registered_viewer" if role is Role.VIEWER else "unit.registered"
    text = words.text(key, name=name, unit=unit, role=words.text(f"role.{role}"))
    if not placed:
        text = join([text, words.text("unit.no_province")], BLANK)
    return View(text, words.keyboard(*role_rows(words, unit_id)))


def what_to_ask(words: Words) -> View:
    """The hint after registering, with the keyboard below the input field."""
    return View(words.text("start.what_to_ask"), main_keyboard(words))


def languages(words: Words) -> View:
    return View(words.text("language.choose"), words.keyboard(_language_row(words, both=True)))


def _language_row(words: Words, *, both: bool = False) -> Row:
    """The button to the other language, or both."""
    wanted = [code for code in ("vi", "en") if both or code != words.language]
    return [words.button(f"language.{code}", buttons.make("lang", code)) for code in wanted]
