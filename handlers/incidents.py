"""What is out of order: announced by supervisors in the group, answered by residents with «у меня тоже»."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Command, CommandObject, Filter
from aiogram.types import CallbackQuery, Message

from desk import announcing, same_here
from desk.addressee import ToChat
from desk.centre import Centre
from desk.choices.incident import (
    AnnounceIncident,
    ChooseIncidentPlace,
    ChooseIncidentSubject,
    DraftIncident,
    DropIncident,
    EndIncident,
    KeepWording,
    NewIncident,
    ProlongIncident,
    RewordIncident,
    SameHere,
    SetIncidentPlace,
    SetIncidentSubject,
    ShowIncident,
    TellWhenOver,
)
from desk.errors import NotAllowed
from desk.letters import Letter, Say
from desk.people import Operator, Resident, Role
from desk.records import Records
from desk.source import Source
from handlers import reading
from handlers.doors import GROUP, PRESSED_IN_GROUP, PRESSED_IN_PRIVATE, InTicket, Pressed, Staff
from handlers.saying import here, instead, pressed_message

router = Router(name="incidents")
NUMBER = re.compile(r"Извещение № (\d{1,9})", re.ASCII)  # as every message of ours about one begins


class AnswersIncident(Filter):
    """An answer to a message about an incident; its number comes in as `incident_id`."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        """Whether it is one."""
        quoted = message.reply_to_message
        if quoted is None or quoted.from_user is None or not quoted.from_user.is_bot:
            return False
        found = NUMBER.search(quoted.text or "")
        return {"incident_id": int(found[1])} if found is not None else False


@router.message(GROUP, InTicket(), Command("incident"))
async def in_ticket(message: Message, records: Records) -> None:
    """What is typed there may be taken for a reply."""
    here(message, Say("incident-not-in-ticket"), records)


@router.message(GROUP, ~InTicket(), Staff(), Command("incident"))
async def incident(
    message: Message,
    command: CommandObject,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """A new one in one message; or those there are."""
    words = reading.clean(command.args or "").strip()
    if words:
        here(message, await announcing.draft(words, operator, records, centre, at), records)
    else:
        here(message, await announcing.show_all(operator, records), records)


@router.message(GROUP, ~InTicket(), Command("incident"))
async def not_yours(message: Message) -> None:
    """Only supervisors do."""
    raise NotAllowed()


@router.message(GROUP, ~InTicket(), Staff(), AnswersIncident())
async def amend(
    message: Message,
    incident_id: int,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """What is said of it now: the message that was answered shows it."""
    words = reading.clean(message.text or message.caption or "").strip()
    card = Source(message.chat.id, quoted.message_id) if (quoted := message.reply_to_message) else None
    done = Source(message.chat.id, message.message_id)
    said = await announcing.amend(incident_id, words, operator, records, centre, at, card, done)
    if said.quoting is not None:
        here(message, said, records)
        return
    records.outbox.add(Letter(ToChat(message.chat.id), replace(said, replacing=card), acknowledge=done))


@router.callback_query(PRESSED_IN_GROUP, Staff(), Pressed(NewIncident))
async def begin(
    press: CallbackQuery, operator: Operator, records: Records, centre: Centre, at: datetime
) -> None:
    """Begin a draft, in the same message."""
    instead(press, await announcing.draft("", operator, records, centre, at), records)


@router.callback_query(PRESSED_IN_GROUP, Staff(), Pressed(ShowIncident))
async def show(
    press: CallbackQuery, choice: ShowIncident, operator: Operator, records: Records, centre: Centre
) -> None:
    """Its card."""
    card = pressed_message(press)
    instead(press, await announcing.show(choice.incident, operator, records, centre, card), records)


@router.callback_query(PRESSED_IN_GROUP, Staff(), Pressed(ChooseIncidentSubject, ChooseIncidentPlace))
async def choose(
    press: CallbackQuery,
    choice: ChooseIncidentSubject | ChooseIncidentPlace,
    operator: Operator,
    records: Records,
    centre: Centre,
) -> None:
    """What is it about, and where is it?"""
    instead(press, await announcing.choose(choice, operator, records, centre), records)


@router.callback_query(PRESSED_IN_GROUP, Staff(), Pressed(SetIncidentSubject))
async def set_subject(
    press: CallbackQuery, choice: SetIncidentSubject, operator: Operator, records: Records, centre: Centre
) -> None:
    """It is about that."""
    said = await announcing.set_subject(choice.incident, choice.subject, operator, records, centre)
    instead(press, said, records)


@router.callback_query(PRESSED_IN_GROUP, Staff(), Pressed(SetIncidentPlace))
async def set_place(
    press: CallbackQuery, choice: SetIncidentPlace, operator: Operator, records: Records, centre: Centre
) -> None:
    """It is there."""
    said = await announcing.set_place(choice.incident, choice.place_number, operator, records, centre)
    instead(press, said, records)


@router.callback_query(
    PRESSED_IN_GROUP,
    Staff(),
    Pressed(AnnounceIncident, DraftIncident, DropIncident, EndIncident, ProlongIncident),
)
async def decide(
    press: CallbackQuery,
    choice: AnnounceIncident | DraftIncident | DropIncident | EndIncident | ProlongIncident,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> str | None:
    """Draft what was proposed; tell residents; not at all; it is over; it goes on."""
    card = pressed_message(press)
    said, is_done = await announcing.decide(choice, operator, records, centre, at, card)
    instead(press, said, records)
    return None if is_done else "notice-incident-changed"


@router.callback_query(PRESSED_IN_GROUP, Staff(), Pressed(RewordIncident))
async def reword(
    press: CallbackQuery,
    choice: RewordIncident,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Residents are to read it."""
    message = press.message if isinstance(press.message, Message) else None
    said = message.reply_to_message if message is not None else None
    words = reading.clean(said.text or said.caption or "").strip() if said is not None else ""
    said_at = said.date if said is not None else at
    done = await announcing.reword(choice, words, said_at, operator, records, centre, at)
    instead(press, done, records)


@router.callback_query(PRESSED_IN_GROUP, Staff(Role.SUPERVISOR), Pressed(KeepWording))
async def keep_wording(press: CallbackQuery, choice: KeepWording, records: Records) -> None:
    """They are not."""
    instead(press, Say("incident-kept", {"number": choice.incident}), records)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(SameHere, TellWhenOver))
async def wait(
    press: CallbackQuery, choice: SameHere | TellWhenOver, resident: Resident, records: Records
) -> str:
    """«У меня тоже», «Сообщите, когда исправят»."""
    affected = isinstance(choice, SameHere)
    await same_here.wait(choice.incident, affected, resident, records)
    return "notice-same-here" if affected else "notice-will-tell"
