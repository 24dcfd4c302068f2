"""A resident begins something else: what the bot asked them for before is expected no longer."""

from __future__ import annotations

import re

from aiogram.types import Update

from desk.button import Button
from desk.choices.aid import ShowAids
from desk.choices.appeal import BeginAppeal, ContinueAppeal
from desk.choices.catalogue import ShowMenu
from desk.choices.deadline import ShowDeadlines
from desk.choices.office import ShowOfficeKinds
from desk.choices.own_ticket import ShowTickets
from desk.choices.place import ShowPlaces
from desk.choices.poll import ShowPolls
from desk.choices.route import ShowRoutes
from desk.choices.subscription import ShowSubscriptions
from desk.form import Purpose
from desk.letters import Say
from desk.people import Resident
from desk.records import Records
from faq.entry import Shelf
from handlers.buttons import NotAButton, unpacked
from handlers.commands import COMMANDS, MENU
from handlers.saying import to_resident

NAMED = re.compile(r"/([a-z]+)\b", re.ASCII)
KNOWN = frozenset(one.name for one in COMMANDS)
OF_APPEALS = frozenset({"appeal", "cancel", "start"})  # they speak of a draft themselves, or end it
# The first screen of each thing that there is; what leads on within one asks by itself.
FIRST = (
    BeginAppeal,
    ShowAids,
    ShowDeadlines,
    ShowMenu,
    ShowOfficeKinds,
    ShowPlaces,
    ShowPolls,
    ShowRoutes,
    ShowSubscriptions,
    ShowTickets,
)


def begun(update: Update, resident: Resident, records: Records, shelf: Shelf) -> Resident:
    """The resident as the rooms meet them: of whoever begins something else nothing else is expected.

    An appeal that is half written is kept, and that is said.
    """
    name = _command(update)
    choice = _first_screen(update, shelf)
    form = resident.form
    is_asked = resident.prompted_at is not None or (form is not None and form.asked_at is not None)
    if not is_asked or (name not in KNOWN and choice is None):
        return resident
    free = resident.unprompted()
    records.residents.save(free)
    speaks_of_it = name in OF_APPEALS or isinstance(choice, BeginAppeal)
    if form is not None and form.purpose is Purpose.APPEAL and form.asked_at is not None and not speaks_of_it:
        go_on = (Button(ContinueAppeal(), phrase="button-appeal-continue"),)
        to_resident(resident, Say("appeal-waits", choices=(go_on,)), records)
    return free


def _command(update: Update) -> str:
    message = update.message
    if message is None or message.chat.type != "private":
        return ""
    said = message.text or message.caption or ""
    if MENU.match(said) is not None:
        return "menu"
    found = NAMED.match(said.lstrip().casefold())
    return found[1] if found is not None else ""


def _first_screen(update: Update, shelf: Shelf) -> object | None:
    press = update.callback_query
    if press is None or press.message is None or press.message.chat.type != "private":
        return None
    try:
        choice = unpacked(press.data or "", shelf)
    except NotAButton:
        return None
    return choice if isinstance(choice, FIRST) else None
