"""What is offered beside an answer or instead of one: entries to choose from, the subjects, a person."""

from __future__ import annotations

from datetime import date

from desk.button import Button, Choices
from desk.choices.catalogue import AskPerson, ShowEntry, ShowMenu
from desk.letters import Say
from desk.people import Resident
from faq.entry import Entry


def offer(asked: int | None) -> Choices:
    """The buttons under «I do not know»: a person, or the subjects."""
    return (
        (Button(AskPerson(asked), phrase="button-ask-person"),),
        (Button(ShowMenu(), phrase="button-subjects"),),
    )


def nothing_fits(asked: int) -> Choices:
    """The button under suggestions."""
    return ((Button(AskPerson(asked), phrase="button-nothing-fits"),),)


def suggestions(entries: tuple[Entry, ...], asked: int | None, resident: Resident) -> Choices:
    """A button for each entry, in the resident's language."""
    return tuple((Button(ShowEntry(one.id, asked), text=one.title(resident.language)),) for one in entries)


def outdated(entry: Entry, day: date, resident: Resident, choices: Choices) -> Say:
    """The news that an entry does not hold on `day`."""
    args: dict[str, str | int] = {"question": entry.title(resident.language)}
    if entry.valid_from is not None and day < entry.valid_from:
        return Say("entry-not-yet", args | {"since": entry.valid_from.isoformat()}, choices)
    until = entry.valid_until or day
    return Say("entry-ended", args | {"until": until.isoformat()}, choices)
