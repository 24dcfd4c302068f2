"""A colleague has the ticket, and an operator means it all the same: what was asked for is done."""

from __future__ import annotations

import re
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from desk import ban, banning, closing, discarding, handoff, uniting
from desk.addressee import ToChat
from desk.ban import Term
from desk.centre import Centre
from desk.choices.ban import BanTerm, BanWhy
from desk.choices.handoff import Insist
from desk.deed import Deed
from desk.errors import CommandForgotten, NotOnDutyThere
from desk.handoff import Reason
from desk.letters import Letter
from desk.people import Operator
from desk.records import Records
from desk.source import Source
from desk.ticket import Ticket
from desk.touches import Strip
from handlers import reading
from handlers.doors import InTicket, Pressed
from handlers.saying import pressed_message

router = Router(name="insisting")
ID = re.compile(r"\d{1,18}", re.ASCII)


@router.callback_query(InTicket(), Pressed(Insist))
async def insist(
    press: CallbackQuery,
    choice: Insist,
    ticket: Ticket,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> str:
    """Do it. The command that was answered by the question still tells the reason."""
    _spend(press, records)
    match choice.deed:
        case Deed.SPAM:
            await discarding.discard(ticket, operator, records, centre, at, insists=True)
            return "notice-closed"
        case Deed.CLOSE:
            closing.close(ticket, operator, records, centre, at, insists=True)
            return "notice-closed"
        case Deed.WAIT:
            handoff.wait(ticket, operator, records, at, insists=True)
            return "notice-waiting"
        case Deed.GIVE_BACK:
            closing.give_back(ticket, operator, records, at, insists=True)
            return "notice-given-back"
        case Deed.MERGE:
            await uniting.unite(ticket, _number(choice.target), operator, records, centre, at, insists=True)
            return "notice-united"
        case Deed.BAN:
            term, reason = _ban(choice.target, press)
            await banning.ban(ticket, term, reason, operator, records, centre, at, insists=True)
            return "notice-done"
        case _:
            await _pass_on(press, choice, ticket, operator, records, centre, at)
            return "notice-transferred"


async def _pass_on(
    press: CallbackQuery,
    choice: Insist,
    ticket: Ticket,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    if choice.deed is Deed.TRANSFER:
        there, why = choice.target, _reason(press)
        await handoff.transfer(ticket, there, operator, records, centre, at, why, insists=True)
    elif choice.deed is Deed.ENTRUST:
        colleague = await _colleague(choice.target, records, centre)
        why = _reason(press, colleague.name)
        await handoff.entrust(ticket, colleague, operator, records, at, why, insists=True)


def _spend(press: CallbackQuery, records: Records) -> None:
    if (target := pressed_message(press)) is not None:
        records.outbox.add(Letter(ToChat(target.chat_id), Strip(target)))


async def _colleague(target: str, records: Records, centre: Centre) -> Operator:
    """Whom `desk.handoff.entrust` has named. Raises NotOnDutyThere for somebody who works here no longer."""
    id_, _, name = target.partition(" ")
    number = _number(id_)
    if number not in centre.listed and await records.staff.appointed(number) is None:
        raise NotOnDutyThere()
    return Operator(number, name)


def _ban(target: str, press: CallbackQuery) -> tuple[Term, str]:
    """What was chosen by buttons, or typed. Raises CommandForgotten when nobody knows any more."""
    if target:
        term, _, why = target.partition("-")
        try:
            return ban.offered(BanTerm(int(term))), ban.WHYS[BanWhy(int(why))]
        except ValueError as error:
            raise CommandForgotten() from error
    asked = press.message.reply_to_message if isinstance(press.message, Message) else None
    meant = ban.parsed(_behind_command(asked)) if asked is not None else None
    if meant is None:
        raise CommandForgotten()
    return meant


def _reason(press: CallbackQuery, colleague: str = "") -> Reason | None:
    """Behind a colon; all words of a command that answers a colleague's message."""
    asked = press.message.reply_to_message if isinstance(press.message, Message) else None
    words = _behind_command(asked) if asked is not None else ""
    whom, colon, why = words.replace("\n", ":", 1).partition(":")
    if not colon and colleague and whom.strip().casefold() != colleague.casefold():
        why = words
    if asked is None or not why.strip():
        return None
    return Reason(why.strip(), Source(asked.chat.id, asked.message_id))


def _number(word: str) -> int:
    """An id out of a target. Raises CommandForgotten for what no button of ours says."""
    if not ID.fullmatch(word):
        raise CommandForgotten()
    return int(word)


def _behind_command(asked: Message) -> str:
    return "".join(reading.clean(asked.text or "").split(maxsplit=1)[1:])
