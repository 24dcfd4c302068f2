"""Finding: a group's tickets by number, by the resident's name, by what was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from desk.act import about
from desk.centre import Centre
from desk.choices.finding import ShowFound
from desk.deed import Deed
from desk.letters import Say
from desk.passage import Hit, Speaker, excerpt, sought
from desk.people import Operator
from desk.records import Records, linked
from desk.rights import check
from desk.rows import paged
from desk.source import Source
from desk.ticket import Ticket, ticket_id

MOST = 50  # tickets found by words
ON_A_PAGE = 5
EXCERPT = 120  # characters
SUBJECT = 40  # characters of a subject
WORDS = 60  # characters of what was searched for, said back
# «ЕКЦ-2026-000123», «2026-123», «№ 123», «123»: the sign and the year tell that it is surely a number.
NUMBER = re.compile(
    r"\s*(?P<sure>№|#|екц)?[\s-]*(?:(?P<year>20[0-9]{2})[\s-]+)?(?P<serial>[0-9]{1,9})\s*", re.IGNORECASE
)
YEARS = 3  # in which a number without its year is looked for, the newest first
SPEAKERS = {Speaker.RESIDENT: "💬", Speaker.OPERATOR: "👤", Speaker.NOTE: "✍️"}


async def find(
    words: str,
    page: int,
    chat_id: int,
    asked: Source | None,
    by: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> Say:
    """A page of the tickets that a group may see, found by those words; `asked` is the message with them.

    Of a ticket of other groups, named by its number, only its department is told. The register tells that
    somebody has looked, never for what: the words may be a resident's name. Raises NotAllowed.
    """
    check(Deed.SEARCH, by)
    if not page:
        records.acts.add(about(Deed.SEARCH, by, at))
    shown = words if len(words) <= WORDS else words[:WORDS] + "…"
    chats = _chats(chat_id, centre)
    number = NUMBER.fullmatch(words)
    named = await _named(number, records, centre, at) if number is not None else []
    here = [one for one in named if await _is_in(one, chats, records)]
    wanted = sought(words)
    is_sure = number is not None and bool(number["sure"] or number["year"])
    hits = () if is_sure else await records.passages.find(wanted, chats, MOST)
    if not here and not hits:
        return _nothing(named, shown, asked, centre)
    found: list[tuple[int, Hit | None]] = [(one.id, None) for one in here]
    found += [(one.ticket_id, one) for one in hits if all(one.ticket_id != other.id for other in here)]
    part, turns = paged(found, page, ON_A_PAGE, ShowFound)
    lines = [await _line(ticket_id, hit, wanted, records, centre) for ticket_id, hit in part]
    args: dict[str, str | int] = {"words": shown, "count": len(found), "tickets": "\n\n".join(lines)}
    phrase = "found-many" if len(hits) == MOST else "found"
    return Say(phrase, args, turns, quoting=asked)


def _nothing(elsewhere: Sequence[Ticket], words: str, asked: Source | None, centre: Centre) -> Say:
    if not elsewhere:
        return Say("found-nothing", {"words": words}, quoting=asked)
    ticket = elsewhere[0]
    department = centre.departments.get(ticket.department_id).title
    return Say("found-elsewhere", {"number": ticket.number, "department": department}, quoting=asked)


def _chats(chat_id: int, centre: Centre) -> tuple[int, ...]:
    """All groups of the departments that work in that one."""
    theirs = [one.groups for one in centre.departments.all if chat_id in one.groups]
    return tuple(dict.fromkeys(chat for groups in theirs for chat in groups))


async def _named(number: re.Match[str], records: Records, centre: Centre, at: datetime) -> list[Ticket]:
    year = at.astimezone(centre.zone).year
    years = [int(number["year"])] if number["year"] else range(year, year - YEARS, -1)
    known = [await records.tickets.get(ticket_id(one, int(number["serial"]))) for one in years]
    return [one for one in known if one is not None]


async def _is_in(ticket: Ticket, chats: Sequence[int], records: Records) -> bool:
    thread = await records.threads.get(ticket.id)
    return thread is not None and thread.chat_id in chats


async def _line(
    ticket_id: int, hit: Hit | None, wanted: Sequence[str], records: Records, centre: Centre
) -> str:
    ticket = await records.tickets.get(ticket_id)
    assert ticket is not None, "what was said was said in a ticket"
    resident = await records.residents.get(ticket.resident_id)
    day = ticket.opened_at.astimezone(centre.zone)
    name = f" · {resident.name}" if resident is not None else ""
    told = (
        f"{ticket.sign} {linked(ticket, await records.threads.get(ticket.id))}{name}"
        f" · {ticket.subject[:SUBJECT]} · {day:%d.%m.%Y}"
    )
    if hit is None or hit.speaker is Speaker.TICKET:
        return told
    return f"{told}\n{SPEAKERS[hit.speaker]} {excerpt(hit.words, wanted, EXCERPT)}"
