"""The rules for texts: what a document names exists, and nothing stands in a file that has no place there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_COMMAND = re.compile(r"`/([a-z]+)[^`/]*`")
_TARGET = re.compile(r"\bmake ([a-z][a-z-]*)")
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)


def _any_of(*halves: tuple[str, str]) -> re.Pattern[str]:
    """One of the words; they are written in halves so that this file, too, may be looked at."""
    return re.compile("|".join("".join(pair) for pair in halves), re.IGNORECASE)


_MACHINE = _any_of(
    ("/wo", "rk/"), ("/tm", "p/"), ("/ro", "ot/"), ("/ho", "me/[a-z]"), ("/Us", "ers/"), ("/op", "t/")
)
_REGISTRY = _any_of(
    ("py", r"pi\.org"), ("python", "hosted"), ("--(extra-)?index", "-url"), ("npm", r"js\.org")
)
_FOREIGN = _any_of(
    ("co-authored", "-by"),
    (r"\bissue", r"\s*#?\d"),
    (r"\blanguage", " model"),
    (r"\b(sub|ai )", r"agents?\b"),
)
_OUTSIDE = _any_of((r"\.\./sha", "red"))
OUTSIDE_ALLOWED = ("tests/", "benchmarks/", "Makefile")
"""Where the optional folder with real plans may be named."""


def commands_in(text: str) -> set[str]:
    """The bot's commands that a document names, each in its own code span: `/nhiemvu`."""
    return set(_COMMAND.findall(text))


def unknown_commands(name: str, text: str, known: Collection[str]) -> Iterator[str]:
    """A document names only commands that the bot knows."""
    yield from (f"{name}: the bot knows no /{word}" for word in sorted(commands_in(text) - set(known)))


def untold_commands(name: str, text: str, known: Collection[str]) -> Iterator[str]:
    """The page of commands names each of them, under each of its names."""
    yield from (f"{name}: /{word} is not in the document" for word in sorted(set(known) - commands_in(text)))


def target_faults(name: str, text: str, known: Collection[str]) -> Iterator[str]:
    """Every `make word` in a document's code is a target of the Makefile."""
    code = "\n".join(_CODE.findall(text))
    yield from (
        f"{name}: make {word} does not exist" for word in sorted(set(_TARGET.findall(code)) - set(known))
    )


def link_targets(text: str) -> list[str]:
    """The files that a document links to, relative to itself, without anchors."""
    found: list[str] = re.findall(r"\]\((?!https?://|mailto:|#)([^)#\s]+)", text)
    return found


def foreign_text(name: str, text: str) -> Iterator[str]:
    """No path of somebody's machine, no registry's address, no word about how the text came to be."""
    for number, line in enumerate(text.splitlines(), start=1):
        for pattern, what in (
            (_MACHINE, "a machine's path"),
            (_REGISTRY, "a registry"),
            (_FOREIGN, "a foreign word"),
        ):
            if pattern.search(line):
                yield f"{name}:{number}: {what}: {line.strip()[:80]}"
        if _OUTSIDE.search(line) and not name.startswith(OUTSIDE_ALLOWED):
            yield f"{name}:{number}: names a folder outside the project"
