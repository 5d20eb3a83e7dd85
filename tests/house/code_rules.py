"""The rules for source files. Each takes a module and yields its faults, one line of text each."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator

from tests.house.tree import ROOMS, Module

MAY_IMPORT = {
    "domain": {"domain"},
    "plans": {"plans", "domain"},
    "storage": {"storage", "domain"},
    "services": {"services", "domain", "plans", "storage"},
    "locales": {"locales"},
    "handlers": {"handlers", "domain", "services", "locales"},
    "sandbox": {"sandbox", "domain"},
    "bot": set(ROOMS),
}
"""The table of docs/architecture.md: a room, and the rooms it may import."""

DOMAIN_MAY_USE = {"dateutil", "holidays"}
TELEGRAM_MAY_BE_USED_IN = ("bot/", "handlers/", "sandbox/request.py")
NO_NETWORK_NO_DATABASE = {"aiohttp", "httpx", "requests", "sqlalchemy", "sqlmodel", "asyncpg", "aiosqlite"}
COMMITS_IN = ("bot/", "handlers/")
CLOCK = "domain/clock.py"
CLOCK_READS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("func", "now"),
    ("func", "current_timestamp"),
}
SPEAKING_ROOMS = ("bot", "handlers", "services")
OWN_NAME = "Nhắc Việc"
WHAT_PEOPLE_TYPE = ("bot/demo_script.py",)
"""The demo's fixed script: its made-up people type and tap what stands in it; the bot says none of it."""
VIETNAMESE = re.compile(
    "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)


def layers(module: Module) -> Iterator[str]:
    """A room imports only the rooms that the table allows; nobody imports bot."""
    for line, name in module.imports():
        room = name.split(".")[0]
        if room in ROOMS and room not in MAY_IMPORT[module.room]:
            yield f"{module.path}:{line}: {module.room}/ must not import {name}"


def foreign_packages(module: Module) -> Iterator[str]:
    """Telegram only at its edge; domain/ on the standard library; plans/ without network and database."""
    for line, name in module.imports():
        package = name.split(".")[0]
        if package == "telegram" and not module.path.startswith(TELEGRAM_MAY_BE_USED_IN):
            yield f"{module.path}:{line}: no telegram here"
        own = package in ROOMS or package in sys.stdlib_module_names
        if module.room == "domain" and not own and package not in DOMAIN_MAY_USE:
            yield f"{module.path}:{line}: domain/ must not use {package}"
        if module.room == "plans" and package in NO_NETWORK_NO_DATABASE:
            yield f"{module.path}:{line}: plans/ must not use {package}"


def commits(module: Module) -> Iterator[str]:
    """Where a transaction ends is decided at the edge: by the process and by the one wrapper of all handlers."""
    if not module.path.startswith(COMMITS_IN):
        yield from (f"{module.path}:{line}: commits are for the edges" for line in commit_lines(module))


def one_wrapper(modules: Iterable[Module]) -> Iterator[str]:
    """Of all files of handlers/ one commits, the wrapper, so that an update is one transaction."""
    files = sorted(each.path for each in modules if each.room == "handlers" and commit_lines(each))
    if len(files) > 1:
        yield f"only the wrapper commits, not all of {', '.join(files)}"


def commit_lines(module: Module) -> list[int]:
    """The lines on which something is committed."""
    calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    return [c.lineno for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr == "commit"]


def clock_reads(module: Module) -> Iterator[str]:
    """The time comes in as `now` or `today`; only the clock reads it, and the database's clock is never asked."""
    if module.path == CLOCK:
        return
    real = _real_names(module)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute):
            owner = (
                node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            )
            owner = real.get(owner, owner)
            if (owner, node.attr) in CLOCK_READS:
                yield f"{module.path}:{node.lineno}: {owner}.{node.attr} outside the clock"
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            names = {alias.name for alias in node.names} & {"time", "time_ns"}
            yield from (f"{module.path}:{node.lineno}: time.{name} outside the clock" for name in names)


def _real_names(module: Module) -> dict[str, str]:
    """`import time as t`, `from datetime import datetime as dt`: the short name and the real one."""
    imports = (node for node in ast.walk(module.tree) if isinstance(node, ast.Import | ast.ImportFrom))
    return {alias.asname: alias.name for node in imports for alias in node.names if alias.asname}


def sentences(module: Module) -> Iterator[str]:
    """What a person reads stands in locales/: no Vietnamese letter in a literal of the rooms that speak."""
    if module.room not in SPEAKING_ROOMS or module.path in WHAT_PEOPLE_TYPE:
        return
    described = _docstrings(module.tree)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described:
            spoken = VIETNAMESE.search(node.value.replace(OWN_NAME, "")) is not None
            if spoken and not _is_setting_example(module, node.value):
                yield f"{module.path}:{node.lineno}: a sentence outside locales/: {node.value[:40]!r}"


def docstring(module: Module) -> Iterator[str]:
    """Every module says what it owns."""
    if not (ast.get_docstring(module.tree) or "").strip():
        yield f"{module.path}:1: no docstring"


def _docstrings(tree: ast.Module) -> set[int]:
    """Strings that stand alone as statements: docstrings, also those below an assignment."""
    statements = (node for node in ast.walk(tree) if isinstance(node, ast.Expr))
    return {id(node.value) for node in statements if isinstance(node.value, ast.Constant)}


def _is_setting_example(module: Module, text: str) -> bool:
    """A province's name as an example for the operator is no sentence."""
    return module.path == "bot/settings.py" and len(text.split()) <= 2
