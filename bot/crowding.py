"""Groups that have more to hear than Telegram lets through: said once, and once when it is over."""

from __future__ import annotations

import math

from bot.chat_queue import ChatQueue
from desk.letters import Say

TELL_AGAIN = 600.0  # seconds a group is not told of the next rush: each word costs a call it lacks


class Crowding:
    """Remembers which groups have been told. `a_minute`: calls a group may get in one."""

    def __init__(self, a_minute: int) -> None:
        self._a_minute = a_minute
        self._crowded: set[int] = set()
        self._told: dict[int, float] = {}

    def news(self, chat_id: int, chat: ChatQueue, now: float) -> Say | None:
        """What the group should know now: how many messages wait and how long, or that none does any more."""
        waiting = chat.speaking()
        if chat_id in self._crowded:
            if waiting:
                return None
            self._crowded.remove(chat_id)
            return Say("group-caught-up")
        if waiting <= self._a_minute or now - self._told.get(chat_id, -TELL_AGAIN) < TELL_AGAIN:
            return None
        minutes = math.ceil(chat.calls_to_say() / self._a_minute)
        if minutes < 2:
            return None
        self._crowded.add(chat_id)
        self._told[chat_id] = now
        return Say("group-crowded", {"waiting": waiting, "minutes": minutes})
