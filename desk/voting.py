"""Voting: residents see which polls there are, vote once each, and may think better of it."""

from __future__ import annotations

from datetime import datetime

from desk import opening
from desk.addressee import ToResident
from desk.button import Button
from desk.centre import Centre
from desk.choices.catalogue import ShowMenu
from desk.choices.poll import CastVote, ShowPoll, WithdrawVote
from desk.enclosure import PollResults
from desk.letters import Ballot, Letter, Say
from desk.people import Resident
from desk.poll import Poll, PollClosed, PollElsewhere, PollGone, PollState, roll_of
from desk.records import Records, say
from desk.source import Source

OLD = 5  # polls that are over and still shown


async def show_all(
    resident: Resident, records: Records, at: datetime, replacing: Source | None = None
) -> None:
    """Those that are open for the resident, then the last ones that are over."""
    open_ = [one for one in await records.polls.in_state(PollState.OPEN) if _is_asked(resident, one, at)]
    over = [one for one in await records.polls.latest(OLD) if _is_over(one, at)]
    rows = [(Button(ShowPoll(one.id), text=f"🗳 {one.label}"),) for one in open_]
    rows += [(Button(ShowPoll(one.id), text=f"📊 {one.label}"),) for one in over]
    phrase = "polls" if open_ else "polls-none-open" if over else "polls-none"
    choices = (*rows, (Button(ShowMenu(), phrase="button-subjects"),))
    say(Say(phrase, choices=choices, replacing=replacing), resident, records)


async def is_asked(resident: Resident, records: Records, at: datetime) -> bool:
    """Whether there is a poll for them now."""
    return any(_is_asked(resident, one, at) for one in await records.polls.in_state(PollState.OPEN))


async def show(poll_id: int, resident: Resident, records: Records, replacing: Source | None = None) -> None:
    """One of them. Raises PollGone, PollElsewhere."""
    poll = await _known(poll_id, records)
    if poll.state is PollState.OPEN:
        _check_place(poll, resident)
    _give(poll, resident, records, replacing)


async def vote(
    choice: CastVote,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    replacing: Source | None,
) -> str | None:
    """For an option; what the press is answered with. Raises PollGone, PollClosed, PollElsewhere.

    A vote tells what somebody thinks, and is kept with their name on it: they have to consent first.
    """
    poll = await _open(choice.poll_id, records, at)
    _check_place(poll, resident)
    if resident.consent_version < centre.consent_version:
        opening.ask_consent(None, resident, records, centre)
        return "notice-consent-to-vote"
    before = await records.polls.vote_of(poll.id, resident.id)
    after = poll.chosen(before, choice.option)
    if after == before:
        return "notice-voted"
    records.polls.vote(poll.id, resident.id, after, at)
    if after:
        records.rolls.join(roll_of(poll.id), resident.id)
    else:
        records.rolls.leave(roll_of(poll.id), resident.id)
    _give(poll, resident, records, replacing)
    return "notice-voted" if after else "notice-vote-withdrawn"


async def withdraw(
    choice: WithdrawVote, resident: Resident, records: Records, at: datetime, replacing: Source | None
) -> None:
    """No vote after all. Raises PollGone, PollClosed."""
    poll = await _open(choice.poll_id, records, at)
    records.polls.vote(poll.id, resident.id, 0, at)
    records.rolls.leave(roll_of(poll.id), resident.id)
    _give(poll, resident, records, replacing)


async def give_results(poll_id: int, resident: Resident, records: Records) -> None:
    """As a picture, once it is over. Raises PollGone."""
    poll = await _known(poll_id, records)
    records.outbox.add(Letter(ToResident(resident.id), PollResults(poll.id, "picture")))


async def _open(poll_id: int, records: Records, at: datetime) -> Poll:
    poll = await _known(poll_id, records)
    if not poll.is_open(at):
        raise PollClosed()
    return poll


async def _known(poll_id: int, records: Records) -> Poll:
    poll = await records.polls.get(poll_id)
    if poll is None or poll.state is PollState.DRAFT:
        raise PollGone()
    return poll


def _check_place(poll: Poll, resident: Resident) -> None:
    if not _lives_there(resident, poll):
        raise PollElsewhere(place=poll.municipality or "")


def _lives_there(resident: Resident, poll: Poll) -> bool:
    return poll.municipality is None or poll.municipality == resident.municipality


def _is_asked(resident: Resident, poll: Poll, at: datetime) -> bool:
    return poll.is_open(at) and _lives_there(resident, poll)


def _is_over(poll: Poll, at: datetime) -> bool:
    return poll.state is not PollState.DRAFT and not poll.is_open(at)


def _give(poll: Poll, resident: Resident, records: Records, replacing: Source | None) -> None:
    records.outbox.add(Letter(ToResident(resident.id), Ballot(poll.id, replacing)))
