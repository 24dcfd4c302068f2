"""Calls: what the bot asked for, the newest 20,000."""

from collections import deque
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sandbox.refusals import Refusal
from sandbox.wire import Json

MOST_CALLS = 20_000


class Calls:
    """A bounded log; `n` grows by one a call, from 1."""

    def __init__(self) -> None:
        self._log: deque[Json] = deque(maxlen=MOST_CALLS)
        self._last = 0

    def begin(self, method: str, params: Json, now: float) -> Json:
        """Writes a call down as it comes; what is answered follows."""
        self._last += 1
        at = datetime.fromtimestamp(now, UTC).isoformat()
        call: Json = {"n": self._last, "method": method, "params": params, "at": at, "ok": None}
        call |= {"error_code": None, "description": None, "result": None, "unknown_params": []}
        self._log.append(call)
        return call

    def after(self, number: int) -> list[Json]:
        """Calls with `n` beyond this one, oldest first."""
        skip = max(0, len(self._log) - (self._last - number))
        return list(islice(self._log, skip, None))

    def clear(self) -> None:
        """No calls; numbers go on."""
        self._log.clear()


def answered(call: Json, result: Any) -> None:
    """The call went well."""
    call |= {"ok": True, "result": result}


def refused(call: Json, refusal: Refusal) -> None:
    """The call was refused."""
    call |= {"ok": False, "error_code": refusal.code, "description": refusal.description}
