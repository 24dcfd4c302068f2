"""The clock: the world's time, and the file that tells the bot of it."""

from datetime import UTC, datetime
from pathlib import Path

from sandbox.refusals import Misuse
from sandbox.wire import Json
from sandbox.world import World


class Clock:
    """Moves the world's time; `file` holds the offset in seconds for the bot (`desk.clock_file`)."""

    def __init__(self, world: World, file: Path | None) -> None:
        self._world = world
        self._file = file
        self._write()

    def change(self, given: Json) -> Json:
        """`{"advance": s}`, `{"now": ISO}` or `{"reset": true}`; the clock as it is then."""
        if given.get("reset"):
            self._world.state.offset = 0.0
        elif "advance" in given:
            self._world.state.offset += float(given["advance"])
        elif "now" in given:
            wanted = datetime.fromisoformat(given["now"])
            self._world.state.offset += wanted.timestamp() - self._world.now()
        else:
            raise Misuse("advance, now or reset is needed")
        self._write()
        self._world.events.tell("clock", None, clock=self.shown())
        return self.shown()

    def shown(self) -> Json:
        """For /sandbox/state."""
        now = datetime.fromtimestamp(self._world.now(), UTC)
        return {"now": now.isoformat(), "offset": self._world.state.offset}

    def _write(self) -> None:
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{self._world.state.offset}\n")
        fresh.replace(self._file)
