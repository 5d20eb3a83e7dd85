"""What the rules look at: the project's modules as syntax trees, and its files as git knows them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "domain", "handlers", "locales", "plans", "sandbox", "services", "storage")


@dataclass(frozen=True)
class Module:
    """One source file: its path from the root with slashes, and its text parsed."""

    path: str
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.path.split("/")[0]

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and dotted name of everything imported, also inside functions; relative imports stay in the room."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.lineno, self.room if node.level else node.module or ""


def module(path: str, source: str) -> Module:
    """A module made from text: the real ones and the bad examples alike."""
    return Module(path, ast.parse(source))


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of the rooms."""
    files = sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))
    return tuple(
        module(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")) for file in files
    )


@cache
def tracked_files() -> tuple[str, ...]:
    """The files under version control; none where the project was unpacked without it."""
    try:
        run = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ()
    return tuple(name for name in run.stdout.split("\0") if name and (ROOT / name).is_file())


def text_of(name: str) -> str | None:
    """The text of a file, None where it is none."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
