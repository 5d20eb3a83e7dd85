"""The rules for source files hold, and each of them is able to fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.house import code_rules
from tests.house.tree import ROOMS, Module, module, modules

Rule = Callable[[Module], Iterator[str]]

RULES: tuple[Rule, ...] = (
    code_rules.layers,
    code_rules.foreign_packages,
    code_rules.commits,
    code_rules.clock_reads,
    code_rules.sentences,
    code_rules.docstring,
)

BAD: tuple[tuple[Rule, str, str], ...] = (
    (code_rules.layers, "domain/a.py", "import storage.tables"),
    (code_rules.layers, "domain/a.py", "def late():\n    from plans import read"),
    (code_rules.layers, "plans/a.py", "from services.answers import answer"),
    (code_rules.layers, "services/a.py", "from locales import load"),
    (code_rules.layers, "services/a.py", "from handlers import views"),
    (code_rules.layers, "handlers/a.py", "from storage.tables import Task"),
    (code_rules.layers, "handlers/a.py", "import bot.settings"),
    (code_rules.layers, "locales/a.py", "from domain.text import fold"),
    (code_rules.layers, "sandbox/a.py", "from services import people"),
    (code_rules.foreign_packages, "services/a.py", "from telegram import Bot"),
    (code_rules.foreign_packages, "sandbox/server.py", "import telegram.error"),
    (code_rules.foreign_packages, "domain/a.py", "import sqlmodel"),
    (code_rules.foreign_packages, "plans/a.py", "import httpx"),
    (code_rules.commits, "services/a.py", "async def f(session):\n    await session.commit()"),
    (code_rules.commits, "storage/queries/a.py", "async def f(s):\n    await s.session.commit()"),
    (code_rules.clock_reads, "services/a.py", "from datetime import datetime\nx = datetime.now()"),
    (code_rules.clock_reads, "plans/a.py", "import datetime as d\nx = d.date.today()"),
    (code_rules.clock_reads, "bot/a.py", "import time\nx = time.time()"),
    (code_rules.clock_reads, "bot/a.py", "from time import time"),
    (code_rules.clock_reads, "bot/a.py", "default_factory = datetime.utcnow"),
    (code_rules.clock_reads, "bot/a.py", "from datetime import datetime as dt\nx = dt.now()"),
    (code_rules.clock_reads, "bot/a.py", "import time as t\nx = t.time()"),
    (code_rules.clock_reads, "storage/a.py", "x = func.now()"),
    (code_rules.sentences, "handlers/a.py", "reply('Chào bạn')"),
    (code_rules.sentences, "bot/a.py", "def f(n):\n    return f'{n} nhiệm vụ'"),
    (code_rules.sentences, "services/a.py", "LABEL = {'a': 'Ủy ban'}"),
    (code_rules.docstring, "domain/a.py", "x = 1"),
)

GOOD: tuple[tuple[Rule, str, str], ...] = (
    (code_rules.layers, "bot/a.py", "import handlers, services, storage, sandbox, bot.logs"),
    (code_rules.layers, "services/a.py", "from domain.clock import Clock\nfrom storage.queries import tasks"),
    (code_rules.foreign_packages, "sandbox/request.py", "from telegram.request import BaseRequest"),
    (
        code_rules.foreign_packages,
        "domain/a.py",
        "import re\nfrom dateutil.rrule import rrule\nimport holidays",
    ),
    (code_rules.commits, "bot/worker.py", "async def f(session):\n    await session.commit()"),
    (code_rules.clock_reads, "domain/clock.py", "from datetime import datetime\nx = datetime.now()"),
    (code_rules.clock_reads, "bot/a.py", "import time\nx = time.monotonic()\ny = clock.now()"),
    (
        code_rules.sentences,
        "handlers/a.py",
        "'''Trả lời.'''\nX = 1\n'''Ghi chú.'''\n# Chào\nreply('start.welcome')",
    ),
    (code_rules.sentences, "bot/__main__.py", "NAME = 'Nhắc Việc, the reminder'"),
    (code_rules.sentences, "plans/words.py", "LEADS = ('chủ trì', 'đầu mối')"),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_code_keeps(rule: Rule) -> None:
    faults = [fault for each in modules() for fault in rule(each)]
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize(
    ("rule", "path", "source"), BAD, ids=lambda value: getattr(value, "__name__", str(value))
)
def test_a_breach_is_seen(rule: Rule, path: str, source: str) -> None:
    assert list(rule(module(path, source)))


@pytest.mark.parametrize(
    ("rule", "path", "source"), GOOD, ids=lambda value: getattr(value, "__name__", str(value))
)
def test_what_is_allowed_is_let_through(rule: Rule, path: str, source: str) -> None:
    assert not list(rule(module(path, source)))


def test_one_file_of_handlers_commits_at_most() -> None:
    assert not list(code_rules.one_wrapper(modules()))


def test_a_second_file_of_handlers_that_commits_is_seen() -> None:
    commit = "async def f(session):\n    await session.commit()"
    files = [module("handlers/wrapper.py", commit), module("handlers/ask.py", "x = 1")]
    assert not list(code_rules.one_wrapper(files))
    assert list(code_rules.one_wrapper([*files, module("handlers/load.py", commit)]))


def test_every_rule_has_an_example_of_a_breach() -> None:
    assert {rule for rule, _, _ in BAD} == set(RULES)


def test_every_room_is_looked_at() -> None:
    assert {each.room for each in modules()} == set(ROOMS) == set(code_rules.MAY_IMPORT)
