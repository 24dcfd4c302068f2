"""A question: what a resident asked, what the bot made of it, and whether it helped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from desk.medium import Medium
from desk.source import Source
from desk.words import Excerpt, Words

EVER = datetime(1970, 1, 1, tzinfo=UTC)  # before the first question
LIVE_LOCATION = "live-location"  # a medium that goes on moving where it was sent, and nowhere else


class Outcome(StrEnum):
    """What the knowledge base made of a question."""

    SURE = "sure"
    UNSURE = "unsure"
    CHOSEN = "chosen"  # the resident found an answer among those offered
    UNKNOWN = "unknown"
    OUTDATED = "outdated"  # the first of the entries does not hold that day: the resident was told so
    PARTLY = "partly"  # of several questions some; the entries are for those
    INCIDENT = "incident"  # the base has no answer, but what is out of order was told
    SAFETY = "safety"  # a danger, or what the base is not asked: a rule has answered
    BANNED = "banned"  # kept only: the resident was banned
    SPAM = "spam"  # an operator says that it is no question: it counts nowhere
    UNREAD = "unread"  # a photo, a voice message: nothing to search for


@dataclass(frozen=True, slots=True)
class Question:
    """A resident's question. Known by the resident and the (first) message that asks it.

    The learning loop, the card of a ticket and the report of gaps are all read from these.
    """

    resident_id: int
    message_id: int
    text: str
    asked_at: datetime
    outcome: Outcome = Outcome.UNREAD
    entries: tuple[str, ...] = ()  # what was answered or suggested, best first
    helped: bool | None = None
    ticket_id: int | None = None
    album: str | None = None
    parts: tuple[int, ...] = ()  # the further messages of an album
    continues: int | None = None  # the message of the question it was understood with

    @property
    def sources(self) -> tuple[Source, ...]:
        """The messages that ask it."""
        return tuple(Source(self.resident_id, one) for one in (self.message_id, *self.parts))

    @property
    def shown(self) -> tuple[str, ...]:
        """The entries the resident has read: given as answers, or chosen among suggestions."""
        return self.entries if self.outcome in (Outcome.SURE, Outcome.CHOSEN) else ()

    def going_on(self, message_id: int | None) -> Question:
        """Understood with the question of that message."""
        return replace(self, continues=message_id)

    def found(self, outcome: Outcome, entries: tuple[str, ...]) -> Question:
        """With what the knowledge base made of it."""
        return replace(self, outcome=outcome, entries=entries)

    def answered_with(self, entry_id: str) -> Question:
        """The resident has chosen a suggestion; of several questions others may still be open."""
        outcome = self.outcome if self.outcome is Outcome.PARTLY else Outcome.CHOSEN
        return replace(self, outcome=outcome, entries=(entry_id,))

    def judged(self, helped: bool) -> Question:
        """With the resident's word on the answer."""
        return replace(self, helped=helped)

    def handed_over(self, ticket_id: int) -> Question:
        """A person has it now."""
        return replace(self, ticket_id=ticket_id)

    def reworded(self, text: str) -> Question:
        """With the words as the resident has corrected them."""
        return replace(self, text=text)

    def followed_by(self, more: Question) -> Question:
        """With what was written right after it, as one question."""
        text = f"{self.text}\n{more.text}".strip()
        return replace(
            self, text=text, asked_at=more.asked_at, parts=(*self.parts, more.message_id, *more.parts)
        )

    def joined(self, message_id: int) -> Question:
        """With one more part of the album."""
        return replace(self, parts=(*self.parts, message_id))


@dataclass(frozen=True, slots=True)
class Message:
    """Something a person has written or sent, as the desk sees it."""

    source: Source
    words: Words
    at: datetime
    media: str | None = None  # "photo", "voice", …; None: a text
    album: str | None = None
    quoting: Source | None = None
    medium: Medium | None = None  # what of it can be replaced by an edit
    excerpt: Excerpt | None = None  # the part of `quoting` that it answers; None: the whole of it
    listened: bool = False  # a recording that the bot has listened to: the words are what it has understood

    @property
    def has_words(self) -> bool:
        """Whether it is a text, or a medium that can carry one."""
        return self.media is None or self.media in (
            "photo",
            "video",
            "document",
            "audio",
            "voice",
            "animation",
            "live_photo",
        )
