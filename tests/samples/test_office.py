"""The made-up office fits together: its people have units, its plans exist, its clock starts well."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from domain.clock import local_date
from domain.roles import Role
from domain.text import fold
from domain.units import UnitKind
from sandbox.office import office

GOLD = Path(__file__).parent / "gold"


def test_units_have_names_of_their_own_and_known_kinds() -> None:
    assert len({fold(unit.name) for unit in office.UNITS}) == len(office.UNITS)
    assert {unit.kind for unit in office.UNITS} == {kind.value for kind in UnitKind}
    assert {unit.commune for unit in office.UNITS} == {None, *office.COMMUNES}


def test_no_two_units_share_an_alias() -> None:
    aliases = [fold(alias) for unit in office.UNITS for alias in unit.aliases]
    assert len(set(aliases)) == len(aliases)
    assert not set(aliases) & {fold(unit.name) for unit in office.UNITS}


def test_people_belong_to_units_of_the_office() -> None:
    names = {unit.name for unit in office.UNITS}
    assert [person.first_name for person in office.PEOPLE] == ["An", "Bình", "Chi", "Dung"]
    for person in office.PEOPLE:
        assert person.unit in names
        assert Role(person.role)


def test_the_plans_are_the_five_of_the_folder() -> None:
    named = {*office.FIRST_PLANS, office.PLAN_TO_LOAD, office.OLD_PLAN}
    assert named == set(office.PLANS.iterdir())
    for plan in named:
        assert 80 <= len(plan.read_text(encoding="utf-8").splitlines()) <= 250


def test_the_province_prints_the_hotline_that_the_office_knows() -> None:
    assert office.PROVINCE_HOTLINE in office.FIRST_PLANS[0].read_text(encoding="utf-8")


def test_the_clock_starts_on_a_monday_with_deadlines_soon_after() -> None:
    start = local_date(office.START)
    assert start.strftime("%A") == "Monday"
    soon = []
    for plan in office.FIRST_PLANS:
        gold = json.loads((GOLD / f"{plan.stem}.json").read_text(encoding="utf-8"))
        dates = [d for task in gold["tasks"] for d in task["deadlines"] if d["kind"] == "date"]
        soon += [d for d in dates if start <= date.fromisoformat(d["due"]) <= start + timedelta(days=14)]
    assert len(soon) >= 5
