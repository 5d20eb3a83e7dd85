"""The operator's settings: read from the environment and a `.env` file, checked, described in one table.

The command line reads them once and hands the values on; no other module looks at the environment. The table
`SETTINGS` is the only list: `.env.example` and docs/settings.md are written from it (`make docs`). Sentences here
are for the operator, in English, and name the variable.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")


class SettingsError(Exception):
    """A setting that cannot be used: one sentence for the operator that names the variable, never its value."""


@dataclass(frozen=True)
class Setting:
    """A row of the table: what the variable is called, what holds without it, what it is for."""

    name: str
    default: str
    sentence: str
    example: str = ""


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "BOT_TOKEN",
        "",
        "The token that BotFather gave. Needed by `poll` and `serve`; the demo needs none. Never logged.",
        "123456789:the-token-that-BotFather-gave",
    ),
    Setting(
        "ADMIN_IDS",
        "",
        "Telegram ids of the people who may load and publish plans, separated by commas.",
        "111111111,222222222",
    ),
    Setting(
        "DATABASE_URL",
        "sqlite+aiosqlite:///var/nhacviec.db",
        "Where the data is kept: a SQLite file, or `postgresql+asyncpg://user:password@host/name`.",
    ),
    Setting(
        "TELEGRAM_API_URL",
        "https://api.telegram.org/bot",
        "Another Bot API server or a proxy, ending in `/bot`: the token is appended, files are fetched from "
        "`/file/bot` of the same server.",
        "http://127.0.0.1:8081/bot",
    ),
    Setting(
        "PUBLIC_URL",
        "",
        "The https address at which Telegram reaches this bot. Needed by `serve`; with `poll` it offers admins the "
        "page that shows a document beside what was read.",
        "https://bot.example.vn",
    ),
    Setting(
        "WEBHOOK_SECRET",
        "",
        "What Telegram must say with every webhook call: 1 to 256 letters, digits, `_` and `-`, best 32 random ones. "
        "Needed by `serve`. Never logged.",
        "32-random-letters-and-digits",
    ),
    Setting("PORT", "8080", "The port on which `serve` listens; 0 takes any free one."),
    Setting(
        "HOST",
        "0.0.0.0",  # noqa: S104 - a platform's router comes from outside; the secret guards the webhook
        "The address on which `serve` listens; `127.0.0.1` behind a proxy on the same machine.",
    ),
    Setting("DEMO_PORT", "8090", "The port of the demo's chat page on 127.0.0.1; 0 takes any free one."),
    Setting("LOG_LEVEL", "INFO", "How much is logged: DEBUG, INFO, WARNING or ERROR."),
    Setting(
        "PROVINCE",
        "",
        "The province whose child-protection line is shown beside 111; without it, the line that the plans name.",
        "Lâm Khê",
    ),
    Setting(
        "OPEN_REGISTRATION",
        "no",
        "`yes` lets people give themselves the role of an officer or a unit's head; with `no` a head or an admin has to "
        "say yes, or an invitation is needed.",
    ),
    Setting(
        "PING_URL",
        "",
        "An address that is called while reminders are seen to, at least every minute: a watchman there raises the "
        "alarm when the calls stop. Never logged.",
        "https://watchman.example.org/ping/your-own-key",
    ),
)

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True)
class Settings:
    """The settings, checked. What is secret, or may hold a password, is left out of `repr`."""

    bot_token: str = field(repr=False)
    admin_ids: frozenset[int]
    database_url: str = field(repr=False)
    telegram_api_url: str
    public_url: str
    webhook_secret: str = field(repr=False)
    port: int
    host: str
    demo_port: int
    log_level: str
    province: str
    open_registration: bool = False
    ping_url: str = field(default="", repr=False)

    @property
    def telegram_file_url(self) -> str:
        """Where files are fetched from; the token is appended here too."""
        return self.telegram_api_url.removesuffix("/bot") + "/file/bot"

    @property
    def webhook_path(self) -> str:
        """The path of PUBLIC_URL (empty at the root of the host), without a slash at its end."""
        return urlsplit(self.public_url).path.rstrip("/")

    def require(self, *names: str) -> Settings:
        """Itself, where every named setting has a value; a SettingsError that names those that have none."""
        missing = [name for name in names if not getattr(self, name.lower())]
        if missing:
            raise SettingsError(f"{', '.join(missing)}: not set. See .env.example and docs/settings.md.")
        return self


def load_settings(environ: Mapping[str, str] | None = None, file: Path | None = None) -> Settings:
    """Settings from the environment and, below it, from `file` (`.env` in the working directory).

    An empty value counts as not set. Raises SettingsError for the first value that cannot be used.
    """
    path = Path(".env") if file is None else file
    written = read_env_file(path) if path.is_file() else {}
    given = os.environ if environ is None else environ
    return read_settings({**written, **{name: value for name, value in given.items() if value.strip()}})


def read_settings(values: Mapping[str, str]) -> Settings:
    """Check the values of one mapping and fill in the defaults."""

    def take(name: str, check: Callable[[str], T]) -> T:
        return _checked(name, values.get(name, "").strip() or _DEFAULTS[name], check)

    api_url = take("TELEGRAM_API_URL", _api_url)
    own_server = api_url != _DEFAULTS["TELEGRAM_API_URL"]
    return Settings(
        bot_token=take("BOT_TOKEN", _token),
        admin_ids=take("ADMIN_IDS", _ids),
        database_url=take("DATABASE_URL", _database_url),
        telegram_api_url=api_url,
        public_url=take("PUBLIC_URL", _web_address if own_server else _https_address),
        webhook_secret=take("WEBHOOK_SECRET", _secret),
        port=take("PORT", _port),
        host=take("HOST", str),
        demo_port=take("DEMO_PORT", _port),
        log_level=take("LOG_LEVEL", _log_level),
        province=take("PROVINCE", str),
        ping_url=take("PING_URL", _web_address),
        open_registration=take("OPEN_REGISTRATION", _yes_no),
    )


def read_env_file(path: Path) -> dict[str, str]:
    """`NAME=value` lines; blank lines and lines that start with # are skipped, quotes around a value are taken off."""
    values: dict[str, str] = {}
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise SettingsError(f"{path.name}: expected a text file in UTF-8.") from None
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.removeprefix("export ").partition("=")
        if not equals or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name.strip()):
            raise SettingsError(f"{path.name}, line {number}: expected NAME=value.")
        values[name.strip()] = _unquoted(value.strip())
    return values


