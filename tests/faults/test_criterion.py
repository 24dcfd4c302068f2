"""The common criterion itself: it sees what is lost, said twice, late; and excuses what nobody can know."""

from __future__ import annotations

from dataclasses import replace

from bench.criterion import Kept, Said, judged

SAID = [Said((7, number), number) for number in (1, 2, 3)]
KEPT = Kept(tuple(one.where for one in SAID), frozenset(), (), frozenset(), ())


def test_what_arrives_once_and_in_order_holds() -> None:
    assert judged(SAID, [1, 2, 3], KEPT).holds


def test_what_is_lost_doubled_or_late_does_not() -> None:
    lost, doubled, late = (judged(SAID, arrived, KEPT) for arrived in ([1, 3], [1, 2, 2, 3], [1, 3, 2]))
    assert (lost.lost, lost.holds) == (((7, 2),), False)
    assert (doubled.doubled, doubled.holds) == (1, False)
    assert (late.disordered, late.holds) == ((2,), False)


def test_what_is_stored_twice_or_left_undone_does_not() -> None:
    assert not judged(SAID, [1, 2, 3], replace(KEPT, stored=(*KEPT.stored, (7, 3)))).holds
    assert not judged(SAID, [1, 2, 3], replace(KEPT, unfinished=("letter 1 is pending",))).holds
    assert not judged(SAID, [1, 2, 3], replace(KEPT, damage=("a page",))).holds


def test_what_a_person_is_asked_about_may_be_missing_or_late() -> None:
    asked_about = replace(KEPT, visible=frozenset({(7, 2)}))
    assert judged(SAID, [1, 3], asked_about).holds
    assert judged(SAID, [1, 3, 2], asked_about).holds  # the process died in the call, Telegram took its time
    assert not judged(SAID, [2, 3, 1], asked_about).holds
