"""The knowledge base in use: asked in a thread, exchanged whole when its files change."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

from watchfiles import Change, awatch

from faq.entry import Entry, Shelf
from faq.knowledge_base import KnowledgeBase, Verdict
from faq.loading import BadBase, load

log = logging.getLogger(__name__)

EMPTY = Shelf({}, {}, {}, {})
SHORT = 200  # characters that are looked up at once
PROBLEMS_TOLD = 5  # of a broken file, to administrators; all of them are in the log

Tell = Callable[[str, dict[str, str | int]], Awaitable[None]]


class LiveKnowledge:
    """What `desk.centre.Knowledge` asks for. A broken file changes nothing: the old base answers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._base = KnowledgeBase.build(EMPTY)
        self.problems: tuple[str, ...] = ()

    @property
    def shelf(self) -> Shelf:
        """Entries, subjects, authorities and channels."""
        return self._base.shelf

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of that id."""
        return self._base.shelf.entries.get(entry_id)

    async def look_up(self, text: str, on: date) -> Verdict:
        """Ask the base. A short text takes a millisecond, less than a thread costs; a long one goes there."""
        if len(text) <= SHORT:
            return self._base.look_up(text, on=on)
        return await asyncio.to_thread(self._base.look_up, text, on=on)

    async def reload(self) -> bool:
        """Read the files and take the new base. False, and `problems`, when they are wrong."""
        try:
            self._base = await asyncio.to_thread(_build, self._folder)
        except BadBase as error:
            self.problems = tuple(map(str, error.problems))
            return False
        self.problems = ()
        return True

    def _concerns(self, _: Change, path: str) -> bool:
        """Entries, authorities and channels; not what else lies beside them."""
        changed = Path(path).resolve()
        folder = self._folder.resolve()
        return changed.suffix == ".toml" and changed.parent in (folder, folder.parent)

    async def watch(self, tell: Tell) -> None:
        """Reload on every change of the folder, until cancelled; `tell` takes the news."""
        async for _ in awatch(self._folder.parent, watch_filter=self._concerns, debounce=400):
            before, were_wrong = self.shelf, bool(self.problems)
            if not await self.reload():
                await tell("faq-broken", explained(self.problems))
            elif were_wrong or self.shelf != before:
                log.info("knowledge base reloaded: %d entries", len(self.shelf.entries))
                await tell("faq-reloaded", {"entries": len(self.shelf.entries)})


def explained(problems: tuple[str, ...]) -> dict[str, str | int]:
    """The arguments of the phrase that tells of broken files."""
    for problem in problems:
        log.error("knowledge base: %s", problem)
    rest = len(problems) - PROBLEMS_TOLD
    lines = [*problems[:PROBLEMS_TOLD], *([f"… и ещё {rest}"] if rest > 0 else [])]
    return {"problems": "\n".join(lines)}


def _build(folder: Path) -> KnowledgeBase:
    return KnowledgeBase.build(load(folder))
