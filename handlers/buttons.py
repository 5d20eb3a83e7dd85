"""The short codec of inline buttons: `name:arg:arg`, at most 64 bytes.

Buttons outlive restarts and releases, so `parse` never raises: what it does not know is an old or a
foreign button, and whoever tapped it gets a polite answer.
"""

from __future__ import annotations

from dataclasses import dataclass

MOST_BYTES = 64
_LARGEST = 2**31 - 1
"""Ids are 32-bit whole numbers in the store."""

NUMBER = "number"
Arg = int | str

# Each button's arguments: a number, or one word out of a set.
_SHAPES: dict[str, tuple[str | frozenset[str], ...]] = {
    "hotline": (),
    "help": (),
    "mine": (),
    "tasks": (NUMBER,),
    "tasksthen": (NUMBER, NUMBER),
    "due": (NUMBER,),
    "task": (NUMBER,),
    "done": (NUMBER, NUMBER),
    "carddone": (NUMBER, NUMBER, NUMBER),
    "got": (NUMBER, NUMBER),
    "later": (NUMBER, NUMBER),
    "snooze": (NUMBER, NUMBER, frozenset({"tomorrow", "monday", "before"})),
    "snoozeon": (NUMBER, NUMBER, NUMBER),
    "snoozeask": (NUMBER, NUMBER),
    "stopwait": (),
    "standing": (NUMBER, NUMBER),
    "event": (NUMBER,),
    "eventon": (NUMBER, NUMBER),
    "eventoff": (NUMBER, frozenset({"ask", "yes"})),
    "settings": (),
    "setpage": (frozenset({"hour", "quiet"}),),
    "setask": (frozenset({"hour", "quiet"}),),
    "sethour": (NUMBER,),
    "setquiet": (NUMBER, NUMBER),
    "setsteps": (frozenset({"default", "few"}),),
    "setdigest": (frozenset({"on", "off"}),),
    "dayoff": (NUMBER,),
    "upcoming": (NUMBER, NUMBER),
    "held": (NUMBER,),
    "heldok": (NUMBER,),
    "helddate": (NUMBER,),
    "heldset": (NUMBER, NUMBER),
    "helddrop": (NUMBER,),
    "ladders": (),
    "ladder": (frozenset({"kind", "plan", "unit"}), NUMBER),
    "ladderoff": (frozenset({"kind", "plan", "unit"}), NUMBER),
    "places": (NUMBER,),
    "province": (NUMBER, NUMBER),
    "place": (NUMBER, NUMBER),
    "unit": (NUMBER,),
    "newunit": (),
    "role": (NUMBER, frozenset({"officer", "unit_head", "viewer"})),
    "lang": (frozenset({"vi", "en"}),),
    "forget": (frozenset({"yes", "no"}),),
    "plan": (NUMBER,),
    "agencies": (NUMBER, NUMBER),
    "dates": (NUMBER, NUMBER),
    "whois": (NUMBER, NUMBER),
    "itis": (NUMBER, NUMBER, NUMBER, NUMBER),
    "doubts": (NUMBER, NUMBER),
    "doubt": (NUMBER, frozenset({"accept", "drop", "date", "agency", "stop"})),
    "decided": (NUMBER, NUMBER),
    "takeback": (NUMBER,),
    "setunit": (NUMBER, NUMBER),
    "setname": (NUMBER, NUMBER),
    "diff": (NUMBER, NUMBER),
    "relations": (NUMBER, NUMBER),
    "relate": (NUMBER, NUMBER, frozenset({"replaces", "amends", "new"})),
    "past": (NUMBER, frozenset({"history", "recurring", "moved", "none"})),
    "publish": (NUMBER, NUMBER, NUMBER),
    "publishas": (NUMBER, NUMBER, NUMBER, frozenset({"accept", "hold"})),
    "plans": (NUMBER,),
    "plancard": (NUMBER,),
    "original": (NUMBER,),
    "withdraw": (NUMBER, NUMBER),
    "rollback": (NUMBER, NUMBER),
    "restore": (NUMBER, NUMBER),
    "discard": (NUMBER,),
    "line": (NUMBER, frozenset({"yes", "no"})),
    "bind": (NUMBER,),
    "bindplans": (),
    "bindplan": (NUMBER,),
    "unbind": (frozenset({"unit", "plan", "all"}), NUMBER),
    "staff": (NUMBER,),
    "person": (NUMBER,),
    "giverole": (NUMBER, frozenset({"viewer", "officer", "unit_head", "coordinator"})),
    "approve": (NUMBER, frozenset({"yes", "no"})),
    "inviteto": (NUMBER,),
    "invitefor": (NUMBER, frozenset({"viewer", "officer", "unit_head", "coordinator"})),
    "revoke": (NUMBER,),
    "standin": (NUMBER, NUMBER),
    "endstandin": (),
}

NAMES = frozenset(_SHAPES)


@dataclass(frozen=True, slots=True)
class Button:
    """A tapped button: its name and arguments, in the shape that `_SHAPES` gives."""

    name: str
    args: tuple[Arg, ...] = ()

    def number(self, i: int = 0) -> int:
        """The i-th argument, which the shape says is a number."""
        return int(self.args[i])

    def word(self, i: int = 0) -> str:
        """The i-th argument as a word."""
        return str(self.args[i])


def make(name: str, *args: Arg) -> str:
    """Callback data. A wrong shape is a fault of the program and raises ValueError."""
    data = ":".join([name, *map(str, args)])
    if len(data.encode()) > MOST_BYTES or parse(data) is None:
        raise ValueError(f"not a button: {data!r}")
    return data


def parse(data: str | None) -> Button | None:
    """The button behind callback data, or None for anything that is not one of ours."""
    name, *words = (data or "").split(":")
    shape = _SHAPES.get(name)
    if shape is None or len(shape) != len(words):
        return None
    args: list[Arg] = []
    for wanted, word in zip(shape, words, strict=True):
        if isinstance(wanted, frozenset):
            if word not in wanted:
                return None
            args.append(word)
        else:
            if not (word.isascii() and word.isdigit() and len(word) <= 10 and int(word) <= _LARGEST):
                return None
            args.append(int(word))
    return Button(name, tuple(args))
