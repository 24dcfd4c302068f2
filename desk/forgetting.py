"""Forgetting: a resident has everything erased that is kept of them, here and in the operators' group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from desk.act import About, Act
from desk.addressee import ToChat, ToResident, ToTopic
from desk.button import Button
from desk.centre import Centre
from desk.choices.privacy import Forget, KeepData
from desk.deed import Deed
from desk.errors import DeskError
from desk.letters import Lane, Letter, Say
from desk.people import Resident
from desk.records import Mirror, Records, say
from desk.source import Source
from desk.ticket import Ticket
from desk.touches import Raze, Wipe

HOLDS = timedelta(minutes=15)  # how long the button does what it says
EVERY = 10**6  # tickets
LATELY = 5  # acts


class ForgetExpired(DeskError):
    """The button is another person's, or too old: what it erases may not be what was read above it."""

    phrase = "refused-forget-expired"


async def explain(resident: Resident, records: Records, centre: Centre, at: datetime) -> None:
    """Say what goes and what stays, and ask once."""
    erase = Button(Forget(resident.id, int(at.timestamp())), phrase="button-forget")
    choices = ((erase,), (Button(KeepData(), phrase="button-keep-data"),))
    args: dict[str, str | int] = {"law": centre.privacy.stays(resident.language)}
    phrase = "forget-asks"
    if waiting := await records.tickets.all_open_of(resident.id):
        phrase = "forget-asks-open"
        args["numbers"] = ", ".join(one.number for one in waiting)
    foreign = centre.privacy.lacks(resident.language)
    say(Say(phrase, args, choices, in_russian=foreign), resident, records)


async def forget(
    choice: Forget,
    asked: Source | None,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Erase everything and say what is left. `asked`: the message with the button. Raises ForgetExpired."""
    age = at.timestamp() - choice.asked  # as numbers: a date of any number there is none
    if choice.person != resident.id or not -1 <= age <= HOLDS.total_seconds() - 1:
        raise ForgetExpired()
    is_again = await _was_forgotten(resident, datetime.fromtimestamp(choice.asked, UTC), records)
    records.forget()  # nothing that this visit has noted of them, either
    await erase(resident, resident.id, asked, records, centre, at, is_again)


async def keep(asked: Source | None, resident: Resident, records: Records, at: datetime) -> None:
    """Nothing is erased: said in place of the question, not in place of the word that everything is."""
    if not await _was_forgotten(resident, at - HOLDS, records):
        say(Say("forget-dropped", replacing=asked), resident, records)


async def _was_forgotten(resident: Resident, since: datetime, records: Records) -> bool:
    lately = await records.acts.latest(About(person=resident.id), 0, LATELY)
    return any(one.deed is Deed.FORGET and one.at >= since for one in lately)


async def erase(
    resident: Resident,
    by_id: int | None,
    asked: Source | None,
    records: Records,
    centre: Centre,
    at: datetime,
    is_again: bool = False,
) -> None:
    """Erase everything, here and in the groups. `by_id`: whose doing it is, None: an administrator's.

    `is_again`: that button has done it before; what it leaves behind goes, and nothing more is said.
    """
    theirs = await records.tickets.of(resident.id, EVERY)
    await _clear_groups(theirs, records)
    staff = {*centre.admins, *centre.supervisors}
    erased = await records.erasure.forget(resident.id, sorted(staff - {resident.id}), at)
    _wipe([Source(*one) for one in erased.told], records)
    if is_again and not erased.tickets and not erased.questions:
        return
    note = f"обращений: {erased.tickets}, вопросов: {erased.questions}"
    records.acts.add(Act(at, Deed.FORGET, by_id, person_id=resident.id, note=note))
    told: dict[str, str | int] = {"law": centre.privacy.stays(resident.language)}
    foreign = centre.privacy.lacks(resident.language)
    farewell = Say("forgotten", told, replacing=asked, in_russian=foreign)
    records.outbox.add(Letter(ToResident(resident.id, resident.language), farewell))


async def _clear_groups(theirs: Sequence[Ticket], records: Records) -> None:
    """Topics go with all that is said in them; where there are none, messages, as far as Telegram lets us.

    Bot API: deleteForumTopic knows no age, deleteMessage ends after 48 hours.
    """
    told: dict[int, list[str]] = {}
    for ticket in theirs:
        pairs = await records.threads.mirrors_of(ticket.id)
        thread = await records.threads.get(ticket.id)
        opened = {one.copy for one in pairs if one.source == one.copy}
        here = thread.chat_id if thread is not None and not thread.topic_id else None
        # Without topics these are cards and drafts, all others are topics that the ticket has left.
        topics = {one for one in opened if one.chat_id != here}
        if thread is not None:
            told.setdefault(thread.chat_id, []).append(ticket.number)
            if thread.topic_id:
                topics.add(Source(thread.chat_id, thread.topic_id))
        for topic in sorted(topics, key=_number):
            records.outbox.add(Letter(ToTopic(topic.chat_id, topic.message_id), Raze(), Lane.NOTICES))
        if thread is not None and not thread.topic_id:
            cards = [Source(thread.chat_id, thread.card_id)] if thread.card_id else []
            _wipe([*cards, *sorted(opened - topics, key=_number), *_said(ticket, pairs)], records)
    for chat_id, numbers in told.items():
        said = Say("resident-forgotten", {"numbers": ", ".join(sorted(numbers))})
        records.outbox.add(Letter(ToChat(chat_id), said, Lane.NOTICES))


def _number(message: Source) -> int:
    return message.message_id


def _said(ticket: Ticket, pairs: Sequence[Mirror]) -> list[Source]:
    """The resident's words, as they lie in the group. What operators wrote there, only they can delete."""
    return [one.copy for one in pairs if one.source.chat_id == ticket.resident_id]


def _wipe(messages: Sequence[Source], records: Records) -> None:
    for one in dict.fromkeys(messages):
        records.outbox.add(Letter(ToChat(one.chat_id), Wipe(one), Lane.COSMETICS))
