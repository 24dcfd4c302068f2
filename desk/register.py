"""The register of acts, looked at by supervisors and administrators."""

from __future__ import annotations

import json
from datetime import datetime

from desk.act import About, Act
from desk.choices.register import ShowActs
from desk.deed import Deed
from desk.letters import Button, Choices, Say
from desk.people import Operator
from desk.records import Records, linked
from desk.rights import check
from desk.ticket import number

ON_A_PAGE = 10
PHRASES = "act-"  # before a deed's name, in small letters


async def show(about: About, page: int, by: Operator, records: Records) -> Say:
    """A page of it, the newest first. Raises NotAllowed."""
    check(Deed.AUDIT, by)
    found = await records.acts.latest(about, page * ON_A_PAGE, ON_A_PAGE + 1)
    lines = [await _line(one, records) for one in found[:ON_A_PAGE]]
    args: dict[str, str | int] = {"acts": json.dumps(lines, ensure_ascii=False), "page": page + 1}
    choices = _turning(about, page, len(found) > ON_A_PAGE)
    if not lines:
        return Say("acts-none", choices=choices)
    if about.ticket:
        thread = await records.threads.get(about.ticket)
        ticket = await records.tickets.get(about.ticket)
        named = linked(ticket, thread) if ticket is not None else number(about.ticket)
        return Say("acts-of-ticket", args | {"ticket": named}, choices)
    if about.person:
        return Say("acts-of-person", args | {"id": str(about.person)}, choices)
    return Say("acts", args, choices)


async def known_by(name: str, records: Records) -> int | None:
    """The id of whoever has done something under that name; the one who did last, when there are several."""
    wanted = name.casefold()
    return next((id_ for id_, known in await records.acts.doers() if known.casefold() == wanted), None)


async def _line(act: Act, records: Records) -> list[str]:
    """When, what (a phrase), who, where, and why; `who` is a phrase's id where nobody of the staff did it."""
    who = act.by_name
    if act.by_id is None:
        who = "act-by-itself"
    elif not who:
        who = "act-by-resident"
    ticket = await records.tickets.get(act.ticket_id) if act.ticket_id is not None else None
    where = linked(ticket, await records.threads.get(ticket.id)) if ticket is not None else ""
    if not where and act.person_id is not None:
        where = f"id {act.person_id}"
    return [_moment(act.at), PHRASES + act.deed.name.lower(), who, where, act.note.partition(" | ")[0]]


def _moment(at: datetime) -> str:
    return at.isoformat()


def _turning(about: About, page: int, is_more: bool) -> Choices:
    turning = [Button(ShowActs(about.ticket, about.person, page - 1), phrase="button-previous")]
    turning = turning if page else []
    if is_more:
        turning.append(Button(ShowActs(about.ticket, about.person, page + 1), phrase="button-next"))
    return (tuple(turning),) if turning else ()
