"""The knowledge base in use: asked at once or in a thread, exchanged whole."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

from bot.tutor import Tutor
from faq.entry import Entry, Shelf
from faq.front import Front
from faq.knowledge_base import KnowledgeBase, Verdict

EMPTY = Shelf({}, {}, {}, {})
SHORT = 200  # characters that are looked up at once
REMEMBERED = 1000  # verdicts on short questions: many people ask the same, word for word
AT_ONCE = 2  # look-ups in threads: an encoder keeps a core busy


class LiveKnowledge:
    """What `desk.centre.Knowledge` asks for."""

    def __init__(self) -> None:
        self._use(KnowledgeBase.build(EMPTY))
        self._front: tuple[KnowledgeBase, tuple[Entry, ...], asyncio.Future[Front]] | None = None
        self._is_new = asyncio.Event()
        self._pool = ThreadPoolExecutor(AT_ONCE, "look-up")

    @property
    def shelf(self) -> Shelf:
        """Entries, subjects, authorities and channels."""
        return self._base.shelf

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of that id."""
        return self._base.shelf.entries.get(entry_id)

    async def look_up(self, text: str, on: date, municipality: str | None = None) -> Verdict:
        """Ask the base, unless it has been asked the very same today."""
        # Wherever the entries make no difference, residents of all municipalities share a verdict.
        here = self._base.where(municipality)
        if len(text) > SHORT:
            return await self._asked(text, on, here)
        verdicts = self._verdicts  # of this base: another one, taken meanwhile, begins with none
        verdict = verdicts.get((text, on, here))
        if verdict is None:
            verdict = await self._asked(text, on, here)
            if len(verdicts) >= REMEMBERED:
                verdicts.pop(next(iter(verdicts)))
            verdicts[text, on, here] = verdict
        return verdict

    async def in_front(self, text: str, on: date, entries: tuple[Entry, ...]) -> tuple[str, ...]:
        """Which of these, put in front of the base for a while, the text asks for; indexed once."""
        base, known = self._base, self._front
        if known is None or known[0] is not base or known[1] != entries:
            building = asyncio.get_running_loop().run_in_executor(
                self._pool, partial(Front.build, entries, base.shelf)
            )
            known = self._front = base, entries, building
        front = await asyncio.shield(known[2])  # others may wait for it as well
        return front.asked(text, on)

    async def _asked(self, text: str, on: date, municipality: str | None) -> Verdict:
        """A millisecond's work is done here, less than a thread costs; longer goes there."""
        base = self._base
        if len(text) <= SHORT and not base.is_slow:
            return base.look_up(text, on=on, municipality=municipality)
        return await asyncio.get_running_loop().run_in_executor(
            self._pool, partial(base.look_up, text, on=on, municipality=municipality)
        )

    async def study(self, tutor: Tutor) -> None:
        """Have every base read that is taken, until cancelled. Meanwhile its words and letters answer."""
        await tutor.open()
        while True:
            self._is_new.clear()
            base = self._base
            taught = await tutor.taught(base)
            if self._base is base:
                self._use(taught)
            await self._is_new.wait()

    def take(self, base: KnowledgeBase) -> None:
        """Answer from this one from now on. Who is being answered is answered from the old one."""
        self._use(base)
        self._is_new.set()

    def _use(self, base: KnowledgeBase) -> None:
        self._base = base
        self._verdicts: dict[tuple[str, date, str | None], Verdict] = {}
