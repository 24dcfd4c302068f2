"""Offices nearby: which kind, and where."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, Filter
from aiogram.types import CallbackQuery, Message

from desk import visiting
from desk.aid_errors import OfficeGone
from desk.centre import Centre
from desk.choices.office import FindOffices, OfficesIn, ShowOfficeKinds, ShowPin
from desk.form import Purpose
from desk.people import Resident
from desk.records import Records
from faq.entry import Shelf
from faq.wayfinding import Wanted, place_of, wanted
from handlers import reading
from handlers.doors import PRESSED_IN_PRIVATE, PRIVATE, SPOKEN, HasOpenTicket, IsFilling, Pressed, WantsPerson
from handlers.saying import pressed_message

router = Router(name="offices")


class KnowsPlaces(Filter):
    """The base has offices with a place on the map."""

    async def __call__(self, _: Message, shelf: Shelf) -> bool:
        """Whether it is so."""
        return any(one.lat is not None for one in shelf.offices.values())


class AsksWay(Filter):
    """Words that ask the way to an office and nothing else; it comes in as `way`."""

    async def __call__(self, message: Message, shelf: Shelf) -> bool | dict[str, Wanted]:
        """Whether they are."""
        way = wanted(message.text or message.caption or "", shelf)
        return {"way": way} if way is not None else False


class NamesPlace(Filter):
    """Words that name where to look for the chosen kind, and nothing else; `office` comes in."""

    async def __call__(self, message: Message, resident: Resident, shelf: Shelf) -> bool | dict[str, str]:
        """Whether they are."""
        assert resident.form is not None, "IsFilling has looked"
        office = place_of(message.text or message.caption or "", resident.form.values["kind"], shelf)
        return {"office": office} if office is not None else False


@router.message(PRIVATE, Command("near"))
async def near(
    message: Message,
    command: CommandObject,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Which kind? It may be said at once, and where, too: /near МФЦ, /near Лиман."""
    visiting.search(reading.clean(command.args or "").strip(), resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ShowOfficeKinds))
async def show_kinds(press: CallbackQuery, resident: Resident, records: Records, centre: Centre) -> None:
    """The same by a button."""
    visiting.show_kinds(resident, records, centre, pressed_message(press))


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(FindOffices))
async def find(
    press: CallbackQuery,
    choice: FindOffices,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Where?"""
    visiting.ask_where(choice.office_kind, resident, records, centre, at, pressed_message(press))


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(OfficesIn))
async def show_in(
    press: CallbackQuery, choice: OfficesIn, resident: Resident, records: Records, centre: Centre
) -> None:
    """There."""
    visiting.show_in(choice.office, choice.page, resident, records, centre, pressed_message(press))


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ShowPin))
async def show_pin(
    press: CallbackQuery, choice: ShowPin, resident: Resident, records: Records, centre: Centre
) -> None:
    """On the map."""
    visiting.show_pin(choice.office, resident, records, centre)


@router.callback_query(PRESSED_IN_PRIVATE, F.data.regexp("^n[fiv]:"))
async def gone(press: CallbackQuery) -> None:
    """The base no longer has what the button names."""
    raise OfficeGone()


@router.message(PRIVATE, F.location, IsFilling(Purpose.OFFICE), KnowsPlaces())
@router.message(PRIVATE, F.location, ~HasOpenTicket(), ~WantsPerson(), KnowsPlaces())
async def show_near(message: Message, resident: Resident, records: Records, centre: Centre) -> None:
    """Here: a place on the map, also one that moves or has a name."""
    if message.location is not None:
        here = message.location
        visiting.show_near(here.latitude, here.longitude, resident, records, centre)


@router.message(PRIVATE, IsFilling(Purpose.OFFICE), F.text, ~HasOpenTicket(), ~WantsPerson(), NamesPlace())
@router.message(PRIVATE, IsFilling(Purpose.OFFICE), SPOKEN, ~HasOpenTicket(), ~WantsPerson(), NamesPlace())
async def show_there(
    message: Message, office: str, resident: Resident, records: Records, centre: Centre
) -> None:
    """There, in words."""
    visiting.show_in(office, 0, resident, records, centre)


@router.message(PRIVATE, F.text, ~HasOpenTicket(), ~WantsPerson(), AsksWay())
@router.message(PRIVATE, SPOKEN, ~HasOpenTicket(), ~WantsPerson(), AsksWay())
async def ask_way(
    message: Message, way: Wanted, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """Asked in words."""
    if way.office is not None:
        visiting.show_in(way.office, 0, resident, records, centre)
    else:
        visiting.ask_where(way.kind, resident, records, centre, at)
