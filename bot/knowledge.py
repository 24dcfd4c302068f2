"""The knowledge base in use: asked at once or in a thread, exchanged whole."""

from __future__ import annotations

import asyncio
from datetime import date

from faq.entry import Entry, Shelf
from faq.knowledge_base import KnowledgeBase, Verdict

EMPTY = Shelf({}, {}, {}, {})
SHORT = 200  # characters that are looked up at once


class LiveKnowledge:
    """What `desk.centre.Knowledge` asks for."""

    def __init__(self) -> None:
        self._base = KnowledgeBase.build(EMPTY)

    @property
    def shelf(self) -> Shelf:
        """Entries, subjects, authorities and channels."""
        return self._base.shelf

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of that id."""
        return self._base.shelf.entries.get(entry_id)

    async def look_up(self, text: str, on: date) -> Verdict:
        """Ask the base. A millisecond's work is done here, less than a thread costs; longer goes there."""
        if len(text) <= SHORT and not self._base.is_slow:
            return self._base.look_up(text, on=on)
        return await asyncio.to_thread(self._base.look_up, text, on=on)

    def take(self, base: KnowledgeBase) -> None:
        """Answer from this one from now on. Who is being answered is answered from the old one."""
        self._base = base
