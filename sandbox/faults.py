"""Faults: what goes wrong on demand."""

from dataclasses import asdict, dataclass, replace
from typing import Literal, get_args

from sandbox.refusals import Misuse
from sandbox.wire import Json

FaultKind = Literal[
    "400",
    "401",
    "429",
    "403",
    "500",
    "502",
    "delay",
    "lost-answer",
    "half",
    "reset",
    "garbled",
    "not-found-thread",
    "not-copied",
    "deleted-group",
]


@dataclass(frozen=True)
class Fault:
    """Befalls the next `times` calls of `method` ("*": any but getUpdates) in `chat` (None: anywhere)."""

    kind: FaultKind
    method: str = "*"
    chat: int | None = None
    times: int = 1
    retry_after: int = 5
    seconds: float = 3.0
    words: str = "message is wrong"  # of a 400, after «Bad Request: »

    def fits(self, method: str, chat: int | None) -> bool:
        """Whether this call is meant. Polling must be named, or it would eat every fault."""
        if self.chat is not None and self.chat != chat:
            return False
        if self.method == "*":
            return method.lower() != "getupdates"
        return self.method.lower() == method.lower()


class Faults:
    """Faults not yet used up, in the order they were asked for."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, given: Json) -> Fault:
        """A fault from the control's body; raises Misuse."""
        if given.get("kind") not in get_args(FaultKind):
            raise Misuse(f"kind must be one of {', '.join(get_args(FaultKind))}")
        fields = {k: v for k, v in given.items() if k in Fault.__dataclass_fields__ and v is not None}
        fault = Fault(**fields)
        self._faults.append(fault)
        return fault

    def take(self, method: str, chat: int | None) -> Fault | None:
        """The fault that befalls this call, counted down."""
        for place, fault in enumerate(self._faults):
            if fault.fits(method, chat):
                left = replace(fault, times=fault.times - 1)
                self._faults[place : place + 1] = [left] if left.times > 0 else []
                return fault
        return None

    def clear(self) -> None:
        """No faults."""
        self._faults.clear()

    def shown(self) -> list[Json]:
        """For /sandbox/state."""
        return [asdict(fault) for fault in self._faults]
