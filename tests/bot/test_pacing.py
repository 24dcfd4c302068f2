"""Telegram's limits, kept on our side."""

from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import MINUTE, Pacing, Rank
from bot.sections import Pacing as Limits
from desk.letters import Lane

GROUP, CHAT = -100, 7


@given(st.lists(st.tuples(st.floats(0, 30), st.integers(1, 10)), max_size=120))
def test_a_group_never_gets_more_than_its_limit_in_any_minute(asked: list[tuple[float, int]]) -> None:
    pacing, now = Pacing(Limits(overall_per_second=1000)), 0.0
    went: list[float] = []
    for pause, calls in asked:
        now += pause
        now += pacing.wait(GROUP, calls, now)
        assert pacing.wait(GROUP, calls, now) <= 1e-6
        pacing.spend(GROUP, calls, now)
        went += [now] * calls
    for start in went:
        assert sum(start <= one < start + MINUTE - 1e-6 for one in went) <= 20


@given(st.lists(st.floats(0, 3), max_size=60))
def test_a_private_chat_gets_a_burst_and_then_one_a_second(pauses: list[float]) -> None:
    pacing, now = Pacing(Limits()), 0.0
    went: list[float] = []
    for pause in pauses:
        now += pause
        now += pacing.wait(CHAT, 1, now)
        pacing.spend(CHAT, 1, now)
        went.append(now)
    for start in went:
        assert sum(start <= one <= start + 10 for one in went) <= 5 + 10 + 1


def test_chats_do_not_hold_up_each_other() -> None:
    pacing = Pacing(Limits())
    for _ in range(20):
        pacing.spend(GROUP, 1, 0.0)
    assert pacing.wait(GROUP, 1, 0.0) > 59
    assert pacing.wait(GROUP - 1, 1, 1.0) == 0
    assert pacing.wait(CHAT, 1, 1.0) == 0


@given(
    st.sampled_from([0.5, 7.0, 30.0, 1000.0]),
    st.lists(st.tuples(st.floats(0, 3), st.integers(1, 40)), min_size=1, max_size=8),
)
def test_no_second_has_more_calls_than_allowed(limit: float, rushes: list[tuple[float, int]]) -> None:
    """However they come: in a heap, after a pause, in the middle of what went before."""
    pacing, now = Pacing(Limits(overall_per_second=limit)), 0.0
    went: list[float] = []
    for pause, calls in rushes:
        now += pause
        for _ in range(calls):
            now += pacing.wait_for_all(now, Rank.URGENT)
            pacing.spend(len(went) + 1, 1, now)
            went.append(now)
    most = max(sum(start <= one < start + 1 for one in went) for start in went)
    assert most <= max(limit, 2), "less than one a second: one and the next, at their time"


def test_who_goes_before_is_served_first_by_processes_that_know_nothing_of_each_other() -> None:
    """Each tries every millisecond: the broadcast's turn comes when nobody before it wants a call."""
    pacing, served = Pacing(Limits()), dict.fromkeys(Rank, 0)
    wanted = {Rank.BROADCAST: 1000, Rank.ANSWER: 100, Rank.GROUP: 50, Rank.URGENT: 20}
    order: list[Rank] = []
    for tick in range(10_000):
        for rank, most in wanted.items():
            if served[rank] < most and pacing.wait_for_all(tick / 1000, rank) == 0:
                pacing.spend(len(order) + 1, 1, tick / 1000)
                served[rank] += 1
                order.append(rank)
    assert order[1:171] == sorted(order[1:171]), "the first call was there for whoever came first"
    assert len(order) >= 10 * 29, "nothing that may go is left unused"


def test_what_was_sent_before_a_restart_still_counts() -> None:
    pacing = Pacing(Limits())
    pacing.spend(GROUP, 20, 100.0 - 30)
    assert 29 <= pacing.wait(GROUP, 1, 100.0) <= 30


def test_idle_chats_are_forgotten_only_when_they_owe_nothing() -> None:
    pacing = Pacing(Limits())
    for _ in range(5):
        pacing.spend(CHAT, 1, 0.0)
    pacing.forget_idle(1.0)
    assert pacing.wait(CHAT, 1, 0.0) > 0
    pacing.forget_idle(1000.0)
    assert pacing.wait(CHAT, 1, 1000.0) == 0


def test_no_burst_follows_a_restart() -> None:
    pacing = Pacing(Limits(chat_burst=5))
    pacing.resume([], 100.0)
    assert pacing.wait_for_all(100.0, Rank.URGENT) == 0
    pacing.spend(CHAT, 1, 100.0)
    assert pacing.wait_for_all(100.0, Rank.URGENT) > 0
    now = 104.0
    for _ in range(4):
        now += pacing.wait(CHAT, 1, now)
        pacing.spend(CHAT, 1, now)
    assert now == 104.0, "four seconds later the chat may get four at once, as its bucket fills"
    pacing.resume([], 200.0)
    fresh = [pacing.wait(99, 1, 200.0)]
    pacing.spend(99, 1, 200.0)
    assert [*fresh, pacing.wait(99, 1, 200.0)] == [0.0, 1.0]


def test_a_groups_minute_goes_on_after_a_restart() -> None:
    pacing = Pacing(Limits())
    pacing.resume([(GROUP, 50.0, 15), (CHAT, 90.0, 30), (GROUP, 95.0, 5)], 100.0)
    assert pacing.wait(GROUP, 1, 100.0) == 10.0
    assert pacing.wait(-200, 1, 101.0) == 0.0


def test_several_processes_divide_the_overall_limit() -> None:
    pacing = Pacing(Limits(overall_per_second=30))
    pacing.divide(3)
    pacing.resume((), 0.0)
    went, now = 0, 0.0
    while now < 10:
        pacing.spend(went + 1, 1, now)
        went += 1
        now += pacing.wait_for_all(now, Rank.URGENT)
    assert 97 <= went <= 100


def test_a_broadcast_leaves_every_burst_to_those_who_speak() -> None:
    pacing = Pacing(Limits())
    pacing.spend(CHAT, 1, 100.0)
    assert pacing.wait(CHAT, 1, 100.0) == 0
    assert pacing.wait(CHAT, 1, 100.0, Lane.BROADCAST) == 1, "who has just been spoken to is not talked into"
    assert pacing.wait(CHAT + 1, 1, 100.0, Lane.BROADCAST) == 0


def test_a_broadcast_takes_all_that_nobody_else_needs() -> None:
    """Also when it looks some milliseconds late each time, as a busy process does."""
    for limit in (0.5, 1.0, 30.0):
        pacing, now, told = Pacing(Limits(overall_per_second=limit)), 0.0, 0
        while now < 100:
            wait = pacing.wait_for_all(now, Rank.BROADCAST)
            now += wait and wait + 0.005
            if wait == 0:
                pacing.spend(1000 + told, 1, now)
                told += 1
        assert told >= 97 * limit
