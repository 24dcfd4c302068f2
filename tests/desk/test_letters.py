"""Letters: which may be repeated, and how long words are."""

from __future__ import annotations

import typing
from datetime import date

import pytest

from desk.addressee import ToThread
from desk.enclosure import Document, FiguresPicture, FiguresTable, PollResults, Poster, Transcript
from desk.letters import (
    AlbumAhead,
    Announcement,
    Answer,
    Ballot,
    Checklist,
    Content,
    Lane,
    Leaflet,
    Letter,
    Offices,
    Pin,
    Relay,
    Say,
    brought_up_to_date,
    repeatable,
)
from desk.source import Source
from desk.touches import Amend, Card, Erase, PinCard, Raze, React, Retitle, Shut, Strip, Wipe
from desk.words import Excerpt, Words

HERE = Source(1, 2)
MAY = [
    Amend(HERE, Words("x")),
    Erase(HERE, 1),
    React(HERE, None),
    Strip(HERE),
    Wipe(HERE, HERE),
    Retitle(),
    Shut(),
    Raze(),
    PinCard(),
    Card(),
    Say("x", replacing=HERE),
    Answer("x", replacing=HERE),
    Ballot(1, replacing=HERE),
    Checklist("x", replacing=HERE),
    Offices(("x",), replacing=HERE),
]
MAY_NOT = [
    Say("x"),
    Answer("x"),
    Checklist("x"),
    Offices(("x",)),
    Pin("x"),
    Relay((HERE,), 1),
    AlbumAhead(HERE, 1),
    Announcement("x"),
    Leaflet(Words("x")),
    Ballot(1),
    Document("base"),
    FiguresTable(date(2026, 11, 1), date(2026, 11, 30)),
    FiguresPicture(date(2026, 11, 1), date(2026, 11, 30)),
    PollResults(1, "table"),
    Poster("x", "x", "x"),
    Transcript(1),
]


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


BOLD = {"type": "bold", "offset": 2, "length": 4}


@pytest.mark.parametrize(
    ("offset", "lead", "text", "begins", "mark"),
    [
        (30, 20, "👍 ждём", 10, (2, 4)),
        (5, -20, "👍 ждём", 25, (2, 4)),
        (20, 20, "👍 ждём", 0, (2, 4)),
        (17, 20, "ждём", 0, (0, 3)),  # three units of it are ours: an emoji is two of them
        (16, 20, "дём", 0, (0, 2)),
    ],
)
def test_a_quoted_part_is_moved_by_what_stands_before_the_words(
    offset: int, lead: int, text: str, begins: int, mark: tuple[int, int]
) -> None:
    moved = Excerpt(Words("👍 ждём", (BOLD,)), offset).after(lead)
    assert moved is not None
    assert (moved.words.text, moved.offset) == (text, begins)
    assert [(one["offset"], one["length"]) for one in moved.words.marks] == [mark]


def test_of_a_part_that_is_all_ours_nothing_is_quoted() -> None:
    part = Excerpt(Words("Анна", ({"type": "bold", "offset": 0, "length": 4},)), 3)
    assert part.after(20) is None
    cut = Excerpt(Words("Анна ждёт", part.words.marks), 3).after(8)
    assert cut == Excerpt(Words("ждёт"), 0), "the mark was on what is cut"
