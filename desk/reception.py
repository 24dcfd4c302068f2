"""A question → an answer, suggestions, or the offer of a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from desk import burst, forewarning, kind_words, recording, several, understanding
from desk.button import Button
from desk.centre import Centre
from desk.choices.appeal import BeginAppeal
from desk.choices.catalogue import AskPerson, ShowEntry
from desk.incident import Incident
from desk.letters import Answer, Say
from desk.people import Resident
from desk.question import Message, Outcome, Question
from desk.records import Records, give, say
from desk.source import Source
from desk.suggesting import nothing_fits, offer, outdated, suggestions
from desk.usage import Usage
from faq.entry import Entry
from faq.knowledge_base import Outdated, Sure, Unknown, Unsure, Verdict

RELATED = 5  # entries near to one, on its page
SPOKEN = ("voice", "video_note")  # media that are somebody's words
KEPT_GUESSES = 3  # entries kept with a question, for the operator and the report of gaps


async def receive(
    message: Message,
    resident: Resident,
    records: Records,
    centre: Centre,
    parts: tuple[int, ...] = (),
) -> None:
    """Answer what a resident without an open ticket has written or sent; `parts`: messages that belong to it.

    What comes within seconds is answered once, together.
    """
    if message.album and await _join_album(message, resident, records):
        return
    source, text = message.source, message.words.text
    question = Question(resident.id, source.message_id, text, message.at, album=message.album, parts=parts)
    if (message.media is None or message.listened) and (
        kind_word := await kind_words.answer(question, records)
    ) is not None:
        recording.tell(message, resident, records)
        say(kind_word, resident, records)
        return
    now = await burst.gathered(question, records)
    if now is None:
        return
    question = now.question
    if not question.text.strip():
        records.questions.save(question)
        phrase = "question-spoken" if message.media in SPOKEN else "question-unread"
        phrase = "question-unheard" if message.listened else phrase
        records.outbox.add(now.letter(Say(phrase, choices=offer(question.message_id))))
        return
    recording.tell(message, resident, records, question.message_id)
    day = centre.day(message.at)
    earlier = await understanding.before(question, records)
    asked = await understanding.understood(
        question.text, earlier, centre.knowledge, day, resident.municipality
    )
    incidents = await forewarning.about(asked, question.text, resident, records, centre, day)
    contents = _contents(asked, incidents, question, resident, records, centre)
    for content in contents:
        if isinstance(content, Answer):
            records.usage.count(Usage(content.entry_id, shown=1), day)
        records.outbox.add(now.letter(content))


def _contents(
    asked: Sequence[understanding.Asked],
    incidents: Sequence[Incident],
    question: Question,
    resident: Resident,
    records: Records,
    centre: Centre,
) -> tuple[Answer | Say, ...]:
    """What is out of order first, then the answers; where there are none, it is the answer."""
    at, day = question.asked_at, centre.day(question.asked_at)
    if incidents and all(isinstance(one.verdict, Unknown) for one in asked):
        records.questions.save(question.found(Outcome.INCIDENT, ()))
        return tuple(forewarning.told(one, at, question.message_id) for one in incidents)
    warnings = tuple(forewarning.told(one, at) for one in incidents)
    if len(asked) > 1:
        records.questions.save(several.kept(asked, question))
        return (*warnings, *several.answers(asked, question, resident, day))
    return (*warnings, _answer(asked[0], question, resident, records, centre, day))


def _answer(
    asked: understanding.Asked,
    question: Question,
    resident: Resident,
    records: Records,
    centre: Centre,
    day: date,
) -> Answer | Say:
    number, before = question.message_id, asked.before
    continuing = understanding.name(before, centre.knowledge, resident.language) if before else ""
    question = question.going_on(before.message_id if before else None)
    guesses = tuple(match.entry.id for match in asked.verdict.ranking[:KEPT_GUESSES])
    match asked.verdict:
        case Sure(entry=entry):
            records.questions.save(question.found(Outcome.SURE, (entry.id,)))
            return Answer(entry.id, asked=number, continuing=continuing)
        case Unsure(entries=entries):
            records.questions.save(question.found(Outcome.UNSURE, tuple(one.id for one in entries)))
            choices = (*suggestions(entries, number, resident), *nothing_fits(number))
            phrase = "question-continued-unsure" if continuing else "question-unsure"
            args = {"question": continuing} if continuing else {}
            return Say(phrase, args, choices)
        case Unknown():
            records.questions.save(question.found(Outcome.UNKNOWN, guesses))
            appeal = ((Button(BeginAppeal(number), phrase="button-appeal"),),)
            choices = (*offer(number), *(appeal if centre.knowledge.shelf.appeals else ()))
            return Say("question-unknown", choices=choices)
        case Outdated(entry=entry, entries=entries):
            told = (entry.id, *(one.id for one in entries))
            records.questions.save(question.found(Outcome.OUTDATED, told))
            choices = (*suggestions(entries, number, resident), *offer(number))
            return outdated(entry, day, resident, choices)


async def correct(message: Message, resident: Resident, records: Records, centre: Centre) -> None:
    """A question was corrected: it is answered anew, unless a person has it already.

    An edit that leaves the words as they were asks nothing: a live location that moves, a replaced photo.
    """
    if not message.words.text.strip():
        return
    known = await records.questions.get(resident.id, message.source.message_id)
    if known is None:
        await receive(message, resident, records, centre)
    elif known.ticket_id is None and known.text != message.words.text:
        await receive(message, resident, records, centre, known.parts)


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
        others = _meant_instead(await centre.knowledge.look_up(entry.question, day, resident.municipality))
        if question is not None:
            told = (entry.id, *(one.id for one in others))
            records.questions.save(question.found(Outcome.OUTDATED, told))
        choices = (*suggestions(others, asked, resident), *offer(asked))
        say(outdated(entry, day, resident, choices), resident, records)
        return True
    if question is not None:
        records.questions.save(question.answered_with(entry_id))
    give(Answer(entry_id, asked=asked, replacing=replacing), resident, records, day)
    return True


async def show_related(
    entry_id: str,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    replacing: Source | None,
) -> bool:
    """Offer what the base has nearest to an entry. False when the base no longer has it."""
    entry, day = centre.knowledge.entry(entry_id), centre.day(at)
    if entry is None:
        return False
    ranking = (await centre.knowledge.look_up(entry.question, day, resident.municipality)).ranking
    near = [one.entry for one in ranking if one.entry.id != entry_id and one.entry.valid_on(day)]
    back = (
        Button(ShowEntry(entry_id), phrase="button-previous"),
        Button(AskPerson(), phrase="button-ask-person"),
    )
    choices = (*suggestions(tuple(near[:RELATED]), None, resident), back)
    args: dict[str, str | int] = {"question": entry.title(resident.language)}
    say(Say("related", args, choices, replacing=replacing), resident, records)
    return True


async def judge(
    asked: int, helped: bool, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """Note whether the answer helped; if not, a person is offered with all that was said.

    A second thought is kept, and not counted: the first word is what the answer has earned.
    """
    question = await records.questions.get(resident.id, asked)
    if question is not None:
        if question.helped is None and len(question.shown) == 1:
            word = Usage(question.shown[0], helped=int(helped), not_helped=int(not helped))
            records.usage.count(word, centre.day(at))
        records.questions.save(question.judged(helped))
    if helped:
        say(Say("answer-helped"), resident, records)
    else:
        person = Button(AskPerson(asked), phrase="button-ask-person")
        say(Say("answer-did-not-help", choices=((person,),)), resident, records)


def _meant_instead(verdict: Verdict) -> tuple[Entry, ...]:
    match verdict:
        case Sure(entry=entry):
            return (entry,)
        case Outdated(entries=entries):
            return entries
        case Unsure() | Unknown():
            return ()


async def _join_album(message: Message, resident: Resident, records: Records) -> bool:
    question = await records.questions.of_album(resident.id, message.album or "")
    if question is None:
        return False
    records.questions.save(question.joined(message.source.message_id))
    return True
