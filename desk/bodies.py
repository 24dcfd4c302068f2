"""Bodies: which authorities an appeal about a subject can go to, the likeliest first."""

from __future__ import annotations

from collections import Counter
from datetime import date

from desk.centre import Knowledge
from faq.entry import Authority, Shelf


def of_subject(subject: str, shelf: Shelf) -> tuple[Authority, ...]:
    """Those that decide what the subject's entries are about, most often named first."""
    named = Counter(one.authority for one in shelf.entries.values() if one.subject == subject)
    known = (shelf.authorities.get(id_ or "") for id_, _ in named.most_common())
    return tuple(one for one in known if one is not None and one.receives)


def every(shelf: Shelf) -> tuple[Authority, ...]:
    """All that take appeals, by name."""
    return tuple(
        sorted((one for one in shelf.authorities.values() if one.receives), key=lambda one: one.name)
    )


async def likeliest(subject: str, words: str, knowledge: Knowledge, on: date) -> Authority | None:
    """The one that decides what the words are about, else what the subject is about; None: not known."""
    shelf = knowledge.shelf
    ranking = (await knowledge.look_up(words, on)).ranking
    near = next((one.entry for one in ranking if one.entry.subject == subject), None)
    found = shelf.authorities.get(near.authority or "") if near is not None else None
    if found is not None and found.receives:
        return found
    return next(iter(of_subject(subject, shelf)), None)
