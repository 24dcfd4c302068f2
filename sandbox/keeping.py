"""Keeping: the world on disk, so that it outlives a restart (`--data`)."""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from sandbox.updates import Queued, Subscription
from sandbox.world import State, World

_PAUSE_SECONDS = 0.5


@dataclass
class Snapshot:
    """What is written; updates as (id, body as Latin-1, queue, nameless)."""

    state: State
    subscription: Subscription
    next_id: int
    waiting: list[tuple[int, str, str, bool]] = field(default_factory=list)


_SHAPE = TypeAdapter(Snapshot)


class Keeping:
    """Writes a snapshot soon after each change; does nothing without a folder."""

    def __init__(self, world: World, folder: Path | None) -> None:
        self._world = world
        self._path = folder / "world.json" if folder else None

    def load(self) -> None:
        """The world as it was left, if it was."""
        if self._path is None or not self._path.exists():
            return
        snapshot = _SHAPE.validate_json(self._path.read_bytes())
        updates = self._world.updates
        self._world.state = snapshot.state
        updates.subscription, updates.next_id = snapshot.subscription, snapshot.next_id
        for number, body, queue, nameless in snapshot.waiting:
            updates.append(Queued(number, body.encode("latin-1"), queue, nameless=nameless))

    def save(self) -> None:
        """Writes the snapshot, whole or not at all."""
        if self._path is None:
            return
        updates = self._world.updates
        waiting = [(u.id, u.body.decode("latin-1"), u.queue, u.nameless) for u in updates.waiting.values()]
        snapshot = Snapshot(self._world.state, updates.subscription, updates.next_id, waiting)
        fresh = self._path.with_suffix(".new")
        fresh.write_bytes(_SHAPE.dump_json(snapshot))
        fresh.replace(self._path)

    async def run(self) -> None:
        """Saves after changes until cancelled."""
        version = self._world.events.version
        while self._path is not None:
            version = await self._world.events.changed_since(version, 60.0)
            began = time.perf_counter()
            self.save()
            # A large world takes longer to write: a tenth of the time at the most goes into it.
            await asyncio.sleep(max(_PAUSE_SECONDS, 10 * (time.perf_counter() - began)))
