"""One class under one name: `Các sở, ban, ngành` and `Các sở, ban, ngành thành phố` of the same plan.

Called by `plans/tasks.py` when all tasks are read. Only classes are made one, and only where the plan itself
writes both forms; bodies such as `Công an` and `Công an tỉnh` may be two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from domain.plan import DraftTask

_TURNED = {"Phòng Kế hoạch - Tài chính": "Phòng Tài chính - Kế hoạch"}
"""A district's one office of finance with its words turned; a department has an office of the first name."""
_OWN_LEVELS = (
    "cấp tỉnh",
    "tỉnh",
    "thành phố",
    "cấp huyện",
    "huyện",
    "quận",
    "thị xã",
    "cấp xã",
    "xã",
    "phường",
)


def with_same_names(tasks: list[DraftTask]) -> list[DraftTask]:
    """The tasks with every class under its shorter name."""
    names = {name for task in tasks for name in (*task.assignees, *task.partners)}
    shorter = {
        name: short for name in names if (short := _without_level(name) or _TURNED.get(name, "")) in names
    }
    if not shorter:
        return tasks
    return [
        replace(task, assignees=_renamed(task.assignees, shorter), partners=_renamed(task.partners, shorter))
        for task in tasks
    ]


def with_district_names(tasks: Iterable[DraftTask]) -> tuple[DraftTask, ...]:
    """The tasks of a district's plan, whose office of finance has one name however it is written."""
    return tuple(
        replace(task, assignees=_renamed(task.assignees, _TURNED), partners=_renamed(task.partners, _TURNED))
        for task in tasks
    )


def _without_level(name: str) -> str:
    if name.startswith("Các "):
        for level in _OWN_LEVELS:
            short = name.removesuffix(f" {level}")
            if short != name and not short.endswith(","):  # `Các huyện, thành phố` names two kinds
                return short
    return ""


def _renamed(names: Iterable[str], shorter: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(shorter.get(name, name) for name in names))
