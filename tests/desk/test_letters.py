"""Letters: which may be repeated, and how long words are."""

from __future__ import annotations

import typing

import pytest

from desk.letters import (
    AlbumAhead,
    Amend,
    Answer,
    Card,
    Content,
    Document,
    Lane,
    Letter,
    PinCard,
    React,
    Relay,
    Retitle,
    Say,
    Source,
    Strip,
    ToThread,
    Words,
    brought_up_to_date,
    repeatable,
)

HERE = Source(1, 2)
MAY = [
    Amend(HERE, Words("x")),
    React(HERE, None),
    Strip(HERE),
    Retitle(),
    PinCard(),
    Card(),
    Say("x", replacing=HERE),
    Answer("x", replacing=HERE),
]
MAY_NOT = [Say("x"), Answer("x"), Relay((HERE,), 1), AlbumAhead(HERE, 1), Document("base")]


@pytest.mark.parametrize("content", MAY, ids=lambda one: one.kind)
def test_what_changes_something_that_is_there_may_be_repeated(content: Content) -> None:
    assert repeatable(content)


@pytest.mark.parametrize("content", MAY_NOT, ids=lambda one: one.kind)
def test_what_would_be_said_twice_is_never_repeated(content: Content) -> None:
    assert not repeatable(content)


def test_no_kind_of_letter_is_left_undecided() -> None:
    assert {type(one) for one in (*MAY, *MAY_NOT)} == set(typing.get_args(Content))


@pytest.mark.parametrize(("text", "units"), [("", 0), ("Ж", 1), ("🙂", 2), ("👨‍👩‍👧", 8), ("\ud800", 1)])
def test_words_are_as_long_as_telegram_counts_them(text: str, units: int) -> None:
    assert Words(text).units == units


def test_people_s_words_go_before_all_decoration() -> None:
    assert Lane.WORDS < Lane.NOTICES < Lane.CARDS < Lane.COSMETICS
    threads = set(Lane) - {Lane.BULLETIN}
    assert min(threads) is Lane.OPENING, "nothing can be said in a thread before it is there"
    assert brought_up_to_date(5) == (
        Letter(ToThread(5), Card(), Lane.CARDS),
        Letter(ToThread(5), Retitle(), Lane.COSMETICS),
    )
