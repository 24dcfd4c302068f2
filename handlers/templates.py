"""Ready replies in a ticket's thread: templates by `/t`, the hints of the card; `/t add` for supervisors."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from desk import drafting
from desk.addressee import ToThread
from desk.centre import Centre
from desk.choices.draft import (
    EditHint,
    EditTemplate,
    SendHint,
    SendTemplate,
    ShowHint,
    ShowHints,
    ShowTemplate,
    ShowTemplates,
)
from desk.letters import Letter, Say
from desk.people import Operator, Resident
from desk.records import Records
from desk.source import Source
from desk.ticket import Ticket
from handlers import reading
from handlers.doors import GROUP, InTicket, Pressed, Staff
from handlers.saying import here, pressed_message

router = Router(name="templates")
ADD = ("add", "добавить")


@router.message(GROUP, Staff(), Command("t"))
async def templates(
    message: Message,
    command: CommandObject,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
    ticket: Ticket | None = None,
    ticket_resident: Resident | None = None,
) -> None:
    """All of them, those with some words, or one more."""
    asked = reading.clean(command.args or "").strip()
    first, *rest = asked.split(maxsplit=1)[:2] or [""]
    if first.lower() in ADD:
        here(message, await drafting.add(rest[0] if rest else "", operator, records, at), records)
    elif ticket is None or ticket_resident is None:
        here(message, Say("templates-in-topics"), records)
    elif asked:
        _say(drafting.find(asked, ticket, operator, ticket_resident, centre, at), ticket, records)
    else:
        _say(drafting.offer(ticket, 0, centre), ticket, records)


@router.callback_query(InTicket(), Pressed(ShowTemplates))
async def turn(
    press: CallbackQuery, choice: ShowTemplates, ticket: Ticket, records: Records, centre: Centre
) -> None:
    """The list, from a page on: below the card, or where it was shown before."""
    said, pressed = drafting.offer(ticket, choice.page, centre), pressed_message(press)
    thread = await records.threads.get(ticket.id)
    is_card = pressed is not None and thread is not None and thread.card_id == pressed.message_id
    _say(replace(said, replacing=None if is_card else pressed), ticket, records)


@router.callback_query(InTicket(), Pressed(ShowTemplate))
async def show(
    press: CallbackQuery,
    choice: ShowTemplate,
    ticket: Ticket,
    operator: Operator,
    ticket_resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """One of them, as the resident would read it."""
    said = drafting.show(choice.template, ticket, operator, ticket_resident, centre, at)
    _say(replace(said, replacing=pressed_message(press)), ticket, records)


@router.callback_query(InTicket(), Pressed(ShowHints))
async def hints(
    press: CallbackQuery,
    choice: ShowHints,
    ticket: Ticket,
    ticket_resident: Resident,
    records: Records,
    centre: Centre,
) -> None:
    """The entries that may answer the resident: below the card, or where they were shown before."""
    said = drafting.offer_hints(ticket, ticket_resident, centre)
    _say(replace(said, replacing=pressed_message(press) if choice.again else None), ticket, records)


@router.callback_query(InTicket(), Pressed(ShowHint))
async def hint(
    press: CallbackQuery,
    choice: ShowHint,
    ticket: Ticket,
    ticket_resident: Resident,
    records: Records,
    centre: Centre,
) -> None:
    """One of them, whole."""
    said = drafting.show_hint(choice.entry, ticket, ticket_resident, centre)
    _say(replace(said, replacing=pressed_message(press)), ticket, records)


@router.callback_query(InTicket(), Pressed(SendTemplate, SendHint))
async def send(
    press: CallbackQuery,
    choice: SendTemplate | SendHint,
    ticket: Ticket,
    operator: Operator,
    ticket_resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> str:
    """To the resident."""
    shown = _shown(press)
    gone = await drafting.send(choice, shown, ticket, operator, ticket_resident, records, centre, at)
    return "notice-template-sent" if gone else "notice-template-held"


@router.callback_query(InTicket(), Pressed(EditTemplate, EditHint))
async def edit(
    press: CallbackQuery,
    choice: EditTemplate | EditHint,
    ticket: Ticket,
    operator: Operator,
    ticket_resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> str:
    """The text, to be changed first."""
    shown = _shown(press)
    await drafting.edit(choice, shown, ticket, operator, ticket_resident, records, centre, at)
    return "notice-template-draft"


def _say(said: Say, ticket: Ticket, records: Records) -> None:
    records.outbox.add(Letter(ToThread(ticket.id), said))


def _shown(press: CallbackQuery) -> Source:
    """InTicket lets in only what was pressed in the ticket's chat."""
    assert press.message is not None
    return Source(press.message.chat.id, press.message.message_id)
