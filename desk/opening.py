"""A question becomes a ticket: a person is to answer."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from desk import forewarning, transcript, waiting
from desk.act import Act
from desk.addressee import ToResident, ToThread
from desk.assigning import assigned, tell_assigned
from desk.button import Button, Choices
from desk.centre import Centre
from desk.choices.consent import DeclineConsent, GiveConsent
from desk.choices.place import ShowPlaces
from desk.deed import Deed
from desk.department import Department
from desk.errors import QuestionForgotten, QuestionHandedOver
from desk.hinting import hinted
from desk.letters import AlbumAhead, Lane, Letter, Relay, Say, album_key
from desk.overflow import group_of
from desk.passage import Passage, Speaker, head
from desk.people import Resident
from desk.question import Message, Outcome, Question
from desk.records import Records, Thread, say
from desk.ticket import Ticket, ticket_id
from desk.timing import promise
from desk.touches import Card
from desk.usage import Usage
from faq.knowledge_base import Unknown
from faq.translated import ORIGINAL

TOLD = timedelta(days=1)  # before the question, that what was said with the bot is told from


async def ask_person(
    asked: int | None,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    resuming: Ticket | None = None,
) -> None:
    """Hand a question over. Without one, the next message will be it; it may go on with a closed ticket.

    Raises QuestionForgotten, QuestionHandedOver.
    """
    open_ticket = await records.tickets.open_of(resident.id)
    if open_ticket is not None:
        say(await waiting.place(open_ticket, records, centre, at), resident, records)
        return
    if resident.consent_version < centre.consent_version:
        ask_consent(asked or 0, resident, records, centre)
        return
    if not asked:
        records.residents.save(resident.asking_for_person(at, resuming.id if resuming else None))
        asks = Say("write-what-is-left", {"number": resuming.number}) if resuming else None
        say(asks or Say("write-your-question"), resident, records)
        return
    question = await records.questions.get(resident.id, asked)
    if question is None:
        raise QuestionForgotten()
    if question.ticket_id is not None:
        raise QuestionHandedOver()
    await _open(question, resident, records, centre, at)


def consented(resident: Resident, at: datetime) -> Act:
    """That a resident has agreed, and to which text."""
    note = f"версия {resident.consent_version}"
    return Act(at, Deed.CONSENT, resident.id, person_id=resident.id, note=note)


def ask_consent(asked: int | None, resident: Resident, records: Records, centre: Centre) -> None:
    """Show the text to consent to, as it is now. `asked` as in GiveConsent: what goes on after it."""
    agree = Button(GiveConsent(centre.consent_version, asked), phrase="button-consent")
    choices = ((agree,), (Button(DeclineConsent(), phrase="button-no-consent"),))
    text = centre.consent_in.get(resident.language, centre.consent)
    foreign = resident.language not in (ORIGINAL, *centre.consent_in)
    say(Say("consent", {"text": text}, choices=choices, in_russian=foreign), resident, records)


async def open_with(
    message: Message,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    earlier: Ticket | None = None,
) -> Ticket:
    """Open a ticket with a message the resident was asked to write; what goes on with another stays there.

    What is out of order is told first: who knows it may need nobody.

    The promise counts from now when the message had to wait, say through an outage.
    """
    question = Question(
        resident.id, message.source.message_id, message.words.text, message.at, album=message.album
    )
    question = await looked_up(question, resident, centre)
    if earlier is None:
        for incident in await forewarning.about_words(question.text, resident, records, centre, message.at):
            say(forewarning.told(incident, message.at), resident, records)
    return await _open(question, resident, records, centre, max(message.at, at), earlier=earlier)


async def looked_up(question: Question, resident: Resident, centre: Centre) -> Question:
    """A question to a person, with what the knowledge base would have made of it."""
    if not question.text.strip():
        return question
    day = centre.day(question.asked_at)
    verdict = await centre.knowledge.look_up(question.text, day, resident.municipality)
    outcome = Outcome.UNKNOWN if isinstance(verdict, Unknown) else question.outcome
    return question.found(outcome, tuple(one.entry.id for one in verdict.ranking[:3]))


async def open_urgently(
    question: Question, danger: str, resident: Resident, records: Records, centre: Centre, at: datetime
) -> Ticket:
    """Open a ticket for a danger, at once.

    Consent is not waited for: life, health and other vital interests go before it (152-ФЗ, art. 6 part 1
    item 6). A deployer who reads that otherwise takes `pages` from the rule.
    """
    return await _open(question, resident, records, centre, at, danger)


async def _open(
    question: Question,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    danger: str = "",
    earlier: Ticket | None = None,
) -> Ticket:
    subject = subject_of(question, centre)
    department = centre.departments.for_subject(subject)
    if earlier is not None:
        department = centre.departments.get(earlier.department_id)
    # A danger goes where the supervisors are, however full it is there.
    group = department.chat_id if danger else await group_of(department, records, at)
    about = earlier.subject if earlier else title(subject, department, centre)
    ticket = await begin(question, about, department, group, resident, records, centre, at, danger=danger)
    records.residents.save(resident.unprompted())
    await transcript.tell(ticket, question.message_id, at - TOLD, records, centre)
    tell_assigned(ticket, records)
    opened = {
        "number": ticket.number,
        "department": department.title,
        "promised": ticket.promised_at.isoformat(),
    }
    open_now = department.hours.open_at(at)
    phrase = "ticket-opened" if open_now else "ticket-opened-out-of-hours"
    if danger:
        phrase = "ticket-opened-urgently"
    knows_place = resident.municipality is not None or not centre.municipalities or bool(danger)
    place: Choices = () if knows_place else ((Button(ShowPlaces(), phrase="button-municipality"),),)
    records.outbox.add(Letter(ToResident(resident.id), Say(phrase, opened, place)))
    return ticket


async def begin(
    question: Question,
    about: str,
    department: Department,
    group: int,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    *,
    since: datetime | None = None,
    danger: str = "",
    card: Card | None = None,
) -> Ticket:
    """A new ticket with its number, and its thread begun in that group: the card, and the question.

    What is promised counts from `since`, by default from now.
    """
    since = since or at
    year = at.astimezone(department.hours.zone).year
    promised, resolve_by = promise(department, since)
    ticket = Ticket(
        id=ticket_id(year, await records.tickets.next_id(year)),
        resident_id=resident.id,
        department_id=department.id,
        subject=about,
        opened_at=at,
        heard_at=since,
        promised_at=promised,
        resolve_by=resolve_by,
    )
    if danger:
        ticket = ticket.urgent(danger)
    ticket = await assigned(ticket, department, group, records, at)
    records.questions.save(question.handed_over(ticket.id))
    ticket = await hinted(ticket, question.text, records, centre, at)
    records.tickets.add(ticket)
    if len(question.shown) == 1:
        records.usage.count(Usage(question.shown[0], tickets=1), centre.day(at))
    records.threads.save(Thread(ticket.id, group))
    records.passages.keep(head(ticket, resident))
    records.passages.keep(Passage(ticket.id, question.sources[0], Speaker.RESIDENT, question.text))
    thread = ToThread(ticket.id)
    records.outbox.add(Letter(thread, card or Card(), Lane.OPENING))
    asked = Relay(question.sources, ticket.id)
    if question.album is not None:
        records.outbox.add(Letter(thread, AlbumAhead(question.sources[0], ticket.id)))
    records.outbox.add(Letter(thread, asked, album=album_key(ticket.id, resident.id, question.album)))
    return ticket


def title(subject: str | None, department: Department, centre: Centre) -> str:
    """What a ticket about a subject is called; without one, as the department is."""
    return centre.knowledge.shelf.subjects[subject].title if subject else department.title


def subject_of(question: Question, centre: Centre) -> str | None:
    """The subject a question is about. Of an unknown one, only when two guesses out of three agree."""
    known = [centre.knowledge.entry(one) for one in question.entries]
    subjects = [one.subject for one in known if one is not None]
    if not subjects:
        return None
    if question.outcome is not Outcome.UNKNOWN:
        return subjects[0]
    likeliest, times = Counter(subjects).most_common(1)[0]
    return likeliest if times > 1 else None
