"""Polling or webhook → inbox, committed, and only then acknowledged."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from bot.clock import Clock
from bot.visit import Visits
from storage.inbox import Inbox, Incoming, Kept
from storage.writer import Unavailable

log = logging.getLogger(__name__)

ALLOWED_UPDATES = [
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "message_reaction",
    "my_chat_member",
    "chat_member",
]
POLL_SECONDS = 30  # a long poll
POLL_LIMIT = 100  # Bot API: updates a call
PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds after a failed poll, doubled
BODY_LIMIT = 1 << 20  # bytes; Telegram's largest update is far smaller
WAITING_LIMIT = 10_000  # visits that may wait before Telegram is asked to keep the rest
TOGETHER = 200  # updates stored in one go
NAME_LIMIT = 120  # characters of a key or a lane


@dataclass(slots=True)
class _Arrival:
    updates: list[Incoming]
    stored: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Intake:
    """Stores what comes and passes it on to the visits."""

    def __init__(self, inbox: Inbox, visits: Visits, clock: Clock) -> None:
        self._inbox = inbox
        self._visits = visits
        self._clock = clock
        self._arrivals: asyncio.Queue[_Arrival] = asyncio.Queue()

    @property
    def full(self) -> bool:
        """Whether Telegram should keep its updates for now."""
        return self._visits.waiting > WAITING_LIMIT

    async def take(self, updates: list[Incoming]) -> None:
        """Store updates; returns when they are on disk. Raises Unavailable."""
        await self.put(updates)

    def put(self, updates: list[Incoming]) -> asyncio.Future[None]:
        """The same for whoever cannot wait: done when they are on disk."""
        arrival = _Arrival(updates)
        self._arrivals.put_nowait(arrival)
        return arrival.stored

    async def serve(self) -> None:
        """Store arrivals together, while the last commit is under way the next gather."""
        while True:
            arrivals = [await self._arrivals.get()]
            while len(arrivals) < TOGETHER and not self._arrivals.empty():
                arrivals.append(self._arrivals.get_nowait())
            try:
                await self._store([one for arrival in arrivals for one in arrival.updates])
            except Exception as error:
                for arrival in arrivals:
                    if not arrival.stored.done():
                        arrival.stored.set_exception(error)
                continue
            for arrival in arrivals:
                if not arrival.stored.done():
                    arrival.stored.set_result(None)

    async def _store(self, updates: list[Incoming]) -> None:
        """Together first; one by one when something in one of them is in the way of the rest."""
        try:
            self._visits.accept(await self._inbox.keep(updates, self._clock.now()))
        except Unavailable:
            raise
        except Exception:
            log.exception("%d updates cannot be stored together", len(updates))
            for one in updates:
                await self._store_alone(one)

    async def _store_alone(self, one: Incoming) -> None:
        try:
            new = await self._inbox.keep([one], self._clock.now())
        except Unavailable:
            raise
        except Exception:
            log.exception("an update cannot be stored as what it is")
            new = await self._inbox.keep([_malformed(one.raw)], self._clock.now())
        self._visits.accept(new)

    async def look(self) -> None:
        """Updates that somebody else has put back, say the command line."""
        self._visits.accept(await self._inbox.names(self._visits.at_most))

    async def resume(self) -> None:
        """Visits that the last process did not end."""
        waiting: list[Kept] = await self._inbox.waiting(self._visits.at_most)
        if waiting:
            log.info("updates of %d chats wait from before", len({one.lane for one in waiting}))
        self._visits.accept(waiting)


class Polling:
    """Asks Telegram for updates. The offset moves only after they are stored."""

    def __init__(self, api_url: str, token: str, intake: Intake) -> None:
        self._base = f"{api_url.rstrip('/')}/bot{token}/"
        self._intake = intake
        self._failing_since: float | None = None  # monotonic seconds

    @property
    def failing_for(self) -> float:
        """Seconds since polls began to fail; 0 when the last one went well."""
        return 0.0 if self._failing_since is None else _monotonic() - self._failing_since

    async def serve(self) -> None:
        """Poll until cancelled."""
        offset = 0
        pause = PAUSE
        timeout = aiohttp.ClientTimeout(total=POLL_SECONDS + 15, connect=10)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            await self._drop_webhook(session)
            while True:
                if self._intake.full:
                    await asyncio.sleep(PAUSE)
                    continue
                try:
                    offset = await self._once(session, offset)
                    self._failing_since, pause = None, PAUSE
                    continue
                except (aiohttp.ClientError, OSError, TimeoutError, Unavailable, PollingRefused) as error:
                    said = (
                        str(error)
                        if isinstance(error, Unavailable | PollingRefused)
                        else type(error).__name__
                    )
                    log.warning("no updates for now, next try in %.0f s: %s", pause, said)
                except Exception:  # a mistake of ours; updates that cannot be told must not end the polling
                    log.exception("updates could not be taken, next try in %.0f s", pause)
                if self._failing_since is None:
                    self._failing_since = _monotonic()
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _once(self, session: aiohttp.ClientSession, offset: int) -> int:
        asked = {
            "offset": offset,
            "timeout": POLL_SECONDS,
            "limit": POLL_LIMIT,
            "allowed_updates": ALLOWED_UPDATES,
        }
        async with session.post(self._base + "getUpdates", json=asked) as response:
            body = await response.read()
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise PollingRefused(f"HTTP {response.status}, no JSON") from error
        if not isinstance(answer, dict) or not isinstance(answer.get("result"), list):
            said = answer if isinstance(answer, dict) else {}
            if "webhook" in str(said.get("description")).lower():
                await self._drop_webhook(session)  # somebody has set one: until it is gone, every poll is 409
            raise PollingRefused(f"{said.get('error_code')} {said.get('description')}")
        updates = answer["result"]
        if updates:
            await self._intake.take([incoming(one) for one in updates])
        ids = [one["update_id"] for one in updates if isinstance(one, dict) and _is_id(one)]
        return max(ids) + 1 if ids else offset

    async def _drop_webhook(self, session: aiohttp.ClientSession) -> None:
        try:
            async with session.post(self._base + "deleteWebhook", json={}) as response:
                answer = json.loads(await response.read())
                if not (isinstance(answer, dict) and answer.get("ok") is True):
                    log.warning("the webhook is not deleted: HTTP %d", response.status)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError, RecursionError) as error:
            log.warning("the webhook is not deleted: %s", type(error).__name__)


class PollingRefused(Exception):
    """Telegram answered, but with no updates."""


def webhook_handler(secret: str, intake: Intake) -> Callable[[web.Request], Any]:
    """The aiohttp handler of the webhook."""

    async def handle(request: web.Request) -> web.Response:
        given = request.headers.getall("X-Telegram-Bot-Api-Secret-Token", [])
        # As bytes: compare_digest refuses non-ASCII text with an exception, which would be a 500.
        if len(given) != 1 or not hmac.compare_digest(
            given[0].encode("utf-8", "surrogateescape"), secret.encode()
        ):
            return web.Response(status=401)
        if intake.full:
            return web.Response(status=503)
        try:
            body = await request.read()
        except web.RequestPayloadError:  # chunks or a packing that nobody can read
            return web.Response(status=400)
        try:
            await intake.take([from_body(body)])
        except Unavailable:
            return web.Response(status=503)
        return web.Response()

    return handle


def _monotonic() -> float:
    return asyncio.get_running_loop().time()


def _is_id(update: dict[str, Any]) -> bool:
    return isinstance(update.get("update_id"), int)


def incoming(update: Any, body: bytes | None = None) -> Incoming:
    """A parsed update as it is stored: the bytes it came in or, of one among many, ASCII JSON."""
    try:
        raw = body if body is not None else json.dumps(update, separators=(",", ":")).encode()
        return Incoming(_plain(_key(update, raw)), _plain(_lane(update)), raw)
    except (ValueError, RecursionError):  # numbers and depths that can be read but not be written
        number = update.get("update_id") if isinstance(update, dict) else None
        return _malformed(b"update %d" % number if isinstance(number, int) else b"update ?")


def from_body(body: bytes) -> Incoming:
    """A webhook's update as it is stored, whatever it is."""
    try:
        return incoming(json.loads(body), body)
    except (ValueError, RecursionError):
        return _malformed(body)


