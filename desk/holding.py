"""A holding: all that is kept of a resident, in chapters, for them to read.

A table of residents' things that comes later adds its chapter to CHAPTERS; tests/house asks for it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desk import told_acts
from desk.act import About
from desk.centre import Centre
from desk.incident import incident_of
from desk.passage import Speaker
from desk.people import Resident
from desk.records import Mirror, Records
from desk.roll import NEWS, subject_in
from desk.ticket import Ticket

LATEST = 2**53  # Bot API: no message's number is as high
MOST = 20_000  # facts of one chapter: the newest
EVERY_TICKET = 10**6


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing: a phrase for the reader, its places for programs. `more`: for programs only."""

    phrase: str
    args: Mapping[str, str | int]
    more: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Chapter:
    """`days`: how long such things are kept, None: till the resident goes. `cut`: not all of it is here."""

    name: str
    phrase: str
    facts: tuple[Fact, ...]
    days: int | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Whose:
    """Of whom, and by when."""

    resident: Resident
    records: Records
    centre: Centre
    at: datetime

    def day(self, at: datetime) -> str:
        """Which day it was where the centre works."""
        return self.centre.day(at).isoformat()


async def holding(resident: Resident, records: Records, centre: Centre, at: datetime) -> list[Chapter]:
    """All chapters in which something is. What operators note for each other is theirs, and not told."""
    whose = Whose(resident, records, centre, at)
    chapters = [await chapter(whose) for chapter in CHAPTERS]
    return [one for one in chapters if one.facts]


async def _profile(whose: Whose) -> Chapter:
    one = whose.resident
    told: dict[str, str | int] = {
        "name": one.name,
        "person": one.id,
        "language": one.language,
        "municipality": one.municipality or "—",
    }
    facts = [_fact("my-data-profile", **told)]
    if one.consent_version and one.consent_at is not None:
        given: dict[str, str | int] = {"version": one.consent_version, "since": whose.day(one.consent_at)}
        facts.append(Fact("my-data-consent", given, {"at": one.consent_at.isoformat()}))
    else:
        facts.append(_fact("my-data-no-consent"))
    for form in filter(None, (one.form, one.form.under if one.form is not None else None)):
        values = {name: value for name, value in form.values.items() if not name.startswith("#")}
        words = "; ".join(values.values())
        more = {"purpose": form.purpose.value, "values": values}
        facts.append(Fact("my-data-form", {"words": words or "—"}, more))
    ban = await whose.records.bans.get(one.id)
    if ban is not None:
        until = ban.until.isoformat() if ban.until is not None else None
        facts.append(
            Fact("my-data-ban", {"since": whose.day(ban.since), "why": ban.reason}, {"until": until})
        )
    return Chapter("profile", "my-data-of-profile", tuple(facts), whose.centre.privacy.keep.profiles)


async def _subscriptions(whose: Whose) -> Chapter:
    rolls = sorted(await whose.records.rolls.of(whose.resident.id))
    facts = tuple(_roll(one, whose) for one in rolls)
    return Chapter("subscriptions", "my-data-of-subscriptions", facts, whose.centre.privacy.keep.profiles)


def _roll(name: str, whose: Whose) -> Fact:
    number, affected = incident_of(name)
    if number is None:
        subject = whose.centre.knowledge.shelf.subjects.get(subject_in(name) or "")
        called = subject.called(whose.resident.language) if subject is not None else name
        told = "word-roll-news" if name == NEWS else called
        return Fact("my-data-subscription", {"roll": told}, {"roll": name})
    return _fact("my-data-same-here" if affected else "my-data-incident", number=number)


async def _votes(whose: Whose) -> Chapter:
    facts = []
    for poll in await whose.records.polls.latest(MOST):
        chosen = await whose.records.polls.vote_of(poll.id, whose.resident.id)
        names = [name for number, name in enumerate(poll.options) if chosen >> number & 1]
        if names:
            facts.append(_fact("my-data-vote", question=poll.question, chosen=", ".join(names)))
    for proposal in await whose.records.proposals.of(whose.resident.id):
        facts.append(_fact("my-data-proposal", number=proposal.poll_id, words=proposal.words))
    return Chapter("votes", "my-data-of-votes", tuple(facts), whose.centre.privacy.keep.profiles)


async def _journeys(whose: Whose) -> Chapter:
    routes = whose.centre.knowledge.shelf.routes
    facts = []
    for one in await whose.records.journeys.of(whose.resident.id):
        language, known = whose.resident.language, routes.get(one.route_id)
        title = known.in_language(language).title if known is not None else one.route_id
        told: dict[str, str | int] = {"route": title, "count": len(one.done)}
        more = {
            "event": one.event.isoformat() if one.event else None,
            "done": sorted(one.done),
            "reminding": one.reminding,
            "reminded": sorted(one.reminded),
        }
        facts.append(Fact("my-data-journey", told, more))
    return Chapter("routes", "my-data-of-routes", tuple(facts), whose.centre.privacy.keep.profiles)


