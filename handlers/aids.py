"""Help to act: what the bot does for a resident besides answering."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from desk.button import Button
from desk.choices.aid import DropForm, ShowAids
from desk.choices.appeal import BeginAppeal
from desk.choices.catalogue import ShowMenu
from desk.choices.deadline import ShowDeadlines
from desk.choices.office import ShowOfficeKinds
from desk.choices.route import ShowRoutes
from desk.form import Purpose
from desk.letters import Say
from desk.people import Resident
from desk.records import Records
from handlers.doors import PRESSED_IN_PRIVATE, Pressed
from handlers.saying import pressed_message, to_resident

router = Router(name="aids")
BESIDE = (Purpose.POLL, Purpose.DECISION, Purpose.PROPOSAL)  # to drop one of these drops no appeal


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ShowAids))
async def show(press: CallbackQuery, resident: Resident, records: Records) -> None:
    """List them, in the same message."""
    choices = (
        (Button(ShowRoutes(), phrase="button-routes"),),
        (Button(BeginAppeal(), phrase="button-appeal"),),
        (Button(ShowDeadlines(), phrase="button-deadlines"),),
        (Button(ShowOfficeKinds(), phrase="button-offices"),),
        (Button(ShowMenu(), phrase="button-subjects"),),
    )
    to_resident(resident, Say("aids", choices=choices, replacing=pressed_message(press)), records)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(DropForm))
async def drop(press: CallbackQuery, resident: Resident, records: Records) -> None:
    """What was begun is not wanted."""
    beside = resident.form is not None and resident.form.purpose in BESIDE
    records.residents.save(resident.filling(None) if beside else resident.dropping())
    choices = ((Button(ShowMenu(), phrase="button-subjects"),),)
    to_resident(resident, Say("cancelled", choices=choices), records)
