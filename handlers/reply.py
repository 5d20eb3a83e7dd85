"""What a handler answers with. The edge commits first and sends afterwards, so handlers send nothing themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.hotlines import Line
from handlers.views.base import View
from services.progress import Telling


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to somebody else's private chat. It is sent once, best effort: what matters is shown by a command, too."""

    telegram_id: int
    view: View


@dataclass(frozen=True, slots=True)
class Reply:
    """`views` are sent in order; `in_place` writes the tapped message anew with the first of them.

    `notice` is the short text over a tapped button, `alert` shows it as a box. `contact` is a number to
    tap, `file` a document (name, content). `tellings` are messages that must be written anew, `others` go to
    other people. `after` runs once the store has committed.
    """

    views: tuple[View, ...] = ()
    in_place: bool = False
    notice: str = ""
    alert: bool = False
    contact: Line | None = None
    file: tuple[str, bytes] | None = None
    tellings: Sequence[Telling] = ()
    others: Sequence[Notice] = ()
    after: Callable[[], None] | None = None


def say(*views: View) -> Reply:
    """New messages."""
    return Reply(views)


def turn(*views: View, notice: str = "") -> Reply:
    """The tapped message written anew (a new one where nothing was tapped), then new messages."""
    return Reply(views, in_place=True, notice=notice)


def send_file(name: str, content: bytes) -> Reply:
    """A document."""
    return Reply(file=(name, content))


def notice(text: str, *, alert: bool = False) -> Reply:
    """A short word over the tapped button."""
    return Reply(notice=text, alert=alert)


QUIET = Reply()
"""Nothing to say; a tapped button is answered all the same."""