async def _questions(whose: Whose) -> Chapter:
    facts: list[Fact] = []
    of, resident_id = whose.records.questions, whose.resident.id
    one = await of.before(resident_id, LATEST)
    while one is not None and len(facts) < MOST:
        known = [whose.centre.knowledge.entry(entry_id) for entry_id in one.entries]
        answers = "; ".join(entry.title(whose.resident.language) for entry in known if entry is not None)
        told = {"since": whose.day(one.asked_at), "words": one.text or "—", "answers": answers or "—"}
        more = {
            "at": one.asked_at.isoformat(),
            "outcome": one.outcome.value,
            "entries": list(one.entries),
            "helped": one.helped,
        }
        facts.append(Fact("my-data-question", told, more))
        one = await of.before(resident_id, one.message_id)
    days = whose.centre.privacy.keep.questions
    return Chapter("questions", "my-data-of-questions", tuple(reversed(facts)), days, one is not None)


async def _tickets(whose: Whose) -> Chapter:
    facts: list[Fact] = []
    tickets = await whose.records.tickets.of(whose.resident.id, EVERY_TICKET)
    for ticket in tickets:
        facts.append(_ticket(ticket, whose))
        if ticket.rating is not None or ticket.comment:
            rated = {"stars": ticket.rating or "—", "comment": ticket.comment or "—"}
            facts.append(Fact("my-data-rating", rated, {}))
        facts += await said_in(ticket, whose.records)
        if len(facts) >= MOST:
            break
    facts += [
        _fact("my-data-reaction", emoji=one) for one in await whose.records.reactions.of(whose.resident.id)
    ]
    days, cut = whose.centre.privacy.keep.tickets, len(facts) >= MOST
    return Chapter("tickets", "my-data-of-tickets", tuple(facts), days, cut)


def _ticket(ticket: Ticket, whose: Whose) -> Fact:
    department = whose.centre.departments.get(ticket.department_id).title
    told: dict[str, str | int] = {
        "number": ticket.number,
        "subject": ticket.subject,
        "department": department,
        "since": whose.day(ticket.opened_at),
    }
    more = {
        "opened_at": ticket.opened_at.isoformat(),
        "closed_at": ticket.closed_at.isoformat() if ticket.closed_at else None,
        "promised_at": ticket.promised_at.isoformat(),
        "state": ticket.state.value,
        "specialist": ticket.assignee_name,
    }
    if ticket.closed_at is None:
        return Fact("my-data-ticket", told, more)
    return Fact("my-data-ticket-closed", {**told, "until": whose.day(ticket.closed_at)}, more)


async def said_in(ticket: Ticket, records: Records) -> list[Fact]:
    """One message each, in the order of the resident's chat; told again in a new topic, it is still one.

    Of a photo or a file only that it was there is kept: where it lies is Telegram's, and not told.
    """
    thread = await records.threads.get(ticket.id)
    times: dict[object, str] = {}
    if thread is not None:
        for said in await records.outbox.said(ticket.id, thread.chat_id, ticket.opened_at):
            times |= {one: said.at.isoformat() for one in said.sources if said.at is not None}
    facts = []
    for one in in_order(ticket, await records.threads.mirrors_of(ticket.id)):
        passage = await records.passages.of(one.source)
        if passage is not None and passage.speaker is Speaker.NOTE:
            continue
        own = one.source.chat_id == ticket.resident_id
        more: dict[str, object] = {"from": "resident" if own else "specialist"}
        if one.source in times:
            more["at"] = times[one.source]
        if passage is not None:
            phrase = "my-data-own-words" if own else "my-data-reply"
            facts.append(Fact(phrase, {"words": passage.words}, more))
        else:
            phrase = "my-data-own-file" if own else "my-data-file"
            facts.append(Fact(phrase, {}, {**more, "attachment": True}))
    return facts


async def _acts(whose: Whose) -> Chapter:
    """By whom, they are told by role: no names of the staff. The register is kept as the law wants."""
    person = whose.resident.id
    found = await whose.records.acts.latest(About(person=person), 0, MOST)
    facts = [
        Fact(
            told_acts.phrase(one),
            told_acts.args(one, whose.day(one.at)),
            told_acts.more(one, person, whose.centre),
        )
        for one in reversed(found)
        if told_acts.is_about(one, person)
    ]
    return Chapter("acts", "my-data-of-acts", tuple(facts), cut=len(found) >= MOST)


def in_order(ticket: Ticket, pairs: Sequence[Mirror]) -> list[Mirror]:
    """A ticket's messages, each once, as they stand in the resident's chat."""
    sides = (one for one in pairs if ticket.resident_id in (one.source.chat_id, one.copy.chat_id))
    every = {one.source: one for one in sides}.values()

    def number(one: Mirror) -> int:
        return (one.source if one.source.chat_id == ticket.resident_id else one.copy).message_id

    return sorted(every, key=number)


def _fact(phrase: str, **args: str | int) -> Fact:
    return Fact(phrase, args, {})


CHAPTERS: tuple[Callable[[Whose], Awaitable[Chapter]], ...] = (
    _profile,
    _subscriptions,
    _votes,
    _journeys,
    _questions,
    _tickets,
    _acts,
)
