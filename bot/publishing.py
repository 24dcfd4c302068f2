"""The newest revision is the base that answers: followed from the database, published from the files."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from watchfiles import Change, awatch

from bot.clock import Clock
from bot.knowledge import LiveKnowledge
from bot.workshop import Workshop
from desk.act import Act
from desk.addressee import ToChat
from desk.deed import Deed
from desk.letters import Lane, Letter, Say
from desk.revision import Origin, Revision
from faq import revision
from faq.preview import compared
from faq.problems import BadBase
from faq.publishing import Proposal
from faq.revision import Files
from storage.records import Storage
from storage.writer import Conflict, Unavailable

log = logging.getLogger(__name__)

LOOK_EVERY = 3.0  # seconds until another replica's revision is noticed

Tell = Callable[[str, dict[str, str | int]], Awaitable[None]]


class Publishing:
    """Keeps the base in use, the database's newest revision and the files on disk one and the same."""

    def __init__(
        self,
        storage: Storage,
        knowledge: LiveKnowledge,
        workshop: Workshop,
        folder: Path,
        clock: Clock,
        admins: tuple[int, ...],
        tell: Tell,
        ring: Callable[[], None],
        announce: Callable[[], None],
    ) -> None:
        self._storage = storage
        self._knowledge = knowledge
        self._workshop = workshop
        self._folder = folder
        self._clock = clock
        self._admins = admins
        self._tell = tell
        self._ring = ring
        self._announce = announce
        self._bell = asyncio.Event()
        self._revision = 0  # the one in use
        self._files: Files = {}  # and what it was made of
        self._is_changed = False  # the folder, since it was last read
        self._were_wrong = False

    def look_now(self) -> None:
        """A revision was published: by a visit here, or elsewhere as a signal may say."""
        self._bell.set()

    async def open(self) -> None:
        """Take the newest revision, or the files if they are news. With neither, every question waits for
        a person: better no answers from the bot than no bot."""
        await self._follow()
        try:
            await self._publish_folder(is_start=True)
        except BadBase as error:
            await self._tell_broken(error)

    async def serve(self) -> None:
        """Follow the database and the folder until cancelled."""
        while True:
            try:
                async with asyncio.timeout(LOOK_EVERY):
                    await self._bell.wait()
            except TimeoutError:
                pass
            self._bell.clear()
            changed, self._is_changed = self._is_changed, False
            try:
                await self._follow()
                if changed:
                    await self._reread()
            except (Unavailable, OSError) as error:
                self._is_changed |= changed
                log.warning("knowledge base: tried again in %g s: %s", LOOK_EVERY, type(error).__name__)

    async def watch(self) -> None:
        """Notice every change of the folder, until cancelled."""
        async for _ in awatch(self._folder.parent, watch_filter=self._concerns, debounce=400):
            self._is_changed = True
            self._bell.set()

    def _concerns(self, _: Change, path: str) -> bool:
        """Entries, authorities and channels; not what else lies beside them."""
        changed = Path(path).resolve()
        folder = self._folder.resolve()
        return changed.suffix == ".toml" and changed.parent in (folder, folder.parent)

    async def _follow(self) -> None:
        """Use the newest revision if it is not in use yet, and bring the files on disk after it."""
        async with self._storage.visit(self._clock.now()) as records:
            newest = await records.revisions.newest_id()
            files = await records.revisions.files(newest) if newest != self._revision else None
        if files is None:
            return
        try:
            base = await self._workshop.build(files)
        except BadBase as error:  # published by another release
            self._revision = newest
            await self._tell_broken(error)
            return
        self._knowledge.take(base)
        before, self._revision, self._files = self._files, newest, files
        log.info("knowledge base: revision %d, %d entries", newest, len(base.shelf.entries))
        if before:
            await self._write_back(before)

    async def _write_back(self, before: Files) -> None:
        left = await asyncio.to_thread(revision.write_back, self._folder, before, self._files)
        if left:
            log.warning("knowledge base: not written: %s", ", ".join(left))
            await self._tell("faq-not-written", {"number": self._revision, "files": ", ".join(left)})

    async def _reread(self) -> None:
        """The folder has changed: publish it, unless it says what is in use already."""
        try:
            await self._publish_folder()
        except BadBase as error:
            await self._tell_broken(error)

    async def _publish_folder(self, is_start: bool = False) -> None:
        """Publish what lies in the folder. Raises BadBase, and then nothing has changed."""
        files = await asyncio.to_thread(revision.on_disk, self._folder)
        base = await self._workshop.build(files)
        were_wrong, self._were_wrong = self._were_wrong, False
        while revision.digest(files) != revision.digest(self._files):
            if is_start and self._files and await self._is_old(files):
                await self._tell("faq-files-old", {"number": self._revision})
                return
            try:
                await self._commit(files, len(base.shelf.entries))
            except Conflict:  # another replica was quicker: what it published joins what was edited here
                await self._follow()
                files = await asyncio.to_thread(revision.on_disk, self._folder)
                base = await self._workshop.build(files)
                continue
            self._knowledge.take(base)
            self._revision, self._files = self._revision + 1, files
            self._ring()
            self._announce()
            return
        if were_wrong:
            await self._tell("faq-mended", {"number": self._revision})

    async def _is_old(self, files: Files) -> bool:
        """Files published before are no news: a folder that cannot be written, a replica that was away.

        Nor are those of the last two revisions mixed: a process killed while it brought them after.
        """
        async with self._storage.visit(self._clock.now()) as records:
            if await records.revisions.knows(revision.digest(files)):
                return True
            before = await records.revisions.files(self._revision - 1) or {}
        now, names = self._files, files.keys() | self._files.keys() | before.keys()
        return all(files.get(name) in (now.get(name), before.get(name)) for name in names)

    async def _commit(self, files: Files, entries: int) -> None:
        at = self._clock.now()
        number = self._revision + 1
        proposal = await self._workshop.compare(self._files, files, at) if self._files else None
        async with self._storage.visit(at) as records:
            records.revisions.add(_published(number, at, files, proposal), files)
            records.acts.add(Act(at, Deed.PUBLISH, note=f"№ {number}: {self._folder.name}/"))
            if proposal is not None:
                said = Say("faq-reloaded", _told(number, entries, proposal))
                for admin in self._admins:
                    records.outbox.add(Letter(ToChat(admin), said, Lane.NOTICES))
            await records.commit()

    async def _tell_broken(self, error: BadBase) -> None:
        self._were_wrong = True
        for problem in error.problems:
            log.error("knowledge base: %s", problem)
        await self._tell("faq-broken", {"problems": error.told})


def _published(number: int, at: datetime, files: Files, proposal: Proposal | None) -> Revision:
    figures = proposal.after if proposal is not None else None
    return Revision(number, at, Origin.FILES, revision.digest(files), figures=figures)


def _told(number: int, entries: int, proposal: Proposal) -> dict[str, str | int]:
    return {"number": number, "entries": entries, "figures": compared(proposal.before, proposal.after)}
