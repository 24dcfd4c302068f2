"""The bot's program with a killer inside: `python -m tests.faults.mortal MOMENT COMMIT DELAY run`.

After SIGUSR1 (where MORTAL_FROM_THE_START is set: at once) the COMMIT-th transaction is its last. MOMENT:
before (nothing is asked of the database yet), within (DELAY seconds after the commit was asked for, while it
runs), after (done, nobody has heard of it).
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import Any

from asyncpg.transaction import Transaction

from bot.cli import main
from storage.direct_sqlite import Connection

MOMENTS = ("before", "within", "after")


class Killer:
    """Counts commits, and ends the process by SIGKILL at one of them."""

    def __init__(self, moment: str, commit: int, delay: float) -> None:
        self._moment = moment
        self._left = commit
        self._delay = delay
        self._armed = "MORTAL_FROM_THE_START" in os.environ
        signal.signal(signal.SIGUSR1, self._arm)

    def _arm(self, *_: object) -> None:
        self._armed = True

    def before(self) -> bool:
        """A commit begins; whether it is the last."""
        self._left -= self._armed
        if self._left > 0 or not self._armed:
            return False
        if self._moment == "before":
            _die()
        if self._moment == "within":
            threading.Thread(target=self._later, daemon=True).start()
        return self._moment == "after"

    def _later(self) -> None:
        time.sleep(self._delay)
        _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _mortal(killer: Killer) -> None:
    """Every commit of either database passes by the killer."""
    on_sqlite, on_postgresql = Connection.commit, Transaction.commit

    def commit(self: Connection) -> None:
        last = killer.before()
        on_sqlite(self)
        if last:
            _die()

    async def commit_over_there(self: Any) -> None:
        last = killer.before()
        await on_postgresql(self)
        if last:
            _die()

    Connection.commit = commit  # type: ignore[method-assign, assignment]
    Transaction.commit = commit_over_there


if __name__ == "__main__":
    _mortal(Killer(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
    sys.argv[1:] = sys.argv[4:]
    main()
