"""Passages: what was said in tickets, kept so that it is found again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from desk.people import Resident
from desk.source import Source
from desk.ticket import Ticket
from faq.folding import STOP_WORDS, plain, stem, words

WORDS_SOUGHT = 8  # of a search: more of them find nothing more
WORD = re.compile(r"[^\W_]+")


class Speaker(StrEnum):
    """Whose words they are."""

    RESIDENT = "resident"
    OPERATOR = "operator"
    NOTE = "note"  # an operator's, for colleagues
    TICKET = "ticket"  # nobody's: the resident's name and the subject


@dataclass(frozen=True, slots=True)
class Passage:
    """One message's words."""

    ticket_id: int
    source: Source
    speaker: Speaker
    words: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A ticket where all words sought were said, and the newest passage that has one of them."""

    ticket_id: int
    speaker: Speaker
    words: str


class Passages(Protocol):
    """What was said in tickets. How words are compared is the store's own matter, if forms are one."""

    def keep(self, passage: Passage) -> None: ...
    def forget(self, source: Source) -> None: ...
    async def of(self, source: Source) -> Passage | None: ...
    async def find(self, sought: Sequence[str], chats: Sequence[int], most: int) -> Sequence[Hit]: ...


def head(ticket: Ticket, resident: Resident) -> Passage:
    """What a ticket is found by though nobody has said it. There is one of a ticket: chat 0 is nobody's."""
    return Passage(ticket.id, Source(0, ticket.id), Speaker.TICKET, f"{resident.name} · {ticket.subject}")


def stems(text: str) -> tuple[str, ...]:
    """What its words have in common with their other forms, each once: «Мусора» and «мусор» are one."""
    return tuple(dict.fromkeys(stem(word) for word in words(plain(text))))


def sought(text: str) -> tuple[str, ...]:
    """The stems to look for: words that stand everywhere count only when there are no others."""
    every = words(plain(text))
    telling = [word for word in every if word not in STOP_WORDS] or every
    return tuple(dict.fromkeys(map(stem, telling)))[:WORDS_SOUGHT]


def excerpt(text: str, wanted: Sequence[str], length: int) -> str:
    """A piece of the text, in one line, around the first of the wanted stems."""
    line = " ".join(text.split())
    places = (one.start() for one in WORD.finditer(line) if set(stems(one[0])) & set(wanted))
    start = max(next(places, 0) - length // 3, 0)
    start = line.rfind(" ", 0, start) + 1 if start else 0
    piece = line[start : start + length]
    return f"{'…' if start else ''}{piece}{'…' if start + length < len(line) else ''}"
