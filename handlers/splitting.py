"""Split: a second matter in a resident's words gets a ticket of its own."""

from __future__ import annotations

import re
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from desk import splitting
from desk.addressee import ToChat
from desk.button import Button
from desk.centre import Centre
from desk.choices.handoff import Split
from desk.errors import NothingToSplit
from desk.letters import Lane, Letter, Say
from desk.people import Operator, Resident
from desk.records import Records
from desk.said import Said
from desk.source import Source
from desk.ticket import Ticket
from desk.touches import React
from handlers import reading
from handlers.doors import GROUP, InTicket, Pressed
from handlers.saying import here

router = Router(name="splitting")
COUNTED = re.compile(r"\s*([1-9]\d?)?(?:\s+|$)(.*)", re.ASCII | re.DOTALL)  # «2 Дом и двор»
SHOWN = 40  # characters of a message on its button


@router.message(GROUP, InTicket(), Command("split"))
async def split(
    message: Message,
    command: CommandObject,
    ticket: Ticket,
    operator: Operator,
    ticket_resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """The message it answers, or so many of the last ones, become a ticket; else there is a choice."""
    seen = reading.message(message)
    counted = COUNTED.match(command.args or "")
    count, named = (counted[1], counted[2]) if counted is not None else (None, command.args or "")
    if seen.quoting is None and count is None:
        choices = tuple((_button(one, ticket),) for one in await splitting.offered(ticket, records))
        here(message, Say("split-how" if choices else NothingToSplit.phrase, choices=choices), records)
        return
    department = centre.departments.named(named) if named.strip() else None
    most = min(int(count or 1), splitting.MOST)
    await splitting.split(
        ticket, seen.quoting, most, department, operator, ticket_resident, records, centre, at
    )
    records.outbox.add(Letter(ToChat(message.chat.id), React(seen.source, "👌"), Lane.COSMETICS))


@router.callback_query(InTicket(), Pressed(Split))
async def split_off(
    press: CallbackQuery,
    choice: Split,
    ticket: Ticket,
    operator: Operator,
    ticket_resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> str:
    """The message on the button becomes a ticket."""
    chosen = Source(ticket.resident_id, choice.message_id)
    await splitting.split(ticket, chosen, 1, None, operator, ticket_resident, records, centre, at)
    return "notice-split"


def _button(said: Said, ticket: Ticket) -> Button:
    line = " ".join(said.text.split()) or "📎"
    text = line if len(line) <= SHOWN else line[:SHOWN] + "…"
    return Button(Split(ticket.id, said.first), text=text)
