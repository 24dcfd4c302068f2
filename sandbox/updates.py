"""Updates: the queue between the world and the bot."""

import asyncio
import json
import time
from collections import deque
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import Any

from sandbox.refusals import conflict
from sandbox.wire import Json, encoded

# Sent only to a bot that asks for them by name (Bot API, `getUpdates`).
ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass
class Queued:
    """One update; `queue` names what is delivered in order: a chat, or whoever pressed."""

    id: int
    body: bytes
    queue: str
    delivered: bool = False
    nameless: bool = False
    turn: int = 0


@dataclass
class Subscription:
    """How the bot receives: by webhook when `url` is set; `allowed` None = Telegram's default."""

    url: str = ""
    secret: str = ""
    allowed: list[str] | None = None
    max_connections: int = 40
    last_error: Json = field(default_factory=dict)


class Updates:
    """Undelivered and unconfirmed updates, oldest first, and the same by queue."""

    def __init__(self) -> None:
        self.waiting: dict[int, Queued] = {}
        self.queues: dict[str, deque[Queued]] = {}
        self.subscription = Subscription()
        self.next_id = 100_000_001
        self._turn = 0
        self._poll = 0
        self._heard = float("-inf")
        self._bell = asyncio.Event()

    def add(self, kind: str, payload: Json, queue: str) -> None:
        """Queues an update, if the bot wants its kind."""
        allowed = self.subscription.allowed
        if (kind in ONLY_ON_REQUEST) if allowed is None else (kind not in allowed):
            return
        self.append(Queued(self.next_id, encoded({"update_id": self.next_id, kind: payload}), queue))

    def inject(self, raw: bytes) -> int:
        """Queues bytes as they are. An object without `update_id` gets one; what cannot carry an id is
        handed to a poller once only, since it could never confirm it. Answers the id used."""
        try:
            value: Any = json.loads(raw)
        except ValueError:
            value = None
        given = value.get("update_id") if isinstance(value, dict) else None
        if isinstance(value, dict) and given is None:
            raw = encoded({"update_id": self.next_id, **value})
            given = self.next_id
        known = isinstance(given, int) and not isinstance(given, bool)
        number: int = given if isinstance(given, int) and known else self.next_id
        self.append(Queued(number, raw, _queue_of(value), nameless=not known))
        return number

    def append(self, update: Queued) -> None:
        """Queues an update as it is."""
        # Ids given by hand may be far ahead; those the sandbox gives still grow by one.
        if update.id == self.next_id:
            self.next_id += 1
        self._turn += 1
        update.turn = self._turn
        self.waiting[update.turn] = update
        self.queues.setdefault(update.queue, deque()).append(update)
        self.ring()

    def ring(self) -> None:
        """Wakes whoever waits for updates."""
        self._bell.set()
        self._bell = asyncio.Event()

    async def rung(self) -> None:
        """Until the next update or change of subscription."""
        await self._bell.wait()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[bytes]:
        """`getUpdates`: what is before `offset` is confirmed and gone. Raises a 409 when another poller
        comes, or a webhook is set."""
        if self.subscription.url:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the "
                "webhook first"
            )
        self._poll += 1
        mine = self._poll
        self._heard = time.monotonic()
        self.ring()
        self._confirm(offset)
        if not self.waiting and seconds > 0:
            await self._wait_for_one(mine, seconds)
        if mine != self._poll:
            raise conflict(
                "terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        batch = list(islice(self.waiting.values(), limit))
        for update in batch:
            update.delivered = True
        return [update.body for update in batch]

    async def _wait_for_one(self, mine: int, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not self.waiting and mine == self._poll:
                    await self.rung()
        except TimeoutError:
            pass

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            for update in list(self.waiting.values())[:offset]:
                self.done(update)
        # An injected update may carry an old id: it is not gone before the bot has seen it. What has been
        # delivered is always at the front.
        seen = list(takewhile(lambda update: update.delivered, self.waiting.values()))
        for update in seen:
            if update.id < offset or update.nameless:
                self.done(update)

    def done(self, update: Queued) -> None:
        """The bot has it."""
        if self.waiting.pop(update.turn, None) is None:
            return
        queue = self.queues[update.queue]
        queue.remove(update)
        if not queue:
            del self.queues[update.queue]

    def drop(self) -> None:
        """Forgets what waits (`drop_pending_updates`)."""
        self.waiting.clear()
        self.queues.clear()

    def heard_within(self, seconds: float) -> bool:
        """Whether somebody receives updates: has polled lately, or has set a webhook."""
        return bool(self.subscription.url) or time.monotonic() - self._heard < seconds

    def close(self) -> None:
        """Lets the poller go."""
        self._poll += 1
        self.ring()


def _queue_of(value: Any) -> str:
    """The queue of an update given by hand: its chat, or whoever pressed."""
    for payload in value.values() if isinstance(value, dict) else ():
        if isinstance(payload, dict) and isinstance(payload.get("chat"), dict):
            return str(payload["chat"].get("id"))
        if isinstance(payload, dict) and isinstance(payload.get("from"), dict):
            return f"user {payload['from'].get('id')}"
    return "injected"
