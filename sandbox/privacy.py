"""Which messages of people a bot gets to see (Telegram's privacy mode, on by default).

In groups: commands that are for it or for nobody, replies to it, mentions of it, service messages;
everything where it is an administrator. https://core.telegram.org/bots/features#privacy-mode
"""

from __future__ import annotations

from sandbox.chats import Message, User
from sandbox.entities import cut


def bot_sees(bot: User, message: Message) -> bool:
    """Whether an update is made of that message."""
    chat = message.chat
    if chat.bot not in ("member", "administrator"):
        return False
    if not chat.is_group or chat.bot == "administrator" or message.service is not None:
        return True
    if message.reply_to is not None and message.reply_to.sender is bot:
        return True
    return _is_called(bot, message)


def _is_called(bot: User, message: Message) -> bool:
    me = f"@{bot.username}".lower()
    for entity in message.entities:
        part = cut(message.text, entity["offset"], entity["length"]).lower()
        if entity["type"] == "mention" and part == me:
            return True
        if entity["type"] == "bot_command" and ("@" not in part or part.endswith(me)):
            return True
    return False
