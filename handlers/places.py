"""Where a resident lives: said when they wish, for whoever answers them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, Filter
from aiogram.types import CallbackQuery, Message

from desk import residing
from desk.button import Button
from desk.centre import Centre
from desk.choices.place import LiveIn, ShowPlaces
from desk.errors import PlaceGone
from desk.form import Purpose
from desk.letters import Say
from desk.people import Resident
from desk.records import Records
from desk.rows import laid, paged
from desk.ticket import Ticket
from faq.places import Places
from handlers.buttons import key
from handlers.doors import PRESSED_IN_PRIVATE, PRIVATE, SPOKEN, HasOpenTicket, IsFilling, Pressed
from handlers.saying import pressed_message

router = Router(name="places")
ON_A_PAGE = 15


class NamesHome(Filter):
    """Words that name a municipality and nothing else; it comes in as `home`."""

    async def __call__(self, message: Message, centre: Centre) -> bool | dict[str, str]:
        """Whether they are."""
        home = Places.of(centre.places).lived_in(message.text or message.caption or "")
        return {"home": home} if home is not None else False


@router.message(PRIVATE, Command("municipality"))
async def places(
    message: Message, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """Offer them."""
    residing.ask(_offer(0, resident, centre), resident, records, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ShowPlaces))
async def turn(
    press: CallbackQuery,
    choice: ShowPlaces,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """The same by a button; another page in the same message."""
    source = pressed_message(press) if choice.again else None
    residing.ask(replace(_offer(choice.page, resident, centre), replacing=source), resident, records, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(LiveIn))
async def live_in(
    press: CallbackQuery,
    choice: LiveIn,
    resident: Resident,
    records: Records,
    centre: Centre,
    ticket: Ticket | None = None,
) -> None:
    """There, or it is not told."""
    named = next((one for one in centre.places if key(one) == choice.place), None)
    if choice.place and named is None:
        raise PlaceGone()
    residing.live_in(named, resident, ticket, pressed_message(press), records)


@router.message(PRIVATE, IsFilling(Purpose.HOME), F.text, ~HasOpenTicket(), NamesHome())
@router.message(PRIVATE, IsFilling(Purpose.HOME), SPOKEN, ~HasOpenTicket(), NamesHome())
async def lives_in(message: Message, home: str, resident: Resident, records: Records) -> None:
    """There, in words."""
    residing.live_in(home, resident, None, None, records)


def _offer(page: int, resident: Resident, centre: Centre) -> Say:
    every = centre.places
    if not every:
        return Say("municipality-none")
    part, turns = paged(every, page, ON_A_PAGE, lambda to: ShowPlaces(to, again=True))
    rows = laid([Button(LiveIn(key(one)), text=one) for one in part])
    choices = (*rows, *turns, (Button(LiveIn(""), phrase="button-no-municipality"),))
    if resident.municipality is None:
        return Say("choose-municipality", choices=choices)
    return Say("choose-other-municipality", {"place": resident.municipality}, choices)
