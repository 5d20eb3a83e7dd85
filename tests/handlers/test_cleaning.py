"""Names from outside lose what is not seen and keep what is Vietnamese."""

from __future__ import annotations

import unicodedata

import pytest

from handlers.cleaning import clean

NAME = "Nguyễn Thị Ước Đặng Ộ"


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        (NAME, NAME),
        (unicodedata.normalize("NFD", NAME), NAME),
        ("Trạm\u202e Y tế\u202c", "Trạm Y tế"),
        ("Trạm\u200b Y\ufeff tế\u200d", "Trạm Y tế"),
        ("Trạm\n\n Y\u2028tế\x00", "Trạm Y tế"),
        ("<b>An & Co</b>", "<b>An & Co</b>"),
        ("\u202e\u200b", ""),
        ("", ""),
    ],
)
def test_what_is_not_seen_goes_and_the_rest_stays(given: str, cleaned: str) -> None:
    assert clean(given) == cleaned


def test_marks_do_not_pile_up() -> None:
    pile = "Z" + "\u0351\u036b\u0353\u036a\u0302" * 50
    assert len(clean(pile)) <= 4
