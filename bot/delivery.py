"""One call to the Bot API, and what can be known of its outcome."""

from __future__ import annotations

import json
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import aiohttp

from bot.rendering import Call

TIMEOUT = aiohttp.ClientTimeout(total=40, connect=10, sock_connect=10)
SERVER_ERRORS = 500
TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram has done it. `result` is its answer."""

    result: Any


@dataclass(frozen=True, slots=True)
class NotSent:
    """Surely not done: refused connection, DNS, connect time-out, 429. May be tried again."""

    reason: str
    retry_after: float | None = None  # seconds; None: back off


@dataclass(frozen=True, slots=True)
class Rejected:
    """Telegram will not do it."""

    code: int
    description: str
    migrated_to: int | None = None


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The request left, no usable answer came: it may have been done."""

    reason: str


Outcome = Sent | NotSent | Rejected | Uncertain


class Delivery:
    """Makes calls over one session. Knows for each whether the request has left this machine."""

    def __init__(self, api_url: str, token: str) -> None:
        self._base = f"{api_url.rstrip('/')}/bot{token}/"
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Open the session."""
        witness = aiohttp.TraceConfig()
        witness.on_request_headers_sent.append(_left)
        connector = aiohttp.TCPConnector(limit=100, ttl_dns_cache=300)
        self._session = aiohttp.ClientSession(connector=connector, timeout=TIMEOUT, trace_configs=[witness])

    async def close(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()

    async def make(self, call: Call) -> Outcome:
        """Make the call once. Never raises but for cancellation."""
        if self._session is None:
            raise RuntimeError("the session is not open")
        body = call.model_dump_json(exclude_unset=True, exclude_none=True)
        trace = {"left": False}
        try:
            async with self._session.post(
                self._base + type(call).__api_method__,
                data=body,
                headers={"Content-Type": "application/json"},
                trace_request_ctx=trace,
            ) as response:
                return _understood(response.status, await response.read())
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            # The error's text may hold the address and so the token: only its kind is kept.
            reason = type(error).__name__
            return Uncertain(reason) if trace["left"] else NotSent(reason)


async def _left(_: aiohttp.ClientSession, context: SimpleNamespace, __: Any) -> None:
    context.trace_request_ctx["left"] = True


def _understood(status: int, body: bytes) -> Outcome:
    try:
        return _outcome(status, json.loads(body))
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        # Whatever it was, it was no answer of the Bot API; the call may have been carried out.
        return Uncertain(f"HTTP {status} без ответа Bot API")


def _outcome(status: int, answer: Any) -> Outcome:
    if not isinstance(answer, dict) or "ok" not in answer:
        return Uncertain(f"HTTP {status} без ответа Bot API")
    if answer["ok"]:
        return Sent(answer.get("result"))
    code = int(answer.get("error_code", status))
    parameters = answer.get("parameters") or {}
    description = str(answer.get("description", "")).encode("utf-8", "replace").decode().replace("\0", "")
    if code == TOO_MANY:
        return NotSent(description, float(parameters.get("retry_after", 1)))
    if code >= SERVER_ERRORS:
        return Uncertain(f"{code} {description}")
    return Rejected(code, description, parameters.get("migrate_to_chat_id"))
