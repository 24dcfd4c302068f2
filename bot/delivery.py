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
from bot.setting_values import LARGEST_ID

SERVER_ERRORS = 500
TOO_MANY = 429
RETRY_AFTER = re.compile(r"retry after (\d{1,6})", re.IGNORECASE)  # seconds, in the words of a 429
LONGEST_WAIT = 86_400  # seconds; what was seen is a tenth of it
NO_ANSWER = "HTTP {} без ответа Bot API"
NOT_ADMITTED = (401, 404)  # the token is revoked; the address knows no such bot
FOR_THIS_ONE = (400, 422)  # a request's contents are not liked, whoever does not like them
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
        return _turned_away(status)


def _turned_away(status: int) -> Outcome:
    """Whatever it was, it was no answer of the Bot API.

    A server before it, or none at all at a wrong address, that sends the request elsewhere (3xx) or will not
    have it (4xx; RFC 9110, 15.4 and 15.5) has not passed it on. Else the call may have been carried out; and
    what is refused for its contents would be refused for ever and hold the chat up: a person decides.
    """
    said = NO_ANSWER.format(status)
    match status:
        case 408 | 425 | 429:
            return NotSent(said)
        case 413 | 414 | 431:
            return Rejected(status, "Request Entity Too Large")
        case _ if 300 <= status < SERVER_ERRORS and status not in FOR_THIS_ONE:
            return NotAdmitted(said)
        case _:
            return Uncertain(said)


def _outcome(status: int, answer: Any) -> Outcome:
    if not isinstance(answer, dict) or "ok" not in answer:
        return _turned_away(status)
    if answer["ok"]:
        return Sent(answer.get("result"))
    code = int(answer.get("error_code", status))
    given = answer.get("parameters")
    parameters = given if isinstance(given, dict) else {}
    description = str(answer.get("description", "")).encode("utf-8", "replace").decode().replace("\0", "")
    if code == TOO_MANY:
        return NotSent(description, _retry_after(parameters.get("retry_after"), description))
    if code in NOT_ADMITTED and UNKNOWN_METHOD not in description.lower():
        return NotAdmitted(f"{code} {description}")
    if code >= SERVER_ERRORS:
        return Uncertain(f"{code} {description}")
    moved = parameters.get("migrate_to_chat_id")
    return Rejected(code, description, moved if _is_group(moved) else None)


def _retry_after(named: Any, description: str) -> float:
    """Seconds: as named, else in the words; whatever was named, no less than one and no more than a day."""
    if not isinstance(named, int | float) or isinstance(named, bool):
        told = RETRY_AFTER.search(description)
        named = int(told[1]) if told else 1
    return float(min(max(1, named), LONGEST_WAIT))


def _is_group(chat_id: Any) -> bool:
    return isinstance(chat_id, int) and -LARGEST_ID < chat_id < 0