def _malformed(raw: bytes) -> Incoming:
    return Incoming(f"raw:{hashlib.sha256(raw).hexdigest()[:32]}", "malformed", raw)


def _plain(name: str) -> str:
    """A key or lane that any database takes: printable ASCII, not long; of anything else its digest."""
    if name.isascii() and name.isprintable() and len(name) <= NAME_LIMIT:
        return name
    return f"odd:{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def _key(update: Any, raw: bytes) -> str:
    """What makes an update one of its kind.

    Telegram's update ids may restart at random, and a message may come under two of them; so a message
    is known by chat, id and date, and anything else by its update id and content.
    """
    try:
        if "message" in update:
            said = update["message"]
            return f"m:{said['chat']['id']}:{said['message_id']}:{said['date']}"
        if "edited_message" in update:
            said = update["edited_message"]
            # Dates are whole seconds and people edit faster: the content tells two edits apart.
            content = hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]
            return f"e:{said['chat']['id']}:{said['message_id']}:{said['edit_date']}:{content}"
        if "callback_query" in update:
            return f"c:{update['callback_query']['id']}"
    except (TypeError, KeyError, AttributeError):
        pass
    digest = hashlib.sha256(raw).hexdigest()[:16]
    return f"u:{update.get('update_id') if isinstance(update, dict) else '?'}:{digest}"


def _lane(update: Any) -> str:
    """Updates of one lane are visited in order: a private chat, a topic, else a chat, else a person."""
    if not isinstance(update, dict):
        return "malformed"
    for event in update.values():
        if not isinstance(event, dict):
            continue
        message: dict[str, Any] = event["message"] if isinstance(event.get("message"), dict) else event
        chat = message.get("chat")
        if isinstance(chat, dict):
            topic = message.get("message_thread_id") if message.get("is_topic_message") else None
            return f"{chat.get('id')}:{topic or 0}"
        user = event.get("from")
        if isinstance(user, dict):
            return f"user:{user.get('id')}"
    return "other"
