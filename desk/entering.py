"""Entering the dashboard: a link from the bot, a session in the browser; rights are asked for each time."""

from __future__ import annotations

from datetime import datetime

from desk.act import about
from desk.button import Button
from desk.centre import Centre
from desk.choices.link import Link
from desk.deed import Deed
from desk.errors import NotAllowed
from desk.key import LINK, SESSION, Key, Opens, cut, hashed
from desk.letters import Say
from desk.people import Operator, Role
from desk.records import Records

PATH = "/dashboard"  # of all its pages; a link's key follows
MAY = (Role.SUPERVISOR, Role.EDITOR)  # and administrators, who may all


async def known(person_id: int, records: Records, centre: Centre) -> Operator | None:
    """Somebody who may look at the dashboard now: as the settings have it, or appointed by /appoint."""
    listed = (
        (centre.admins, Role.ADMIN),
        (centre.supervisors, Role.SUPERVISOR),
        (centre.editors, Role.EDITOR),
    )
    appointed = await records.staff.appointed(person_id)
    role = next((one for ids, one in listed if person_id in ids), appointed.role if appointed else None)
    if role is None or not any(role.may(one) for one in MAY):
        return None
    person = await records.residents.get(person_id)
    return Operator(person_id, person.name if person else appointed.name if appointed else "", role)


async def invite(person_id: int, records: Records, centre: Centre, at: datetime) -> Say:
    """A link that opens the dashboard once, within ten minutes. Raises NotAllowed."""
    if await known(person_id, records, centre) is None:
        raise NotAllowed()
    if not centre.pages:
        return Say("dashboard-off")
    key = cut()
    records.keys.add(Key(hashed(key), Opens.LINK, person_id, at + LINK), at)
    link = Link(f"{centre.pages}{PATH}/enter/{key}")
    return Say("dashboard-link", choices=((Button(link, phrase="button-dashboard"),),))


async def enter(key: str, records: Records, centre: Centre, at: datetime) -> str | None:
    """A session's key for a link's, which is used up with that; None: the link opens nothing (any more)."""
    found = await records.keys.get(hashed(key))
    if found is None or not found.fits(Opens.LINK, at):
        return None
    records.keys.take(found.hash)
    person = await known(found.staff_id, records, centre)
    if person is None:
        return None
    session = cut()
    records.keys.add(Key(hashed(session), Opens.SESSION, person.id, at + SESSION), at)
    records.acts.add(about(Deed.DASHBOARD, person, at))
    return session


async def holder(session: str, records: Records, centre: Centre, at: datetime) -> Operator | None:
    """Whose session it is, if it still is one and they still may."""
    found = await records.keys.get(hashed(session))
    if found is None or not found.fits(Opens.SESSION, at):
        return None
    return await known(found.staff_id, records, centre)


async def leave(session: str, records: Records) -> None:
    """The session is over."""
    found = await records.keys.get(hashed(session))
    if found is not None and found.opens is Opens.SESSION:
        records.keys.take(found.hash)
