"""What decides which handler a message goes to. Filters look at the message alone: no store, no network."""

from __future__ import annotations

from telegram import Message, MessageEntity
from telegram.ext import filters

from domain.urgent import sounds_like_a_case
from locales import LANGUAGES, Catalogs


class ForTheBot(filters.MessageFilter):
    """In a group: a mention of the bot, or a reply to one of its messages."""

    def filter(self, message: Message) -> bool:
        bot = message.get_bot()
        replied = message.reply_to_message
        if replied is not None and replied.from_user is not None and replied.from_user.id == bot.id:
            return True
        read = message.parse_caption_entities if message.caption else message.parse_entities
        mentions = read([MessageEntity.MENTION]).values()
        return f"@{bot.username}".lower() in {mention.lower() for mention in mentions}


class CommandForTheBot(filters.MessageFilter):
    """A command that is surely meant for this bot: in a group it must carry the bot's name."""

    def filter(self, message: Message) -> bool:
        command = (message.text or "").split(maxsplit=1)[0]
        _, at, name = command.partition("@")
        if at:
            return name.lower() == (message.get_bot().username or "").lower()
        return message.chat.type == "private"


class UrgentCaption(filters.MessageFilter):
    """A picture or a file whose caption, not being a command, sounds like a child in danger."""

    def filter(self, message: Message) -> bool:
        caption = message.caption or ""
        return not caption.startswith("/") and sounds_like_a_case(caption)


def label(catalogs: Catalogs, key: str) -> filters.Text:
    """A tap on a button of the keyboard below the input field, in any language."""
    return filters.Text([catalogs.plain(language, key) for language in LANGUAGES])


NEW = filters.UpdateType.MESSAGE
"""Not an edited message, not a channel's post."""

PRIVATE_TEXT = NEW & filters.ChatType.PRIVATE & filters.TEXT & ~filters.COMMAND
GROUP_TEXT = NEW & filters.ChatType.GROUPS & filters.TEXT & ~filters.COMMAND & ForTheBot()
UNKNOWN_COMMAND = NEW & filters.COMMAND & CommandForTheBot()
URGENT_CAPTION = (
    NEW
    & filters.CAPTION
    & UrgentCaption()
    & (filters.ChatType.PRIVATE | filters.ChatType.GROUPS & ForTheBot())
)
DOCUMENT = NEW & filters.Document.ALL
MIGRATED = NEW & filters.StatusUpdate.MIGRATE
FORWARDED = filters.FORWARDED
NOT_TEXT = NEW & filters.ChatType.PRIVATE & ~filters.TEXT & ~filters.StatusUpdate.ALL
