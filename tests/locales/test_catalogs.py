"""Every sentence in both catalogs keeps the rules, and each rule is able to fail."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest
from babel.messages.pofile import read_po

from locales import LANGUAGES, Language, po_path
from tests.house.tree import module, modules
from tests.locales import sentence_rules as rules
from tests.locales import usage
from tests.locales.sentence_rules import Book


@cache
def book(language: Language) -> Book:
    """The catalog as it is written, with the empty sentences that the loader leaves out."""
    with po_path(language).open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    return {
        message.id if isinstance(message.id, str) else message.id[0]: (message.string,)
        if isinstance(message.string, str)
        else tuple(message.string or ())
        for message in messages
    }


@cache
def found() -> usage.Usage:
    return usage.usage(modules())


def known() -> set[str]:
    return set(book("vi")) | set(book("en"))


def none(faults: list[str]) -> None:
    assert not faults, "\n" + "\n".join(faults)


def test_both_languages_have_the_same_keys() -> None:
    none(list(rules.same_keys(book("vi"), book("en"))))


def test_both_languages_use_the_same_values() -> None:
    none(list(rules.same_places(book("vi"), book("en"))))


@pytest.mark.parametrize(
    "rule", [rules.well_named, rules.said, rules.telegram_html], ids=lambda rule: rule.__name__
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_keeps(language: Language, rule: Callable[[Book], list[str]]) -> None:
    none(list(rule(book(language))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_fits_where_it_is_shown(language: Language) -> None:
    none(list(rules.lengths(book(language), usage.kinds(known(), found()))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_stands_twice_and_no_sentence_waits_for_a_review(language: Language) -> None:
    text = po_path(language).read_text(encoding="utf-8")
    written = re.findall(r'^msgid "(.+)"', text, re.MULTILINE)
    assert len(written) == len(set(written)) == len(book(language))
    assert not re.search(r"^#,.*fuzzy|^#~", text, re.MULTILINE)


def test_every_key_that_the_code_names_is_in_the_catalogs() -> None:
    none(list(usage.missing(known(), found())))


def test_every_key_in_the_catalogs_is_named_by_the_code() -> None:
    none(list(usage.unused(known(), found())))


@pytest.mark.parametrize(
    ("vi", "en"),
    [
        ({"a.b": ("x",)}, {}),
        ({}, {"a.b": ("x",)}),
    ],
)
def test_a_key_in_one_language_only_is_seen(vi: Book, en: Book) -> None:
    assert list(rules.same_keys(vi, en))


@pytest.mark.parametrize(
    ("vi", "en"),
    [
        (("Chào {name}",), ("Hello",)),
        (("{n} việc",), ("{count} task", "{count} tasks")),
        (("{n} việc",), ("tasks",)),
        (("Chào {}",), ("Hello {}",)),
        (("Chào {person.name}",), ("Hello {person.name}",)),
        (("Chào {name",), ("Hello {name",)),
    ],
)
def test_places_that_differ_or_are_strange_are_seen(vi: rules.Forms, en: rules.Forms) -> None:
    assert list(rules.same_places({"a.b": vi}, {"a.b": en}))


def test_a_plural_form_may_say_one_without_a_number() -> None:
    assert not list(rules.same_places({"a.b": ("{n} việc",)}, {"a.b": ("one task", "{n} tasks")}))


@pytest.mark.parametrize(
    "sentence",
    [
        "<b>a",
        "a</b>",
        "<b><i>a</b></i>",
        "<p>a</p>",
        "a < b",
        "a & b",
        "<a>x</a>",
        "<b class='x'>a</b>",
        "<br>",
        "a > b",
    ],
)
def test_html_that_telegram_refuses_is_seen(sentence: str) -> None:
    assert list(rules.telegram_html({"a.b": (sentence,)}))


def test_html_that_telegram_takes_is_let_through() -> None:
    sentence = (
        '<b>a <i>b</i></b> &lt; &amp; <a href="{url}">c</a> <blockquote expandable>d</blockquote> {name}'
    )
    assert not list(rules.telegram_html({"a.b": (sentence,)}))


def test_empty_sentences_and_strange_keys_are_seen() -> None:
    assert list(rules.said({"a.b": ("",)}))
    assert list(rules.said({"a.b": ()}))
    assert list(rules.said({"a.b": ("x", " ")}))
    assert list(rules.said({"a.b": ("x ",)}))
    assert list(rules.well_named({"Welcome": ("x",)}))


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("button", "x" * 65),
        ("button", "<b>x</b>"),
        ("command", "x" * 257),
        ("command", "a\nb"),
        ("answer", "x" * 201),
        ("message", "x" * 4097),
    ],
)
def test_a_sentence_that_does_not_fit_is_seen(kind: str, sentence: str) -> None:
    assert list(rules.lengths({"a.b": (sentence,)}, {kind: {"a.b"}}))
    assert not list(rules.lengths({"a.b": ("x" * 60,)}, {kind: {"a.b"}}))


def test_keys_are_found_in_literals_patterns_refusals_and_buttons() -> None:
    source = '''"""ask.docstring"""
say.text("vi", "ask.none")
raise Stale("ask.gone")
title = f"role.{role}.title"
name = "unit." + kind
button(say.plain("vi", "ask.more"), "more:1")
Reply(notice=say.plain("vi", "ask.told"))
log = getLogger("bot.settings")
'''
    seen = usage.usage([module("handlers/a.py", source)])
    assert set(seen.keys) == {"ask.none", "ask.gone", "ask.more", "ask.told"}
    assert seen.certain == {"ask.none", "ask.gone", "ask.more", "ask.told"}
    assert set(seen.patterns) == {r"role\.[a-z0-9_.]+\.title", r"unit\..+"}
    assert seen.kinds == {"button": {"ask.more"}, "command": set(), "answer": {"ask.gone", "ask.told"}}


def test_a_key_that_is_missing_and_one_that_nobody_says_are_seen() -> None:
    source = 'say.text("vi", "ask.none")\nx = "ask.more"\ny = f"role.{role}"\nz = "elsewhere.file"\n'
    seen = usage.usage([module("handlers/a.py", source)])
    assert list(usage.missing({"ask.old", "role"}, seen)) == [
        "handlers/a.py:2: ask.more is in no catalog",
        "handlers/a.py:1: ask.none is in no catalog",
        r"handlers/a.py:3: nothing in the catalogs fits role\.[a-z0-9_.]+",
    ]
    assert list(usage.missing({"ask.none", "ask.more", "role.officer"}, seen)) == []
    assert list(usage.unused({"ask.none", "ask.old", "role.officer"}, seen)) == ["ask.old: nobody says it"]
