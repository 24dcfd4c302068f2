"""Who writes faster than people can waits; nobody else does."""

import pytest

from bot.floods import A_SECOND, AT_ONCE, MANY, Floods


def visited(floods: Floods, lane: str, seconds: float, since: float = 0.0) -> int:
    """How many updates of a lane that never ends are visited in that time."""
    count, now = 0, since
    while now < since + seconds:
        wait = floods.wait(lane, now)
        count += not wait
        now += wait
    return count


@pytest.mark.parametrize("lane", ["7001:0", "user:7001"])
def test_a_resident_may_write_much_at_once_and_then_at_a_pace(lane: str) -> None:
    assert AT_ONCE <= visited(Floods(), lane, 0.05) <= AT_ONCE + 1
    assert visited(Floods(), lane, 10.0) == pytest.approx(AT_ONCE + 10 * A_SECOND, abs=1)


def test_after_a_while_as_much_may_come_again() -> None:
    floods = Floods()
    visited(floods, "7001:0", 10.0)
    assert visited(floods, "7001:0", 0.05, since=100.0) >= AT_ONCE


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
