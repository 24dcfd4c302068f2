"""A poll: what may be asked, what a press makes of a vote, and which state follows which."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from desk.choices.proposal import WhyNot
from desk.poll import (
    LONGEST,
    WEEK,
    Poll,
    PollClosed,
    PollGone,
    PollNotDraft,
    PollState,
    PollWrong,
    checked_options,
    checked_question,
    tally,
)
from desk.poll_file import read
from desk.proposal import Proposal, ProposalDecided

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
PARK = Poll(1, "Где?", ("Тут", "Там", "Нигде"), AT + timedelta(days=7), 3001, "Елена")


def test_of_one_option_a_press_is_the_vote_of_several_it_comes_or_goes() -> None:
    assert PARK.chosen(0b001, 2) == 0b100
    several = replace(PARK, several=True)
    assert several.chosen(0b001, 2) == 0b101
    assert several.chosen(0b101, 0) == 0b100
    with pytest.raises(PollGone):
        PARK.chosen(0, 3)


def test_shares_are_of_voters_not_of_votes() -> None:
    counted = tally(PARK, {0b001: 1, 0b011: 2})
    assert (counted.voters, counted.chosen) == (3, (3, 2, 0))
    assert [counted.share(one) for one in range(3)] == [100, 67, 0]
    assert tally(PARK, {}).share(0) == 0


def test_it_is_open_from_its_publication_until_its_time_is_over() -> None:
    opened = PARK.opened(AT)
    assert not PARK.is_open(AT) and opened.is_open(AT)
    assert not opened.is_open(opened.closes_at)
    assert not opened.closed(AT).is_open(AT)


def test_states_follow_each_other_and_none_is_left_out() -> None:
    opened = PARK.opened(AT)
    closed = opened.closed(AT)
    with pytest.raises(PollNotDraft):
        opened.opened(AT)
    with pytest.raises(PollClosed):
        PARK.closed(AT)
    with pytest.raises(PollGone):
        opened.weighed("Тут").decided()
    with pytest.raises(PollGone):
        closed.decided()
    assert closed.remind_at == AT + WEEK
    done = closed.weighed("  Тут. ").decided()
    assert (done.state, done.decision, done.remind_at) == (PollState.DECIDED, "Тут.", None)


@pytest.mark.parametrize("days", [0, -1, LONGEST.days + 1])
def test_a_term_that_is_over_or_too_long_is_not_published(days: int) -> None:
    with pytest.raises(PollWrong):
        replace(PARK, closes_at=AT + timedelta(days=days)).opened(AT)


def test_questions_and_options_are_put_on_a_line_each() -> None:
    assert checked_question(" Где\n сидеть? ") == "Где сидеть?"
    assert checked_options([" Тут ", "", "Там\tдалеко"]) == ("Тут", "Там далеко")
    for wrong in (["Тут"], [str(n) for n in range(11)], ["Тут", "тут"], ["Тут", "Т" * 101]):
        with pytest.raises(PollWrong):
            checked_options(wrong)
    for question in ("", " \n", "Г" * 301):
        with pytest.raises(PollWrong):
            checked_question(question)


def test_a_file_is_read_strictly() -> None:
    good = 'question = "Где?"\noptions = ["Тут", "Там"]\nuntil = 2026-12-01\n'
    told = read("\ufeff".encode() + good.encode())
    assert (told.options, told.until, told.several) == (("Тут", "Там"), date(2026, 12, 1), False)
    for wrong, phrase in (
        (good + "several = 1", "poll-wrong-field"),
        (good + 'until2 = "завтра"', "poll-wrong-field"),
        (good.replace("2026-12-01", "2026-12-01T10:00:00"), "poll-wrong-field"),
        (good.replace('"Там"', "5"), "poll-wrong-field"),
        ("question = ", "poll-wrong-toml"),
        ("", "poll-wrong-question"),
    ):
        with pytest.raises(PollWrong) as refused:
            read(wrong.encode())
        assert refused.value.phrase == phrase
    with pytest.raises(PollWrong):
        read("question = 'Где?'".encode("utf-16"))


def test_a_proposal_is_decided_about_once() -> None:
    accepted = Proposal(1, 7, 10, "Лавочки", AT).accepted()
    with pytest.raises(ProposalDecided):
        accepted.rejected(WhyNot.RUDE)
