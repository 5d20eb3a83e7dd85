"""Settings: where they come from, what is refused and how it is said, what is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import (
    SETTINGS,
    SettingsError,
    env_example,
    load_settings,
    main,
    read_env_file,
    read_settings,
    settings_page,
)

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAE-a_token_of_nobody_0123456789abc"


def test_without_any_setting_the_defaults_hold(tmp_path: Path) -> None:
    settings = load_settings({}, tmp_path / ".env")
    assert settings.bot_token == ""
    assert settings.admin_ids == frozenset()
    assert settings.database_url == "sqlite+aiosqlite:///var/nhacviec.db"
    assert settings.telegram_api_url == "https://api.telegram.org/bot"
    assert settings.telegram_file_url == "https://api.telegram.org/file/bot"
    assert (settings.host, settings.port, settings.demo_port) == ("0.0.0.0", 8080, 8090)
    assert settings.log_level == "INFO"


def test_the_environment_wins_over_the_file_and_an_empty_value_counts_as_not_set(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=9001\nDEMO_PORT=9002\nHOST=127.0.0.1\n", encoding="utf-8")
    settings = load_settings({"PORT": "9100", "HOST": " "}, file)
    assert (settings.port, settings.demo_port, settings.host) == (9100, 9002, "127.0.0.1")


def test_the_file_in_the_working_directory_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("PROVINCE=Lâm Khê\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PROVINCE", raising=False)
    assert load_settings().province == "Lâm Khê"


def test_a_file_may_hold_comments_quotes_exports_and_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    text = "\ufeff# a comment\n\nexport A=1\nB = 'x # y'\nC=\"z\" # why\nD=a#b # rest\nE=\nF=#none\nG=a=b\r\n"
    file.write_bytes(text.encode())
    assert read_env_file(file) == {"A": "1", "B": "x # y", "C": "z", "D": "a#b", "E": "", "F": "", "G": "a=b"}


@pytest.mark.parametrize("line", ["BOT_TOKEN", "BOT TOKEN=1", "=secret", "1A=2"])
def test_a_line_that_is_no_setting_is_named_by_its_number_and_not_quoted(tmp_path: Path, line: str) -> None:
    file = tmp_path / ".env"
    file.write_text(f"A=1\n{line}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"^\.env, line 2: expected NAME=value\.$"):
        read_env_file(file)


def test_a_file_in_another_encoding_gets_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes("PROVINCE=Hà Nội".encode("cp1258", errors="replace") + b"\xff\xfe")
    with pytest.raises(SettingsError, match=r"\.env: expected a text file in UTF-8"):
        load_settings({}, file)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "not-a-token"),
        ("BOT_TOKEN", "123456:with space"),
        ("ADMIN_IDS", "An, Bình"),
        ("ADMIN_IDS", "-5"),
        ("DATABASE_URL", "mysql://root:hunter2@host/name"),
        ("TELEGRAM_API_URL", "http://127.0.0.1:8082"),
        ("TELEGRAM_API_URL", "http://127.0.0.1:port/bot"),
        ("TELEGRAM_API_URL", "ftp://127.0.0.1/bot"),
        ("PUBLIC_URL", "http://bot.example.vn"),
        ("PUBLIC_URL", "https://user:hunter2@bot.example.vn"),
        ("PUBLIC_URL", "https://bot.example.vn/?x=1"),
        ("PUBLIC_URL", "https://[bot.example.vn"),
        ("WEBHOOK_SECRET", "with space"),
        ("WEBHOOK_SECRET", "x" * 257),
        ("PORT", "eighty"),
        ("PORT", "65536"),
        ("DEMO_PORT", "-1"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_value_that_cannot_be_used_gets_a_sentence_with_the_name_and_without_the_value(
    name: str, value: str
) -> None:
    with pytest.raises(SettingsError) as refusal:
        read_settings({name: value})
    assert str(refusal.value).startswith(f"{name}: expected ")
    assert value not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_admins_are_numbers_between_commas_spaces_or_semicolons() -> None:
    assert read_settings({"ADMIN_IDS": " 11, 22;33 44,"}).admin_ids == {11, 22, 33, 44}


@pytest.mark.parametrize(
    ("url", "files"),
    [
        ("http://127.0.0.1:8081/bot", "http://127.0.0.1:8081/file/bot"),
        ("http://127.0.0.1:8081/bot/", "http://127.0.0.1:8081/file/bot"),
        ("https://proxy.example.vn/telegram/bot", "https://proxy.example.vn/telegram/file/bot"),
    ],
)
def test_files_are_fetched_from_the_same_server(url: str, files: str) -> None:
    settings = read_settings({"TELEGRAM_API_URL": url})
    assert settings.telegram_api_url == url.rstrip("/")
    assert settings.telegram_file_url == files


def test_a_public_address_without_tls_is_good_enough_for_an_own_bot_api_server() -> None:
    own = {"TELEGRAM_API_URL": "http://127.0.0.1:8081/bot", "PUBLIC_URL": "http://127.0.0.1:8080/hook/"}
    settings = read_settings(own)
    assert settings.public_url == "http://127.0.0.1:8080/hook"
    assert settings.webhook_path == "/hook"
    assert read_settings({"PUBLIC_URL": "https://bot.example.vn/"}).webhook_path == ""


def test_what_a_command_needs_is_named_when_it_is_missing() -> None:
    settings = read_settings({"BOT_TOKEN": TOKEN})
    assert settings.require("BOT_TOKEN") is settings
    with pytest.raises(SettingsError, match=r"^PUBLIC_URL, WEBHOOK_SECRET: not set\."):
        settings.require("BOT_TOKEN", "PUBLIC_URL", "WEBHOOK_SECRET")


def test_the_log_level_may_be_written_small() -> None:
    assert read_settings({"LOG_LEVEL": "debug"}).log_level == "DEBUG"


def test_the_shown_form_holds_no_secret() -> None:
    settings = read_settings(
        {
            "BOT_TOKEN": TOKEN,
            "WEBHOOK_SECRET": "hunter2-hook",
            "DATABASE_URL": "postgresql+asyncpg://bot:hunter2@db/bot",
        }
    )
    for shown in (repr(settings), str(settings), f"{settings}"):
        assert TOKEN not in shown
        assert "hunter2" not in shown
        assert "port=8080" in shown


def test_every_row_of_the_table_is_a_field_and_every_field_a_row() -> None:
    fields = list(read_settings({}).__dataclass_fields__)
    assert [row.name.lower() for row in SETTINGS] == fields


def test_every_setting_has_a_sentence_and_an_example_or_a_default() -> None:
    for row in SETTINGS:
        assert row.sentence.endswith("."), row.name
        assert row.example or row.default, row.name


def test_the_example_file_holds_only_values_that_are_accepted(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    lines = env_example().splitlines()
    assert read_env_file(_written(file, lines)) == {}
    filled = [line.removeprefix("#") for line in lines if not line.startswith("# ")]
    settings = load_settings({}, _written(file, filled))
    assert settings.admin_ids == {111111111, 222222222}


@pytest.mark.parametrize(
    ("file", "made"), [(".env.example", env_example), ("docs/settings.md", settings_page)]
)
def test_the_written_descriptions_are_those_of_the_table(file: str, made: object) -> None:
    assert callable(made)
    assert (ROOT / file).read_text(encoding="utf-8") == made(), "run: make docs"


def test_the_descriptions_are_printed_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--markdown"]) == 0
    assert capsys.readouterr().out == settings_page()
    assert main(["--env"]) == 0
    assert capsys.readouterr().out == env_example()
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err


def _written(file: Path, lines: list[str]) -> Path:
    file.write_text("\n".join(lines), encoding="utf-8")
    return file