def _unquoted(value: str) -> str:
    """The value without its quotes, or without the comment behind it where it has none."""
    quoted = re.fullmatch(r"""(["'])(.*)\1(?:\s+#.*)?""", value)
    if quoted:
        return quoted[2]
    return "" if value.startswith("#") else re.split(r"\s+#", value)[0]


_DEFAULTS: dict[str, str] = {setting.name: setting.default for setting in SETTINGS}


def _checked(name: str, value: str, check: Callable[[str], T]) -> T:
    """A value that `check` refuses is reported with its name and the reason; the value itself may be a secret."""
    try:
        return check(value)
    except ValueError as reason:
        raise SettingsError(f"{name}: {reason}") from None


def _token(value: str) -> str:
    if value and not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", value):
        raise ValueError("expected a token of BotFather, digits, a colon, then letters and digits.")
    return value


def _ids(value: str) -> frozenset[int]:
    parts = [part for part in re.split(r"[,;\s]+", value) if part]
    if not all(re.fullmatch(r"[0-9]{1,16}", part) for part in parts):
        raise ValueError("expected Telegram ids, whole numbers separated by commas.")
    return frozenset(int(part) for part in parts)


def _database_url(value: str) -> str:
    if not re.match(r"(sqlite(\+aiosqlite)?|postgres(ql)?(\+asyncpg)?)://", value):
        raise ValueError("expected sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST/NAME.")
    return value


def _api_url(value: str) -> str:
    address = _web_address(value)
    if not address.endswith("/bot"):
        raise ValueError("expected an address that ends in /bot, such as http://127.0.0.1:8081/bot.")
    return address


def _web_address(value: str) -> str:
    if not value:
        return value
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment:
        raise ValueError("expected an address such as https://bot.example.vn.")
    if parts.username is not None:
        raise ValueError("expected an address without a user name or password in it.")
    return value.rstrip("/")


def _https_address(value: str) -> str:
    if value and not value.startswith("https://"):
        raise ValueError("expected an address that starts with https://, because Telegram calls no other.")
    return _web_address(value)


def _secret(value: str) -> str:
    if value and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value):
        raise ValueError("expected 1 to 256 letters, digits, _ and -.")
    return value


def _port(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", value) or int(value) > 65535:
        raise ValueError("expected a port, a number from 0 to 65535.")
    return int(value)


def _yes_no(value: str) -> bool:
    if value.lower() not in ("yes", "no"):
        raise ValueError("expected yes or no.")
    return value.lower() == "yes"


def _log_level(value: str) -> str:
    if value.upper() not in LOG_LEVELS:
        raise ValueError(f"expected one of {', '.join(LOG_LEVELS)}.")
    return value.upper()


def env_example() -> str:
    """The text of .env.example."""
    lines = ["# Copy this file to .env and fill in what you need; the environment wins over it."]
    for setting in SETTINGS:
        lines += ["", f"# {setting.sentence}", f"#{setting.name}={setting.example or setting.default}"]
    return "\n".join(lines) + "\n"


def settings_page() -> str:
    """The text of docs/settings.md."""
    rows = [
        f"| `{setting.name}` | {f'`{setting.default}`' if setting.default else ''} | {setting.sentence} |"
        for setting in SETTINGS
    ]
    return _PAGE.format(rows="\n".join(rows))


_PAGE = """# Settings

Settings come from the environment, or from a file `.env` in the working directory (the environment wins).
An empty value counts as not set. A value that cannot be used stops the start with a sentence that names it.
`make docs` writes this page and `.env.example` from `bot/settings.py`.

| setting | without it | what it is for |
| --- | --- | --- |
{rows}
"""


def main(arguments: list[str]) -> int:
    """Print a text that is made from the table: `--markdown` or `--env`."""
    texts = {"--markdown": settings_page, "--env": env_example}
    text = texts.get(" ".join(arguments))
    if text is None:
        sys.stderr.write("usage: python -m bot.settings --markdown | --env\n")
        return 2
    sys.stdout.write(text())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
