"""The one pace of everything that the bot asks of Telegram: 30 messages a second, 1 a second to a chat, 20 a minute
to a group.

python-telegram-bot calls `Pacing.process_request` for every call but getUpdates; bot/wiring.py plugs it in. Replies
(and hotlines, which are replies) overtake reminders: no reminder starts while a reply waits for the bot's pace. Places
come free all the time, since reminders go out evenly, so that none has to be kept for a reply. A reminder never sleeps
on a 429: it gets the error at once and services/delivery.py plans it again. Nothing here knows what a message says.

How it counts: a message takes a place from the start of its call until a second (three, sixty) after its answer, less the
time that every call takes at least (`Floor`). Telegram counts it somewhere in between, and the next one in its place is
under way for that least time, too: so Telegram never sees more than we allow, however slow the network is.
Source of the figures: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

Result = Any
"""What a call of the Bot API gives back; python-telegram-bot knows its shape."""
Callback = Callable[..., Coroutine[Any, Any, Result]]
Place = int | str
"""A chat's id; groups are below zero, channels may be named by a word."""

RETRIES = 2
"""How often a reply is asked again after a 429."""
REPLY_PATIENCE = 60.0
"""Seconds that a reply waits after a 429; where Telegram asks for more, the caller gets the error."""
REMINDER_PATIENCE = 5.0
"""Seconds that a reminder waits for its chat's pace; beyond that it is planned again."""
LONGEST_TURN = 20.0
"""Seconds that a reminder waits for replies to be done; beyond that it is planned again."""
MOST_WAITING = 1_000
MOST_WAITING_IN_A_CHAT = 30
"""Calls that may wait; the one too many is refused like a 429, so that memory has an end."""
SUSPICION = 5.0
SUSPECTS = 3
"""429s for so many different chats within so many seconds mean the bot as a whole."""
SLOWER_CHAT = 2.0
SLOWER_BOT = 1.25
SLOWEST = 8.0
"""A 429 makes a chat, or all, slower by so much, and no slower than the last."""
RECOVERY = 60.0
"""Seconds in which half of a slowdown is forgotten."""
CATCH_UP = 4
"""Reminders go out evenly; after a hitch so many may go at once."""


FLOOR_OF = 30
"""The calls that tell how long one takes at least."""
FLOOR_SHARE = 0.8
LONGEST_FLOOR = 0.25
"""A network may become faster: not all of the least time counts."""


class Lane(StrEnum):
    """Who goes first. Given as `rate_limit_args`; a call without it is a reply."""

    REPLY = "reply"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Turn:
    """Given as `rate_limit_args` by a reminder that has to know when its turn has come: `begin` is awaited just before
    the call leaves. Where it raises, nothing leaves."""

    begin: Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Floor:
    """What every call of late took at least, there and back; 0 until enough were seen."""

    _took: deque[float] = field(default_factory=lambda: deque(maxlen=FLOOR_OF))

    def saw(self, seconds: float) -> None:
        self._took.append(seconds)

    @property
    def seconds(self) -> float:
        return FLOOR_SHARE * min(self._took) if len(self._took) == FLOOR_OF else 0.0


@dataclass(slots=True)
class Pace:
    """At most `count` messages within `seconds`, and what a 429 taught about it."""

    count: int
    seconds: float
    running: int = 0
    held_until: float = 0.0
    _free_at: deque[float] = field(default_factory=deque)
    _slow: float = 1.0
    _slowed_at: float = 0.0

    def slow(self, now: float) -> float:
        """How many times slower than usual, 1 or more; half of it is forgotten every RECOVERY seconds."""
        if self._slow <= 1.0:
            return 1.0
        factor = 1.0 + (self._slow - 1.0) * 0.5 ** ((now - self._slowed_at) / RECOVERY)
        return factor if factor > 1.01 else 1.0

    def wait(self, now: float) -> float | None:
        """Seconds until a place is free; None: not before a call ends."""
        while self._free_at and self._free_at[0] <= now:
            self._free_at.popleft()
        held = max(0.0, self.held_until - now)
        too_many = self.running + len(self._free_at) - self.count + 1
        if too_many <= 0:
            return held
        if too_many > len(self._free_at):
            return None
        return max(held, self._free_at[too_many - 1] - now)

    def start(self) -> None:
        self.running += 1

    def end(self, now: float, least: float = 0.0) -> None:
        """A call ended, which took `least` at least: not even the next one in its place arrives sooner."""
        self.running -= 1
        self._free_at.append(now + self.seconds * self.slow(now) - min(least, LONGEST_FLOOR))

    def learn(self, now: float, wait: float, factor: float) -> None:
        """A 429: nothing for that long, and slower afterwards. Calls that were on their way teach nothing new."""
        if now >= self.held_until:
            self._slow, self._slowed_at = min(SLOWEST, self.slow(now) * factor), now
        self.held_until = max(self.held_until, now + wait)

    def idle(self, now: float) -> bool:
        """Whether nothing would be forgotten with it."""
        return self.wait(now) == 0 and not self.running and not self._free_at and self.slow(now) == 1.0


