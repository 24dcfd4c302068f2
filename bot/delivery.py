"""One call to the Bot API, and what can be known of its outcome."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from aiogram.types import BufferedInputFile

from bot import forms
from bot.lines import JSON, CutOff, Lines, NotConnected
from bot.rendering import Call

SERVER_ERRORS = 500
TOO_MANY = 429
RETRY_AFTER = re.compile(r"retry after (\d{1,6})", re.IGNORECASE)  # seconds, in the words of a 429
NOT_ADMITTED = (401, 404)  # the token is revoked; the address knows no such bot
UNKNOWN_METHOD = "method not found"  # a 404 of another kind: an older server, the bot itself is known


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
class NotAdmitted:
    """Surely not done, and nothing will be until a person mends the token or the address."""

    reason: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The request left, no usable answer came: it may have been done."""

    reason: str


Outcome = Sent | NotSent | Rejected | NotAdmitted | Uncertain

FILES = "document", "photo"  # parameters in which a call carries a file of ours


class Delivery:
    """Makes calls. Knows for each whether the request has left this machine."""

    def __init__(self, api_url: str, token: str) -> None:
        self._lines = Lines(f"{api_url.rstrip('/')}/bot{token}/")

    async def close(self) -> None:
        """Close all connections."""
        await self._lines.close()

    async def make(self, call: Call) -> Outcome:
        """Make the call once. Never raises but for cancellation."""
        kind, body = _written(call)
        try:
            heard = await self._lines.post(type(call).__api_method__, body, kind)
        except NotConnected as error:
            return NotSent(str(error))
        except CutOff as error:
            return Uncertain(str(error))
        return _understood(heard.status, heard.body)


def _written(call: Call) -> tuple[str, bytes]:
    """The media type and the body."""
    for name in FILES:
        file = call.__dict__.get(name)
        if isinstance(file, BufferedInputFile):
            return forms.written(call, name, file)
    return JSON, call.model_dump_json(exclude_unset=True, exclude_none=True).encode()


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
        told = RETRY_AFTER.search(description)
        return NotSent(description, float(parameters.get("retry_after") or (told[1] if told else 1)))
    if code in NOT_ADMITTED and UNKNOWN_METHOD not in description.lower():
        return NotAdmitted(f"{code} {description}")
    if code >= SERVER_ERRORS:
        return Uncertain(f"{code} {description}")
    return Rejected(code, description, parameters.get("migrate_to_chat_id"))
