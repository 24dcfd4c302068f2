"""The way to the dashboard: a link that opens it once, in private."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, Filter
from aiogram.types import Message, TelegramObject

from desk import entering
from desk.centre import Centre
from desk.letters import Say
from desk.people import Resident, Role
from desk.records import Records
from handlers.doors import GROUP, PRIVATE, Staff
from handlers.saying import here, to_resident

router = Router(name="dashboard")


class MayEnter(Filter):
    """Somebody who may look at the dashboard: in private a supervisor is known by that alone."""

    async def __call__(
        self, _: TelegramObject, records: Records, centre: Centre, resident: Resident | None = None
    ) -> bool:
        """Whether it is one."""
        return resident is not None and await entering.known(resident.id, records, centre) is not None


@router.message(PRIVATE, Command("dashboard"), MayEnter())
async def invite(_: Message, resident: Resident, records: Records, centre: Centre, at: datetime) -> None:
    """The link."""
    to_resident(resident, await entering.invite(resident.id, records, centre, at), records)


@router.message(GROUP, Staff(Role.SUPERVISOR), Command("dashboard"))
async def not_here(message: Message, records: Records) -> None:
    """Everybody would read it here."""
    here(message, Say("dashboard-in-private"), records)