def of_bot() -> Pace:
    return Pace(30, 1.0)


def of_chat(chat: Place) -> Pace:
    """A person's chat lets a burst of three through; a group 20 in a minute."""
    return Pace(3, 3.0) if isinstance(chat, int) and chat > 0 else Pace(20, 60.0)


@dataclass(slots=True)
class _Waiter:
    chat: Place
    lane: Lane
    messages: bool
    turn: asyncio.Future[None]


class Pacing(BaseRateLimiter[Lane | Turn]):
    """See the module. `monotonic` is the clock of the event loop unless a test gives another."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._bot = of_bot()
        self._chats: dict[Place, Pace] = {}
        self._lanes: dict[Lane, OrderedDict[Place, deque[_Waiter]]] = {lane: OrderedDict() for lane in Lane}
        self._waiting = 0
        self._next_reminder = 0.0
        self._floor = Floor()
        self._suspects: dict[Place, float] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._sweep_at = 1_000

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Whoever still waits is let go with a cancellation."""
        self._stop_timer()
        for lane in self._lanes.values():
            for queue in lane.values():
                for waiter in queue:
                    waiter.turn.cancel()
            lane.clear()
        self._waiting = 0

    async def process_request(
        self,
        callback: Callback,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | Turn | None,
    ) -> Result:
        """Carry out a call at its turn. A RetryAfter of a reminder is raised at once; a reply is asked again."""
        turn = rate_limit_args if isinstance(rate_limit_args, Turn) else None
        lane = Lane.REMINDER if isinstance(rate_limit_args, Turn) else rate_limit_args or Lane.REPLY
        chat, counted = chat_of(data), counts(endpoint)
        for attempt in range(RETRIES + 1):
            if chat is not None and counted is not None:
                await self._turn(chat, lane, messages=counted)
            try:
                if turn is not None:
                    await turn.begin()
                left = self._monotonic()
                result = await callback(*args, **kwargs)
                if counted is not None:
                    self._floor.saw(self._monotonic() - left)
                return result
            except RetryAfter as error:
                wait = seconds_of(error)
                self._learn(chat, wait)
                if lane is Lane.REMINDER or attempt == RETRIES or wait > REPLY_PATIENCE:
                    raise
            finally:
                if chat is not None and counted is not None:
                    self._over(chat, messages=counted)
            if chat is None or counted is None:
                await asyncio.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    @property
    def waiting(self) -> int:
        """Calls that wait for their turn."""
        return self._waiting

    def everybody_waits(self) -> bool:
        """Whether a 429 holds up the whole bot, not one chat."""
        return self._bot.held_until > self._monotonic()

    # --- taking turns

    async def _turn(self, chat: Place, lane: Lane, *, messages: bool) -> None:
        """Return when the call may start; its place is taken. Raises RetryAfter rather than wait for long."""
        self._refuse_if_hopeless(chat, lane)
        queues = self._lanes[lane]
        waiter = _Waiter(chat, lane, messages, asyncio.get_running_loop().create_future())
        queues.setdefault(chat, deque()).append(waiter)
        self._waiting += 1
        self._pump()
        try:
            async with asyncio.timeout(LONGEST_TURN if lane is Lane.REMINDER else None):
                await waiter.turn
        except TimeoutError:
            self._leave(waiter)
            raise _retry_after(1.0) from None
        except asyncio.CancelledError:
            self._leave(waiter)
            raise

    def _refuse_if_hopeless(self, chat: Place, lane: Lane) -> None:
        now = self._monotonic()
        pace = self._chats.get(chat)
        hold = max(self._bot.held_until, pace.held_until if pace else 0.0) - now
        own = (pace.wait(now) or 0.0) if pace else 0.0
        in_chat = sum(len(queues.get(chat, ())) for queues in self._lanes.values())
        if lane is Lane.REMINDER and (hold > 0 or own > REMINDER_PATIENCE):
            raise _retry_after(max(hold, own))
        if self._waiting >= MOST_WAITING or in_chat >= MOST_WAITING_IN_A_CHAT:
            raise _retry_after(max(hold, own, 1.0))

    def _leave(self, waiter: _Waiter) -> None:
        """Whoever called is gone; if the turn had come at that very moment, its place is given back."""
        if not waiter.turn.done() or waiter.turn.cancelled():
            self._forget(waiter)
        elif waiter.turn.exception() is None:
            self._over(waiter.chat, messages=waiter.messages)

    def _forget(self, waiter: _Waiter) -> None:
        """A call was given up while it waited."""
        queue = self._lanes[waiter.lane].get(waiter.chat)
        if queue is not None and waiter in queue:
            queue.remove(waiter)
            self._waiting -= 1
            if not queue:
                del self._lanes[waiter.lane][waiter.chat]
            self._pump()

    def _over(self, chat: Place, *, messages: bool) -> None:
        """A call ended, however it ended: its place is free again a while from now."""
        now = self._monotonic()
        self._bot.end(now, self._floor.seconds)
        if messages:
            self._pace(chat).end(now)
        self._pump()

    def _pump(self) -> None:
        """Start what may start now, replies first; be called again when something else may."""
        self._stop_timer()
        now = self._monotonic()
        soonest, at_the_bot = self._start_lane(Lane.REPLY, now)
        if not at_the_bot:
            later, _ = self._start_lane(Lane.REMINDER, now)
            soonest = _earlier(soonest, later)
        if soonest is not None:
            self._timer = asyncio.get_running_loop().call_later(max(soonest, 0.001), self._pump)

    def _start_lane(self, lane: Lane, now: float) -> tuple[float | None, bool]:
        """Start a lane's calls, the chats in turn.

        Gives the seconds until one more may start (None: it depends on the end of a call) and whether
        some wait for the pace of the bot itself.
        """
        queues = self._lanes[lane]
        soonest: float | None = None
        in_turn = deque(queues)
        while in_turn:
            chat = in_turn.popleft()
            wait = self._wait_of_bot(lane, now)
            if wait != 0:
                return _earlier(soonest, wait), True
            own = self._wait_of_chat(queues[chat][0], now)
            if own != 0:
                soonest = _earlier(soonest, own)
            elif self._start(queues, chat, now):
                in_turn.append(chat)
        return soonest, False

    def _start(self, queues: OrderedDict[Place, deque[_Waiter]], chat: Place, now: float) -> bool:
        """Start a chat's first call and put the chat behind the others; whether it has more."""
        waiter = queues[chat].popleft()
        self._waiting -= 1
        if queues[chat]:
            queues.move_to_end(chat)
        else:
            del queues[chat]
        if waiter.turn.done():  # given up this very moment
            return chat in queues
        self._bot.start()
        if waiter.messages:
            self._pace(chat).start()
        if waiter.lane is Lane.REMINDER:
            between = self._bot.seconds * self._bot.slow(now) / self._bot.count
            self._next_reminder = max(self._next_reminder, now - CATCH_UP * between) + between
        waiter.turn.set_result(None)
        return chat in queues

    def _wait_of_bot(self, lane: Lane, now: float) -> float | None:
        if lane is Lane.REPLY:
            return self._bot.wait(now)
        wait = self._bot.wait(now)
        return None if wait is None else max(wait, self._next_reminder - now, 0.0)

    def _wait_of_chat(self, waiter: _Waiter, now: float) -> float | None:
        pace = self._chats.get(waiter.chat)
        if pace is None:
            return 0.0
        return pace.wait(now) if waiter.messages else max(0.0, pace.held_until - now)

    def _pace(self, chat: Place) -> Pace:
        """The chat's pace, made when it is needed; those that have nothing to remember go."""
        if chat not in self._chats:
            if len(self._chats) >= self._sweep_at:
                now = self._monotonic()
                self._chats = {who: pace for who, pace in self._chats.items() if not pace.idle(now)}
                self._sweep_at = max(1_000, 2 * len(self._chats))
            self._chats[chat] = of_chat(chat)
        return self._chats[chat]

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    # --- learning

    def _learn(self, chat: Place | None, wait: float) -> None:
        """Note a 429 for the chat, and for everybody once several chats had one at about the same time."""
        now = self._monotonic()
        self._suspects = {who: at for who, at in self._suspects.items() if now - at < SUSPICION}
        self._suspects["" if chat is None else chat] = now
        if chat is not None:
            self._pace(chat).learn(now, wait, SLOWER_CHAT)
        everybody = len(self._suspects) >= SUSPECTS
        if everybody:
            self._bot.learn(now, wait, SLOWER_BOT)
        for waiter in self._reminders_of(None if everybody else chat):
            self._forget(waiter)
            if not waiter.turn.done():
                waiter.turn.set_exception(_retry_after(wait))

    def _reminders_of(self, chat: Place | None) -> list[_Waiter]:
        """The reminders that wait for a chat, or for any (None)."""
        queues = self._lanes[Lane.REMINDER]
        chosen = queues.values() if chat is None else [queues.get(chat, deque[_Waiter]())]
        return [waiter for queue in chosen for waiter in queue]


def chat_of(data: dict[str, Any]) -> Place | None:
    """The chat that a call is about; ids may come as text."""
    chat = data.get("chat_id")
    if isinstance(chat, str) and chat.removeprefix("-").isdecimal():
        return int(chat)
    return chat if isinstance(chat, int | str) else None


def counts(endpoint: str) -> bool | None:
    """True: a new message, counted for chat and bot. False: an edit, for the bot alone. None: not counted."""
    if endpoint.startswith(("send", "forward", "copy")) and endpoint != "sendChatAction":
        return True
    return False if endpoint.startswith("edit") else None


def seconds_of(error: RetryAfter) -> float:
    """How long to wait; the library gives a number or a timedelta, as it is set."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _retry_after(seconds: float) -> RetryAfter:
    """Our own 429: Telegram was not asked."""
    return RetryAfter(timedelta(seconds=max(seconds, 0.1)))


def _earlier(one: float | None, other: float | None) -> float | None:
    return min((wait for wait in (one, other) if wait is not None), default=None)
