"""A lesson: one scripted resident and one operator, from the question to the closed ticket."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sandbox.training.hearing import Closed, Heard, Invited, Moved, Opened, Replied, Taken
from sandbox.training.script import Script, Turn, has

PAUSE = 3.0  # seconds the resident takes to read and to type
PATIENCE = 20.0  # seconds after which a resident whom the bot offered no person calls for one
CALL = "/operator"


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's words, and when they came; seconds of the world's clock."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """How far it has come. `lines` are the resident's after the opening, `used` the turns already taken.

    Times are seconds of the world's clock; None: not yet.
    """

    script: Script
    began_at: float
    called: bool = False
    number: str = ""
    opened_at: float | None = None
    department: str = ""
    taken_at: float | None = None
    replies: tuple[Said, ...] = ()
    lines: tuple[Said, ...] = ()
    used: frozenset[int] = frozenset()
    puzzled: int = 0
    impatient: int = 0
    understood: bool = False
    closed_at: float | None = None
    ended_at: float | None = None

    def heard(self, what: Heard, at: float) -> Lesson:
        """The resident has read something."""
        if self.ended_at is not None:
            return self
        match what:
            case Opened(number, department):
                return replace(self, number=number, department=department, opened_at=self.opened_at or at)
            case Taken():
                return replace(self, taken_at=self.taken_at or at)
            case Moved(department):
                return replace(self, department=department)
            case Replied(words):
                return replace(self, replies=(*self.replies, Said(at, words)))
            case Closed():
                return replace(self, closed_at=at, ended_at=at)
            case Invited():
                return self

    def finished(self, at: float) -> Lesson:
        """The operator has had enough."""
        return self if self.ended_at is not None else replace(self, ended_at=at)

    def due_at(self) -> float | None:
        """When the resident says something, should nothing happen before; None: they have no more to say."""
        if self.ended_at is not None:
            return None
        if self.opened_at is None:
            return None if self.called else self.began_at + PATIENCE
        if self._unanswered():
            return self.replies[-1].at + PAUSE
        if not self.understood and self.impatient < len(self.script.impatient):
            return self._last_word() + self.script.impatient[self.impatient].after
        return None

    def says(self, at: float) -> tuple[Lesson, str | None]:
        """What the resident says at that moment, None when it is not their turn; the lesson after it."""
        due = self.due_at()
        if due is None or at < due:
            return self, None
        if self.opened_at is None:
            return replace(self, called=True), CALL
        if not self._unanswered():
            words = self.script.impatient[self.impatient].says
            return self._said(words, at, impatient=self.impatient + 1), words
        number, turn = self._turn(" ".join(one.words for one in self._unanswered()))
        if turn is not None:
            lesson = self._said(turn.says, at, used=self.used | {number})
            return replace(lesson, understood=self.understood or turn.understood), turn.says
        if self.understood or self.puzzled >= len(self.script.puzzled):
            return self._said("", at), None
        words = self.script.puzzled[self.puzzled]
        return self._said(words, at, puzzled=self.puzzled + 1), words

    def _said(self, words: str, at: float, **more: object) -> Lesson:
        return replace(self, lines=(*self.lines, Said(at, words)), **more)  # type: ignore[arg-type]

    def _turn(self, read: str) -> tuple[int, Turn | None]:
        for number, turn in enumerate(() if self.understood else self.script.turns):
            if number not in self.used and (not turn.hears or has(turn.hears, read)):
                return number, turn
        return -1, None

    def _unanswered(self) -> tuple[Said, ...]:
        """Replies since the resident's last line: several in a row are answered together."""
        since = self.lines[-1].at if self.lines else float("-inf")
        return tuple(one for one in self.replies if one.at > since)

    def _last_word(self) -> float:
        times = [one.at for one in (*self.replies[-1:], *self.lines[-1:])]
        return max(times, default=self.opened_at or self.began_at)
