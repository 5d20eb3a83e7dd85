"""The command line: `python -m bot poll | serve | demo | migrate | load FILE | units … | ask QUESTION`.

Heavy modules are imported by the command that needs them, so that each starts quickly.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import date
from pathlib import Path

from bot.logs import set_up_logs
from bot.settings import Settings, SettingsError, load_settings


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status is 0, or 1 with one sentence on standard error."""
    options = _parser().parse_args(arguments)
    if options.command == "ask":
        from bot import asking

        return asking.run(options)
    try:
        settings = load_settings()
        set_up_logs(settings)
        return asyncio.run(_run(options, settings))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    from bot import unit_options

    parser = argparse.ArgumentParser(prog="python -m bot", description="Nhắc Việc, the reminder of plans.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("poll", help="run with long polling (needs BOT_TOKEN)")
    commands.add_parser("serve", help="run with a webhook (needs BOT_TOKEN, PUBLIC_URL, WEBHOOK_SECRET)")
    demo = commands.add_parser("demo", help="a made-up office in the browser, without Telegram")
    demo.add_argument("--check", action="store_true", help="run the fixed script and compare its transcript")
    demo.add_argument("--write", action="store_true", help="with --check: write the transcript anew")
    commands.add_parser("migrate", help="bring the database to the newest migration")
    load = commands.add_parser("load", help="read a plan into the database")
    load.add_argument("file", type=Path)
    load.add_argument("--publish", action="store_true", help="put it in force at once")
    load.add_argument(
        "--accept-doubts", action="store_true", help="accept every doubtful point as it was read"
    )
    load.add_argument(
        "--replace", action="store_true", help="let it take the place of the plan that it replaces"
    )
    load.add_argument(
        "--past",
        choices=["history", "recurring", "moved"],
        help="a plan whose dates are over: keep it as history, its recurring tasks, or move it to this year",
    )
    unit_options.add_parser(
        commands.add_parser("units", help="the directory: create a province's, find, change, merge")
    )
    ask = commands.add_parser("ask", help="answer a question from the database or from given files")
    ask.add_argument("question", nargs="?", default="")
    ask.add_argument(
        "--plan", type=Path, action="append", default=[], help="a plan to answer from (repeatable)"
    )
    ask.add_argument("--unit", help="the unit that asks")
    ask.add_argument("--today", type=date.fromisoformat, help="the day to answer for, as 2026-03-02")
    ask.add_argument("--json", action="store_true", help="print JSON")
    ask.add_argument(
        "--batch", type=Path, help="questions as JSON objects, one a line; prints one answer a line"
    )
    return parser


async def _run(options: argparse.Namespace, settings: Settings) -> int:
    match options.command:
        case "poll" | "serve":
            return await _run_bot(options.command, settings)
        case "demo":
            from bot import demo

            return await (demo.check(write=options.write) if options.check else demo.run(settings))
        case "migrate":
            from bot import offline

            print(await offline.migrate(settings))
            return 0
    return await _run_offline(options, settings)


async def _run_bot(command: str, settings: Settings) -> int:
    from bot import running

    try:
        if command == "poll":
            await running.poll(settings.require("BOT_TOKEN"))
        else:
            await running.serve(settings.require("BOT_TOKEN", "PUBLIC_URL", "WEBHOOK_SECRET"))
    except running.StartError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


async def _run_offline(options: argparse.Namespace, settings: Settings) -> int:
    from bot import loading, offline
    from domain.clock import SystemClock
    from domain.errors import DomainError
    from domain.states import PastUse
    from locales import load as load_catalogs
    from storage.database import Database

    try:
        if options.command == "units":
            print("\n".join(await offline.change_units(settings, options)))
            return 0
        choices = loading.Choices(
            options.accept_doubts, options.replace, PastUse(options.past) if options.past else None
        )
        database = Database(settings.database_url)
        try:
            loaded = await loading.load_file(
                database, options.file, SystemClock(), publish=options.publish, choices=choices
            )
        finally:
            await database.close()
        print(offline.as_json(loaded.to_json()))
    except DomainError as error:
        print(load_catalogs().plain(offline.LANGUAGE, error.key, **error.values), file=sys.stderr)
        return error.status if isinstance(error, loading.NotPublished) else loading.REFUSED
    except OSError as error:
        print(f"{error.filename or ''}: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
