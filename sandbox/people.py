"""The people of the sandbox: what they do in Telegram's apps becomes messages and updates.

Made by `FakeTelegram.person`. All actions are synchronous, each adds at most one update for the bot
(none where the bot must not see it) and returns the message that was sent, if any.
"""

from __future__ import annotations

from typing import Any

from sandbox import wire
from sandbox.chats import Chat, Contact, Message, PrivateChat, Topic, User
from sandbox.entities import find_entities, units
from sandbox.errors import CannotDo
from sandbox.world import Callback, World


class Person(User):
    """Somebody with a telephone. `private` is the chat with the bot."""

    def __init__(
        self, world: World, user_id: int, first_name: str, *, role_hint: str = "", **more: Any
    ) -> None:
        super().__init__(user_id, first_name, **more)
        self._world = world
        self.role_hint = role_hint
        # No number of Vietnam begins with 00: nobody can be called by mistake.
        self.phone_number = f"+84000{user_id % 1_000_000:06d}"

    def __repr__(self) -> str:
        return f"<Person {self.full_name}>"

    @property
    def private(self) -> PrivateChat:
        return self._world.private_chat(self)

    # --- writing

    def says(
        self, text: str, chat: Chat | None = None, topic: Topic | int | None = None, reply_to: Message | None = None
    ) -> Message:  # fmt: skip
        """Send a text, by default to the bot. Commands, mentions and links get their entities."""
        if not 1 <= units(text) <= 4096:
            raise CannotDo("Tin nhắn phải có từ 1 đến 4096 ký tự.")
        return self._send(chat, topic, reply_to, text=text, entities=find_entities(text))

    def opens_link(self, payload: str) -> Message:
        """Open `t.me/<bot>?start=<payload>` and press Start."""
        return self.says(f"/start {payload}".strip())

    def forwards(self, text: str, chat: Chat | None = None, *, author: str = "Người khác") -> Message:
        """Forward a text that somebody else wrote."""
        origin = {"type": "hidden_user", "sender_user_name": author, "date": wire.stamp(self._world.now())}
        extra = {"forward_origin": origin}
        return self._send(chat, text=text, entities=find_entities(text), extra=extra)

    def edits(self, message: Message, text: str) -> Message:
        """Change the text (or caption) of an own message."""
        if message.sender is not self or message.deleted:
            raise CannotDo("Chỉ sửa được tin nhắn của chính mình.")
        message.text, message.entities = text, find_entities(text)
        message.edited = self._world.now()
        self._world.touch()
        self._world.deliver(message, "edited_message")
        return message

    def sends_document(
        self, data: bytes, file_name: str, mime_type: str | None = None, caption: str = "",
        chat: Chat | None = None, topic: Topic | int | None = None, reply_to: Message | None = None,
    ) -> Message:  # fmt: skip
        """Send a file; without `mime_type` it is guessed from the name, as the apps do."""
        kept = self._world.store(file_name, data, mime_type or wire.guess_type(file_name))
        return self._send(chat, topic, reply_to, document=kept, text=caption, entities=find_entities(caption))

    def sends_photo(self, caption: str = "", chat: Chat | None = None) -> Message:
        kept = self._world.store("photo.jpg", b"\xff\xd8\xff\xe0 a photo", "image/jpeg", "photos")
        sizes = [{**_file(kept.file_id, len(kept.data)), "width": w, "height": w} for w in (90, 320)]
        return self._send(chat, text=caption, entities=find_entities(caption), extra={"photo": sizes})

    def sends_sticker(self, emoji: str = "👍", chat: Chat | None = None) -> Message:
        kept = self._world.store("sticker.webp", b"RIFF a sticker", "image/webp", "stickers")
        sticker = {
            **_file(kept.file_id, len(kept.data)),
            "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": emoji,
        }  # fmt: skip
        return self._send(chat, extra={"sticker": sticker})

    def sends_voice(self, chat: Chat | None = None) -> Message:
        kept = self._world.store("voice.oga", b"OggS a voice", "audio/ogg", "voice")
        voice = {**_file(kept.file_id, len(kept.data)), "duration": 3, "mime_type": "audio/ogg"}
        return self._send(chat, extra={"voice": voice})

    def sends_contact(self, contact: Contact | None = None, chat: Chat | None = None) -> Message:
        """Send a contact, by default the own one."""
        own = Contact(self.phone_number, self.first_name, self.last_name, self.id)
        return self._send(chat, contact=contact or own)

    # --- tapping

    def taps(self, button: str, message: Message | None = None, chat: Chat | None = None) -> Message | None:
        """Tap a button by its text or callback data: the newest inline button in the chat, or that of
        `message`; else one of the reply keyboard, which says its text (and returns that message)."""
        room = message.chat if message is not None else self._room(chat)
        self._must_be_in(room)
        candidates = [message] if message is not None else list(reversed(room.messages))
        for one in candidates:
            found = one.button(button) if one.by_bot and not one.deleted else None
            if found is not None and found.data is None:
                raise CannotDo(f"Nút “{found.text}” mở {found.url}.")
            if found is not None and found.data is not None:
                self.taps_stale(found.data, one)
                return None
        if message is None:
            for key in (key for row in room.keyboard or [] for key in row if key.text == button):
                return self.sends_contact(chat=room) if key.request_contact else self.says(button, room)
        raise CannotDo(f"Không có nút “{button}”.")

    def taps_stale(self, data: str, message: Message) -> str:
        """Tap a button that the app still shows although the message may have changed since.

        Returns the callback query's id.
        """
        world = self._world
        callback = Callback(str(10**15 + world.number()), self, message, world.monotonic())
        world.callbacks[callback.id] = callback
        world.touch()
        if message.chat.bot in ("member", "administrator"):
            content = {
                "id": callback.id,
                "from": wire.user(self),
                "message": wire.message(message),
                "chat_instance": str(message.chat.id % 10**15),
                "data": data,
            }
            world.queue.put("callback_query", content)
        return callback.id

    # --- the bot and groups

    def blocks_bot(self) -> None:
        self._world.set_bot_status(self.private, "blocked", self)

    def unblocks_bot(self) -> None:
        if self.private.bot == "blocked":
            self._world.set_bot_status(self.private, "member", self)

    def adds_bot(self, group: Chat) -> None:
        """Add the bot to a group: `my_chat_member`, then the service message."""
        group = self._room(group)
        self._must_be_in(group)
        if group.bot in ("member", "administrator"):
            raise CannotDo("Bot đã ở trong nhóm.")
        self._world.set_bot_status(group, "member", self)
        bot = wire.user(self._world.bot)
        self._world.service(group, self, new_chat_members=[bot])

    def kicks_bot(self, group: Chat) -> None:
        """Remove the bot from a group; it learns it from `my_chat_member` alone."""
        group = self._room(group)
        self._must_be_in(group)
        if group.bot not in ("member", "administrator"):
            raise CannotDo("Bot không ở trong nhóm.")
        self._world.post(group, self, service={"left_chat_member": wire.user(self._world.bot)})
        self._world.set_bot_status(group, "kicked", self)

    def joins(self, group: Chat) -> Message:
        group = self._room(group)
        if self.id in group.members:
            raise CannotDo(f"{self.full_name} đã ở trong nhóm.")
        group.members[self.id] = self
        self._tell_member(group, "left", "member")
        return self._world.service(group, self, new_chat_members=[wire.user(self)])

    def leaves(self, group: Chat) -> Message:
        group = self._room(group)
        self._must_be_in(group)
        left = self._world.service(group, self, left_chat_member=wire.user(self))
        del group.members[self.id]
        group.admins = [one for one in group.admins if one != self.id]
        self._tell_member(group, "member", "left")
        return left

    # --- inside

    def _room(self, chat: Chat | None) -> Chat:
        """The chat meant, followed through a migration as the apps do."""
        room = chat if chat is not None else self.private
        while room.migrated_to is not None:
            room = self._world.chats[room.migrated_to]
        return room

    def _must_be_in(self, room: Chat) -> None:
        if self.id not in room.members:
            raise CannotDo(f"{self.full_name} không ở trong nhóm này.")

    def _send(
        self, chat: Chat | None, topic: Topic | int | None = None, reply_to: Message | None = None, **content: Any
    ) -> Message:  # fmt: skip
        room = self._room(chat)
        self._must_be_in(room)
        if room is self.private:
            if room.bot == "blocked":
                raise CannotDo(f"{self.full_name} đang chặn bot.")
            room.bot = "member"
        thread = topic.id if isinstance(topic, Topic) else topic
        if thread is None and reply_to is not None:
            thread = reply_to.thread_id
        if thread is not None:
            place = room.topics.get(thread)
            if place is None or place.deleted or place.closed:
                raise CannotDo("Không có chủ đề nào đang mở như vậy.")
        message = self._world.post(room, self, thread_id=thread, reply_to=reply_to, **content)
        self._world.deliver(message)
        return message

    def _tell_member(self, group: Chat, old: str, new: str) -> None:
        """`chat_member`, which a bot gets only as an administrator and on request."""
        if group.bot != "administrator":
            return
        content = {
            "chat": wire.chat(group),
            "from": wire.user(self),
            "date": wire.stamp(self._world.now()),
            "old_chat_member": wire.member(self, old),
            "new_chat_member": wire.member(self, new),
        }
        self._world.queue.put("chat_member", content)


def _file(file_id: str, size: int) -> dict[str, Any]:
    return {"file_id": file_id, "file_unique_id": f"u{file_id[-18:]}", "file_size": size}
