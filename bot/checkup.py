"""How the bot is, for `/ready` and `/metrics`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.greeting import Greeting
from bot.knowledge import LiveKnowledge
from bot.leading import Leading
from bot.pacing import Pacing
from bot.replicas import Replicas
from bot.serving import Health
from bot.tally import Tally
from bot.tasks import Tasks
from bot.visit import Visits
from storage.inbox import DEAD, PENDING, Inbox
from storage.ledger import standing
from storage.letters import LetterState
from storage.records import Storage

# A letter that waits longer is warned of. No more: all processes share the letters, and one group that does
# not take them must not make a balancer leave out every process, and so every resident.
OLD_LETTER = timedelta(minutes=10)
ANSWER_SECONDS = 5.0  # that the database may take: who asks wants to know that it hangs, not to hang with it
POLLING_GRACE = 60.0  # seconds that polls may fail before the bot is "not ready"

Standing = tuple[Mapping[str, int], Mapping[LetterState, tuple[int, datetime]]]


class Checkup:
    """Looks at everything that can go wrong. `stopping` is set when the end has begun."""

    def __init__(
        self,
        clock: Clock,
        storage: Storage,
        inbox: Inbox,
        visits: Visits,
        tally: Tally,
        knowledge: LiveKnowledge,
        leading: Leading,
        greeting: Greeting,
        replicas: Replicas | None,
        pacing: Pacing,
        tasks: Tasks,
    ) -> None:
        self._clock = clock
        self._storage = storage
        self._inbox = inbox
        self._visits = visits
        self._tally = tally
        self._knowledge = knowledge
        self._leading = leading
        self._greeting = greeting
        self._replicas = replicas
        self._pacing = pacing
        self._tasks = tasks
        self._asking: asyncio.Task[Standing | Exception] | None = None
        self.stopping = False

    async def health(self) -> Health:
        """As it is now."""
        now = self._clock.now()
        figures = self._own_figures()
        told = await self._standing()
        if isinstance(told, Exception):
            return Health(False, (f"database: {type(told).__name__}",), figures)
        left, letters = told
        for state in (LetterState.PENDING, LetterState.SENDING, LetterState.UNCERTAIN, LetterState.DEAD):
            count, oldest = letters.get(state, (0, now))
            figures[f"letters_{state.value}"] = count
            if state is not LetterState.SENDING:  # a moment's state
                figures[f"oldest_{state.value}_letter_seconds"] = max((now - oldest).total_seconds(), 0)
        for name in (PENDING, DEAD):
            figures[f"inbox_{name}"] = left.get(name, 0)
        is_late = figures["oldest_pending_letter_seconds"] > OLD_LETTER.total_seconds()
        warned = {
            "letters wait for more than ten minutes": is_late,
            "sealed texts do not open: `contact-center doctor` names their residents": bool(
                self._storage.database.sealing.damaged
            ),
        }
        warnings = tuple(words for words, is_so in warned.items() if is_so)
        reasons = self._reasons()
        return Health(not reasons, reasons, figures, warnings)

    async def _standing(self) -> Standing | Exception:
        """What the database tells, or why not. While it hangs it is not asked once more."""
        if self._asking is None or self._asking.done():
            self._asking = self._tasks.start(self._asked(), "checkup")
        await asyncio.wait((self._asking,), timeout=ANSWER_SECONDS)
        return self._asking.result() if self._asking.done() else TimeoutError()

    async def _asked(self) -> Standing | Exception:
        try:
            left = await self._inbox.left()  # first: an update that is done has its letters written
            return left, await standing(self._storage.database)
        except Exception as error:
            return error

    def _own_figures(self) -> dict[str, float]:
        """What is known without asking the database."""
        writer = self._storage.writer
        figures: dict[str, float] = {
            "visits_done": self._visits.done,
            "visits_waiting": self._visits.waiting,
            "calls": self._tally.calls,
            "too_many_requests": self._tally.too_many,
            "commits": writer.commits,
            "last_commit_seconds": writer.last_commit_seconds,
            "entries": len(self._knowledge.shelf.entries),
        }
        replicas = self._replicas.figures if self._replicas is not None else {}
        return figures | replicas | self._pacing.figures

    def _reasons(self) -> tuple[str, ...]:
        """Why the bot is not ready."""
        reasons = {
            "Telegram does not know the bot: mend BOT_TOKEN or telegram.api_url": self._tally.is_shut_out,
            "the database cannot be written": self._storage.writer.fails,
            "the webhook is not set yet": self._greeting.webhook_missing,
            "Telegram gives no updates": self._leading.polling_fails_for > POLLING_GRACE,
            "stopping": self.stopping,
        }
        return tuple(reason for reason, is_so in reasons.items() if is_so)
