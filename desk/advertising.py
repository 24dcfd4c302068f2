"""Links for posters: what they open is chosen, and comes with its QR code."""

from __future__ import annotations

from datetime import datetime

from desk.addressee import ToChat
from desk.button import Button, Choices
from desk.centre import Centre
from desk.choices.poster import LinkEntry, LinkSubject
from desk.enclosure import Poster
from desk.letters import Letter, Say
from desk.people import Operator
from desk.records import Records
from faq.entry import Entry, Subject
from faq.knowledge_base import Unknown

OFFERED = 5  # entries that may be meant


def meant(words: str, centre: Centre) -> Entry | Subject | None:
    """What is named by its id, or a subject by its title."""
    shelf = centre.knowledge.shelf
    titles = {one.title.casefold(): one for one in shelf.subjects.values()}
    return shelf.entries.get(words) or shelf.subjects.get(words) or titles.get(words.casefold())


async def offer(words: str, by: Operator, records: Records, centre: Centre, at: datetime) -> None:
    """What the words may mean; without words all subjects. Where the base is empty, that is said."""
    if not centre.knowledge.shelf.subjects:
        said = Say("link-no-base")
    elif words:
        verdict = await centre.knowledge.look_up(words, centre.day(at))
        near = [] if isinstance(verdict, Unknown) else [one.entry for one in verdict.ranking[:OFFERED]]
        choices: Choices = tuple((Button(LinkEntry(one.id), text=one.title("ru")),) for one in near)
        said = Say("link-which" if near else "link-nothing", {"words": words}, choices)
    else:
        subjects = centre.knowledge.shelf.subjects.values()
        said = Say(
            "link-what", choices=tuple((Button(LinkSubject(one.id), text=one.title),) for one in subjects)
        )
    records.outbox.add(Letter(ToChat(by.id), said))


def make(target: Entry | Subject, link: str, by: Operator, records: Records) -> None:
    """The poster, to whoever has asked for it."""
    title = target.title("ru") if isinstance(target, Entry) else target.title
    records.outbox.add(Letter(ToChat(by.id), Poster(link, title, target.id)))
