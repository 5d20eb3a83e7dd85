"""The pace of everything: in a time of its own, on the sandbox's limits, with no second really waited."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.pacing import (
    MOST_WAITING_IN_A_CHAT,
    RETRIES,
    Lane,
    Pace,
    Pacing,
    chat_of,
    counts,
)
from sandbox.errors import ApiError
from sandbox.limits import FloodLimits


class OwnTime(asyncio.SelectorEventLoop):
    """An event loop in which waiting takes no time: where nothing is to be done, its clock moves on."""

    def __init__(self) -> None:
        super().__init__()
        self._moment = 1_000.0

    def time(self) -> float:
        return self._moment

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:  # type: ignore[attr-defined] # the base loop's own
            self._moment = max(self._moment, self._scheduled[0]._when)  # type: ignore[attr-defined] # as above
        super()._run_once()  # type: ignore[misc] # as above


@dataclass
class World:
    """A pacing before a Telegram that enforces its limits, with a network of some slowness."""

    pacing: Pacing
    limits: FloodLimits
    latency: Callable[[], float] = lambda: 0.0
    sent: list[tuple[float, int, Lane]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    refused: int = 0
    faults: dict[int, list[float]] = field(default_factory=dict)

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    async def send(self, chat: int, lane: Lane = Lane.REPLY, endpoint: str = "sendMessage") -> float:
        """One message; gives the seconds that it took."""
        begun = self.now()

        async def call(*_args: Any) -> bool:
            await asyncio.sleep(self.latency())
            if self.faults.get(chat):
                raise RetryAfter(timedelta(seconds=self.faults[chat].pop(0)))
            if counts(endpoint):
                try:
                    self.limits.check(chat)
                except ApiError as error:
                    self.refused += 1
                    raise RetryAfter(timedelta(seconds=error.parameters["retry_after"])) from error
                self.limits.count(chat)
            self.sent.append((self.now(), chat, lane))
            await asyncio.sleep(self.latency())
            return True

        await self.pacing.process_request(call, (), {}, endpoint, {"chat_id": chat}, lane)
        return self.now() - begun

    async def remind(self, chats: list[int], at_once: int = 16) -> None:
        """Reminders to many chats, so many at once."""
        todo = iter(chats)

        async def worker() -> None:
            for chat in todo:
                await self.send(chat, Lane.REMINDER)

        await asyncio.gather(*(worker() for _ in range(at_once)))

    def rate(self) -> float:
        return (len(self.sent) - 1) / (self.sent[-1][0] - self.sent[0][0])


def in_own_time(story: Callable[[World], Coroutine[Any, Any, None]]) -> None:
    """Tell a story in a loop with a time of its own."""
    loop = OwnTime()
    try:
        world = World(Pacing(loop.time), FloodLimits(loop.time))
        loop.run_until_complete(asyncio.wait_for(story(world), 100_000))
    finally:
        loop.close()


async def later(seconds: float, what: Callable[[], Awaitable[Any]]) -> Any:
    await asyncio.sleep(seconds)
    return await what()


@pytest.mark.parametrize("latency", [0.0, 0.005, 0.02])
def test_two_thousand_chats_go_out_at_28_a_second_without_a_429(latency: float) -> None:
    async def story(world: World) -> None:
        world.latency = lambda: latency / 2
        await world.remind(list(range(1, 2001)))
        assert world.refused == 0
        assert 28 <= world.rate() < 30.1, "thirty at once, then thirty a second"

    in_own_time(story)


@pytest.mark.parametrize("there_and_back", [(0.05, 0.1), (0.1, 0.13)])
def test_a_slow_network_keeps_the_pace_as_well(there_and_back: tuple[float, float]) -> None:
    async def story(world: World) -> None:
        chance = random.Random(3)
        world.latency = lambda: chance.uniform(*there_and_back) / 2
        await world.remind(list(range(1, 2001)), at_once=5)
        assert world.refused == 0
        assert 28 <= world.rate() < 30.1

    in_own_time(story)


def test_a_network_that_becomes_faster_bit_by_bit_or_at_once_slower_causes_no_429() -> None:
    async def story(world: World) -> None:
        chance = random.Random(4)
        world.latency = lambda: (
            (max(0.02, 0.2 - 0.01 * (world.now() - 1_000)) if world.now() < 1_040 else 0.3)
            * chance.uniform(1.0, 1.3)
        )
        await world.remind(list(range(1, 1501)), at_once=16)
        assert world.refused == 0

    in_own_time(story)


def test_a_network_that_jitters_causes_no_429_either() -> None:
    async def story(world: World) -> None:
        chance = random.Random(7)
        world.latency = lambda: chance.choice([0.01, 0.05, 0.4])
        await world.remind(list(range(1, 601)), at_once=40)
        assert world.refused == 0
        assert world.rate() > 18

    in_own_time(story)


def test_a_person_gets_one_a_second_after_a_burst_of_three() -> None:
    async def story(world: World) -> None:
        await asyncio.gather(*(world.send(1) for _ in range(9)))
        moments = [round(moment - world.sent[0][0], 1) for moment, _, _ in world.sent]
        assert moments == [0.0] * 3 + [3.0] * 3 + [6.0] * 3
        assert world.refused == 0

    in_own_time(story)


def test_a_group_gets_twenty_a_minute() -> None:
    async def story(world: World) -> None:
        await asyncio.gather(*(world.send(-5) for _ in range(25)))
        assert world.sent[19][0] - world.sent[0][0] < 1
        assert world.sent[20][0] - world.sent[0][0] == pytest.approx(60, abs=1)
        assert world.refused == 0

    in_own_time(story)


def test_replies_overtake_reminders() -> None:
    async def story(world: World) -> None:
        world.latency = lambda: 0.02
        reminders = asyncio.create_task(world.remind(list(range(1, 901)), at_once=60))
        replies = [
            asyncio.create_task(later(2 + i * 0.1, lambda i=i: world.send(5000 + i)))  # type: ignore[misc] # i is bound
            for i in range(150)
        ]
        waits = sorted(await asyncio.gather(*replies))
        await reminders
        assert waits[int(len(waits) * 0.95)] < 0.2
        assert world.refused == 0

    in_own_time(story)


def test_while_replies_wait_for_the_bots_pace_no_reminder_starts() -> None:
    async def story(world: World) -> None:
        replies = [asyncio.create_task(world.send(5000 + i)) for i in range(90)]
        await asyncio.sleep(0)
        reminder = asyncio.create_task(world.send(1, Lane.REMINDER))
        await asyncio.gather(*replies, reminder)
        assert [lane for _, _, lane in world.sent].index(Lane.REMINDER) == 90

    in_own_time(story)


def test_replies_that_wait_for_their_own_chat_hold_up_nobody() -> None:
    async def story(world: World) -> None:
        flood = [asyncio.create_task(world.send(-5)) for _ in range(30)]
        await asyncio.sleep(1.5)
        assert await world.send(1, Lane.REMINDER) < 0.1
        assert await world.send(2) < 0.1
        for one in flood:
            one.cancel()

    in_own_time(story)


def test_a_reserved_place_answers_at_once_in_the_thick_of_reminders() -> None:
    async def story(world: World) -> None:
        reminders = asyncio.create_task(world.remind(list(range(1, 301))))
        for _ in range(8):
            await asyncio.sleep(1.01)
            assert await world.send(5000 + int(world.now())) < 0.05
        await reminders

    in_own_time(story)


def test_chats_take_turns() -> None:
    async def story(world: World) -> None:
        await asyncio.gather(*(world.send(9000 + i) for i in range(30)))  # the bot's pace is used up
        loud = [asyncio.create_task(world.send(-1)) for _ in range(15)]
        await asyncio.sleep(0)
        quiet = [asyncio.create_task(world.send(-chat)) for chat in (2, 3, 4)]
        await asyncio.gather(*loud, *quiet)
        order = [chat for _, chat, _ in world.sent][30:]
        assert order[:4] == [-1, -2, -3, -4]

    in_own_time(story)


def test_a_reply_that_meets_a_429_is_asked_again_when_it_may() -> None:
    async def story(world: World) -> None:
        world.faults[7] = [4.0]
        assert await world.send(7) == pytest.approx(4.0, abs=0.1)
        assert len(world.sent) == 1

    in_own_time(story)


def test_a_reply_is_asked_again_only_so_often_and_does_not_wait_for_long() -> None:
    async def story(world: World) -> None:
        world.faults[7] = [1.0] * 10
        with pytest.raises(RetryAfter):
            await world.send(7)
        assert len(world.faults[7]) == 10 - 1 - RETRIES
        world.faults[8] = [3600.0]
        with pytest.raises(RetryAfter):
            await world.send(8)

    in_own_time(story)


def test_a_reminder_never_sleeps_on_a_429_and_the_next_one_learns_it_unasked() -> None:
    async def story(world: World) -> None:
        world.faults[7] = [40.0]
        begun = world.now()
        for _ in range(2):
            with pytest.raises(RetryAfter) as told:
                await world.send(7, Lane.REMINDER)
            assert told.value.retry_after == timedelta(seconds=40)
        assert world.now() - begun < 0.1
        assert not world.pacing.everybody_waits()
        assert await world.send(8, Lane.REMINDER) < 0.1

    in_own_time(story)


def test_a_429_makes_the_chat_slower_and_the_chat_recovers() -> None:
    async def story(world: World) -> None:
        world.faults[7] = [2.0]
        await asyncio.gather(*(world.send(7) for _ in range(7)))
        slow = world.sent[-1][0] - world.sent[0][0]
        assert slow > 11
        await asyncio.sleep(1200)
        world.sent.clear()
        await asyncio.gather(*(world.send(7) for _ in range(7)))
        assert world.sent[-1][0] - world.sent[0][0] == pytest.approx(6.0, abs=0.1)

    in_own_time(story)


def test_429s_of_several_chats_hold_up_everybody_and_let_waiting_reminders_go() -> None:
    async def story(world: World) -> None:
        for chat in (1, 2, 3):
            world.faults[chat] = [10.0]
        await asyncio.gather(*(world.send(9000 + i) for i in range(29)))
        waiting = [asyncio.create_task(world.send(chat, Lane.REMINDER)) for chat in range(100, 110)]
        await asyncio.sleep(0)
        for chat in (1, 2, 3):
            with pytest.raises(RetryAfter):
                await world.send(chat, Lane.REMINDER)
        assert world.pacing.everybody_waits()
        assert all(
            isinstance(one, RetryAfter | float)
            for one in await asyncio.gather(*waiting, return_exceptions=True)
        )
        assert await world.send(50) >= 9
        assert not world.pacing.everybody_waits()

    in_own_time(story)


def test_after_a_429_for_everybody_the_bot_is_slower_and_recovers() -> None:
    async def story(world: World) -> None:
        for chat in (1, 2, 3):
            world.faults[chat] = [1.0]
            with pytest.raises(RetryAfter):
                await world.send(chat, Lane.REMINDER)
        await asyncio.sleep(2)
        await world.remind(list(range(100, 250)))
        assert world.rate() < 26
        await asyncio.sleep(900)
        world.sent.clear()
        await world.remind(list(range(300, 600)))
        assert world.rate() > 28

    in_own_time(story)


def test_a_reminder_does_not_wait_for_long_for_its_chat() -> None:
    async def story(world: World) -> None:
        await asyncio.gather(*(world.send(-5) for _ in range(20)))
        with pytest.raises(RetryAfter) as told:
            await world.send(-5, Lane.REMINDER)
        assert timedelta(seconds=55) < told.value.retry_after < timedelta(seconds=61)

    in_own_time(story)


def test_a_reminder_that_replies_hold_up_is_let_go_after_a_while() -> None:
    async def story(world: World) -> None:
        replies = [asyncio.create_task(world.send(5000 + i)) for i in range(900)]
        await asyncio.sleep(0)
        with pytest.raises(RetryAfter):
            await world.send(1, Lane.REMINDER)
        for one in replies:
            one.cancel()
        await asyncio.gather(*replies, return_exceptions=True)
        assert world.pacing.waiting == 0

    in_own_time(story)


def test_what_waits_has_an_end() -> None:
    async def story(world: World) -> None:
        calls = [asyncio.create_task(world.send(-5)) for _ in range(20 + MOST_WAITING_IN_A_CHAT + 3)]
        await asyncio.sleep(1)
        assert sum(one.done() and isinstance(one.exception(), RetryAfter) for one in calls) == 3
        for one in calls:
            one.cancel()
        await asyncio.gather(*calls, return_exceptions=True)

    in_own_time(story)


def test_chats_are_forgotten_when_nothing_is_to_be_remembered_of_them() -> None:
    async def story(world: World) -> None:
        world.limits = FloodLimits(lambda: 0.0)
        for start in range(40):
            for chat in range(start * 100 + 1, start * 100 + 101):
                world.pacing._pace(chat)
            await asyncio.sleep(10)
        assert len(world.pacing._chats) <= 1_100

    in_own_time(story)


def test_a_call_that_is_given_up_leaves_its_place_to_others() -> None:
    async def story(world: World) -> None:
        await asyncio.gather(*(world.send(1) for _ in range(3)))
        impatient = asyncio.create_task(world.send(1))
        await asyncio.sleep(0.1)
        impatient.cancel()
        await asyncio.gather(impatient, return_exceptions=True)
        assert world.pacing.waiting == 0
        await asyncio.sleep(3)
        assert await world.send(1) < 0.1

    in_own_time(story)


def test_a_failed_call_gives_its_place_back() -> None:
    async def story(world: World) -> None:
        async def broken(*_args: Any) -> bool:
            raise ValueError

        for _ in range(100):
            with pytest.raises(ValueError):
                await world.pacing.process_request(broken, (), {}, "sendMessage", {"chat_id": 1}, None)
        assert world.pacing.waiting == 0

    in_own_time(story)


def test_a_shutdown_lets_go_of_whoever_waits() -> None:
    async def story(world: World) -> None:
        calls = [asyncio.create_task(world.send(1)) for _ in range(5)]
        await asyncio.sleep(0.1)
        await world.pacing.initialize()
        await world.pacing.shutdown()
        assert sum(one.cancelled() for one in await settled(calls)) == 2

    in_own_time(story)


async def settled(calls: list[asyncio.Task[float]]) -> list[asyncio.Task[float]]:
    await asyncio.gather(*calls, return_exceptions=True)
    return calls


def test_calls_that_are_no_messages_do_not_wait() -> None:
    async def story(world: World) -> None:
        await asyncio.gather(*(world.send(1) for _ in range(3)))
        assert await world.send(1, endpoint="answerCallbackQuery") == 0
        assert await world.send(1, endpoint="sendChatAction") == 0
        assert await world.send(1, endpoint="editMessageText") == 0
        world.faults[1] = [2.0]
        assert await world.send(1, endpoint="answerCallbackQuery") == 2.0

    in_own_time(story)


@pytest.mark.parametrize(
    ("given", "chat"),
    [(5, 5), ("-100500", -100500), ("7", 7), ("@kenh", "@kenh"), (None, None), (1.5, None)],
)
def test_a_chat_is_told_by_its_id(given: object, chat: object) -> None:
    assert chat_of({"chat_id": given}) == chat


def test_a_hold_of_the_bot_outlasts_its_places() -> None:
    pace = Pace(2, 1.0)
    pace.start()
    pace.start()
    assert pace.wait(0.0) is None
    pace.end(0.0)
    assert pace.wait(0.0) == 1.0
    pace.learn(0.0, 5.0, 2.0)
    assert pace.wait(2.0) == 3.0
    assert not pace.idle(2.0)
