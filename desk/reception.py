"""A question → an answer, suggestions, or the offer of a person."""

from __future__ import annotations

from datetime import date, datetime

from desk import small_talk
from desk.centre import Centre
from desk.choices import AskPerson, ShowEntry, ShowMenu
from desk.letters import Answer, Button, Choices, Letter, Say, Source, ToResident
from desk.people import Resident
from desk.question import Message, Outcome, Question
from desk.records import Records, say
from faq.entry import Entry
from faq.knowledge_base import Outdated, Sure, Unknown, Unsure, Verdict

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
        say(Say("question-unread", choices=_offer(question.message_id)), resident, records)
        return
    day = centre.day(message.at)
    verdict = await centre.knowledge.look_up(message.words.text, day)
    guesses = tuple(match.entry.id for match in verdict.ranking[:KEPT_GUESSES])
    match verdict:
        case Sure(entry=entry):
            records.questions.save(question.found(Outcome.SURE, (entry.id,)))
            records.outbox.add(Letter(ToResident(resident.id), Answer(entry.id, asked=question.message_id)))
        case Unsure(entries=entries):
            records.questions.save(question.found(Outcome.UNSURE, tuple(one.id for one in entries)))
            nothing = Button(AskPerson(question.message_id), phrase="button-nothing-fits")
            choices = (*_suggestions(entries, question.message_id, resident), (nothing,))
            say(Say("question-unsure", choices=choices), resident, records)
        case Unknown():
            records.questions.save(question.found(Outcome.UNKNOWN, guesses))
            say(Say("question-unknown", choices=_offer(question.message_id)), resident, records)
        case Outdated(entry=entry, entries=entries):
            told = (entry.id, *(one.id for one in entries))
            records.questions.save(question.found(Outcome.OUTDATED, told))
            say(_outdated(entry, entries, question.message_id, day, resident), resident, records)


async def correct(message: Message, resident: Resident, records: Records, centre: Centre) -> None:
    """A question was corrected: it is answered anew, unless a person has it already."""
    known = await records.questions.get(resident.id, message.source.message_id)
    if known is None or known.ticket_id is None:
        await receive(message, resident, records, centre)


async def show(
    entry_id: str,
    asked: int | None,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    replacing: Source | None = None,
) -> bool:
    """Show an entry the resident has chosen. False when the base no longer has it.

    What does not hold that day is not shown: the resident is told so, and of what came after it.
    """
    entry, day = centre.knowledge.entry(entry_id), centre.day(at)
    if entry is None:
        return False
    question = await records.questions.get(resident.id, asked) if asked is not None else None
    if not entry.valid_on(day):
        others = _meant_instead(await centre.knowledge.look_up(entry.question, day))
        if question is not None:
            told = (entry.id, *(one.id for one in others))
            records.questions.save(question.found(Outcome.OUTDATED, told))
        say(_outdated(entry, others, asked, day, resident), resident, records)
        return True
    if question is not None:
        records.questions.save(question.answered_with(entry_id))
    answer = Answer(entry_id, asked=asked, replacing=replacing)
    records.outbox.add(Letter(ToResident(resident.id), answer))
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


def _offer(asked: int | None) -> Choices:
    """The buttons under «I do not know»: a person, or the subjects."""
    return (
        (Button(AskPerson(asked), phrase="button-ask-person"),),
        (Button(ShowMenu(), phrase="button-subjects"),),
    )


def _outdated(
    entry: Entry, others: tuple[Entry, ...], asked: int | None, day: date, resident: Resident
) -> Say:
    """The news that an entry does not hold on `day`, with others that do."""
    args: dict[str, str | int] = {"question": entry.title(resident.language)}
    choices = (*_suggestions(others, asked, resident), *_offer(asked))
    if entry.valid_from is not None and day < entry.valid_from:
        return Say("entry-not-yet", args | {"since": entry.valid_from.isoformat()}, choices)
    until = entry.valid_until or day
    return Say("entry-ended", args | {"until": until.isoformat()}, choices)


def _meant_instead(verdict: Verdict) -> tuple[Entry, ...]:
    match verdict:
        case Sure(entry=entry):
            return (entry,)
        case Outdated(entries=entries):
            return entries
        case Unsure() | Unknown():
            return ()


def _suggestions(entries: tuple[Entry, ...], asked: int | None, resident: Resident) -> Choices:
    return tuple((Button(ShowEntry(one.id, asked), text=one.title(resident.language)),) for one in entries)


async def _join_album(message: Message, resident: Resident, records: Records) -> bool:
    question = await records.questions.of_album(resident.id, message.album or "")
    if question is None:
        return False
    records.questions.save(question.joined(message.source.message_id))
    return True
