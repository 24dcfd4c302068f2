"""In a ticket's thread: whose messages are answered no more, and what is no question at all."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from desk import ban, banning, discarding
from desk.addressee import ToThread
from desk.centre import Centre
from desk.choices.ban import BanResident, ChooseBanWhy, ShowKept, UnbanResident
from desk.choices.spam import MarkSpam
from desk.letters import Letter, Say
from desk.people import Operator
from desk.records import Records
from desk.ticket import Ticket
from handlers import reading
from handlers.doors import GROUP, InTicket, Pressed
from handlers.saying import here, strip

router = Router(name="banning")


@router.message(GROUP, InTicket(), Command("ban"))
async def ban_(
    message: Message,
    command: CommandObject,
    ticket: Ticket,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """For that long, for that reason; without them, how it is with the resident, and what can be chosen."""
    words = reading.clean(command.args or "").strip()
    meant = ban.parsed(words)
    if meant is not None:
        await banning.ban(ticket, *meant, operator, records, centre, at)
    elif words:
        here(message, Say("ban-usage"), records)
    else:
        _say(await banning.state(ticket, records, at), ticket, records)


@router.callback_query(InTicket(), Pressed(ChooseBanWhy))
async def choose_why(press: CallbackQuery, choice: ChooseBanWhy, ticket: Ticket, records: Records) -> None:
    """Why?"""
    strip(press, records)
    _say(banning.offer_reasons(ticket, choice.term), ticket, records)


@router.callback_query(InTicket(), Pressed(BanResident))
async def ban_chosen(
    press: CallbackQuery,
    choice: BanResident,
    ticket: Ticket,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> str:
    """For the term and the reason chosen."""
    strip(press, records)
    term, why = ban.offered(choice.term), ban.WHYS[choice.why]
    target = f"{choice.term.value}-{choice.why.value}"
    await banning.ban(ticket, term, why, operator, records, centre, at, target=target)
    return "notice-done"


@router.message(GROUP, InTicket(), Command("spam"))
@router.callback_query(InTicket(), Pressed(MarkSpam))
async def spam(
    _: CallbackQuery | Message,
    ticket: Ticket,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> str:
    """No question at all."""
    await discarding.discard(ticket, operator, records, centre, at)
    return "notice-closed"


@router.message(GROUP, InTicket(), Command("unban"))
@router.callback_query(InTicket(), Pressed(UnbanResident))
async def unban(
    _: CallbackQuery | Message, ticket: Ticket, operator: Operator, records: Records, at: datetime
) -> str:
    """The resident may write again."""
    await banning.unban(ticket, operator, records, at)
    return "notice-done"


@router.callback_query(InTicket(), Pressed(ShowKept))
async def show_kept(
    _: CallbackQuery, ticket: Ticket, operator: Operator, records: Records, at: datetime
) -> None:
    """What they have written meanwhile."""
    await banning.show_kept(ticket, operator, records, at)


def _say(said: Say, ticket: Ticket, records: Records) -> None:
    records.outbox.add(Letter(ToThread(ticket.id), said))
