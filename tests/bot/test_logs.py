"""Logs: no token, no webhook secret and no database password comes out, whichever way it goes in."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.logs import set_up_logs
from bot.settings import read_settings

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAE-a_token_of_nobody_0123456789abc"
OTHER_TOKEN = "987654321:BBF-another_token_of_nobody_9876543"
SHORT_TOKEN = "42:TEST"
SECRET = "hook-secret-77"
PASSWORD = "p%40ss-word"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The log as it would stand on stderr; the process's own logging is put back afterwards."""
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook)
    before = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("httpx", "httpcore", "telegram", "sqlalchemy")}
    settings = read_settings(
        {
            "LOG_LEVEL": "DEBUG",
            "BOT_TOKEN": SHORT_TOKEN,
            "WEBHOOK_SECRET": SECRET,
            "DATABASE_URL": f"postgresql+asyncpg://bot:{PASSWORD}@db.example.vn/bot",
        }
    )
    stream = io.StringIO()
    set_up_logs(settings, stream)
    yield stream
    logging.captureWarnings(False)
    root.handlers[:], root.level = before[0], before[1]
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    sys.excepthook, threading.excepthook = hooks


ALL = (TOKEN, OTHER_TOKEN, SHORT_TOKEN, SECRET, PASSWORD, "p@ss-word")


@pytest.mark.parametrize("secret", ALL)
def test_a_secret_in_a_message_in_an_argument_or_in_an_object_is_hidden(
    log: io.StringIO, secret: str
) -> None:
    logger = logging.getLogger("bot.test")
    logger.warning(f"said {secret} aloud")  # noqa: G004 - exactly this mistake is tested
    logger.warning("said %s aloud", secret)
    logger.warning("said %(what)r aloud", {"what": [secret]})
    logger.warning(RuntimeError(f"said {secret} aloud"))
    assert secret not in log.getvalue()
    assert log.getvalue().count("***") == 4


@pytest.mark.parametrize("secret", ALL)
def test_a_secret_in_an_exception_its_cause_and_the_stack_is_hidden(log: io.StringIO, secret: str) -> None:
    try:
        try:
            raise ValueError(f"inner {secret}")
        except ValueError as inner:
            raise RuntimeError(f"outer {secret}") from inner
    except RuntimeError:
        logging.getLogger("bot.test").exception("it failed", stack_info=True)
    shown = log.getvalue()
    assert secret not in shown
    assert "Traceback" in shown
    assert "ValueError: inner ***" in shown
    assert "RuntimeError: outer ***" in shown
    assert shown.count("outer ***") == 1, "the traceback is written once"


@pytest.mark.parametrize(
    "address",
    [
        f"https://api.telegram.org/bot{TOKEN}/getUpdates",
        f"https://api.telegram.org/file/bot{TOKEN}/documents/a.docx",
        f"https://proxy.example.vn/?token={TOKEN.replace(':', '%3A')}",
        "postgresql+asyncpg://someone:other-password@host/name",
    ],
)
def test_a_token_or_a_password_in_an_address_is_hidden(log: io.StringIO, address: str) -> None:
    logging.getLogger("bot.test").error("HTTP Request: POST %s", address)
    shown = log.getvalue()
    assert "***" in shown
    assert TOKEN.split(":")[1] not in shown
    assert "other-password" not in shown


def test_arguments_that_do_not_fit_neither_raise_nor_leak(
    log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("bot.test").error("two places %s %s", TOKEN)
    assert "two places %s %s (the arguments of this line do not fit)" in log.getvalue()
    assert TOKEN not in log.getvalue() + capsys.readouterr().err


def test_a_line_has_level_time_logger_and_message(log: io.StringIO) -> None:
    logging.getLogger("bot.test").info("xin chào %s", "An")
    level, time, logger, message = log.getvalue().rstrip("\n").split(maxsplit=3)
    assert (level, logger, message) == ("INFO", "bot.test:", "xin chào An")
    assert time.endswith("+07:00")


def test_libraries_that_would_log_addresses_or_messages_stay_quiet(log: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST address")
    logging.getLogger("httpcore.connection").debug("connect_tcp")
    logging.getLogger("telegram.ext").debug("Processing update: what a person wrote")
    assert log.getvalue() == ""
    logging.getLogger("httpx").warning("this much")
    assert "this much" in log.getvalue()


def test_set_up_twice_writes_every_line_once(log: io.StringIO) -> None:
    set_up_logs(read_settings({}), log)
    logging.getLogger("bot.test").info("once")
    logging.getLogger("bot.test").debug("not at this level")
    assert log.getvalue().count("\n") == 1


def test_warnings_are_logged_and_cleaned(log: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn(f"careful with {TOKEN}", stacklevel=1)
        logging.captureWarnings(False)
    assert "careful with ***" in log.getvalue()


def test_an_error_in_a_thread_is_logged_and_cleaned(log: io.StringIO) -> None:
    def fail() -> None:
        raise RuntimeError(f"rejected {TOKEN}")

    thread = threading.Thread(target=fail, name="worker-1")
    thread.start()
    thread.join()
    assert "worker-1 stopped by an error" in log.getvalue()
    assert "RuntimeError: rejected ***" in log.getvalue()
    assert TOKEN not in log.getvalue()


@pytest.mark.parametrize(
    ("error", "shown"),
    [("RuntimeError", "CRITICAL"), ("KeyboardInterrupt", "KeyboardInterrupt")],
)
def test_an_error_that_nobody_caught_ends_the_process_without_the_secret(error: str, shown: str) -> None:
    raised = f"{error}('rejected {TOKEN}')" if error == "RuntimeError" else error
    program = f"from bot.logs import *; from bot.settings import *; set_up_logs(read_settings({{}})); raise {raised}"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode != 0
    assert shown in run.stderr
    assert f"rejected {TOKEN}" not in run.stderr.replace(program, "")
