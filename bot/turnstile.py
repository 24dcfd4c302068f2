"""Who makes the next call when all chats want more than may be made: by rank, then as they came."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from bot.pacing import Rank


class Turnstile:
    """Chats that may be called but for the limit of all calls. Only the next one looks at the clock.

    Were each to sleep by itself, thousands would wake for every call that one of them may make.
    """

    def __init__(self) -> None:
        self._lines: dict[Rank, OrderedDict[int, asyncio.Event]] = {rank: OrderedDict() for rank in Rank}
        self._ranks: dict[int, Rank] = {}

    def is_next(self, chat_id: int, rank: Rank, news: asyncio.Event) -> bool:
        """Whether it is the chat's turn. If not, it stands in line, and `news` is set when it may be."""
        if self._ranks.get(chat_id) is not rank:
            self.leave(chat_id)
            self._ranks[chat_id] = rank
            self._lines[rank][chat_id] = news
        return self._first() == chat_id

    def leave(self, chat_id: int) -> None:
        """The chat makes its call, or has none to make; the next one is told."""
        rank = self._ranks.pop(chat_id, None)
        if rank is None:
            return
        del self._lines[rank][chat_id]
        following = self._first()
        if following is not None:
            self._lines[self._ranks[following]][following].set()

    def come_back(self, chat_id: int, rank: Rank, news: asyncio.Event) -> None:
        """It was the chat's turn, and it could not call after all: it stands before the others again."""
        self.is_next(chat_id, rank, news)
        self._lines[rank].move_to_end(chat_id, last=False)

    def _first(self) -> int | None:
        for line in self._lines.values():
            if line:
                return next(iter(line))
        return None
