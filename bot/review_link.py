"""Signed links to the review page: bound to one plan and one admin, good for two hours.

The key is derived from the bot's token, so there is no further secret to keep; whoever changes the token ends all
links. The link alone opens nothing: the role is looked up again at each request (bot/review_page.py).
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

GOOD_FOR = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Pass:
    """What a link says: which plan, which admin (Telegram id), until when."""

    plan_id: int
    admin: int
    until: int


class Links:
    """Makes and reads links."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), b"nhacviec review page", sha256)

    def make(self, plan_id: int, admin: int, now: datetime) -> str:
        """The last part of the address."""
        said = f"{plan_id}-{admin}-{int((now + GOOD_FOR).timestamp())}"
        return f"{said}-{self._sign('link', said)}"

    def read(self, text: str, now: datetime) -> Pass | None:
        """What a link says, or None for one that is forged or too old."""
        said, _, signed = text[:200].rpartition("-")
        if not text.isascii() or not hmac.compare_digest(signed.encode(), self._sign("link", said).encode()):
            return None
        parts = said.split("-")
        if len(parts) != 3 or not all(part.isdigit() for part in parts):
            return None
        found = Pass(int(parts[0]), int(parts[1]), int(parts[2]))
        return found if now.timestamp() < found.until else None

    def mark(self, link: str) -> str:
        """What the page's own script must say with every change, so that no other site can make one."""
        return self._sign("change", link)

    def holds(self, link: str, mark: str) -> bool:
        return mark.isascii() and hmac.compare_digest(self.mark(link).encode(), mark.encode())

    def _sign(self, purpose: str, said: str) -> str:
        return hmac.digest(self._key, f"{purpose}|{said}".encode(), sha256).hex()
