"""The gold of the sample plans is checked against the plans themselves: its text stands where it says."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from dateutil.rrule import rrulestr

from sandbox.office.office import PLANS, PROVINCE

GOLD = Path(__file__).parent / "gold"
FILES = sorted(GOLD.glob("*.json"))
LEVELS = {"ministry", "province", "district", "commune", "school"}
FIELDS = {
    "date": ({"due"}, set()),
    "period": ({"start", "due"}, set()),
    "recurring": ({"rrule"}, set()),
    "ongoing": ({"start"}, set()),
    "conditional": (set(), {"within", "working"}),
}
TASK_FIELDS = {"section", "lines", "text", "lead_in", "assignees", "partners", "deadlines"}


def squeezed(text: str) -> str:
    return " ".join(text.split())


def read(path: Path) -> tuple[dict[str, Any], list[str]]:
    gold = json.loads(path.read_text(encoding="utf-8"))
    return gold, (PLANS / gold["source"]).read_text(encoding="utf-8").split("\n")


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def pair(request: pytest.FixtureRequest) -> tuple[dict[str, Any], list[str]]:
    return read(request.param)


def test_every_plan_of_the_office_has_gold_and_the_other_way_round() -> None:
    assert {path.stem for path in FILES} == {path.stem for path in PLANS.iterdir()}
    for path in FILES:
        assert read(path)[0]["source"].rsplit(".", 1)[0] == path.stem


def test_the_shape_is_that_of_a_plan(pair: tuple[dict[str, Any], list[str]]) -> None:
    gold, lines = pair
    assert set(gold) == {"source", "plan", "agencies", "tasks", "hotlines", "citations"}
    plan = gold["plan"]
    assert set(plan) == {"title", "number", "issuer", "level", "province", "issued_on", "years"}
    assert plan["level"] in LEVELS
    assert plan["province"] == PROVINCE
    assert date.fromisoformat(plan["issued_on"]).year in plan["years"]
    issued = date.fromisoformat(plan["issued_on"])
    text = squeezed(" ".join(lines))
    assert re.search(rf"ngày {issued.day:02} tháng 0?{issued.month} năm {issued.year}", text)
    assert plan["number"] is None or f"Số: {plan['number']}" in text
    assert plan["title"] in text.replace("*", "")
    assert all(set(task) == TASK_FIELDS for task in gold["tasks"])
    assert all(set(line) == {"number", "name"} for line in gold["hotlines"])


def test_each_task_stands_at_its_lines(pair: tuple[dict[str, Any], list[str]]) -> None:
    gold, lines = pair
    for task in gold["tasks"]:
        first, last = task["lines"]
        assert 1 <= first <= last <= len(lines), task
        there = squeezed(" ".join(lines[first - 1 : last]))
        assert task["text"] in there, task
        # The first line begins the task, with no more than a bullet, a label or a number before it.
        before = squeezed(lines[first - 1]).split(task["text"].split()[0])[0]
        assert len(before) <= len("| 10 | "), task
        assert squeezed(lines[last - 1]), task
        for deadline in task["deadlines"]:
            assert deadline["as_written"] in there, (task, deadline)


def test_tasks_come_in_the_order_of_the_document(pair: tuple[dict[str, Any], list[str]]) -> None:
    gold, _ = pair
    starts = [task["lines"][0] for task in gold["tasks"]]
    assert starts == sorted(starts)
    assert len(set(starts)) == len(starts)


def test_a_lead_in_stands_before_its_tasks(pair: tuple[dict[str, Any], list[str]]) -> None:
    gold, lines = pair
    for task in gold["tasks"]:
        if task["lead_in"] is not None:
            assert task["lead_in"].endswith(":")
            assert task["lead_in"] in squeezed(" ".join(lines[: task["lines"][0] - 1]))


def test_deadlines_carry_the_fields_of_their_kind_and_real_days(
    pair: tuple[dict[str, Any], list[str]],
) -> None:
    gold, _ = pair
    for deadline in (d for task in gold["tasks"] for d in task["deadlines"]):
        needed, allowed = FIELDS[deadline["kind"]]
        fields = set(deadline) - {"kind", "as_written"}
        assert needed <= fields <= needed | allowed, deadline
        days = [date.fromisoformat(deadline[f]) for f in ("start", "due") if f in deadline]
        assert days == sorted(days), deadline
        if "rrule" in deadline:
            first = next(iter(rrulestr(deadline["rrule"], dtstart=datetime(2026, 1, 1))))
            assert date(2026, 1, 1) <= first.date() <= date(2026, 12, 31), deadline
        if "within" in deadline:
            assert re.fullmatch(r"P(\d+D|T\d+H)", deadline["within"]), deadline


def test_before_a_day_is_the_day_before_it(pair: tuple[dict[str, Any], list[str]]) -> None:
    gold, _ = pair
    day = re.compile(r"^(?:hoàn thành )?(trước|chậm nhất) ngày (\d+)/(\d+)/(\d{4})$", re.IGNORECASE)
    for deadline in (d for task in gold["tasks"] for d in task["deadlines"] if d["kind"] == "date"):
        found = day.match(deadline["as_written"])
        if found is None:
            continue
        word, *numbers = found.groups()
        named = date(*(int(number) for number in reversed(numbers)))
        earlier = (named - date.fromisoformat(deadline["due"])).days
        assert earlier == (1 if word.lower() == "trước" else 0), deadline


def test_agencies_are_the_assignees_in_order(pair: tuple[dict[str, Any], list[str]]) -> None:
    gold, _ = pair
    seen = dict.fromkeys(name for task in gold["tasks"] for name in task["assignees"] if name != "ALL")
    assert gold["agencies"] == list(seen)
    for task in gold["tasks"]:
        for field in ("assignees", "partners"):
            assert len(set(task[field])) == len(task[field]), task
        assert not set(task["assignees"]) & set(task["partners"]), task


def test_citations_and_hotlines_are_all_those_of_the_text(pair: tuple[dict[str, Any], list[str]]) -> None:
    gold, lines = pair
    text = squeezed(" ".join(lines))
    own = {gold["plan"]["number"], "KH-UBND"}
    printed = re.findall(r"\b\d+/(?:\d{4}/)?[A-ZĐ]+[a-z]?\d*(?:-[A-Za-zĐ]+)?\b", text)
    assert gold["citations"] == [number for number in dict.fromkeys(printed) if number not in own]
    numbers = re.findall(r"\b0298 \d{3} \d{4}\b|\b11[1-5]\b", text)
    assert {line["number"] for line in gold["hotlines"]} == set(numbers)


def test_exactly_one_date_in_all_plans_does_not_exist() -> None:
    impossible = []
    for path in sorted(PLANS.iterdir()):
        for day, month, year in re.findall(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b", path.read_text("utf-8")):
            try:
                date(int(year), int(month), int(day))
            except ValueError:
                impossible.append((path.name, f"{day}/{month}/{year}"))
    assert impossible == [("xa-suoi-may-duoi-nuoc-2026.md", "31/6/2026")]


def test_the_impossible_date_is_no_deadline_in_the_gold() -> None:
    gold, lines = read(GOLD / "xa-suoi-may-duoi-nuoc-2026.json")
    [task] = [t for t in gold["tasks"] if "31/6/2026" in lines[t["lines"][0] - 1]]
    assert task["deadlines"] == []
