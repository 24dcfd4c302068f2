"""Messages taken back: /delete in answer to one's own."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from desk import erasing
from desk.errors import NothingToErase
from desk.people import Operator, Resident
from desk.records import Records
from desk.source import Source
from desk.ticket import Ticket
from handlers.doors import GROUP, PRIVATE, InTicket

router = Router(name="erasures")


@router.message(PRIVATE, Command("delete"))
async def erase_words(
    message: Message, resident: Resident, records: Records, at: datetime, ticket: Ticket | None = None
) -> None:
    """A resident's own words."""
    await erasing.erase_words(_answered(message)[0], ticket, resident, records, at)


@router.message(GROUP, InTicket(), Command("delete"))
async def erase_reply(
    message: Message, ticket: Ticket, operator: Operator, records: Records, at: datetime
) -> None:
    """A reply that has gone to the resident."""
    said, author_id = _answered(message)
    await erasing.erase_reply(said, author_id, ticket, operator, records, at)


def _answered(message: Message) -> tuple[Source, int]:
    """The message that the command answers, and whose it is. Raises NothingToErase."""
    answered = message.reply_to_message
    if answered is None or answered.from_user is None or answered.forum_topic_created:
        raise NothingToErase()
    return Source(message.chat.id, answered.message_id), answered.from_user.id
