"""A question → an answer, suggestions, or the offer of a person."""

from __future__ import annotations

from desk import small_talk
from desk.centre import Centre
from desk.choices import AskPerson, ShowEntry, ShowMenu
from desk.letters import Answer, Button, Choices, Letter, Say, ToResident
from desk.people import Resident
from desk.question import Message, Outcome, Question
from desk.records import Records, say
from faq.entry import Entry
from faq.knowledge_base import Sure, Unknown, Unsure

KEPT_GUESSES = 3  # entries kept with a question, for the operator and the report of gaps


async def receive(message: Message, resident: Resident, records: Records, centre: Centre) -> None:
    """Answer what a resident without an open ticket has written or sent."""
    if message.album and await _join_album(message, resident, records):
        return
    if message.media is None and (kind_word := small_talk.reply(message.words.text)) is not None:
        say(kind_word, resident, records)
        return
    question = Question(
        resident.id, message.source.message_id, message.words.text, message.at, album=message.album
    )
    if not message.words.text.strip():
        records.questions.save(question)
        say(Say("question-unread", choices=offer(question)), resident, records)
        return
    verdict = await centre.knowledge.look_up(message.words.text, message.at.date())
    guesses = tuple(match.entry.id for match in verdict.ranking[:KEPT_GUESSES])
    match verdict:
        case Sure(entry=entry):
            records.questions.save(question.found(Outcome.SURE, (entry.id,)))
            records.outbox.add(Letter(ToResident(resident.id), Answer(entry.id, asked=question.message_id)))
        case Unsure(entries=entries):
            records.questions.save(question.found(Outcome.UNSURE, tuple(one.id for one in entries)))
            choices = _suggestions(entries, question, resident.language)
            say(Say("question-unsure", choices=choices), resident, records)
        case Unknown():
            records.questions.save(question.found(Outcome.UNKNOWN, guesses))
            say(Say("question-unknown", choices=offer(question)), resident, records)


async def correct(message: Message, resident: Resident, records: Records, centre: Centre) -> None:
    """A question was corrected: it is answered anew, unless a person has it already."""
    known = await records.questions.get(resident.id, message.source.message_id)
    if known is None or known.ticket_id is None:
        await receive(message, resident, records, centre)


async def show(
    entry_id: str, asked: int | None, resident: Resident, records: Records, centre: Centre
) -> bool:
    """Show an entry the resident has chosen. False when the base no longer has it."""
    if centre.knowledge.entry(entry_id) is None:
        return False
    if asked is not None:
        question = await records.questions.get(resident.id, asked)
        if question is not None:
            records.questions.save(question.answered_with(entry_id))
    records.outbox.add(Letter(ToResident(resident.id), Answer(entry_id, asked=asked)))
    return True


async def judge(asked: int, helped: bool, resident: Resident, records: Records) -> None:
    """Note whether the answer helped; if not, a person is offered with all that was said."""
    question = await records.questions.get(resident.id, asked)
    if question is not None:
        records.questions.save(question.judged(helped))
    if helped:
        say(Say("answer-helped"), resident, records)
    else:
        person = Button(AskPerson(asked), phrase="button-ask-person")
        say(Say("answer-did-not-help", choices=((person,),)), resident, records)


def offer(question: Question) -> Choices:
    """The buttons under «I do not know»: a person, or the subjects."""
    return (
        (Button(AskPerson(question.message_id), phrase="button-ask-person"),),
        (Button(ShowMenu(), phrase="button-subjects"),),
    )


def _suggestions(entries: tuple[Entry, ...], question: Question, language: str) -> Choices:
    asked = question.message_id
    rows = tuple(
        (Button(ShowEntry(entry.id, asked), text=entry.in_language(language).question),) for entry in entries
    )
    return (*rows, (Button(AskPerson(asked), phrase="button-nothing-fits"),))


async def _join_album(message: Message, resident: Resident, records: Records) -> bool:
    question = await records.questions.of_album(resident.id, message.album or "")
    if question is None:
        return False
    records.questions.save(question.joined(message.source.message_id))
    return True
