"""Telegram's limits, kept on our side."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import FOR_SPEAKERS, MINUTE, Pacing
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


def test_all_chats_together_keep_to_the_overall_limit() -> None:
    pacing = Pacing(Limits(overall_per_second=30))
    for chat in range(30):
        assert pacing.wait(chat + 1, 1, 0.0, is_urgent=True) == 0
        pacing.spend(chat + 1, 1, 0.0)
    assert pacing.wait(99, 1, 0.0, is_urgent=True) > 0
    assert pacing.wait(99, 1, 1.0) == 0


def test_groups_keep_their_own_pace_and_replies_go_at_once_however_many_answers_wait() -> None:
    """Every tenth of a second new private chats ask before the groups do, and all of these before a reply."""
    pacing, groups = Pacing(Limits()), range(-120, -100)
    went: Counter[int] = Counter()
    late = 0
    for tenth in range(1800):
        now, asked = tenth / 10, 1000 + tenth * 10
        for chat_id in (*range(asked, asked + 50), *groups):
            if pacing.wait(chat_id, 1, now) == 0:
                pacing.spend(chat_id, 1, now)
                went[chat_id] += 1
        reply = 500_000 + tenth
        late += pacing.wait(reply, 1, now, is_urgent=True) > 0
        pacing.spend(reply, 1, now)
    assert [went[group] for group in groups] == [60] * len(groups), "20 a minute each, for three minutes"
    assert late == 0, "what an operator says does not wait"
    assert sum(went.values()) + 1800 >= 30 * 179, "nothing that may go is left unused"
    assert sum(count for chat_id, count in went.items() if chat_id > 0) > 10 * 179, "and answers go, too"


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
    pacing = Pacing(Limits(overall_per_second=5, chat_burst=5))
    pacing.resume([], 100.0)
    went, now = [], 100.0
    for chat_id in range(1, 21):
        now += pacing.wait(chat_id, 1, now, is_urgent=True)
        pacing.spend(chat_id, 1, now)
        went.append(now)
    assert went[0] == 100.0
    assert sum(one < 101.0 for one in went) <= 5 + 1
    now = 102.0
    for _ in range(3):
        now += pacing.wait(CHAT, 1, now)
        pacing.spend(CHAT, 1, now)
    assert now >= 102.0, "a chat nobody has written to since has its burst again, as the bucket fills"
    pacing.resume([], 200.0)
    fresh = [pacing.wait(99, 1, 200.0, is_urgent=True)]
    pacing.spend(99, 1, 200.0)
    assert [*fresh, pacing.wait(99, 1, 200.0, is_urgent=True)] == [0.0, 1.0]


def test_a_groups_minute_goes_on_after_a_restart() -> None:
    pacing = Pacing(Limits())
    pacing.resume([(GROUP, 50.0, 15), (CHAT, 90.0, 30), (GROUP, 95.0, 5)], 100.0)
    assert pacing.wait(GROUP, 1, 100.0) == 10.0
    assert pacing.wait(-200, 1, 101.0) == 0.0


def test_several_processes_divide_the_overall_limit() -> None:
    pacing = Pacing(Limits(overall_per_second=30))
    pacing.divide(3)
    pacing.resume((), 0.0)
    went = 0
    for tenth in range(101):
        while pacing.wait(went + 1, 1, tenth / 10, is_urgent=True) == 0:
            pacing.spend(went + 1, 1, tenth / 10)
            went += 1
    assert 100 <= went <= 101  # one at once, and ten a second; fractions may round down


def test_a_broadcast_leaves_half_of_all_calls_and_every_burst_to_those_who_speak() -> None:
    pacing = Pacing(Limits())
    told = 0
    while pacing.wait(1000 + told, 1, 0.0, Lane.BROADCAST) == 0:
        pacing.spend(1000 + told, 1, 0.0)
        told += 1
    assert told == 15
    for reply in range(15):
        assert pacing.wait(reply + 1, 1, 0.0, is_urgent=True) == 0
        pacing.spend(reply + 1, 1, 0.0)
    assert pacing.wait_for_all(0.0, FOR_SPEAKERS) > 0.5, "what is spoken meanwhile goes before it"

    pacing.spend(CHAT, 1, 100.0)
    assert pacing.wait(CHAT, 1, 100.0) == 0
    assert pacing.wait(CHAT, 1, 100.0, Lane.BROADCAST) == 1, "who has just been spoken to is not talked into"
    assert pacing.wait(CHAT + 1, 1, 100.0, Lane.BROADCAST) == 0


def test_a_broadcast_takes_all_that_nobody_else_needs() -> None:
    for limit in (0.5, 1.0, 30.0):
        pacing, now, told = Pacing(Limits(overall_per_second=limit)), 0.0, 0
        while now < 100:
            wait = pacing.wait(1000 + told, 1, now, Lane.BROADCAST)
            now += wait
            if wait == 0:
                pacing.spend(1000 + told, 1, now)
                told += 1
        assert told >= 99 * limit
