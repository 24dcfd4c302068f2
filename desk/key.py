"""A key to the dashboard: of a link that is used once, or of the session it opens. Only its hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

BYTES = 32  # 256 bits of chance: nobody guesses them, so guesses need not be counted
LINK, SESSION = timedelta(minutes=10), timedelta(hours=12)


class Opens(StrEnum):
    """What a key is for."""

    LINK = "link"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Key:
    """`hash`: SHA-256 of what its holder has, in hexadecimal. It is looked for by that: what is compared
    tells nothing of the key, however long it takes."""

    hash: str
    opens: Opens
    staff_id: int
    until: datetime

    def fits(self, opens: Opens, at: datetime) -> bool:
        """Whether it opens that, at that moment."""
        return self.opens is opens and at < self.until


class Keys(Protocol):
    """All that are kept. One that is taken out twice is a Conflict at the commit."""

    async def get(self, hash_: str) -> Key | None: ...
    def add(self, key: Key, at: datetime) -> None: ...
    def take(self, hash_: str) -> None: ...


def cut() -> str:
    """A new one, as its holder has it: 43 signs that an address may hold."""
    return secrets.token_urlsafe(BYTES)


def hashed(words: str) -> str:
    """What is kept of it."""
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()
