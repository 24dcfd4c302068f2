"""Danger in a resident's words: the number at once, and a person called to it."""

from __future__ import annotations

from datetime import UTC, datetime

from desk import opening, recording, replying
from desk.addressee import ToChat, ToResident, ToThread
from desk.button import Button, Choices
from desk.centre import Centre
from desk.choices.catalogue import AskPerson
from desk.letters import Lane, Letter, Say, brought_up_to_date
from desk.people import Resident
from desk.question import Message, Outcome, Question
from desk.records import Records
from desk.suggesting import suggestions
from desk.ticket import Ticket
from faq.safety import Rule
from faq.translated import lacking


async def answer(
    rule: Rule,
    message: Message,
    ticket: Ticket | None,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Say what the rule says; if it pages, the words go to a person with a mark, whether asked for or not.

    `ticket` is the resident's open one, if any.
    """
    if ticket is not None:
        heard = await replying.pass_on(message, ticket, records, centre, at)
        await _raise(rule, heard, resident, records, centre, at)
        return
    question = Question(
        resident.id,
        message.source.message_id,
        message.words.text,
        message.at,
        Outcome.SAFETY,
        album=message.album,
    )
    if not rule.pages:
        records.questions.save(question)
        person = Button(AskPerson(question.message_id), phrase="button-ask-person")
        _tell(rule, resident, records, centre, ((person,),))
        recording.tell(message, resident, records)
        return
    _tell(rule, resident, records, centre)
    recording.tell(message, resident, records)
    opened = await opening.open_urgently(question, rule.title, resident, records, centre, at)
    await _page(rule, opened, resident, records, at)


async def correct(
    rule: Rule,
    message: Message,
    ticket: Ticket | None,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """A correction that speaks of a danger; one that a person has had already is no news."""
    if ticket is not None:
        await replying.amend_words(message, ticket, records)
        await _raise(rule, ticket, resident, records, centre, at)
        return
    known = await records.questions.get(resident.id, message.source.message_id)
    if known is None or (known.ticket_id is None and known.outcome is not Outcome.SAFETY):
        await answer(rule, message, None, resident, records, centre, at)


async def _raise(
    rule: Rule, ticket: Ticket, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """An open ticket speaks of a danger: told and marked once an hour."""
    if await records.outbox.knows_album(_once(rule, ticket, at)):
        return
    _tell(rule, resident, records, centre)
    records.tickets.save(ticket.urgent(rule.title))
    for letter in brought_up_to_date(ticket.id):
        records.outbox.add(letter)
    await _page(rule, ticket, resident, records, at)


def _tell(rule: Rule, resident: Resident, records: Records, centre: Centre, choices: Choices = ()) -> None:
    known = [centre.knowledge.entry(one) for one in rule.entries]
    more = suggestions(tuple(one for one in known if one is not None), None, resident)
    words = {"text": rule.text(resident.language)}
    told = Say("safety", words, (*more, *choices), in_russian=lacking(resident.language, rule))
    records.outbox.add(Letter(ToResident(resident.id), told, Lane.BULLETIN))


async def _page(rule: Rule, ticket: Ticket, resident: Resident, records: Records, at: datetime) -> None:
    """In the ticket's thread and in General, where supervisors are."""
    here = Say("danger-here", {"danger": rule.title})
    # The key is the record that this danger was told of in this hour.
    records.outbox.add(Letter(ToThread(ticket.id), here, album=_once(rule, ticket, at)))
    thread = await records.threads.get(ticket.id)
    if thread is not None:
        told = Say("danger-general", {"danger": rule.title, "number": ticket.number, "name": resident.name})
        records.outbox.add(Letter(ToChat(thread.chat_id), told, Lane.OPENING))


def _once(rule: Rule, ticket: Ticket, at: datetime) -> str:
    return f"{ticket.id}:{rule.id}:{at.astimezone(UTC):%Y-%m-%dT%H}"
