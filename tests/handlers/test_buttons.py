"""The codec of buttons: short, total, and true to its shapes."""

from __future__ import annotations

import pytest

from handlers import buttons
from handlers.buttons import Button
from handlers.pressed import HANDLERS


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("done", (12, 3)),
        ("role", (7, "unit_head")),
        ("line", (1, "yes")),
        ("hotline", ()),
        ("carddone", (2**31 - 1, 2**31 - 1, 2**31 - 1)),
    ],
)
def test_what_is_made_is_read_again(name: str, args: tuple[buttons.Arg, ...]) -> None:
    data = buttons.make(name, *args)
    assert len(data.encode()) <= 64
    assert buttons.parse(data) == Button(name, args)


@pytest.mark.parametrize(
    "data",
    [None, "", ":", "done", "done:", "done:1:2:3", "done:x:1", "done:-1:1", "done:1.5:1", "done: 1:1", "task:²",
     "task:2147483648", "task:" + "9" * 5000, "role:1:admin", "lang:de", "hotline:", "\x00", "nobody:1", "🚨" * 20],
)  # fmt: skip
def test_what_is_not_ours_is_none(data: str | None) -> None:
    assert buttons.parse(data) is None


@pytest.mark.parametrize(
    ("name", "args"), [("done", (1,)), ("nobody", ()), ("role", (1, "king")), ("task", (-1,))]
)
def test_a_wrong_button_is_a_fault_of_the_program(name: str, args: tuple[buttons.Arg, ...]) -> None:
    with pytest.raises(ValueError):
        buttons.make(name, *args)


def test_every_button_has_its_handler() -> None:
    assert set(HANDLERS) == buttons.NAMES
