"""The common criterion of every fault: each message kept once, none lost, none said twice, all in order."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from storage.database import Database, Reader

Where = tuple[int, int]  # a message: chat, message

_INDEXES = """
SELECT bt_index_check(index.indexrelid, true)
FROM pg_index index JOIN pg_class class ON class.oid = index.indrelid
JOIN pg_namespace space ON space.oid = class.relnamespace WHERE space.nspname = 'public'
"""
_HEAPS = """
SELECT class.relname, found.msg FROM pg_class class
JOIN pg_namespace space ON space.oid = class.relnamespace, LATERAL verify_heapam(class.oid) found
WHERE space.nspname = 'public' AND class.relkind = 'r'
"""


@dataclass(frozen=True, slots=True)
class Said:
    """A message that was sent to the bot. `mark`: what tells its effect from any other's.

    `lane`: the conversation whose order is to be kept; None: its chat. `asking`: whatever the bot says to the
    resident is the effect.
    """

    where: Where
    mark: Hashable
    lane: Hashable = None
    asking: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What a database holds. `visible`: messages whose effect a person has to decide about or was told of;
    `unsaid`: residents to whom the same is so of something that the bot itself has to say."""

    stored: tuple[Where, ...]  # in the order of their visits
    unsaid: frozenset[int]
    unfinished: tuple[str, ...]  # updates and letters that are neither done nor put aside
    visible: frozenset[Where]
    damage: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of messages, counted."""

    messages: int
    stored: int  # of them, exactly once
    arrived: int
    lost: tuple[Where, ...]  # neither arrived nor visible to anybody
    doubled: int
    disordered: tuple[Hashable, ...]  # marks of what arrived after something later of the same conversation
    visible: int
    unfinished: tuple[str, ...] = ()
    damage: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing was lost, doubled, disordered, left undone or damaged."""
        bad = self.lost or self.doubled or self.disordered or self.unfinished or self.damage
        return self.stored == self.messages and not bad

    def __str__(self) -> str:
        return (
            f"{self.messages} messages, {self.stored} stored once, {self.arrived} arrived, "
            f"{len(self.lost)} lost, {self.doubled} doubled, {len(self.disordered)} out of order, "
            f"{self.visible} shown to a person"
            + "".join(f"; left: {one}" for one in self.unfinished[:5])
            + "".join(f"; damaged: {one}" for one in self.damage[:5])
        )


def judged(said: Sequence[Said], arrived: Iterable[Hashable], kept: Kept) -> Verdict:
    """Compare what was said with what has arrived, in that order, and with what is kept."""
    effects = list(arrived)
    times, rows = Counter(effects), Counter(kept.stored)
    return Verdict(
        messages=len(said),
        stored=sum(rows[one.where] == 1 for one in said),
        arrived=sum(times[one.mark] > 0 for one in said),
        lost=tuple(one.where for one in said if not times[one.mark] and not _is_visible(one, kept)),
        doubled=sum(times[one.mark] > 1 for one in said),
        disordered=_disordered(said, effects, kept),
        visible=len(kept.visible),
        unfinished=kept.unfinished,
        damage=kept.damage,
    )


def _is_visible(one: Said, kept: Kept) -> bool:
    return one.where in kept.visible or (one.asking and one.where[0] in kept.unsaid)


def _disordered(said: Sequence[Said], effects: Iterable[Hashable], kept: Kept) -> tuple[Hashable, ...]:
    """A chat's effects that came after the effect of a later message; the order is that of the inbox.

    Not those shown to a person: Telegram may carry out a call after the process that made it is gone.
    """
    turns = {where: turn for turn, where in enumerate(kept.stored)}
    certain = [one for one in said if one.where in turns and not _is_visible(one, kept)]
    known = {one.mark: (one.lane or one.where[0], turns[one.where]) for one in certain}
    latest: dict[Hashable, int] = defaultdict(int)
    late = []
    for mark in effects:
        if mark in known:
            lane, turn = known[mark]
            if turn < latest[lane]:
                late.append(mark)
            latest[lane] = max(latest[lane], turn)
    return tuple(late)


async def kept(url: str) -> Kept:
    """Look into a database, beside its bot or without it; PostgreSQL by a user who may do all."""
    database = Database.beside(url)
    try:
        async with database.reader() as reader:
            return await _kept(reader, database.dialect)
    finally:
        await database.close()


async def raws(url: str) -> list[bytes]:
    """All updates that a database has taken in, as they came."""
    database = Database.beside(url)
    try:
        async with database.reader() as reader:
            return [bytes(raw) for (raw,) in await reader.execute(text("SELECT raw FROM inbox ORDER BY id"))]
    finally:
        await database.close()


async def _kept(reader: Reader, dialect: str) -> Kept:
    # Updates first: one that is done has its letters written.
    updates = list(await reader.execute(text("SELECT state, raw FROM inbox ORDER BY id")))
    letters = list(
        await reader.execute(
            text("SELECT id, state, to_id, body, problem FROM letters WHERE state <> 'sent' ORDER BY id")
        )
    )
    visible = {where for state, raw in updates if state == "dead" for where in _message(raw)}
    unsaid: set[int] = set()
    for _, state, to_id, body, _ in letters:
        if state in _ENDS:
            content = json.loads(body)["content"]
            visible.update(_meant(to_id, content))
            unsaid.update({to_id} if content["kind"] == "say" else ())
    return Kept(
        stored=tuple(where for _, raw in updates for where in _message(raw)),
        unsaid=frozenset(unsaid),
        unfinished=(
            *(f"update {bytes(raw)[:80]!r}" for state, raw in updates if state == "pending"),
            *(f"letter {id_} is {state}: {why}" for id_, state, _, _, why in letters if state not in _ENDS),
        ),
        visible=frozenset(visible),
        damage=tuple([one async for one in _damage(reader, dialect)]),
    )


_ENDS = ("uncertain", "dead")


def _message(raw: bytes) -> Iterator[Where]:
    try:
        said = json.loads(bytes(raw))["message"]
        yield said["chat"]["id"], said["message_id"]
    except (ValueError, KeyError, TypeError):
        return


def _meant(to_id: int, content: dict[str, Any]) -> Iterator[Where]:
    """The messages whose effect a letter is."""
    if content["kind"] == "relay":
        for source in content["sources"]:
            yield source["chat_id"], source["message_id"]
    elif content.get("asked") is not None:
        yield to_id, content["asked"]


async def _damage(reader: Reader, dialect: str) -> Any:
    if dialect == "sqlite":
        for row in await reader.execute(text("PRAGMA integrity_check")):
            if row[0] != "ok":
                yield row[0]
        return
    await reader.execute(text("CREATE EXTENSION IF NOT EXISTS amcheck"))
    await reader.execute(text(_INDEXES))  # raises what it finds
    for table, problem in await reader.execute(text(_HEAPS)):
        yield f"{table}: {problem}"
