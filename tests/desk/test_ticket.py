"""A ticket's states: every way there is, and every way there is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from desk.errors import AlreadyTaken, AlreadyThere, AlreadyYours, DeskError, TicketIsClosed, TicketIsOpen
from desk.ticket import State, Ticket, number, ticket_id
from tests.desk.samples import AT, CHIEF, CLOSED, OLGA, PAVEL, TICKET

LATER = AT + timedelta(hours=1)
TAKEN = TICKET.taken(OLGA)
WAITING = TAKEN.waiting(OLGA, AT)
Step = Callable[[Ticket], Ticket]
STEPS: dict[str, Step] = {
    "taken": lambda one: one.taken(OLGA),
    "answered": lambda one: one.answered(OLGA, LATER),
    "heard": lambda one: one.heard(),
    "waiting": lambda one: one.waiting(OLGA, AT),
    "transferred": lambda one: one.transferred("housing", LATER),
    "closed": lambda one: one.closed(LATER),
    "reopened": lambda one: one.reopened(LATER),
    "rated": lambda one: one.rated(4),
}
N, T, W, C = State.NEW, State.TAKEN, State.WAITING, State.CLOSED
OUTCOMES: dict[str, tuple[State | type[DeskError], ...]] = {
    # from:          NEW           TAKEN         WAITING       CLOSED
    "taken": (T, AlreadyYours, T, TicketIsClosed),
    "answered": (T, T, T, TicketIsClosed),
    "heard": (N, T, T, TicketIsClosed),
    "waiting": (W, W, W, TicketIsClosed),
    "transferred": (N, N, N, TicketIsClosed),
    "closed": (C, C, C, TicketIsClosed),
    "reopened": (TicketIsOpen, TicketIsOpen, TicketIsOpen, N),
    "rated": (TicketIsOpen, TicketIsOpen, TicketIsOpen, C),
}
TABLE = [
    pytest.param(step, before, outcome, id=f"{before.state}-{step}")
    for step, outcomes in OUTCOMES.items()
    for before, outcome in zip((TICKET, TAKEN, WAITING, CLOSED), outcomes, strict=True)
]


@pytest.mark.parametrize(("step", "before", "outcome"), TABLE)
def test_every_step_from_every_state(step: str, before: Ticket, outcome: State | type[DeskError]) -> None:
    if isinstance(outcome, State):
        assert STEPS[step](before).state is outcome
    else:
        with pytest.raises(outcome):
            STEPS[step](before)


def test_a_step_changes_nothing_of_the_ticket_it_starts_from() -> None:
    before = replace(TICKET)
    TICKET.taken(OLGA)
    TICKET.closed(AT)
    assert before == TICKET


def test_a_number_reads_as_people_read_it() -> None:
    assert number(ticket_id(2026, 123)) == "ЕКЦ-2026-000123"
    assert number(ticket_id(2026, 1_234_567)) == "ЕКЦ-2026-1234567"


def test_a_colleague_s_ticket_is_not_taken() -> None:
    with pytest.raises(AlreadyTaken) as refusal:
        TAKEN.taken(PAVEL)
    assert refusal.value.args_ == {"name": "Ольга"}


@pytest.mark.parametrize("held", [TAKEN, WAITING], ids=["taken", "waiting"])
def test_a_supervisor_takes_a_colleague_s_ticket_over(held: Ticket) -> None:
    assert held.taken(CHIEF).assignee_id == CHIEF.id


def test_who_waited_for_the_resident_may_take_the_ticket_back() -> None:
    assert WAITING.taken(OLGA) == replace(TAKEN, waiting_since=AT)


def test_the_first_reply_takes_a_ticket_nobody_has() -> None:
    answered = TICKET.answered(PAVEL, LATER)
    assert (answered.assignee_id, answered.assignee_name) == (PAVEL.id, "Павел")


def test_a_colleague_s_reply_leaves_the_ticket_with_its_operator() -> None:
    assert TAKEN.answered(PAVEL, LATER).assignee_id == OLGA.id


def test_only_the_first_reply_is_the_first() -> None:
    twice = TICKET.answered(OLGA, AT).answered(OLGA, LATER)
    assert twice.first_reply_at == AT


def test_by_when_the_first_reply_was_due_outlasts_later_promises() -> None:
    again = TICKET.answered(OLGA, LATER).closed(LATER).reopened(LATER + (LATER - AT)).answered(OLGA, LATER)
    assert again.first_due_at == TICKET.promised_at != again.promised_at


def test_taking_is_no_reply() -> None:
    assert TAKEN.first_reply_at is None


def test_a_resident_s_words_change_nothing_unless_they_were_waited_for() -> None:
    assert TICKET.heard() is TICKET
    assert TAKEN.heard() is TAKEN
    assert WAITING.heard() == replace(TAKEN, waiting_since=AT)


def test_waiting_takes_a_ticket_nobody_has() -> None:
    assert TICKET.waiting(PAVEL, AT).assignee_id == PAVEL.id


def test_another_department_starts_with_nobody_and_a_new_promise() -> None:
    moved = TAKEN.answered(OLGA, AT).transferred("housing", LATER)
    assert (moved.department_id, moved.assignee_id, moved.assignee_name) == ("housing", None, None)
    assert moved.promised_at == LATER
    assert moved.first_reply_at == AT, "the resident has had a reply all the same"


def test_a_ticket_does_not_move_to_where_it_is() -> None:
    with pytest.raises(AlreadyThere):
        TICKET.transferred("family", LATER)


def test_a_closed_ticket_knows_when() -> None:
    assert TICKET.closed(LATER).closed_at == LATER


def test_a_reopened_ticket_s_clocks_run() -> None:
    assert WAITING.closed(LATER).reopened(LATER).waiting_since is None


def test_a_reopened_ticket_goes_back_to_its_operator_and_forgets_the_rating() -> None:
    again = TAKEN.closed(AT).rated(2).commented("плохо").reopened(LATER)
    assert again == replace(TAKEN, promised_at=LATER)


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_other_numbers_of_stars_are_a_mistake(stars: int) -> None:
    with pytest.raises(ValueError, match="1–5"):
        CLOSED.rated(stars)


@pytest.mark.parametrize("stars", range(1, 6))
def test_a_rating_may_be_changed(stars: int) -> None:
    assert CLOSED.rated(3).rated(stars).rating == stars
