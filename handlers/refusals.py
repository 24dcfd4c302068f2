"""A DeskError → explained where it was typed."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import ErrorEvent

from desk.errors import DeskError
from desk.letters import Letter, Say, ToResident
from desk.records import Records
from handlers.saying import here

router = Router(name="refusals")


@router.error(ExceptionTypeFilter(DeskError))
async def explain(event: ErrorEvent, records: Records) -> DeskError | None:
    """Say it in the chat; the answer to a press is given by whoever opened the visit."""
    refused = event.exception
    if not isinstance(refused, DeskError):
        return None
    records.forget()  # a refusal changes nothing
    said = Say(refused.phrase, dict(refused.args_))
    message = event.update.message or event.update.edited_message
    if message is not None and message.chat.type == "private":
        records.outbox.add(Letter(ToResident(message.chat.id), said))
    elif message is not None:
        here(message, said, records)
    return refused
