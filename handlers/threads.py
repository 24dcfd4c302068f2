"""What operators write in a ticket's thread: a reply, a note, a correction, a reaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message, MessageReactionUpdated, ReactionTypeEmoji

from desk import handoff, learning, reply_lock, replying
from desk.addressee import ToChat, ToThread
from desk.centre import Centre
from desk.choices.aside import DecideAside
from desk.letters import Lane, Letter, Say
from desk.people import Operator, Resident
from desk.records import Records
from desk.source import Source
from desk.ticket import Ticket
from desk.touches import React
from handlers import reading
from handlers.doors import GROUP, UNCOPIED, InTicket, Pressed
from handlers.saying import here, pressed_message

router = Router(name="threads")
NOTE = "//"
TO_BASE = r"(?i)^\s*в базу[\s.!]*$"


@router.message(GROUP, InTicket(), Command("note"))
@router.message(GROUP, InTicket(), F.text.startswith(NOTE) | F.caption.startswith(NOTE))
async def note(message: Message, ticket: Ticket, operator: Operator, records: Records) -> None:
    """An internal note stays in the thread."""
    said = reading.message(message)
    words = _noted(said.words.text)
    if not words and said.media is None:
        here(message, Say("note-usage"), records)
        return
    await reply_lock.note(said, words, ticket, operator, records)


@router.message(GROUP, InTicket(), Command("card"))
async def card(message: Message, ticket: Ticket, records: Records) -> None:
    """The card once more, at the bottom of the thread."""
    await handoff.show_card(ticket, records)


@router.message(GROUP, InTicket(), Command("base"))
@router.message(GROUP, InTicket(), F.text.regexp(TO_BASE))
async def to_base(
    message: Message, ticket: Ticket, operator: Operator, records: Records, centre: Centre, at: datetime
) -> None:
    """The reply it answers, or the longest one, belongs into the knowledge base."""
    await learning.suggest(ticket, _quoted_reply(message), operator, records, centre, at)
    seen = Source(message.chat.id, message.message_id)
    records.outbox.add(Letter(ToChat(message.chat.id), React(seen, "👌"), Lane.COSMETICS))


@router.message(GROUP, InTicket(), Command("help"))
async def help_(message: Message, records: Records) -> None:
    """What can be done in a ticket's thread."""
    here(message, Say("help-thread"), records)


@router.message(GROUP, InTicket(), F.text.startswith("/"))
async def unknown_command(message: Message, records: Records) -> None:
    """A mistyped command must not reach the resident."""
    here(message, Say("unknown-command-in-thread"), records)


@router.message(GROUP, InTicket(), F.poll)
async def poll(message: Message, records: Records) -> None:
    """A poll cannot be passed on."""
    here(message, Say("refused-poll"), records)


@router.message(GROUP, InTicket(), UNCOPIED)
async def uncopied(message: Message, records: Records) -> None:
    """A story, a giveaway cannot be passed on."""
    here(message, Say("refused-uncopied-reply"), records)


@router.message(GROUP, InTicket())
async def reply(
    message: Message,
    ticket: Ticket,
    operator: Operator,
    ticket_resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Plain words are the reply."""
    await reply_lock.reply(reading.message(message), ticket, operator, ticket_resident, records, centre, at)


@router.callback_query(InTicket(), Pressed(DecideAside))
async def decide(
    press: CallbackQuery,
    choice: DecideAside,
    ticket: Ticket,
    operator: Operator,
    ticket_resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """A reply that was held goes, or stays among operators."""
    said = await reply_lock.decide(choice, ticket, operator, ticket_resident, records, centre, at)
    records.outbox.add(Letter(ToThread(ticket.id), replace(said, replacing=pressed_message(press))))


@router.edited_message(GROUP, InTicket(), F.text.startswith(NOTE) | F.caption.startswith(NOTE))
async def hide(message: Message, ticket: Ticket, operator: Operator, records: Records) -> None:
    """A reply cannot become a note: the resident has it already."""
    said = reading.message(message)
    await reply_lock.hide(said, _noted(said.words.text), ticket, operator, records)


@router.edited_message(GROUP, InTicket(), F.text.startswith("/"))
async def late_command(message: Message, records: Records) -> None:
    """A command is not typed by editing, and must not reach the resident."""
    here(message, Say("unknown-command-in-thread"), records)


@router.edited_message(GROUP, InTicket())
async def correct(message: Message, ticket: Ticket, operator: Operator, records: Records) -> None:
    """A corrected reply is corrected for the resident too."""
    await reply_lock.correct(reading.message(message), ticket, operator, records)


@router.message_reaction()
async def react(reaction: MessageReactionUpdated, records: Records, may_react: bool, at: datetime) -> None:
    """A reaction shows on the other side. Custom and paid ones cannot be set by bots."""
    if not may_react or reaction.user is None:
        return
    theirs = [one.emoji for one in reaction.new_reaction if isinstance(one, ReactionTypeEmoji)]
    target, newest = Source(reaction.chat.id, reaction.message_id), theirs[-1] if theirs else None
    await replying.react(target, reaction.user.id, newest, records, at)


def _noted(text: str) -> str:
    """The note itself, without `//` or the command in front."""
    return (
        text.removeprefix(NOTE).strip()
        if text.startswith(NOTE)
        else " ".join(text.split(maxsplit=1)[1:]).strip()
    )


def _quoted_reply(message: Message) -> str:
    """The colleague's words that a message answers, "" when it answers none."""
    quoted = message.reply_to_message
    if quoted is None or quoted.from_user is None or quoted.from_user.is_bot:
        return ""
    words = reading.clean(quoted.text or quoted.caption or "")
    return "" if words.startswith(NOTE) else words
