"""Which keys the code names: whole in a literal, or as a pattern where a part is filled in at run time."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.house.tree import ROOT, Module
from tests.locales.sentence_rules import KEY

ROOMS = ("bot", "handlers", "services", "domain")
DECLARED_PATTERNS: tuple[str, ...] = ()
"""Regular expressions of keys that are put together in a way that is not seen here; best left empty."""

_START = re.compile(r"[a-z][a-z0-9_]*\.[a-z0-9_.]*")
_ASKS = {"text", "plain"}
_REFUSALS = {"DomainError", "NotAllowed", "Stale"}


@dataclass
class Usage:
    """What was found: key and place in the source; patterns and place; and keys of a kind with its own limit."""

    keys: dict[str, str] = field(default_factory=dict)
    certain: set[str] = field(default_factory=set)
    patterns: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, set[str]] = field(
        default_factory=lambda: {"button": set(), "command": set(), "answer": set()}
    )


def usage(modules: Iterable[Module]) -> Usage:
    """Read the keys out of the source of the rooms that name them."""
    found = Usage()
    for module in modules:
        if module.room in ROOMS:
            passed_over = set(_passed_over(module.tree))
            for node in ast.walk(module.tree):
                if id(node) not in passed_over:
                    _note(module, node, found)
    return found


def _passed_over(tree: ast.AST) -> Iterator[int]:
    """Docstrings, and the pieces of f-strings, which are read as a whole."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield from map(id, node.values)


def _note(module: Module, node: ast.AST, found: Usage) -> None:
    place = f"{module.path}:{getattr(node, 'lineno', 0)}"
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if KEY.fullmatch(node.value) and not _is_module(node.value):
            found.keys.setdefault(node.value, place)
        elif _START.fullmatch(node.value) and node.value.endswith("."):
            found.patterns.setdefault(re.escape(node.value) + ".+", place)
    elif isinstance(node, ast.JoinedStr):
        pattern = _pattern(node)
        if pattern:
            found.patterns.setdefault(pattern, place)
    elif isinstance(node, ast.Call):
        _note_call(node, found)


def _note_call(node: ast.Call, found: Usage) -> None:
    """Keys handed to a catalog or to a refusal are certain; keys inside a call that makes a button are buttons,
    and a notice is what appears over a tapped button."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    direct = {value for value in map(_literal, node.args) if KEY.fullmatch(value)}
    if name in _ASKS | _REFUSALS:
        found.certain |= direct
    if name == "Stale":
        found.kinds["answer"] |= direct
    if "button" in name.lower():
        found.kinds["button"] |= _keys_within(node)
    for keyword in node.keywords:
        if keyword.arg == "notice":
            found.kinds["answer"] |= _keys_within(keyword.value)


def _keys_within(node: ast.AST) -> set[str]:
    return {value for value in map(_literal, ast.walk(node)) if KEY.fullmatch(value)}


def _literal(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _pattern(node: ast.JoinedStr) -> str | None:
    """`f"role.{role}"` as a regular expression; None where the text in front is no beginning of a key."""
    start = _literal(node.values[0]) if node.values else ""
    if not _START.fullmatch(start):
        return None
    return "".join(re.escape(_literal(part)) or "[a-z0-9_.]+" for part in node.values)


def _is_module(text: str) -> bool:
    """`bot.sender` is a logger's name."""
    path = ROOT.joinpath(*text.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def missing(known: set[str], found: Usage) -> Iterator[str]:
    """Keys and patterns that the code names and no catalog has."""
    rooms = {key.split(".")[0] for key in known}
    for key, place in sorted(found.keys.items()):
        if key not in known and (key in found.certain or key.split(".")[0] in rooms):
            yield f"{place}: {key} is in no catalog"
    for pattern, place in sorted(found.patterns.items()):
        named = pattern.split(r"\.")[0] in rooms
        if named and not any(re.fullmatch(pattern, key) for key in known):
            yield f"{place}: nothing in the catalogs fits {pattern}"


def unused(known: set[str], found: Usage) -> Iterator[str]:
    """Keys that nothing names."""
    patterns = [*found.patterns, *DECLARED_PATTERNS]
    for key in sorted(known - set(found.keys)):
        if not any(re.fullmatch(pattern, key) for pattern in patterns):
            yield f"{key}: nobody says it"


def kinds(known: set[str], found: Usage) -> Mapping[str, set[str]]:
    """Keys with a limit of their own, by what the code does with them and by their name."""
    named = {
        "button": {key for key in known if {"button", "buttons"} & set(key.split("."))},
        "command": {key for key in known if key.startswith(("command.", "commands."))},
        "answer": set[str](),
    }
    return {kind: named[kind] | found.kinds[kind] for kind in named}
