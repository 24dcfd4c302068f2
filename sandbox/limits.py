"""Limits: how often a bot may write into one chat."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.chats import Chat
from sandbox.refusals import too_many

# Sends, edits and topic work count; reactions, answers to presses, typing and deletions do not.
_UNCOUNTED = ("sendchataction",)
_COUNTED = ("send", "edit", "copy", "forward", "createforumtopic")


@dataclass(frozen=True)
class Limits:
    """0 switches a limit off. A group: actions in any minute over all its topics; a private chat: a burst,
    then a steady rate. Telegram publishes «20 a minute» and «about one a second» (Bots FAQ)."""

    group_per_minute: int = 20
    chat_burst: int = 20
    chat_per_second: float = 1


class Meter:
    """Counts a bot's actions by chat; time is monotonic seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.limits = Limits()
        self._clock = clock
        self._group: dict[int, deque[float]] = {}
        self._private: dict[int, tuple[float, float]] = {}

    def count(self, method: str, chat: Chat, actions: int = 1) -> None:
        """Raises 429 with `retry_after` when the chat's limit is reached; refused calls do not count."""
        name = method.lower()
        if name in _UNCOUNTED or not name.startswith(_COUNTED):
            return
        if chat.private:
            self._count_private(chat.id, actions)
        else:
            self._count_group(chat.id, actions)

    def forget(self) -> None:
        """Nothing has been sent yet."""
        self._group.clear()
        self._private.clear()

    def _count_group(self, chat: int, actions: int) -> None:
        limit = self.limits.group_per_minute
        if not limit:
            return
        now = self._clock()
        seen = self._group.setdefault(chat, deque())
        while seen and seen[0] <= now - 60:
            seen.popleft()
        if len(seen) + actions > limit:
            freed = seen[min(len(seen) - 1, len(seen) + actions - limit - 1)] if seen else now
            raise too_many(max(1, math.ceil(freed + 60 - now)))
        seen.extend([now] * actions)

    def _count_private(self, chat: int, actions: int) -> None:
        rate, burst = self.limits.chat_per_second, self.limits.chat_burst
        if not rate:
            return
        now = self._clock()
        left, at = self._private.get(chat, (float(burst), now))
        left = min(float(burst), left + (now - at) * rate)
        if left < actions:
            self._private[chat] = (left, now)
            raise too_many(max(1, math.ceil((actions - left) / rate)))
        self._private[chat] = (left - actions, now)
