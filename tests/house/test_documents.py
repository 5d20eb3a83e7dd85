"""Documents, the Makefile and the bot's command table say the same; no file says what has no place in it."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from tests.house import document_rules as rules
from tests.house.tree import ROOT, text_of, tracked_files

DOCUMENTS = tuple(
    sorted(path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))
)
NAME_COMMANDS = tuple(
    name for name in DOCUMENTS if name.startswith("README") or name.endswith((".vi.md", "commands.md"))
)
"""What officers, admins and operators read."""
WEB_PATHS = {"healthz"}
"""Written like a command, but a path of the web endpoint."""


def known_commands() -> set[str]:
    """Names and aliases in the bot's command table."""
    if not (ROOT / "handlers/commands.py").exists():
        pytest.skip("handlers/commands.py is not written yet")
    table = importlib.import_module("handlers.commands").COMMANDS
    return {word for command in table for word in command.names}


def targets() -> set[str]:
    """The words that `make` knows."""
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", NAME_COMMANDS)
def test_a_document_names_only_commands_that_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not list(rules.unknown_commands(name, text, known_commands() | WEB_PATHS))


def test_the_page_of_commands_names_every_one() -> None:
    page = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    faults = list(rules.untold_commands("docs/commands.md", page, known_commands()))
    assert not faults, "\n" + "\n".join(faults)


def test_commands_are_words_that_telegram_takes_and_none_stands_twice() -> None:
    words = known_commands()
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,31}", word) for word in words)
    table = importlib.import_module("handlers.commands").COMMANDS
    assert len(words) == sum(len(command.names) for command in table)


def test_a_missing_and_an_unknown_command_are_seen() -> None:
    text = "Ask with `/hoi` or `/ask ngày nào?`; later `/magic`; a path such as `/bot/x` is none."
    known = {"hoi", "ask", "start"}
    assert list(rules.unknown_commands("a.md", text, known)) == ["a.md: the bot knows no /magic"]
    assert list(rules.untold_commands("a.md", text, known)) == ["a.md: /start is not in the document"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_make_target_in_a_document_exists(name: str) -> None:
    assert not list(rules.target_faults(name, (ROOT / name).read_text(encoding="utf-8"), targets()))


def test_a_make_target_that_does_not_exist_is_seen() -> None:
    text = "Type `make demo`, then `make dinner`; people make sense of it.\n```\nmake lunch\n```\n"
    assert list(rules.target_faults("a.md", text, {"demo"})) == [
        "a.md: make dinner does not exist",
        "a.md: make lunch does not exist",
    ]


def test_make_help_lists_every_target_and_no_other() -> None:
    described = set(
        re.findall(r"^([a-z][a-z-]*):.*## .", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert described == targets()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_to_a_file_leads_somewhere(name: str) -> None:
    folder = (ROOT / name).parent
    lost = [
        link
        for link in rules.link_targets((ROOT / name).read_text(encoding="utf-8"))
        if not (folder / link).exists()
    ]
    assert not lost


def test_links_are_found_and_addresses_are_left_alone() -> None:
    text = "[a](docs/a.md#top) ![b](b.png) [c](https://example.vn/c.md) [d](#here)"
    assert rules.link_targets(text) == ["docs/a.md", "b.png"]


@pytest.mark.parametrize("name", ["docs/architecture.md", "docs/where-things-go.md"])
def test_the_maps_of_the_house_stay_short(name: str) -> None:
    if not (ROOT / name).exists():
        pytest.skip(f"{name} is not written yet")
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) < 150


def test_no_file_holds_what_has_no_place_in_it() -> None:
    if not tracked_files():
        pytest.skip("the project is not under version control here")
    texts = ((name, text_of(name)) for name in tracked_files() if name != "LICENSE")
    faults = [fault for name, text in texts if text for fault in rules.foreign_text(name, text)]
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize(
    "line",
    [
        "see /wo" + "rk/main/a.py",
        "cd /ho" + "me/an/code",
        "--index" + "-url https://example.vn",
        "from https://py" + "pi.org/simple",
        "Co-authored" + "-by: somebody",
        "as written in issue" + " 12",
        "open ../sha" + "red/plans",
    ],
)
def test_a_line_that_has_no_place_is_seen(line: str) -> None:
    assert list(rules.foreign_text("docs/a.md", f"first line\n{line}\n"))


def test_an_ordinary_line_is_let_through() -> None:
    line = "The agency asks; an issue with the plan; python -m bot; https://core.telegram.org/bots/api; var/work.db"
    assert not list(rules.foreign_text("docs/a.md", line))
    assert not list(rules.foreign_text("benchmarks/scores.py", "../sha" + "red/plans"))


def test_the_lock_files_pin_and_hash_everything_and_name_no_address() -> None:
    for file in sorted(Path(ROOT / "requirements").glob("*.txt")):
        blocks = re.split(r"\n(?=\S)", file.read_text(encoding="utf-8").strip())
        assert len(blocks) > 5
        for block in blocks:
            assert re.match(r"[a-z0-9._-]+==\S+", block), f"{file.name}: {block[:60]}"
            assert "--hash=sha256:" in block, f"{file.name}: {block[:60]}"
        assert "://" not in "".join(blocks)


def test_the_procfile_starts_commands_that_exist() -> None:
    lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines())
    assert lines == {
        "release": "python -m bot migrate",
        "web": "python -m bot serve",
        "worker": "python -m bot poll",
    }
