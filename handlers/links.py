"""What follows `?start=` in a link to the bot: an entry, a subject or a poll, both ways."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping

from faq.entry import Entry, Shelf, Subject
from handlers.buttons import key

OwnName = Callable[[], Awaitable[str]]  # the bot's @name; Telegram is asked for it once
LIMIT = 64  # Bot API, deep linking: characters of a parameter, out of A–Z a–z 0–9 _ -
ENTRY, TOPIC, POLL = "entry_", "topic_", "poll_"
POLL_ID = re.compile(POLL + r"(\d{1,15})", re.ASCII)


def address(name: str, target: Entry | Subject, shelf: Shelf) -> str:
    """The link to a bot of that name which opens it there."""
    return f"https://t.me/{name}?start={payload(target, shelf)}"


def to_poll(name: str, poll_id: int) -> str:
    """The link to a bot of that name which opens the poll there."""
    return f"https://t.me/{name}?start={POLL}{poll_id}"


def poll_in(given: str) -> int | None:
    """The number of the poll that a link opens, None when it opens something else."""
    found = POLL_ID.fullmatch(given)
    return int(found[1]) if found else None


def payload(target: Entry | Subject, shelf: Shelf) -> str:
    """What opens it. An id that does not fit, or reads like another one, goes as its key."""
    front = ENTRY if isinstance(target, Entry) else TOPIC
    spelled = front + _spelled(target.id)
    fits = len(spelled) <= LIMIT and opened(spelled, shelf) == target
    return spelled if fits else front + key(target.id)


def opened(given: str, shelf: Shelf) -> Entry | Subject | None:
    """What a link opens; None when the base has no such (any more)."""
    shelves: dict[str, Mapping[str, Entry | Subject]] = {ENTRY: shelf.entries, TOPIC: shelf.subjects}
    for front, known in shelves.items():
        if given.startswith(front):
            wanted = given.removeprefix(front)
            spelled = (one for id_, one in known.items() if _spelled(id_) == wanted)
            return next(spelled, None) or next(
                (one for id_, one in known.items() if key(id_) == wanted), None
            )
    return None


def is_ours(given: str) -> bool:
    """Whether it was meant to open something."""
    return given.startswith((ENTRY, TOPIC))


def _spelled(id_: str) -> str:
    return id_.replace(".", "-")  # a link cannot hold a full stop
