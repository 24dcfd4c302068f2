"""Private numbers are hidden at the door: no room sees them, so none can pass them on or keep them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message, Update

from desk import hiding
from desk.centre import Centre
from desk.choices.hidden import WipeOwn
from desk.people import Resident
from desk.private_numbers import found, hidden
from desk.records import Records
from desk.source import Source
from desk.ticket import Ticket
from desk.words import Words
from handlers import reading
from handlers.doors import PRESSED_IN_PRIVATE, Pressed
from handlers.saying import pressed_message

router = Router(name="private_numbers")


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(WipeOwn))
async def wipe(
    press: CallbackQuery,
    choice: WipeOwn,
    resident: Resident,
    records: Records,
    at: datetime,
    ticket: Ticket | None = None,
) -> None:
    """«Удалить моё сообщение»."""
    await hiding.wipe(choice.message_id, pressed_message(press), ticket, resident, records, at)


async def at_the_door(
    update: Update, resident: Resident, records: Records, centre: Centre, at: datetime
) -> Update:
    """The update as the rooms may see it: the same one when it gives nothing away."""
    kind = "message" if update.message is not None else "edited_message"
    said: Message | None = getattr(update, kind)
    if said is None or said.chat.type != "private":
        return update
    masked: dict[str, Any] = {}
    place = "caption" if said.text is None else "text"
    numbers = found(getattr(said, place) or "")
    if numbers:
        masked[place] = hidden(getattr(said, place), numbers)
    quote = await _quote(said, records)
    if quote is not None:
        masked["quote"] = quote
    if masked:
        said = said.model_copy(update=masked)
        update = update.model_copy(update={kind: said})
    if numbers:
        kinds = tuple(dict.fromkeys(one.kind for one in numbers))
        await hiding.hide(reading.message(said), kinds, resident, records, centre, at)
    elif kind == "edited_message":
        records.hidden.forget(Source(said.chat.id, said.message_id))
    return update


async def _quote(said: Message, records: Records) -> Any:
    """What is quoted of a message with private numbers, from its words as they may be seen."""
    if said.quote is None or said.reply_to_message is None:
        return None
    known = await records.hidden.get(Source(said.chat.id, said.reply_to_message.message_id))
    if known is None:
        return None
    start, length = said.quote.position, Words(said.quote.text).units
    seen = known.words.text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * (start + length)]
    return said.quote.model_copy(update={"text": seen.decode("utf-16-le", "replace")})
