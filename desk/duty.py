"""Duty: who comes on and goes off, what they leave, and who is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from desk.act import with_ticket
from desk.addressee import ToChat
from desk.assigning import release
from desk.button import Button, Choices
from desk.centre import Centre
from desk.choices.duty import GoOffDuty, GoOnDuty, QueueScope, ReturnTickets, ShowQueue
from desk.deed import Deed
from desk.errors import NotOnDuty, NotYourTickets, OnDutyAlready
from desk.letters import Lane, Letter, Say
from desk.people import Operator
from desk.queue import lines, waiting_in
from desk.records import Records
from desk.rights import Reach, meets
from desk.shift import Shift
from desk.ticket import State, Ticket

LONGEST = timedelta(hours=16)  # a shift that somebody forgot to end
NOTED = 30  # tickets named in a note for the next shift


async def show(chat_id: int, records: Records, centre: Centre) -> Say:
    """Who is on duty in a chat, and how much each has."""
    shifts = await records.shifts.on_duty(chat_id)
    load = Counter(one.assignee_id for one in await waiting_in(chat_id, records, centre))
    people = "\n".join(f"👤 {one.name} · {load[one.operator_id]}" for one in shifts)
    args: dict[str, str | int] = {"people": people or "—", "free": load[None]}
    return Say("duty", args, _choices())


async def begin(operator: Operator, chat_id: int, records: Records, centre: Centre, at: datetime) -> Say:
    """They are on duty from now on. Raises OnDutyAlready."""
    if await _shift(operator, chat_id, records) is not None:
        raise OnDutyAlready()
    records.shifts.save(Shift(chat_id, operator.id, operator.name, at))
    load = Counter(one.assignee_id for one in await waiting_in(chat_id, records, centre))
    args: dict[str, str | int] = {"name": operator.name, "mine": load[operator.id], "free": load[None]}
    return Say("duty-on", args, ((Button(ShowQueue(QueueScope.ALL, 0), phrase="button-queue-all"),),))


async def end(
    operator: Operator, words: str, chat_id: int, records: Records, centre: Centre, at: datetime
) -> None:
    """They are off duty; what they leave, and their words for the next shift, stand in General.

    What was given to them and never taken returns to the queue at once; of the rest they decide.
    Raises NotOnDuty, unless there are words to leave.
    """
    shift = await _shift(operator, chat_id, records)
    if shift is None and not words:
        raise NotOnDuty()
    if shift is not None:
        records.shifts.end(chat_id, operator.id)
    mine = await _of(operator.id, chat_id, records, centre)
    kept = [one for one in mine if one.state is not State.NEW]
    for one in mine:
        if one.state is State.NEW:
            await _release(one, operator.name, records, centre, at)
    args: dict[str, str | int] = {
        "name": operator.name,
        "count": len(kept),
        "tickets": await lines(kept[:NOTED], records, centre, at),
        "words": words,
    }
    choices = ((Button(ReturnTickets(operator.id), phrase="button-return-tickets"),),) if kept else ()
    phrase = "duty-off" if kept else "duty-off-clear"
    if words:
        phrase = "duty-off-with-words" if kept else "duty-off-clear-with-words"
    said = Say(phrase, args, choices)
    records.outbox.add(Letter(ToChat(chat_id), said))


async def return_tickets(
    owner_id: int, by: Operator, chat_id: int, records: Records, centre: Centre, at: datetime
) -> int:
    """All open tickets somebody left return to the queue: how many. Raises NotYourTickets for a colleague."""
    if by.id != owner_id and meets(Deed.RETURN, by) is not Reach.FREE:
        raise NotYourTickets()
    mine = await _of(owner_id, chat_id, records, centre)
    for one in mine:
        await _release(one, one.assignee_name or "", records, centre, at)
        records.acts.add(with_ticket(Deed.RETURN, by, one, at, f"← {one.assignee_name}"))
    return len(mine)


async def end_forgotten(records: Records, centre: Centre, at: datetime) -> None:
    """Shifts that nobody has ended end by themselves: a ticket must not be given to somebody asleep."""
    for shift in await records.shifts.begun_before(at - LONGEST):
        operator = Operator(shift.operator_id, shift.name)
        await end(operator, "", shift.chat_id, records, centre, at)
        said = Say("duty-forgotten", {"name": shift.name, "hours": LONGEST // timedelta(hours=1)})
        records.outbox.add(Letter(ToChat(shift.chat_id), said, Lane.NOTICES))


async def leave(
    operator: Operator, chats: Iterable[int], records: Records, centre: Centre, at: datetime
) -> None:
    """Somebody works in those chats no longer: whatever they had there returns to the queue."""
    for chat_id in chats:
        records.shifts.end(chat_id, operator.id)
        for one in await _of(operator.id, chat_id, records, centre):
            await _release(one, one.assignee_name or operator.name, records, centre, at)


async def _shift(operator: Operator, chat_id: int, records: Records) -> Shift | None:
    there = await records.shifts.on_duty(chat_id)
    return next((one for one in there if one.operator_id == operator.id), None)


async def _of(operator_id: int, chat_id: int, records: Records, centre: Centre) -> list[Ticket]:
    every = await waiting_in(chat_id, records, centre)
    return [one for one in every if one.assignee_id == operator_id]


async def _release(ticket: Ticket, name: str, records: Records, centre: Centre, at: datetime) -> None:
    await release(ticket, centre.departments.get(ticket.department_id), name, records, at)


def _choices() -> Choices:
    on, off = Button(GoOnDuty(), phrase="button-duty-on"), Button(GoOffDuty(), phrase="button-duty-off")
    return ((on, off), (Button(ShowQueue(QueueScope.ALL, 0), phrase="button-queue-all"),))
