"""The administrator's private chat: broadcasts, written, addressed, tried, sent and steered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from desk import broadcasting
from desk.broadcasting import Desk
from desk.centre import Centre
from desk.choices.campaign import (
    AddressPlace,
    AddressSubject,
    ChooseAudience,
    ChoosePlace,
    NewCampaign,
    ShowCampaigns,
    SteerCampaign,
)
from desk.errors import PlaceGone
from desk.form import Purpose
from desk.people import Operator, Resident
from desk.records import Records
from desk.roll import of_subject
from handlers import reading
from handlers.buttons import key
from handlers.doors import COPIED, PRESSED_IN_PRIVATE, PRIVATE, Admin, IsFilling, Pressed
from handlers.saying import pressed_message

router = Router(name="broadcasts")


@router.message(PRIVATE, Admin(), Command("broadcast"))
async def broadcasts(
    message: Message, operator: Operator, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """The latest ones, and a new one."""
    await broadcasting.show_all(Desk(operator, resident, records, centre, at))


@router.message(PRIVATE, Admin(), IsFilling(Purpose.BROADCAST), COPIED, ~F.text.startswith("/"))
async def hear(
    message: Message, operator: Operator, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """What is to be told, or when."""
    await broadcasting.hear(reading.message(message), Desk(operator, resident, records, centre, at))


@router.callback_query(PRESSED_IN_PRIVATE, Admin(), Pressed(ShowCampaigns, NewCampaign, SteerCampaign))
async def steer(
    press: CallbackQuery,
    choice: ShowCampaigns | NewCampaign | SteerCampaign,
    operator: Operator,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """A step with one of them, or with none."""
    desk = Desk(operator, resident, records, centre, at, pressed_message(press))
    match choice:
        case ShowCampaigns():
            await broadcasting.show_all(desk)
        case NewCampaign():
            broadcasting.begin(desk)
        case SteerCampaign(campaign_id=campaign_id, turn=turn):
            await broadcasting.steer(campaign_id, turn, desk)


@router.callback_query(
    PRESSED_IN_PRIVATE, Admin(), Pressed(ChooseAudience, AddressSubject, ChoosePlace, AddressPlace)
)
async def address(
    press: CallbackQuery,
    choice: ChooseAudience | AddressSubject | ChoosePlace | AddressPlace,
    operator: Operator,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Who is to get it."""
    desk = Desk(operator, resident, records, centre, at, pressed_message(press))
    named = [(key(one), one) for one in centre.places]
    match choice:
        case ChooseAudience(campaign_id=campaign_id, page=page):
            await broadcasting.choose_audience(campaign_id, page, desk)
        case AddressSubject(campaign_id=campaign_id, subject=subject):
            roll = of_subject(subject)
            await broadcasting.address(campaign_id, lambda known: replace(known, roll=roll), desk)
        case ChoosePlace(campaign_id=campaign_id, page=page):
            await broadcasting.choose_place(campaign_id, page, named, desk)
        case AddressPlace(campaign_id=campaign_id, place=place):
            where = dict(named).get(place)
            if place and where is None:
                raise PlaceGone()
            await broadcasting.address(campaign_id, lambda known: replace(known, municipality=where), desk)
