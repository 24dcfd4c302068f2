"""A DeskError → explained where it was typed."""

from __future__ import annotations

from dataclasses import replace

from aiogram import Router
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import ErrorEvent

from desk.addressee import ToResident, ToThread
from desk.errors import DeskError
from desk.letters import Letter, Say
from desk.records import Records
from desk.rights import AnothersTicket
from desk.source import Source
from handlers.saying import here

router = Router(name="refusals")


@router.error(ExceptionTypeFilter(DeskError))
async def explain(event: ErrorEvent, records: Records) -> DeskError | str | None:
    """Say it in the chat; the answer to a press is given by whoever opened the visit."""
    refused = event.exception
    if not isinstance(refused, DeskError):
        return None
    records.forget()  # a refusal changes nothing
    said = Say(refused.phrase, dict(refused.args_))
    message = event.update.message or event.update.edited_message
    if isinstance(refused, AnothersTicket):
        asking = Source(message.chat.id, message.message_id) if message is not None else None
        said = replace(said, choices=refused.choices, quoting=asking)
        records.outbox.add(Letter(ToThread(refused.ticket_id), said))
        return "notice-anothers-ticket"
    if message is not None and message.chat.type == "private":
        records.outbox.add(Letter(ToResident(message.chat.id), said))
    elif message is not None:
        here(message, said, records)
    return refused
