"""What follows `?start=` in a link to the bot: an entry or a subject, both ways."""

from __future__ import annotations

from collections.abc import Mapping

from faq.entry import Entry, Shelf, Subject
from handlers.buttons import key

LIMIT = 64  # Bot API, deep linking: characters of a parameter, out of A–Z a–z 0–9 _ -
ENTRY, TOPIC = "entry_", "topic_"


def address(name: str, target: Entry | Subject, shelf: Shelf) -> str:
    """The link to a bot of that name which opens it there."""
    return f"https://t.me/{name}?start={payload(target, shelf)}"


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
