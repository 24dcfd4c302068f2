"""A ticket's clocks: they run towards the reply, then towards the resolution, and stand still in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.sla import CalendarDays, worked
from desk.ticket import Alert
from desk.timing import Left, Step, going_on, left, promise, running, step
from tests.desk.samples import AT, FAMILY, HOURS, MOSCOW, OLGA, TICKET

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
# AT is Monday noon in Moscow: the reply is due at 16:00, the resolution on Wednesday at 12:00.
DEPARTMENT = replace(FAMILY, resolution=18 * HOUR, silence=9 * HOUR, closing=9 * HOUR)
REPLY, RESOLUTION = promise(DEPARTMENT, AT)
assert RESOLUTION is not None
OPENED = replace(TICKET, promised_at=REPLY, resolve_by=RESOLUTION)
ANSWERED = OPENED.answered(OLGA, AT + HOUR)
WAITING = ANSWERED.waiting(OLGA, AT + HOUR)


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=MOSCOW)


def test_both_terms_are_promised_at_once() -> None:
    assert (moscow(2, 16), moscow(4, 12)) == (REPLY, RESOLUTION)
    assert promise(FAMILY, AT) == (moscow(2, 16), None)


def test_the_reply_is_waited_for_first_then_the_resolution() -> None:
    first, second = running(OPENED, DEPARTMENT), running(ANSWERED, DEPARTMENT)
    assert first is not None and second is not None
    assert (first.due, first.is_reply) == (REPLY, True)
    assert (second.due, second.is_reply) == (RESOLUTION, False)
    assert running(ANSWERED, FAMILY) is None, "no resolution is promised there"
    assert running(ANSWERED.closed(AT), DEPARTMENT) is None
    assert running(WAITING, DEPARTMENT) is None


def test_what_is_left_is_counted_in_working_time() -> None:
    clock = running(ANSWERED, DEPARTMENT)
    assert clock is not None
    assert left(clock, DEPARTMENT, moscow(2, 17)) == Left(13 * HOUR, is_late=False, worked=True)
    assert left(clock, DEPARTMENT, moscow(3, 3)) == Left(12 * HOUR, is_late=False, worked=True)
    assert left(clock, DEPARTMENT, moscow(5, 10)) == Left(7 * HOUR, is_late=True, worked=True)


def test_of_calendar_days_calendar_time_is_left() -> None:
    month = replace(DEPARTMENT, resolution=CalendarDays(30))
    due = promise(month, AT)[1]
    assert due == moscow(2, 18) + timedelta(days=30), "the 1st of April, a Wednesday"
    clock = running(replace(ANSWERED, resolve_by=due), month)
    assert clock is not None
    assert left(clock, month, moscow(2, 18)) == Left(timedelta(days=30), is_late=False, worked=False)


def test_while_the_resident_is_waited_for_time_stands_still() -> None:
    answer_came = moscow(9, 9, 30)
    again = going_on(WAITING.heard(), DEPARTMENT, answer_came)
    assert (again.waiting_since, again.close_at) == (None, None)
    assert again.resolve_by == moscow(10, 17, 30), "17 of 18 hours were left at 13:00"
    assert going_on(again, DEPARTMENT, moscow(9, 12)) is again


def test_what_was_late_before_the_wait_is_late_after_it() -> None:
    late = OPENED.waiting(OLGA, moscow(2, 17))
    again = going_on(late.heard(), DEPARTMENT, moscow(3, 10))
    assert again.promised_at == REPLY
    assert again.resolve_by == moscow(4, 12) + HOUR + HOUR, "two hours were waited, 17–18 and 9–10"


def test_calendar_days_do_not_stand_still() -> None:
    month = replace(DEPARTMENT, resolution=CalendarDays(30))
    again = going_on(WAITING.heard(), month, moscow(9, 9, 30))
    assert again.resolve_by == RESOLUTION


@given(wait=st.integers(0, 8 * 24 * 60), lasts=st.integers(0, 20 * 24 * 60))
@settings(max_examples=150, deadline=None)
def test_a_wait_takes_no_working_time_from_anybody(wait: int, lasts: int) -> None:
    begins, ends = AT + wait * MINUTE, AT + (wait + lasts) * MINUTE
    again = going_on(OPENED.waiting(OLGA, begins).heard(), DEPARTMENT, ends)
    for due, now in ((OPENED.promised_at, again.promised_at), (OPENED.resolve_by, again.resolve_by)):
        assert due is not None and now is not None
        assert now >= due
        assert worked(begins, due, HOURS) == worked(ends, now, HOURS) or due < begins


@pytest.mark.parametrize(
    ("at", "alert", "expected"),
    [
        (moscow(2, 14, 30), Alert.NONE, None),
        (moscow(2, 15), Alert.NONE, Step.REMIND),
        (moscow(2, 15), Alert.REMINDED, None),
        (moscow(2, 16), Alert.NONE, Step.ESCALATE),
        (moscow(2, 16), Alert.REMINDED, Step.ESCALATE),
        (moscow(4, 16), Alert.ESCALATED, None),
    ],
    ids=["in time", "three quarters", "told", "past, and nobody was there", "past", "told that too"],
)
def test_each_deadline_is_told_once(at: datetime, alert: Alert, expected: Step | None) -> None:
    assert step(OPENED.alerted(alert), DEPARTMENT, at, at) is expected


def test_the_reply_given_the_next_deadline_is_told_anew() -> None:
    assert RESOLUTION is not None
    answered = OPENED.alerted(Alert.ESCALATED).answered(OLGA, AT)
    assert step(answered, DEPARTMENT, AT, RESOLUTION) is Step.ESCALATE
    twice = answered.alerted(Alert.REMINDED).answered(OLGA, AT)
    assert twice.alert is Alert.REMINDED, "a second reply is no new deadline"


def test_the_card_is_painted_anew_only_when_the_words_would_differ() -> None:
    def painted(minutes: int) -> int:
        ticks = [moscow(2, 12) + one * MINUTE for one in range(1, minutes + 1)]
        told = OPENED.alerted(Alert.REMINDED)
        return sum(step(told, DEPARTMENT, one - MINUTE, one) is Step.REFRESH for one in ticks)

    assert painted(60) == 2, "half hours while more than one is left"
    assert painted(239) == 6 + 5, "and ten minutes in the last one"
    night = [moscow(2, 18) + one * MINUTE for one in range(1, 15 * 60)]
    assert not any(step(ANSWERED, DEPARTMENT, one - MINUTE, one) for one in night)


def test_a_silent_resident_is_warned_and_then_the_ticket_is_closed() -> None:
    assert step(WAITING, DEPARTMENT, AT, moscow(3, 12, 59)) is None
    assert step(WAITING, DEPARTMENT, AT, moscow(3, 13)) is Step.WARN
    warned = WAITING.warned(moscow(4, 13))
    assert step(warned, DEPARTMENT, AT, moscow(4, 12, 59)) is None
    assert step(warned, DEPARTMENT, AT, moscow(4, 13)) is Step.CLOSE
    assert step(WAITING, FAMILY, AT, moscow(30, 13)) is None, "never, where nothing is set"
