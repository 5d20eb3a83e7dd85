"""The words of the command line behind `units`. Only words: what they do is in bot/units.py, read when needed."""

from __future__ import annotations

import argparse
from datetime import date

from domain.succession import Level, Topic


def add_parser(parser: argparse.ArgumentParser) -> None:
    """The words of the command line behind `units`."""
    do = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    create = do.add_parser("create", help="make the units of a province and all its communes")
    create.add_argument("province")
    create.add_argument(
        "--no-schools", action="store_true", help="leave out the schools named after communes"
    )
    do.add_parser("list", help="how many units each province has")
    find = do.add_parser("find", help="units that fit a text, best first, with their numbers")
    find.add_argument("text")
    find.add_argument("--province")
    for name, text in (("rename", "give a unit another name"), ("alias", "another name for a unit")):
        one = do.add_parser(name, help=text)
        one.add_argument("unit", type=int)
        one.add_argument("name")
        if name == "alias":
            one.add_argument("--drop", action="store_true", help="take this name away instead")
    move = do.add_parser("move", help="say in which province and commune a unit is")
    move.add_argument("unit", type=int)
    move.add_argument("province")
    move.add_argument("commune", nargs="?")
    merge = do.add_parser("merge", help="let a unit go up in another: people, groups and duties go over")
    merge.add_argument("unit", type=int)
    merge.add_argument("into", type=int)
    do.add_parser("remove", help="remove a unit that nothing hangs on").add_argument("unit", type=int)
    _successor_parsers(do)


def _successor_parsers(do: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    do.add_parser("successors", help="the table of what became of bodies")
    put = do.add_parser("successor", help="add a row of that table, or change it")
    put.add_argument("level", choices=[level.value for level in Level])
    put.add_argument("old")
    put.add_argument("new")
    put.add_argument("decree")
    put.add_argument("--since", type=date.fromisoformat, default=date(2025, 7, 1))
    put.add_argument("--topic", choices=[topic.value for topic in Topic], default=Topic.ALL.value)
    put.add_argument("--unsure", action="store_true", help="mark it as not certain")
    for name, text in (("drop", "take a row of that table out"), ("keep", "put it in again, as certain")):
        do.add_parser(f"successor-{name}", help=text).add_argument("row", type=int)
