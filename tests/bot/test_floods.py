"""Who writes faster than people can waits; nobody else does."""

import pytest

from bot.floods import A_SECOND, AT_ONCE, MANY, QUIET, Floods


def visited(floods: Floods, lane: str, seconds: float, since: float = 0.0, beside: str = "-1001:7") -> int:
    """How many updates of a lane that never ends are visited then; of the lane beside one a second."""
    count, now, told = 0, since, since
    while now < since + seconds:
        if now >= told:
            assert floods.wait(beside, now) == 0.0
            told += 1.0
        wait = floods.wait(lane, now)
        count += not wait
        now += wait or 0.001  # what a visit takes at least
    return count


@pytest.mark.parametrize("lane", ["7001:0", "user:7001"])
@pytest.mark.parametrize("beside", ["-1001:7", "7002:0"])
def test_a_resident_may_write_much_at_once_and_then_at_a_pace(lane: str, beside: str) -> None:
    assert AT_ONCE <= visited(Floods(), lane, 0.1, beside=beside) <= AT_ONCE + 2
    assert visited(Floods(), lane, 10.0, beside=beside) == pytest.approx(AT_ONCE + 10 * A_SECOND, abs=2)


def test_after_a_while_as_much_may_come_again() -> None:
    floods = Floods()
    visited(floods, "7001:0", 10.0)
    assert visited(floods, "7001:0", 0.1, since=100.0) >= AT_ONCE


def test_where_nobody_else_is_a_flood_waits_for_nobody() -> None:
    floods = Floods()
    counts = [0, 0]
    for number, lane in enumerate(("7001:0", "7002:0")):  # two of them are nobody else, either
        now = 0.0
        while now < 2 * QUIET:
            wait = floods.wait(lane, now)
            counts[number] += not wait
            now += wait or 0.001
    assert min(counts) > 1000 * QUIET
    assert floods.wait("-1001:7", 2 * QUIET) == 0.0
    assert floods.wait("7001:0", 2 * QUIET) + floods.wait("7001:0", 2 * QUIET) > 0, "somebody has come"


@pytest.mark.parametrize("lane", ["-1001:0", "-1001:7", "malformed", "other"])
def test_groups_and_what_is_nobodys_never_wait(lane: str) -> None:
    floods = Floods()
    assert not any(floods.wait(lane, 0.0) for _ in range(1000))


def test_one_does_not_wait_for_another() -> None:
    floods = Floods()
    visited(floods, "7001:0", 10.0)
    assert floods.wait("7002:0", 10.0) == 0.0


def test_who_was_quiet_is_forgotten_and_who_floods_is_not() -> None:
    floods = Floods()
    visited(floods, "1:0", 5.0)
    for resident in range(2, 5 * MANY):
        floods.wait(f"{resident}:0", 5.0 + resident / 100)
    assert len(floods._lanes) <= 2 * MANY
    floods = Floods()
    visited(floods, "1:0", 5.0)
    for resident in range(2, 5 * MANY):
        floods.wait(f"{resident}:0", 5.0)
    assert visited(floods, "1:0", 0.05, since=5.0) <= 1
