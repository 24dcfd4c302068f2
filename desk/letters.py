"""Letters: what is to be said, to whom, with which choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Literal

from desk.addressee import To, ToThread
from desk.button import Choices
from desk.enclosure import Document, FiguresPicture, FiguresTable, PollResults, Poster, Transcript
from desk.medium import Medium
from desk.source import Source
from desk.touches import Amend, Card, Erase, PinCard, Raze, React, Retitle, Shut, Strip, Wipe
from desk.words import Excerpt, Words

BETWEEN = "\n\n"  # texts that are said together
SIGNATURE_ROOM = 100  # UTF-16 units kept free in a message for «👤 Имя, специалист:»


class Lane(IntEnum):
    """What goes first when a chat's budget is short."""

    BULLETIN = -1  # what a whole group, or a resident in danger, should know before anything else
    OPENING = 0  # what a new topic begins with: the card, and the story so far
    WORDS = 1  # what people say to each other
    NOTICES = 2  # what became of it
    CARDS = 3  # a card brought up to date
    COSMETICS = 4  # reactions, titles, spent buttons
    BROADCAST = 5  # one of very many, told unasked: goes when nobody else has anything to say


@dataclass(frozen=True, slots=True)
class Say:
    """A phrase of the catalogues, in the receiver's language."""

    phrase: str
    args: Mapping[str, str | int] = field(default_factory=dict)
    choices: Choices = ()
    quoting: Source | None = None
    replacing: Source | None = None  # the bot's own message that turns into this one
    excerpt: Excerpt | None = None  # the part of `quoting` that is quoted; None: the whole of it
    in_russian: bool = False  # words of the base are in it that the receiver's language lacks: it says so
    kind: Literal["say"] = "say"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer card of an entry. `asked` is the resident's message, for «Помогло / Не помогло».

    `continuing` is the question before, when the message was understood as more about it.
    """

    entry_id: str
    asked: int | None = None
    replacing: Source | None = None  # the bot's own message that turns into this card
    continuing: str = ""
    kind: Literal["answer"] = "answer"


@dataclass(frozen=True, slots=True)
class Relay:
    """A person's own words or media, passed on. Several sources are one album, or texts said together."""

    sources: tuple[Source, ...]
    ticket_id: int
    words: Words | None = None  # of texts, and where a signature has to be put in front of them
    captioned: bool = False  # the words are the caption of a medium
    signed: str | None = None  # an operator's name
    quoting: Source | None = None  # the message it answers, as it lies in the sender's chat
    spelled: bool = False  # the words are sent, as the message may not be copied
    excerpt: Excerpt | None = None
    kind: Literal["relay"] = "relay"

    @property
    def plain(self) -> bool:
        """Whether it is a text and nothing else: no signature, no quote. Such can be said together."""
        return self.words is not None and not self.captioned and self.signed is None and self.quoting is None

    @property
    def together(self) -> bool:
        """Whether it says several texts in one message."""
        return self.plain and len(self.sources) > 1

    def reworded(self, change: Amend) -> Relay:
        """With the words as they were changed since."""
        return replace(self, words=change.words, captioned=change.captioned, signed=change.signed)


@dataclass(frozen=True, slots=True)
class AlbumAhead:
    """The line before a resident's album: it quotes what the album answers, since an album itself cannot.

    Bot API: copyMessages has no reply_parameters. Nothing is said where there is nothing to quote.
    """

    source: Source  # the album's first message
    ticket_id: int
    quoting: Source | None = None
    excerpt: Excerpt | None = None
    kind: Literal["album-ahead"] = "album-ahead"


@dataclass(frozen=True, slots=True)
class Checklist:
    """A resident's checklist of a route, as it is when the letter goes."""

    route_id: str
    replacing: Source | None = None  # the bot's own message that turns into it
    kind: Literal["checklist"] = "checklist"


@dataclass(frozen=True, slots=True)
class Ballot:
    """A poll as it is when the letter goes: to vote in, or how it has ended. `managed`: for its makers."""

    poll_id: int
    replacing: Source | None = None  # the bot's own message that turns into it
    managed: bool = False
    kind: Literal["ballot"] = "ballot"


@dataclass(frozen=True, slots=True)
class Offices:
    """Offices as they are when the letter goes; `ways`: metres to each, where a place was sent.

    `next_page`: there are more of them in that municipality.
    """

    offices: tuple[str, ...]
    ways: tuple[int, ...] = ()
    next_page: int | None = None
    replacing: Source | None = None  # the bot's own message that turns into it
    kind: Literal["offices"] = "offices"


@dataclass(frozen=True, slots=True)
class Pin:
    """An office on the map."""

    office_id: str
    kind: Literal["pin"] = "pin"


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a campaign tells: kept there once, not in every letter."""

    campaign_id: str
    kind: Literal["announcement"] = "announcement"


@dataclass(frozen=True, slots=True)
class Leaflet:
    """What an administrator tells many residents, as they wrote it; how to stop it is told below."""

    words: Words
    medium: Medium | None = None  # a photo or a file, whose caption the words are
    choices: Choices = ()
    kind: Literal["leaflet"] = "leaflet"


Content = (
    Say
    | Leaflet
    | Answer
    | Announcement
    | Ballot
    | Checklist
    | Document
    | FiguresPicture
    | FiguresTable
    | Offices
    | Pin
    | PollResults
    | Poster
    | Transcript
    | Relay
    | AlbumAhead
    | Amend
    | Erase
    | React
    | Strip
    | Wipe
    | Retitle
    | Shut
    | Raze
    | Card
    | PinCard
)


def repeatable(content: Content) -> bool:
    """Whether it may be done twice without anybody noticing; the rest is never blindly repeated."""
    match content:
        case (
            Amend() | Erase() | React() | Strip() | Wipe() | Retitle() | Shut() | Raze() | PinCard() | Card()
        ):
            return True  # should a first card come twice, the second is the one kept up to date
        case (
            Say(replacing=replaced)
            | Answer(replacing=replaced)
            | Ballot(replacing=replaced)
            | Checklist(replacing=replaced)
            | Offices(replacing=replaced)
        ):
            return replaced is not None
        case (
            Relay()
            | AlbumAhead()
            | Announcement()
            | Leaflet()
            | Document()
            | FiguresPicture()
            | FiguresTable()
            | Pin()
            | PollResults()
            | Poster()
            | Transcript()
        ):
            return False


@dataclass(frozen=True, slots=True)
class Letter:
    """Something to be delivered."""

    to: To
    content: Content
    lane: Lane = Lane.WORDS
    album: str | None = None  # parts of one album are joined while the letter still waits
    acknowledge: Source | None = None  # gets 👌 when the letter has arrived
    held: int = 0  # seconds that it waits for what may take its place
    about: int | None = None  # the ticket in whose thread a failure is told though it is closed by then


def album_key(ticket_id: int, chat_id: int, album: str | None) -> str | None:
    """What the parts of one album in one ticket have in common; None for what is no album."""
    return f"{ticket_id}:{chat_id}:{album}" if album else None


def brought_up_to_date(ticket_id: int, retitle: bool = True) -> tuple[Letter, ...]:
    """What shows a changed ticket as it is now: its card and, if it looks otherwise, its topic too.

    A title painted again as it was is refused by Telegram and counts against the group's budget all the same.
    """
    thread = ToThread(ticket_id)
    card = Letter(thread, Card(), Lane.CARDS)
    return (card, Letter(thread, Retitle(), Lane.COSMETICS)) if retitle else (card,)
