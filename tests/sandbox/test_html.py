"""Telegram's HTML: what it becomes, and what is refused."""

from __future__ import annotations

import pytest

from sandbox.errors import ApiError
from sandbox.html import parse_html


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>Hạn</b> 15/3", "Hạn 15/3", [("bold", 0, 3)]),
        ("👧 <i>trẻ &lt;6&gt; &amp; mẹ</i>", "👧 trẻ <6> & mẹ", [("italic", 3, 12)]),
        ("<b>a<u>b</u></b>", "ab", [("bold", 0, 2), ("underline", 1, 1)]),
        ("  <code>x</code>\n", "x", [("code", 0, 1)]),
        ('<span class="tg-spoiler">kín</span>', "kín", [("spoiler", 0, 3)]),
        ("<blockquote expandable>câu</blockquote>", "câu", [("expandable_blockquote", 0, 3)]),
        ("<b></b>trống", "trống", []),
        ("R&D &copy; 5 > 3", "R&D &copy; 5 > 3", []),
        ("<B>hoa</B>", "hoa", [("bold", 0, 3)]),
    ],
)
def test_marked_up_text_becomes_text_and_entities(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    parsed_text, parsed = parse_html(source)
    assert parsed_text == text
    assert [(e["type"], e["offset"], e["length"]) for e in parsed] == entities


def test_a_link_keeps_its_address_and_a_telephone_link_is_dropped_silently() -> None:
    assert parse_html('<a href="https://example.org/?a=1&amp;b=2">x</a>')[1] == [
        {"type": "text_link", "url": "https://example.org/?a=1&b=2", "offset": 0, "length": 1}
    ]
    assert parse_html('<a href="tel:111">111</a>') == ("111", [])


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("ạ<p>b</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("5 < 6", 'Unsupported start tag "" at byte offset 2'),
        ("</b", "Unclosed end tag at byte offset 0"),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_html_that_does_not_parse_is_refused_with_its_place(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(source)
    assert refused.value.error_code == 400
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"
