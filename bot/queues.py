"""What waits for all chats: a queue for each, and what a ticket takes along when it changes groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.chat_queue import ChatQueue
from storage.letters import Posted


class Queues:
    """By chat. A queue is there from its first letter until it is dropped."""

    def __init__(self) -> None:
        self._all: dict[int, ChatQueue] = {}
        self._groups: dict[int, ChatQueue] = {}  # those of the chats that are groups

    def __iter__(self) -> Iterator[tuple[int, ChatQueue]]:
        return iter(self._all.items())

    def get(self, chat_id: int) -> ChatQueue | None:
        """That chat's, None when nothing waits for it."""
        return self._all.get(chat_id)

    def push(self, posted: Posted, chat_id: int) -> ChatQueue | None:
        """One more letter for that chat; its queue.

        A thread may have moved from another group, or its group may have another id. What waits there for it
        comes along: only so are its letters told in their order. None: one of them is under way there and may
        come back; this one follows it in that queue.
        """
        to = posted.letter.to
        elsewhere = [one for number, one in self._groups.items() if number != chat_id] if chat_id < 0 else []
        for other in elsewhere:
            if other.busy_with == to:
                other.push(posted)
                return None
        chat = self._all.setdefault(chat_id, ChatQueue())
        if chat_id < 0:
            self._groups[chat_id] = chat
        for other in elsewhere:
            for earlier in other.pull(to):
                chat.push(replace(earlier, chat_id=chat_id))
        chat.push(posted)
        return chat

    def drop(self, chat_id: int) -> None:
        """Nothing waits for that chat any more."""
        self._all.pop(chat_id, None)
        self._groups.pop(chat_id, None)
