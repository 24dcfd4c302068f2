"""A press that takes long to be worked at: answered before Telegram forgets that anybody pressed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiogram.types import CallbackQuery, Message

from bot.answering import Answering
from bot.tasks import Tasks
from desk.centre import Centre
from desk.errors import DeskError
from desk.letters import Say
from desk.records import Records
from handlers.saying import here

SECONDS = 4.0  # then the editor is told to wait; Telegram refuses answers that come after some 15


class Patience:
    """Watches over presses: a preview asks hundreds of check questions, and the machine may be busy."""

    def __init__(self, answering: Answering, tasks: Tasks, centre: Callable[[], Centre]) -> None:
        self._answering = answering
        self._tasks = tasks
        self._centre = centre
        self._asked: set[str] = set()  # ids of presses whose visits have not been written down

    def begin(self, press: CallbackQuery) -> Waiting:
        """A press is being worked at, perhaps once more: a visit that could not be written begins anew."""
        return Waiting(press, self._ask_to_wait, press.id in self._asked)

    def was_lost_with(self, press: CallbackQuery) -> bool:
        """Whether whoever pressed has been asked to wait. Its visit is written down: it is forgotten."""
        was_asked = press.id in self._asked
        self._asked.discard(press.id)
        return was_asked

    def _ask_to_wait(self, press: CallbackQuery) -> None:
        self._asked.add(press.id)
        # What language they chose is in the database, and that belongs to the visit under way.
        languages, theirs = self._centre().languages, press.from_user.language_code
        language = theirs if theirs in languages else languages[0]
        self._tasks.start(self._answering.press(press, "notice-working", language), "patience")


class Waiting:
    """One press; `is_answered` once whoever pressed was asked to wait."""

    def __init__(self, press: CallbackQuery, ask: Callable[[CallbackQuery], None], is_answered: bool) -> None:
        self._press = press
        self._ask = ask
        self._timer = asyncio.get_running_loop().call_later(SECONDS, self._lose)
        self.is_answered = is_answered

    def _lose(self) -> None:
        if not self.is_answered:
            self.is_answered = True
            self._ask(self._press)

    def end(self) -> None:
        """The work is done."""
        self._timer.cancel()

    def tell(self, answer: object, records: Records) -> None:
        """What comes too late for an answer is said in the chat."""
        if not self.is_answered or not isinstance(self._press.message, Message):
            return
        if isinstance(answer, DeskError):
            here(self._press.message, Say(answer.phrase, dict(answer.args_)), records)
        elif isinstance(answer, str):
            here(self._press.message, Say(answer), records)
