"""The register of acts, looked at by supervisors and administrators."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from desk.act import About, Act, about
from desk.addressee import ToChat
from desk.chain import START, hash_of
from desk.choices.register import ShowActs
from desk.deed import Deed
from desk.enclosure import Document
from desk.letters import Letter, Say
from desk.people import Operator
from desk.records import Records, linked
from desk.rights import check
from desk.rows import turning
from desk.ticket import number

ON_A_PAGE = 10
WEEK = timedelta(days=7)
PHRASES = "act-"  # before a deed's name, in small letters


async def show(whose: About, page: int, by: Operator, records: Records) -> Say:
    """A page of it, the newest first. Raises NotAllowed."""
    check(Deed.AUDIT, by)
    found = await records.acts.latest(whose, page * ON_A_PAGE, ON_A_PAGE + 1)
    lines = [await _line(one, records) for one in found[:ON_A_PAGE]]
    args: dict[str, str | int] = {"acts": json.dumps(lines, ensure_ascii=False), "page": page + 1}
    choices = turning(page, len(found) > ON_A_PAGE, lambda to: ShowActs(whose.ticket, whose.person, to))
    if not lines:
        return Say("acts-none", choices=choices)
    if whose.ticket:
        thread = await records.threads.get(whose.ticket)
        ticket = await records.tickets.get(whose.ticket)
        named = linked(ticket, thread) if ticket is not None else number(whose.ticket)
        return Say("acts-of-ticket", args | {"ticket": named}, choices)
    if whose.person:
        return Say("acts-of-person", args | {"id": str(whose.person)}, choices)
    count, head = await records.acts.head()
    broken = _broken(found)
    args |= {"count": count, "head": f"{count}:{head}", "broken": broken or 0}
    return Say("acts-broken" if broken else "acts", args, choices)


def export(by: Operator, records: Records, at: datetime) -> None:
    """Send all of it as a file that can be verified apart. Raises NotAllowed."""
    check(Deed.EXPORT_ACTS, by)
    records.outbox.add(Letter(ToChat(by.id), Document("acts")))
    records.acts.add(about(Deed.EXPORT_ACTS, by, at))


async def report(due: datetime, records: Records) -> Say | None:
    """The newest hash, to be kept outside of the database; None when no act is new since."""
    newest = await records.acts.latest(About(), 0, 1)
    if not newest or newest[0].at < due - WEEK:
        return None
    (first,) = await records.acts.latest(About(), newest[0].number - 1, 1)
    if first.at >= due:
        return None  # the centre has begun after it
    return Say("acts-weekly", {"count": newest[0].number, "head": f"{newest[0].number}:{newest[0].hash}"})


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


def _broken(found: Sequence[Act]) -> int | None:
    """The number of an act that does not follow the one before it; `found`: neighbours, the newest first."""
    before = [*found[1:], None] if found and found[-1].number == 1 else found[1:]
    for act, earlier in zip(found, before, strict=False):
        head = earlier.hash if earlier is not None else START
        gap = act.number - (earlier.number if earlier is not None else 0)
        if gap != 1 or hash_of(head, act.canonical) != act.hash:
            return act.number
    return None


def _moment(at: datetime) -> str:
    return at.isoformat()
