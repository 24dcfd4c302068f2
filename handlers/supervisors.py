"""The operators' group outside tickets: who may work here, and what nobody listens to."""

from __future__ import annotations

import re
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message, User

from desk import appointing, duty, moving
from desk.centre import Centre
from desk.errors import NotAllowed
from desk.letters import Say
from desk.people import Operator
from desk.records import Records
from desk.ticket import Ticket
from handlers import reading
from handlers.commands import Audience, of
from handlers.doors import GROUP, REMARK, InTicket, Staff
from handlers.saying import here

router = Router(name="supervisors")
IN_TICKETS = tuple(one.name for one in of(Audience.OPERATOR))
IN_GROUP = tuple(dict.fromkeys((*IN_TICKETS, *(one.name for one in of(Audience.GENERAL)))))
ID = re.compile(r"[1-9]\d{0,15}", re.ASCII)  # Bot API: a user's id has at most 52 significant bits


@router.message(GROUP, REMARK)
async def service_message(message: Message) -> None:
    """Telegram's own remarks about the group are no replies."""


@router.message(GROUP, Staff(), Command("appoint"))
async def appoint(
    message: Message, command: CommandObject, operator: Operator, records: Records, at: datetime
) -> None:
    """Make somebody an operator: as an answer to their message, or by their id."""
    person = _meant(message, command)
    if person is None:
        here(message, Say("appoint-whom"), records)
        return
    appointing.appoint(person, operator, records, at)
    here(message, Say("appointed", {"name": person.name}), records)


@router.message(GROUP, Staff(), Command("dismiss"))
async def dismiss(
    message: Message,
    command: CommandObject,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """No operator any longer."""
    person = _meant(message, command)
    if person is None:
        here(message, Say("dismiss-whom"), records)
        return
    appointing.dismiss(person, operator, records, centre, at)
    await duty.leave(person, centre.departments.chats(), records, centre, at)
    here(message, Say("dismissed", {"name": person.name}), records)


@router.message(GROUP, Command("appoint", "dismiss", "audit", "gaps"))
async def not_yours(message: Message) -> None:
    """Only supervisors do."""
    raise NotAllowed()


@router.message(GROUP, ~InTicket(), Command("help"))
async def help_(message: Message, records: Records) -> None:
    """How the group works."""
    here(message, Say("help-group"), records)


@router.message(GROUP, ~InTicket(), Staff(), Command(*IN_TICKETS))
async def out_of_place(
    message: Message, operator: Operator, records: Records, centre: Centre, at: datetime
) -> None:
    """A command for tickets where none is: how it is meant."""
    if not await _is_late(message, operator, records, centre, at):
        here(message, Say("command-out-of-place"), records)


@router.message(GROUP, ~InTicket(), ~Staff(), Command(*IN_GROUP))
async def not_staff(message: Message, records: Records) -> None:
    """A command of somebody who may not, or of whom nobody knows who it is."""
    if message.sender_chat is None:
        here(message, Say("refused-not-operator"), records)
    elif message.sender_chat.id == message.chat.id:
        here(message, Say("refused-anonymous"), records)


@router.message(GROUP, F.sender_chat, ~InTicket())
async def anonymous(message: Message, records: Records, ticket: Ticket | None = None) -> None:
    """Who writes in the name of a chat cannot be told from anybody else: nothing is passed on."""
    if ticket is not None and message.sender_chat and message.sender_chat.id == message.chat.id:
        here(message, Say("refused-anonymous"), records)


@router.message(GROUP, ~InTicket(), ~F.from_user.is_bot)
async def stranger(
    message: Message,
    records: Records,
    centre: Centre,
    at: datetime,
    ticket: Ticket | None = None,
    operator: Operator | None = None,
) -> None:
    """Who is no operator writes in a ticket, or anybody where one was: nothing is sent to the resident."""
    if ticket is not None:
        here(message, Say("refused-not-operator"), records)
    else:
        await _is_late(message, operator, records, centre, at)


async def _is_late(
    message: Message, operator: Operator | None, records: Records, centre: Centre, at: datetime
) -> bool:
    """Whether it stands in a topic that a ticket has left: then that is told."""
    if not message.is_topic_message or not message.message_thread_id:
        return False
    said = reading.message(message)
    return await moving.hear_late(said, message.message_thread_id, operator, records, centre, at)


def _meant(message: Message, command: CommandObject) -> Operator | None:
    quoted = message.reply_to_message
    if quoted is not None and quoted.from_user and not quoted.forum_topic_created:
        return _operator(quoted.from_user)
    words = (command.args or "").split()
    if words and ID.fullmatch(words[0]):
        return Operator(int(words[0]), words[0])
    return None


def _operator(user: User) -> Operator | None:
    return None if user.is_bot else Operator(user.id, reading.name(user))
