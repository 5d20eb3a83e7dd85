"""Updates run side by side; those of one chat in order."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from telegram import Chat, Message, Update, User

from bot.ordering import OrderedByChat


def update(number: int, chat: int) -> Update:
    message = Message(
        number,
        datetime(2026, 3, 2, tzinfo=UTC),
        Chat(chat, "private"),
        from_user=User(chat, "An", is_bot=False),
        text="x",
    )
    return Update(number, message=message)


async def test_a_slow_chat_keeps_its_order_and_holds_up_nobody() -> None:
    done: list[tuple[int, int]] = []
    gate = asyncio.Event()

    async def work(number: int, chat: int) -> None:
        if number == 1:
            await gate.wait()
        done.append((chat, number))

    processor = OrderedByChat()
    await processor.initialize()
    tasks = [
        asyncio.create_task(processor.process_update(update(number, chat), work(number, chat)))
        for number, chat in ((1, 5), (2, 5), (3, 6), (4, 5))
    ]
    await asyncio.sleep(0.01)
    assert done == [(6, 3)]
    gate.set()
    await asyncio.gather(*tasks)
    assert done == [(6, 3), (5, 1), (5, 2), (5, 4)]
    assert not processor._locks
    await processor.shutdown()


async def test_an_update_of_nobody_is_processed_too() -> None:
    ran = []

    async def work() -> None:
        ran.append(1)

    await OrderedByChat().process_update("no update at all", work())
    await OrderedByChat().process_update(Update(1), work())
    assert ran == [1, 1]
