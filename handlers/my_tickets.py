"""The resident's own tickets: list, close, reopen, rate."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from desk import aftercare, closing, complaining, naming, speaking
from desk.addressee import ToResident
from desk.button import Button, Choices
from desk.centre import Centre
from desk.choices.appeal import BeginAppeal
from desk.choices.own_ticket import (
    AddWords,
    CloseOwn,
    Comment,
    KeepOpen,
    Rate,
    Redirect,
    ReopenOwn,
    Settled,
    ShowTicket,
    ShowTickets,
    TakeTranscript,
    Unanswered,
)
from desk.enclosure import Transcript
from desk.errors import NoSuchTicket
from desk.letters import Letter, Say
from desk.people import Resident
from desk.records import Records
from desk.ticket import SIGNS, State, Ticket
from handlers.doors import PRESSED_IN_PRIVATE, PRIVATE, Pressed
from handlers.saying import pressed_message, to_resident

router = Router(name="my_tickets")


@router.message(PRIVATE, Command("my"))
async def my(message: Message, resident: Resident, records: Records, centre: Centre) -> None:
    """List them."""
    to_resident(resident, await _list(resident, records, centre), records)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ShowTickets))
async def show_tickets(press: CallbackQuery, resident: Resident, records: Records, centre: Centre) -> None:
    """List them."""
    to_resident(resident, await _list(resident, records, centre), records)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ShowTicket))
async def show_ticket(
    press: CallbackQuery,
    choice: ShowTicket,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Show one, with what can be done."""
    ticket = await own(choice.ticket_id, resident, records)
    args: dict[str, str | int] = {
        "number": ticket.number,
        "subject": ticket.subject,
        "department": centre.departments.get(ticket.department_id).title,
        "promised": ticket.promised_at.isoformat(),
        "name": ticket.assignee_name or "—",
    }
    phrase = f"my-ticket-{ticket.state.value}"
    if ticket.close_at is not None:
        phrase = "my-ticket-closing"
        args["closes"] = ticket.close_at.isoformat()
    elif ticket.state is State.NEW and at > ticket.promised_at:
        phrase = "my-ticket-late"
    said = Say(phrase, args, _choices(ticket), replacing=pressed_message(press))
    to_resident(resident, said, records)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(AddWords))
async def add_words(
    press: CallbackQuery, choice: AddWords, resident: Resident, records: Records, at: datetime
) -> None:
    """The next words belong to one of them."""
    complaining.add_to(await own(choice.ticket_id, resident, records), resident, records, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(Unanswered))
async def unanswered(
    press: CallbackQuery,
    choice: Unanswered,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Nobody has answered."""
    ticket = await own(choice.ticket_id, resident, records)
    await complaining.complain(ticket, resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(TakeTranscript))
async def take_transcript(
    press: CallbackQuery, choice: TakeTranscript, resident: Resident, records: Records
) -> None:
    """What was said in one, as a file."""
    ticket = await own(choice.ticket_id, resident, records)
    records.outbox.add(Letter(ToResident(resident.id), Transcript(ticket.id)))


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(CloseOwn))
async def close_own(
    press: CallbackQuery, choice: CloseOwn, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """Close one."""
    closing.close(await own(choice.ticket_id, resident, records), None, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(KeepOpen))
async def keep_open(
    press: CallbackQuery, choice: KeepOpen, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """The matter is not settled."""
    closing.keep_open(await own(choice.ticket_id, resident, records), records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ReopenOwn))
async def reopen_own(
    press: CallbackQuery,
    choice: ReopenOwn,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Open one again."""
    ticket = await own(choice.ticket_id, resident, records)
    await aftercare.resume(ticket, resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(Settled))
async def judge(
    press: CallbackQuery, choice: Settled, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """Whether the matter of one is settled."""
    ticket = await own(choice.ticket_id, resident, records)
    asked = pressed_message(press)
    await aftercare.judge(ticket, choice.settled, asked, resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(Rate))
async def rate(press: CallbackQuery, choice: Rate, resident: Resident, records: Records) -> str:
    """Rate one."""
    closing.rate(await own(choice.ticket_id, resident, records), choice.stars, resident, records)
    return "notice-thanks"


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(Comment))
async def invite_comment(
    press: CallbackQuery, choice: Comment, resident: Resident, records: Records, at: datetime
) -> None:
    """The next message is the comment."""
    closing.invite_comment(await own(choice.ticket_id, resident, records), resident, records, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(Redirect))
async def redirect(
    press: CallbackQuery, choice: Redirect, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """Words were meant for another ticket."""
    was = await own(choice.ticket_id, resident, records)
    to = await own(choice.other_id, resident, records)
    await speaking.redirect(choice.message_id, was, to, pressed_message(press), records, centre, at)


async def own(ticket_id: int, resident: Resident, records: Records) -> Ticket:
    """The resident's ticket of that id. Raises NoSuchTicket, also for somebody else's."""
    ticket = await records.tickets.get(ticket_id)
    if ticket is None or ticket.resident_id != resident.id:
        raise NoSuchTicket()
    return ticket


async def _list(resident: Resident, records: Records, centre: Centre) -> Say:
    tickets = await records.tickets.of(resident.id)
    if not tickets:
        return Say("my-no-tickets")
    return Say("my-tickets", choices=tuple((_way_to(one, resident, centre),) for one in tickets))


def _way_to(ticket: Ticket, resident: Resident, centre: Centre) -> Button:
    about = naming.said(ticket.subject, resident.language, centre)
    return Button(ShowTicket(ticket.id), text=f"{SIGNS[ticket.state]} {ticket.number} · {about}")


def _choices(ticket: Ticket) -> Choices:
    back = Button(ShowTickets(), phrase="button-my-tickets")
    appeal = Button(BeginAppeal(ticket_id=ticket.id), phrase="button-appeal")
    file = Button(TakeTranscript(ticket.id), phrase="button-transcript")
    if ticket.is_open:
        add = Button(AddWords(ticket.id), phrase="button-add-words")
        waits = ticket.state is not State.WAITING
        late = ((Button(Unanswered(ticket.id), phrase="button-unanswered"),),) if waits else ()
        keep = ((Button(KeepOpen(ticket.id), phrase="button-keep-open"),),) if ticket.close_at else ()
        answered = ((appeal,),) if ticket.first_reply_at else ()
        close = Button(CloseOwn(ticket.id), phrase="button-close-own")
        return (*keep, (add,), *late, (close,), *answered, (file,), (back,))
    stars = tuple(Button(Rate(ticket.id, n), text=f"⭐ {n}") for n in range(1, 6))
    return ((Button(ReopenOwn(ticket.id), phrase="button-reopen"),), stars, (appeal,), (file,), (back,))
