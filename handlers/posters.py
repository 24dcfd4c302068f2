"""The administrator's private chat: links for posters, with their QR codes."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from desk import advertising
from desk.centre import Centre
from desk.choices.poster import LinkEntry, LinkSubject
from desk.people import Operator, Role
from desk.records import Records
from faq.entry import Entry, Subject
from handlers import links
from handlers.doors import PRESSED_IN_PRIVATE, PRIVATE, Pressed, Staff
from handlers.links import OwnName

router = Router(name="posters")


@router.message(PRIVATE, Staff(Role.EDITOR), Command("link"))
async def tell_link(
    message: Message,
    command: CommandObject,
    own_name: OwnName,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """What is named gets its link; else what may be meant is offered."""
    words = (command.args or "").strip()
    target = advertising.meant(words, centre)
    if target is None:
        await advertising.offer(words, operator, records, centre, at)
    else:
        await _make(target, own_name, operator, records, centre)


@router.callback_query(PRESSED_IN_PRIVATE, Staff(Role.EDITOR), Pressed(LinkEntry, LinkSubject))
async def chosen(
    press: CallbackQuery,
    choice: LinkEntry | LinkSubject,
    own_name: OwnName,
    operator: Operator,
    records: Records,
    centre: Centre,
) -> None:
    """The one that was chosen."""
    shelf = centre.knowledge.shelf
    match choice:
        case LinkEntry(entry=id_):
            await _make(shelf.entries[id_], own_name, operator, records, centre)
        case LinkSubject(subject=id_):
            await _make(shelf.subjects[id_], own_name, operator, records, centre)


async def _make(
    target: Entry | Subject, own_name: OwnName, operator: Operator, records: Records, centre: Centre
) -> None:
    link = links.address(await own_name(), target, centre.knowledge.shelf)
    advertising.make(target, link, operator, records)
