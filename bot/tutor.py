"""The encoders of a running bot: loaded beside it, they read every base that is to be used."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from bot.memory import give_back
from faq.clusters import clusters
from faq.knowledge_base import UNREAD, KnowledgeBase
from faq.semantic import Semantics

log = logging.getLogger(__name__)

TELL_EVERY = 10.0  # seconds


class Tutor:
    """Until `open` has ended, and where no encoder works, words and letters alone answer."""

    def __init__(self, encoder: str, vectors: Path) -> None:
        self._encoder = encoder
        self._vectors = vectors
        self._semantics = UNREAD
        self._gathered: tuple[tuple[int, int], list[list[int]]] = ((0, 0), [])

    async def open(self) -> None:
        """Load the encoders: seconds of a thread."""
        self._semantics, missing = await asyncio.to_thread(Semantics.open, self._encoder, self._vectors)
        for reason in missing:
            log.warning("encoder: %s", reason)
        names = ", ".join(encoder.name for encoder in self._semantics.encoders)
        log.info("encoders: %s", names or "none, words and letters only")

    async def gathered(self, texts: Sequence[str], guesses: Sequence[Sequence[str]]) -> list[list[int]]:
        """The numbers of the questions that ask the same, as `faq.clusters.clusters` gives them."""
        asked = hash((self._semantics, *texts)), hash(tuple(map(tuple, guesses)))
        if self._gathered[0] != asked:  # a page is turned more often than somebody asks
            groups = await asyncio.to_thread(_gathered, self._semantics, texts, guesses)
            self._gathered = (asked, groups)
            await asyncio.to_thread(give_back)
        return self._gathered[1]

    async def taught(self, base: KnowledgeBase) -> KnowledgeBase:
        """The base with all that the encoders make of it. What is new to them takes them time."""
        semantics = self._semantics
        if base.knows_all_of(semantics):
            return base
        taught = await asyncio.to_thread(_taught, base, semantics)
        if taught.knows_all_of(semantics):
            return taught
        lessons = await asyncio.to_thread(base.lessons, semantics)
        told = monotonic()
        for done, lesson in enumerate(lessons):
            await asyncio.to_thread(semantics.learn, lesson)
            if monotonic() - told > TELL_EVERY:
                told = monotonic()
                log.info("knowledge base: read %d of %d parts", done + 1, len(lessons))
        return await asyncio.to_thread(_taught, base, semantics)


def _taught(base: KnowledgeBase, semantics: Semantics) -> KnowledgeBase:
    taught = base.taught(semantics)
    give_back()
    return taught


def _gathered(
    semantics: Semantics, texts: Sequence[str], guesses: Sequence[Sequence[str]]
) -> list[list[int]]:
    return clusters(texts, guesses, semantics.questions(texts))
