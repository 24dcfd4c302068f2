"""The editors' workshop: files come in from Telegram; bases are built and compared beside the one in use."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from aiogram import Bot

from bot.fetching import fetch
from bot.knowledge import EMPTY
from bot.memory import give_back
from bot.tutor import Tutor
from faq import revision, submission
from faq.additions import Addition, added
from faq.entry import Entry
from faq.knowledge_base import KnowledgeBase
from faq.loading import load_files
from faq.publishing import Check, Proposal, propose, read_checks
from faq.revision import Files
from faq.source_file import MAX_BYTES
from faq.submission import Submitted

log = logging.getLogger(__name__)

BUILT = 2  # bases kept: the one in use, and the one an editor looks at


class Workshop:
    """What `desk.centre.Workshop` asks for. Work is done in threads; the base in use goes on answering."""

    def __init__(self, bot: Bot, checks: Path, bar: float, zone: ZoneInfo, tutor: Tutor) -> None:
        self.bar = bar
        self._zone = zone
        self._tutor = tutor
        self._bot = bot
        self._checks = checks
        self._built: dict[str, KnowledgeBase] = {}

    async def fetch(self, file_id: str) -> bytes:
        """A file somebody sent, from the Bot API's own address. Raises FileTooBig, FileNotReceived."""
        return await fetch(self._bot, file_id, MAX_BYTES)

    async def changed(self, file_name: str, content: bytes, base: Files) -> Submitted:
        """What becomes of the base by the file that was sent. Raises BadBase."""
        return await asyncio.to_thread(submission.changed, file_name, content, base)

    async def added(self, addition: Addition, base: Files) -> tuple[Entry, Files]:
        """The entry as it will be, and the files that become others. Raises BadBase, KeyError."""
        return await asyncio.to_thread(added, addition, base)

    async def gathered(self, texts: Sequence[str], guesses: Sequence[Sequence[str]]) -> list[list[int]]:
        """The numbers of the questions that ask the same, as `faq.clusters.clusters` gives them."""
        return await self._tutor.gathered(texts, guesses)

    async def build(self, files: Files) -> KnowledgeBase:
        """The base of these files; the last ones are remembered. Raises BadBase."""
        digest = revision.digest(files)
        base = self._built.pop(digest, None)
        if base is None:
            base = await asyncio.to_thread(_build, files)
        self._built[digest] = base
        for oldest in list(self._built)[:-BUILT]:
            del self._built[oldest]
        return base

    async def compare(self, before: Files, after: Files, at: datetime) -> Proposal:
        """What would change for residents that day. Raises BadBase when `after` cannot be used."""
        on = at.astimezone(self._zone).date()
        old = await self.build(before) if before else KnowledgeBase.build(EMPTY)
        new = await self.build(after)
        return await asyncio.to_thread(_compare, old, new, self._checks, on)


def _build(files: Files) -> KnowledgeBase:
    base = KnowledgeBase.build(load_files(files))
    give_back()
    return base


def _compare(old: KnowledgeBase, new: KnowledgeBase, folder: Path, on: date) -> Proposal:
    return propose(old, new, _read(folder), on)


def _read(folder: Path) -> tuple[Check, ...]:
    """Check questions that cannot be read hold nobody up: the editor is told that none were asked."""
    try:
        return read_checks(folder)
    except ValueError as error:
        log.error("%s", error)
        return ()
