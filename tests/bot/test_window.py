"""How many messages may be under way: one while that keeps the pace."""

from __future__ import annotations

import pytest

from bot.window import AT_ONCE, OF_LATE, Window


def seen(*seconds: float) -> int:
    window = Window()
    for one in seconds:
        window.saw(one)
    return window.size


@pytest.mark.parametrize(
    ("seconds", "under_way"), [(0.005, 1), (0.03, 1), (0.05, 2), (0.1, 3), (0.25, 8), (5.0, AT_ONCE)]
)
def test_one_is_under_way_while_that_keeps_the_pace_and_more_on_a_slow_network(
    seconds: float, under_way: int
) -> None:
    assert seen(*[seconds] * OF_LATE) == under_way


def test_a_hitch_now_and_then_does_not_put_more_messages_in_doubt() -> None:
    assert seen(*[0.02] * OF_LATE, 0.5, 0.02, 0.7, 0.02, 0.9) == 1


def test_nothing_is_guessed_from_a_few_messages() -> None:
    assert seen(*[0.5] * (OF_LATE // 2 - 1)) == 1
