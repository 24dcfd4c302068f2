"""Polls made in private by administrators and supervisors: by a few questions, or from a file."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from desk import deciding, polling, proposing
from desk.button import Button
from desk.centre import Centre, Workshop
from desk.choices.poll_making import (
    ChoosePollPlace,
    ClosePoll,
    DropPoll,
    LinkPoll,
    ManagePoll,
    ManagePolls,
    NewPoll,
    PublishPoll,
    SetPoll,
    SetPollPlace,
    TakePollFile,
    TellDecision,
    WriteDecision,
    WritePoll,
)
from desk.form import Purpose
from desk.letters import Say
from desk.people import Operator, Resident
from desk.records import Records
from desk.rows import laid
from handlers import links, reading
from handlers.buttons import key
from handlers.doors import (
    GROUP,
    PRESSED_IN_PRIVATE,
    PRIVATE,
    AsksPolls,
    IsFilling,
    Pressed,
)
from handlers.links import OwnName
from handlers.saying import here, instead, pressed_message

router = Router(name="poll_makers")
POLL_FILE = F.document.file_name.regexp(r"(?is)^(poll|опрос).*\.toml$")


@router.message(PRIVATE, AsksPolls(), Command("poll"))
async def poll(message: Message, operator: Operator, records: Records) -> None:
    """All polls, and a new one."""
    await polling.show_all(operator, records)


@router.message(GROUP, Command("poll"))
async def in_group(message: Message, records: Records) -> None:
    """They are made in private; what residents propose is looked through here."""
    here(message, await proposing.in_group(records), records)


@router.message(PRIVATE, AsksPolls(), POLL_FILE)
async def receive(
    message: Message, operator: Operator, records: Records, workshop: Workshop, centre: Centre, at: datetime
) -> None:
    """A poll as a file."""
    if (file := message.document) is not None:
        size, file_id = file.file_size or 0, file.file_id
        await polling.receive(size, file_id, operator, records, workshop, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, AsksPolls(), Pressed(ManagePolls))
async def show_all(press: CallbackQuery, operator: Operator, records: Records) -> None:
    """All of them, by a button."""
    await polling.show_all(operator, records, pressed_message(press))


@router.callback_query(PRESSED_IN_PRIVATE, AsksPolls(), Pressed(ManagePoll))
async def show(press: CallbackQuery, choice: ManagePoll, operator: Operator, records: Records) -> None:
    """One of them, as it is now."""
    await polling.show(choice.poll_id, operator, records, pressed_message(press))


@router.callback_query(PRESSED_IN_PRIVATE, AsksPolls(), Pressed(NewPoll))
async def begin(
    press: CallbackQuery, resident: Resident, operator: Operator, records: Records, at: datetime
) -> None:
    """A new one."""
    polling.begin(resident, operator, records, at)


@router.callback_query(PRESSED_IN_PRIVATE, AsksPolls(), Pressed(WritePoll))
async def write(
    press: CallbackQuery,
    choice: WritePoll,
    resident: Resident,
    operator: Operator,
    records: Records,
    at: datetime,
) -> None:
    """A part of it in words."""
    await polling.write(choice, resident, operator, records, at)


@router.message(PRIVATE, AsksPolls(), IsFilling(Purpose.POLL), F.text, ~F.text.startswith("/"))
async def take_words(
    message: Message, resident: Resident, operator: Operator, records: Records, centre: Centre, at: datetime
) -> None:
    """That part."""
    words = reading.clean(message.text or "")
    await polling.take_words(words, resident, operator, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, AsksPolls(), Pressed(SetPoll))
async def set_(
    press: CallbackQuery,
    choice: SetPoll,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """A setting of a draft."""
    await polling.set_(choice, operator, records, centre, at, pressed_message(press))


@router.callback_query(PRESSED_IN_PRIVATE, AsksPolls(), Pressed(ChoosePollPlace))
async def choose_place(
    press: CallbackQuery, choice: ChoosePollPlace, records: Records, centre: Centre
) -> None:
    """Whose residents?"""
    places = [Button(SetPollPlace(choice.poll_id, key(one)), text=one) for one in centre.places]
    everybody = Button(SetPollPlace(choice.poll_id, ""), phrase="button-poll-everybody")
    instead(press, Say("poll-whom", choices=((everybody,), *laid(places))), records)


@router.callback_query(PRESSED_IN_PRIVATE, AsksPolls(), Pressed(SetPollPlace))
async def set_place(
    press: CallbackQuery, choice: SetPollPlace, operator: Operator, records: Records, centre: Centre
) -> None:
    """Theirs."""
    named = next((one for one in centre.places if key(one) == choice.place), None)
    await polling.set_place(choice, named, operator, records, pressed_message(press))


@router.callback_query(PRESSED_IN_PRIVATE, AsksPolls(), Pressed(PublishPoll))
async def publish(
    press: CallbackQuery, choice: PublishPoll, operator: Operator, records: Records, at: datetime
) -> str:
    """Residents may vote."""
    await polling.publish(choice.poll_id, operator, records, at, pressed_message(press))
    return "notice-poll-open"


@router.callback_query(PRESSED_IN_PRIVATE, AsksPolls(), Pressed(DropPoll))
async def drop(press: CallbackQuery, choice: DropPoll, operator: Operator, records: Records) -> None:
    """A draft is not wanted."""
    await polling.drop(choice.poll_id, operator, records, pressed_message(press))


@router.callback_query(PRESSED_IN_PRIVATE, AsksPolls(), Pressed(ClosePoll))
async def close(
    press: CallbackQuery,
    choice: ClosePoll,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Before its time."""
    await polling.close(choice, operator, records, centre, at, pressed_message(press))


@router.callback_query(PRESSED_IN_PRIVATE, AsksPolls(), Pressed(WriteDecision))
async def ask_decision(
    press: CallbackQuery,
    choice: WriteDecision,
    resident: Resident,
    operator: Operator,
    records: Records,
    at: datetime,
) -> None:
    """What is decided?"""
    await deciding.ask(choice.poll_id, resident, operator, records, at)


@router.message(PRIVATE, AsksPolls(), IsFilling(Purpose.DECISION), F.text, ~F.text.startswith("/"))
async def take_decision(message: Message, resident: Resident, operator: Operator, records: Records) -> None:
    """That."""
    await deciding.take_words(reading.clean(message.text or ""), resident, operator, records)


@router.callback_query(PRESSED_IN_PRIVATE, AsksPolls(), Pressed(TellDecision))
async def tell_decision(
    press: CallbackQuery, choice: TellDecision, operator: Operator, records: Records, at: datetime
) -> str:
    """To all who voted."""
    await deciding.tell(choice.poll_id, operator, records, at, pressed_message(press))
    return "notice-decision-told"


@router.callback_query(PRESSED_IN_PRIVATE, AsksPolls(), Pressed(LinkPoll))
async def link(
    press: CallbackQuery, choice: LinkPoll, operator: Operator, records: Records, own_name: OwnName
) -> None:
    """For a poster."""
    await polling.link(choice.poll_id, links.to_poll(await own_name(), choice.poll_id), operator, records)


@router.callback_query(PRESSED_IN_PRIVATE, AsksPolls(), Pressed(TakePollFile))
async def give_file(press: CallbackQuery, choice: TakePollFile, operator: Operator, records: Records) -> None:
    """How it stands, as a picture or a table."""
    await polling.give_file(choice, operator, records)
