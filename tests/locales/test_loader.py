"""Fetching a sentence: languages, values, plurals, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from markupsafe import Markup

from locales import LANGUAGES, Catalogs, known_language, load, read_catalog, without_html

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {plural}\\n"\n\n'
VI = (
    HEAD.format(plural="nplurals=1; plural=0;")
    + """
msgid "greet"
msgstr "Chào <b>{name}</b> &amp; bạn bè\\nMời vào"

msgid "tasks"
msgid_plural "tasks"
msgstr[0] "{n} nhiệm vụ"

msgid "only.here"
msgstr "Chỉ có tiếng Việt"

msgid "link"
msgstr "<a href=\\"{url}\\">xem</a>"
"""
)
EN = (
    HEAD.format(plural="nplurals=2; plural=(n != 1);")
    + """
msgid "greet"
msgstr "Hello <b>{name}</b> &amp; friends\\nCome in"

msgid "tasks"
msgid_plural "tasks"
msgstr[0] "{n} task"
msgstr[1] "{n} tasks"

msgid "only.here"
msgstr ""
"""
)


@pytest.fixture
def catalogs(tmp_path: Path) -> Catalogs:
    for language, text in (("vi", VI), ("en", EN)):
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "bot.po").write_text(text, encoding="utf-8")
    return Catalogs(
        {language: read_catalog(tmp_path / language / "LC_MESSAGES" / "bot.po") for language in LANGUAGES}
    )


def test_a_value_is_escaped_and_the_sentence_itself_is_not(catalogs: Catalogs) -> None:
    said = catalogs.text("vi", "greet", name="<An> & 'B'")
    assert said == "Chào <b>&lt;An&gt; &amp; &#39;B&#39;</b> &amp; bạn bè\nMời vào"
    assert isinstance(said, Markup)


def test_a_value_that_is_html_already_is_left_alone(catalogs: Catalogs) -> None:
    assert "<b><i>An</i></b>" in catalogs.text("vi", "greet", name=Markup("<i>An</i>"))


def test_a_quote_in_a_value_cannot_leave_an_attribute(catalogs: Catalogs) -> None:
    assert catalogs.text("vi", "link", url='"><b>') == '<a href="&#34;&gt;&lt;b&gt;">xem</a>'


def test_plain_text_has_no_html_and_keeps_what_the_value_says(catalogs: Catalogs) -> None:
    assert catalogs.plain("en", "greet", name="<An> & B") == "Hello <An> & B & friends\nCome in"


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("en", 1, "1 task"),
        ("en", 0, "0 tasks"),
        ("en", 2, "2 tasks"),
        ("vi", 1, "1 nhiệm vụ"),
        ("vi", 5, "5 nhiệm vụ"),
    ],
)
def test_a_number_chooses_the_form(catalogs: Catalogs, language: str, n: int, said: str) -> None:
    assert catalogs.text(language, "tasks", n=n) == said


def test_a_sentence_with_forms_wants_its_number(catalogs: Catalogs) -> None:
    with pytest.raises(KeyError, match="tasks"):
        catalogs.text("en", "tasks")


def test_a_key_that_only_vietnamese_has_is_said_in_vietnamese(catalogs: Catalogs) -> None:
    assert catalogs.text("en", "only.here") == "Chỉ có tiếng Việt"
    assert "only.here" not in catalogs.keys("en")


def test_a_key_that_nobody_has_is_an_error(catalogs: Catalogs) -> None:
    with pytest.raises(KeyError, match=r"no\.such: no catalog"):
        catalogs.text("vi", "no.such")


@pytest.mark.parametrize("values", [{}, {"Name": "An"}])
def test_a_place_without_a_value_is_an_error(catalogs: Catalogs, values: dict[str, str]) -> None:
    with pytest.raises(KeyError, match="greet: no value for the place 'name'"):
        catalogs.text("vi", "greet", **values)


@pytest.mark.parametrize(
    ("code", "language"),
    [
        (None, "vi"),
        ("", "vi"),
        ("vi", "vi"),
        ("de", "vi"),
        ("en", "en"),
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("enm", "vi"),
    ],
)
def test_the_language_of_a_person_is_vietnamese_unless_it_is_english(code: str | None, language: str) -> None:
    assert known_language(code) == language


def test_text_without_html_reads_as_it_was_meant() -> None:
    assert without_html('<b>a</b> &lt;b&gt; <a href="x">c</a>') == "a <b> c"


def test_the_catalogs_are_read_once() -> None:
    assert load() is load()
