"""Logs on stderr, and the promise that no secret stands in them.

The command line calls `set_up_logs` once, before anything else happens. Every record that reaches the root handler
is rewritten first: message, arguments, traceback and stack lose the bot's token (any token by its shape), the
webhook's secret and the passwords of databases. Tracebacks of uncaught errors take the same way. What people write
to the bot is not logged at all; therefore libraries that would log it are held at a level where they do not.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Iterable
from datetime import datetime
from types import TracebackType
from typing import TextIO
from urllib.parse import quote, unquote

from bot.settings import Settings
from domain.clock import VIETNAM

HIDDEN = "***"

_SHAPES = (
    # A token of BotFather, also as it stands in an address ("bot123456:AAE…", "123456%3AAAE…").
    (re.compile(r"\d{6,}(?::|%3[Aa])[A-Za-z0-9_-]{30,}"), HIDDEN),
    # The password of any address with one: scheme://user:password@host.
    (re.compile(r"(://[^\s:/@]*:)[^\s/@]+(?=@)"), rf"\g<1>{HIDDEN}"),
)

_AT_LEAST = {
    # These log addresses, jobs or statements at INFO, one line for every few seconds of the bot's life.
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "apscheduler": logging.WARNING,
    "aiohttp.access": logging.WARNING,
    "alembic": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    # These would log at DEBUG what people write.
    "telegram": logging.INFO,
    "aiosqlite": logging.INFO,
}


class Redaction(logging.Filter):
    """Rewrites a record so that whatever formats it later finds no secret in it."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        spellings = {form for secret in secrets if secret for form in (secret, quote(secret, safe=""))}
        self._spellings = sorted(spellings, key=len, reverse=True)

    def clean(self, text: str) -> str:
        """The text without secrets."""
        for spelling in self._spellings:
            text = text.replace(spelling, HIDDEN)
        for shape, instead in _SHAPES:
            text = shape.sub(instead, text)
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.clean(_message(record)), None
        if record.exc_info and not record.exc_text:
            record.exc_text = _FORMATTER.formatException(record.exc_info)
        # A formatter would write the traceback again from exc_info; the text stands for it from here on.
        record.exc_info = None
        record.exc_text = self.clean(record.exc_text) if record.exc_text else None
        record.stack_info = self.clean(record.stack_info) if record.stack_info else None
        return True


class _Formatter(logging.Formatter):
    """Level, time in Vietnam, logger, message."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's name
        return datetime.fromtimestamp(record.created, VIETNAM).isoformat(timespec="milliseconds")


_FORMATTER = _Formatter("%(levelname)-7s %(asctime)s %(name)s: %(message)s")


def set_up_logs(settings: Settings, stream: TextIO | None = None) -> None:
    """Make one handler on the root, redacting, and send uncaught errors and warnings through it. May be repeated.

    It writes to standard error, so that standard output stays free for what a command prints.
    """
    handler = logging.StreamHandler(sys.stderr if stream is None else stream)
    handler.setFormatter(_FORMATTER)
    handler.addFilter(Redaction(secrets_of(settings)))
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(settings.log_level)
    for name, least in _AT_LEAST.items():
        logging.getLogger(name).setLevel(max(least, root.level))
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """What must never be read in a log: the token, the webhook's secret, the database's password."""
    written = re.search(r"://[^/@:]*:([^/@]+)@", settings.database_url)
    password = written[1] if written else ""
    return settings.bot_token, settings.webhook_secret, password, unquote(password)


def _message(record: logging.LogRecord) -> str:
    """The message with its arguments; where they do not fit, the message alone, because logging would print both."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} (the arguments of this line do not fit)"


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Instead of Python's own traceback, which knows no redaction: an error of Telegram may quote the token."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("bot").critical("stopped by an error", exc_info=(kind, error, trace))


def _log_uncaught_in_thread(caught: threading.ExceptHookArgs) -> None:
    if caught.exc_value is not None:
        where = caught.thread.name if caught.thread else "a thread"
        error = (caught.exc_type, caught.exc_value, caught.exc_traceback)
        logging.getLogger("bot").critical("%s stopped by an error", where, exc_info=error)
