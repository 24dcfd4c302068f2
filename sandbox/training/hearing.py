"""What a scripted resident understands of the bot's messages: nothing but what stands in their own chat."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from bot.phrases import Phrases
from bot.sealing import unsealed
from desk.choices.catalogue import AskPerson, Helped
from desk.choices.consent import GiveConsent
from desk.choices.own_ticket import Rate
from handlers.codes import BY_TYPE
from sandbox.wire import Json

LANGUAGE = "ru"
_SOME_MOMENT = datetime(2001, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Invited:
    """The bot asks for the question in one message."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A person will answer. A danger names no department."""

    number: str
    department: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """An operator has taken the ticket."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Another department answers from now on."""

    department: str


@dataclass(frozen=True, slots=True)
class Replied:
    """A person's words; empty for a picture without any."""

    words: str


@dataclass(frozen=True, slots=True)
class Closed:
    """An operator has closed the ticket."""


Heard = Invited | Opened | Taken | Moved | Replied | Closed


def hear(message: Json) -> Heard | None:
    """What a message of the bot's says; None for what a resident need not react to."""
    text = message.get("text") or message.get("caption") or ""
    if signature := _pattern("operator-signature").match(text):
        return Replied(text[signature.end() :].strip())
    for phrase, understood in _UNDERSTOOD.items():
        if found := _pattern(phrase).fullmatch(text):
            return understood(found)
    return None


_UNDERSTOOD: dict[str, Callable[[re.Match[str]], Heard]] = {
    "operator-joined": lambda _: Taken(),
    "ticket-opened": lambda found: Opened(found["number"], found["department"]),
    "ticket-opened-out-of-hours": lambda found: Opened(found["number"], found["department"]),
    "ticket-opened-urgently": lambda found: Opened(found["number"]),
    "ticket-transferred-resident": lambda found: Moved(found["department"]),
    "ticket-closed": lambda _: Closed(),
    "write-your-question": lambda _: Invited(),
}


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """A phrase of the catalogue, as it looks with anything in its places."""
    phrases = _phrases()
    places = ("name", "number", "department")
    marks = {place: f"<{place}>" for place in places}
    said = phrases.plain(phrase, LANGUAGE, {**marks, "promised": _SOME_MOMENT.isoformat()})
    pattern = re.escape(said).replace(re.escape(phrases.moment(_SOME_MOMENT, LANGUAGE)), ".+?")
    for place, mark in marks.items():
        pattern = pattern.replace(re.escape(mark), f"(?P<{place}>.+?)")
    return re.compile(pattern)


@cache
def _phrases() -> Phrases:
    return Phrases(ZoneInfo("UTC"))


def step(message: Json) -> str | None:
    """The button that leads on to a person: ask for one, consent, say that the answer did not help."""
    for code, end in ((BY_TYPE[AskPerson], ""), (BY_TYPE[GiveConsent], ""), (BY_TYPE[Helped], ":0")):
        for data in _pressed(message):
            if data.startswith(f"{code}:") and unsealed(data).endswith(end):
                return data
    return None


def rating(message: Json, stars: int) -> str | None:
    """The button that gives so many stars."""
    code = BY_TYPE[Rate]
    return next(
        (
            data
            for data in _pressed(message)
            if data.startswith(f"{code}:") and unsealed(data).endswith(f":{stars}")
        ),
        None,
    )


def _pressed(message: Json) -> list[str]:
    return [str(button.get("callback_data", "")) for row in _rows(message) for button in row]


def _rows(message: Json) -> list[list[Json]]:
    rows: list[list[Json]] = (message.get("reply_markup") or {}).get("inline_keyboard") or []
    return rows
