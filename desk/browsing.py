"""The catalogue, page by page: subjects, and the questions of one."""

from __future__ import annotations

from datetime import date, datetime

from desk import forewarning
from desk.button import Button, Choices
from desk.centre import Centre
from desk.choices.aid import ShowAids
from desk.choices.catalogue import AskPerson, ShowEntry, ShowMenu, ShowSubject
from desk.choices.poll import ShowPolls
from desk.choices.subscription import ShowSubscriptions
from desk.letters import Say
from desk.people import Resident
from desk.records import Records
from desk.rows import paged
from desk.source import Source
from faq.entry import Shelf

SUBJECTS_ON_A_PAGE = 10
ENTRIES_ON_A_PAGE = 8


def menu(
    choice: ShowMenu,
    resident: Resident,
    centre: Centre,
    at: datetime,
    replacing: Source | None = None,
    asked: bool = False,
) -> Say:
    """A page of the subjects, or that there are none yet. `asked`: there is a poll for the resident."""
    shelf, day = centre.knowledge.shelf, centre.day(at)
    choices = _subjects(shelf, choice.page, resident.language, day)
    if asked:
        choices = ((Button(ShowPolls(), phrase="button-polls"),), *choices)
    is_empty = not any(one.valid_on(day) for one in shelf.entries.values())
    return Say("menu-empty" if is_empty else "menu", choices=choices, replacing=replacing)


async def subject(
    choice: ShowSubject,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    replacing: Source | None = None,
) -> Say:
    """A page of a subject's questions, under what is out of order in it.

    Raises KeyError for a subject the base does not have.
    """
    shelf = centre.knowledge.shelf
    args: dict[str, str | int] = {"subject": shelf.subjects[choice.subject].title}
    choices = _entries(shelf, choice, resident.language, centre.day(at))
    news = await forewarning.in_subject(choice.subject, resident, records)
    if news:
        return Say("subject-out-of-order", args | {"notice": news}, choices, replacing=replacing)
    return Say("subject", args, choices, replacing=replacing)


def _subjects(shelf: Shelf, page: int, language: str, on: date) -> Choices:
    """A page of the subjects that have an answer on the day `on`, most asked first as their files say."""
    held = {one.subject for one in shelf.entries.values() if one.valid_on(on)}
    ordered = sorted((one for one in shelf.subjects.values() if one.id in held), key=lambda one: one.order)
    part, turns = paged(ordered, page, SUBJECTS_ON_A_PAGE, ShowMenu, "button-more-subjects")
    return (
        *((Button(ShowSubject(one.id), text=one.called(language)),) for one in part),
        *turns,
        (Button(ShowAids(), phrase="button-aids"),),
        (Button(ShowSubscriptions(), phrase="button-subscriptions"),),
        (Button(AskPerson(), phrase="button-ask-person"),),
    )


def _entries(shelf: Shelf, choice: ShowSubject, language: str, on: date) -> Choices:
    """A page of a subject's questions that have an answer on the day `on`."""
    of_subject = [one for one in shelf.entries.values() if one.subject == choice.subject and one.valid_on(on)]
    part, turns = paged(
        of_subject, choice.page, ENTRIES_ON_A_PAGE, lambda to: ShowSubject(choice.subject, to)
    )
    rows = ((Button(ShowEntry(one.id), text=one.title(language)),) for one in part)
    return (*rows, (Button(ShowMenu(), phrase="button-subjects"), *(one for row in turns for one in row)))
