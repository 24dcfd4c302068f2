"""Who came, and about which ticket: what every room wants to know first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from aiogram.types import Chat, Message, MessageReactionUpdated, Update, User

from bot.staffing import Staffing
from desk.centre import Centre
from desk.conversation import Meant, meant
from desk.people import Operator, Resident, Role
from desk.records import Records
from desk.source import Source
from desk.ticket import Ticket, named_in
from handlers import reading
from handlers.buttons import NotAButton, unpacked


@dataclass(frozen=True, slots=True)
class Meeting:
    """The keyword arguments of a visit's rooms."""

    resident: Resident | None = None
    ticket: Ticket | None = None
    operator: Operator | None = None
    ticket_resident: Resident | None = None
    is_admin: bool = False
    may_react: bool = False
    others: tuple[Ticket, ...] = ()  # of the resident's, that the words may be for as well
    colleague: Operator | None = None  # whose message a command of an operator's answers


async def meet(update: Update, records: Records, centre: Centre, staffing: Staffing, today: date) -> Meeting:
    """Find out who came. New residents, new names and returned residents are written down."""
    change = update.chat_member or update.my_chat_member
    if change is not None:
        staffing.note(change)
    chat, user = _whereabouts(update)
    if chat is None or user is None:
        return Meeting()
    if chat.type == "private":
        left = update.my_chat_member is not None
        resident = await _resident(user, records, centre, today, met=not left)
        meant = await _meant(update, user, records)
        role = staffing.in_private(user.id)
        # An administrator decides there about letters that may not have arrived.
        operator = Operator(user.id, resident.name, role) if role is not None and not user.is_bot else None
        is_admin = operator is not None and operator.role is Role.ADMIN
        return Meeting(
            resident, meant.ticket, operator, is_admin=is_admin, may_react=True, others=meant.others
        )
    ticket = await _ticket(update, chat, records, centre)
    operator = None
    if not _in_the_name_of_a_chat(update):
        operator = await staffing.operator(user, chat.id, records)
    ticket_resident = await records.residents.get(ticket.resident_id) if ticket else None
    colleague = None
    if ticket is not None and operator is not None:
        colleague = await _answered_colleague(update, chat, records, staffing)
    return Meeting(
        None, ticket, operator, ticket_resident, may_react=operator is not None, colleague=colleague
    )


async def _resident(user: User, records: Records, centre: Centre, today: date, met: bool) -> Resident:
    name = reading.name(user)
    known = await records.residents.get(user.id)
    if known is None:
        language = user.language_code or centre.languages[0]
        spoken = language if language in centre.languages else centre.languages[0]
        new = Resident(user.id, name, spoken, heard_on=today)
        if met:
            records.residents.save(new)
        return new if met else new.gone()  # who has only blocked the bot is not written down
    if met and (known.name != name or not known.reachable or known.heard_on != today):
        known = known.known_as(name).heard(today)
        records.residents.save(known)
    return known


async def _meant(update: Update, user: User, records: Records) -> Meant:
    """Which of the resident's open tickets the update is about."""
    tickets = await records.tickets.all_open_of(user.id)
    named = None
    if len(tickets) > 1 and (said := update.message or update.edited_message) is not None:
        quoted = said if update.message is None else said.reply_to_message
        if quoted is not None:
            mirror = await records.threads.mirror_of(Source(said.chat.id, quoted.message_id))
            # What the bot itself has said to the resident names the ticket.
            named = mirror.ticket_id if mirror is not None else named_in(quoted.text or "")
    return meant(tickets, named)


async def _ticket(update: Update, chat: Chat, records: Records, centre: Centre) -> Ticket | None:
    message = _message(update)
    if update.callback_query is not None:
        ticket_id = _pressed_ticket(update.callback_query.data or "", centre)
        if ticket_id is not None:
            thread = await records.threads.get(ticket_id)
            # A button tells its ticket; it counts only in the chat where that ticket lives.
            return await records.tickets.get(ticket_id) if thread and thread.chat_id == chat.id else None
    if message is None:
        return None
    if message.is_topic_message and message.message_thread_id:
        thread = await records.threads.at(chat.id, message.message_thread_id)
        return await records.tickets.get(thread.ticket_id) if thread else None
    return await _quoted_ticket(message, records)


async def _quoted_ticket(message: Message, records: Records) -> Ticket | None:
    """In a group without topics a ticket's messages are told by what they answer."""
    quoted = message.reply_to_message
    if quoted is None:
        return None
    mirror = await records.threads.mirror_of(Source(message.chat.id, quoted.message_id))
    if mirror is not None:
        return await records.tickets.get(mirror.ticket_id)
    thread = await records.threads.with_card(message.chat.id, quoted.message_id)
    return await records.tickets.get(thread.ticket_id) if thread else None


async def _answered_colleague(
    update: Update, chat: Chat, records: Records, staffing: Staffing
) -> Operator | None:
    """Only where /transfer answers somebody's message: asking who is a member may take Telegram's time."""
    message = update.message
    if message is None or not (message.text or "").startswith("/transfer"):
        return None
    quoted = message.reply_to_message
    if quoted is None or quoted.from_user is None or quoted.from_user.is_bot or quoted.forum_topic_created:
        return None
    return await staffing.operator(quoted.from_user, chat.id, records)


def _pressed_ticket(data: str, centre: Centre) -> int | None:
    try:
        return getattr(unpacked(data, centre.knowledge.shelf), "ticket_id", None)
    except NotAButton:
        return None


def _whereabouts(update: Update) -> tuple[Chat | None, User | None]:
    event: Any = update.event
    if isinstance(event, MessageReactionUpdated):
        return event.chat, event.user
    if update.callback_query is not None:
        message = update.callback_query.message
        return (message.chat if message else None), update.callback_query.from_user
    # Whatever else Telegram may call so one day is neither a chat nor a person.
    chat, user = getattr(event, "chat", None), getattr(event, "from_user", None)
    if isinstance(chat, Chat) and chat.type == "private" and not isinstance(user, User):
        user = User(id=chat.id, is_bot=False, first_name=chat.first_name or "")  # its number is the person's
    return chat if isinstance(chat, Chat) else None, user if isinstance(user, User) else None


def _message(update: Update) -> Message | None:
    if update.callback_query is not None:
        pressed = update.callback_query.message
        return pressed if isinstance(pressed, Message) else None
    return update.message or update.edited_message


def _in_the_name_of_a_chat(update: Update) -> bool:
    message = update.message or update.edited_message
    return message is not None and message.sender_chat is not None
