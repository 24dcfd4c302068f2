"""A poll as people see it: to vote in, as it goes, and how it has ended."""

from __future__ import annotations

from datetime import datetime

from aiogram.utils.formatting import Bold, Text

from bot.phrases import STAFF_LANGUAGE, Phrases
from desk.button import Button, Choices
from desk.choices.poll import CastVote, ShowPolls, TakeResults, WithdrawVote
from desk.choices.poll_making import (
    ChoosePollPlace,
    ClosePoll,
    DropPoll,
    LinkPoll,
    ManagePoll,
    ManagePolls,
    PollPart,
    PollSetting,
    PublishPoll,
    SetPoll,
    TakePollFile,
    TellDecision,
    WriteDecision,
    WritePoll,
)
from desk.choices.proposal import Propose, ShowProposals
from desk.letters import Ballot
from desk.poll import Poll, PollState, Tally, tally
from desk.proposal import ProposalState
from desk.records import Records

Told = tuple[str, dict[str, str | int]]  # a phrase and what fills its places
APART = "poll-voted", "poll-decided", "poll-undecided"  # what matters most stands by itself
BAR = 10  # squares of a whole
LABEL = 60  # characters of an option on a button
TERMS = {3: "button-days-3", 7: "button-days-7", 14: "button-days-14", 30: "button-days-30"}


async def ballot(
    content: Ballot, reader: int, records: Records, phrases: Phrases, language: str, at: datetime
) -> tuple[Text, Choices]:
    """The text and the buttons under it. `reader`: who sees it, so that their own vote is shown."""
    poll = await records.polls.get(content.poll_id)
    if poll is None or (poll.state is PollState.DRAFT and not content.managed):
        return phrases.text("refused-poll-gone", language, {}), ()
    is_open = poll.is_open(at)
    accepted = (await records.proposals.numbers(poll.id)).get(ProposalState.ACCEPTED, 0)
    if content.managed:
        counted = tally(poll, await records.polls.votes(poll.id))
        is_draft = poll.state is PollState.DRAFT
        text = _seen(poll, 0, None if is_draft else counted, phrases, language, is_draft or is_open)
        return Text(_head(poll, counted, phrases, language), "\n\n", text), _managing(poll, counted, phrases)
    if is_open:
        vote = await records.polls.vote_of(poll.id, reader)
        rows = (*_voting(poll, vote), *_proposals(poll, accepted, phrases, language, True), *_back())
        return _seen(poll, vote, None, phrases, language, True), rows
    counted = tally(poll, await records.polls.votes(poll.id))
    picture = (Button(TakeResults(poll.id), phrase="button-poll-picture"),)
    return _seen(poll, 0, counted, phrases, language, False), (
        picture,
        *_proposals(poll, accepted, phrases, language, False),
        *_back(),
    )


def _seen(
    poll: Poll, vote: int, counted: Tally | None, phrases: Phrases, language: str, is_open: bool
) -> Text:
    """What residents read. `counted`: shown beside the options."""
    options = [_option(poll, number, vote, counted) for number in range(len(poll.options))]
    told = _rules(poll) if is_open else _outcome(poll, counted)
    if vote:
        told.append(("poll-voted", {}))
    said: list[Text | str] = []
    for phrase, args in told:
        said += [""] if phrase in APART else []
        said.append(phrases.text(phrase, language, args))
    lines = (Text("🗳 ", Bold(poll.question)), "", *options, "", *said)
    return Text(*(node for one in lines for node in (one, "\n")))


def _rules(poll: Poll) -> list[Told]:
    """How it is voted."""
    told: list[Told] = [("poll-place", {"place": poll.municipality})] if poll.municipality else []
    told.append(("poll-several" if poll.several else "poll-one", {}))
    told.append(("poll-until", {"closes": poll.closes_at.isoformat()}))
    if poll.proposing:
        told.append(("poll-proposing", {}))
    return [*told, ("poll-no-force", {})]


def _outcome(poll: Poll, counted: Tally | None) -> list[Told]:
    """What has come of it."""
    told: list[Told] = [("poll-place", {"place": poll.municipality})] if poll.municipality else []
    is_decided = poll.state is PollState.DECIDED
    told.append(("poll-over", {"voters": counted.voters if counted else 0}))
    if poll.several:
        told.append(("poll-several-shares", {}))
    told.append(("poll-no-force", {}))
    return [*told, ("poll-decided", {"decision": poll.decision}) if is_decided else ("poll-undecided", {})]


def _option(poll: Poll, number: int, vote: int, counted: Tally | None) -> Text:
    named = f"{number + 1}. {poll.options[number]}"
    if counted is None:
        return Text("✅ " if vote & 1 << number else "", named)
    share = counted.share(number)
    full = round(share * BAR / 100)
    return Text(f"{named}\n{'▓' * full}{'░' * (BAR - full)} {share} % · {counted.chosen[number]}")


def _voting(poll: Poll, vote: int) -> Choices:
    rows = []
    for number, option in enumerate(poll.options):
        sign = "✅ " if vote & 1 << number else ""
        label = f"{sign}{number + 1}. {option}"
        cut = label if len(label) <= LABEL else label[: LABEL - 1].rstrip() + "…"
        rows.append((Button(CastVote(poll.id, number), text=cut),))
    if vote:
        rows.append((Button(WithdrawVote(poll.id), phrase="button-withdraw-vote"),))
    return tuple(rows)


def _proposals(poll: Poll, accepted: int, phrases: Phrases, language: str, is_open: bool) -> Choices:
    rows = []
    if poll.proposing and is_open:
        rows.append((Button(Propose(poll.id), phrase="button-propose"),))
    if accepted:
        label = phrases.plain("button-proposals", language, {"count": accepted})
        rows.append((Button(ShowProposals(poll.id), text=label),))
    return tuple(rows)


def _back() -> Choices:
    return ((Button(ShowPolls(), phrase="button-all-polls"),),)


def _head(poll: Poll, counted: Tally, phrases: Phrases, language: str) -> Text:
    """What those who have made it are told above it."""
    args: dict[str, str | int] = {"number": poll.id, "voters": counted.voters}
    match poll.state:
        case PollState.DRAFT:
            args["place"] = poll.municipality or phrases.plain("poll-for-all", language)
            return phrases.text("poll-draft", language, args)
        case PollState.OPEN:
            return phrases.text("poll-runs", language, args)
        case PollState.CLOSED if poll.decision:
            return phrases.text("poll-weighed", language, args | {"decision": poll.decision})
        case PollState.CLOSED:
            return phrases.text("poll-waits", language, args)
        case PollState.DECIDED:
            return phrases.text("poll-done", language, args)


def _managing(poll: Poll, counted: Tally, phrases: Phrases) -> Choices:
    back = (Button(ManagePolls(), phrase="button-all-polls"),)
    files = (
        Button(TakePollFile(poll.id, as_table=False), phrase="button-poll-picture"),
        Button(TakePollFile(poll.id, as_table=True), phrase="button-poll-table"),
    )
    match poll.state:
        case PollState.DRAFT:
            return (*_drafting(poll), back)
        case PollState.OPEN:
            refresh = Button(ManagePoll(poll.id), phrase="button-refresh")
            link = Button(LinkPoll(poll.id), phrase="button-poll-link")
            close = Button(ClosePoll(poll.id), phrase="button-close-poll")
            return (refresh, link), files, (close,), back
        case PollState.CLOSED if poll.decision:
            label = phrases.plain("button-tell-decision", STAFF_LANGUAGE, {"voters": counted.voters})
            again = Button(WriteDecision(poll.id), phrase="button-rewrite-decision")
            return (Button(TellDecision(poll.id), text=label),), (again,), files, back
        case PollState.CLOSED:
            return (Button(WriteDecision(poll.id), phrase="button-write-decision"),), files, back
        case PollState.DECIDED:
            return files, back


def _drafting(poll: Poll) -> Choices:
    several, proposing = int(not poll.several), int(not poll.proposing)
    days = tuple(Button(SetPoll(poll.id, PollSetting.DAYS, n), phrase=one) for n, one in TERMS.items())
    return (
        (Button(PublishPoll(poll.id), phrase="button-publish-poll"),),
        (
            Button(WritePoll(poll.id, PollPart.QUESTION), phrase="button-poll-question"),
            Button(WritePoll(poll.id, PollPart.OPTIONS), phrase="button-poll-options"),
        ),
        (
            Button(
                SetPoll(poll.id, PollSetting.SEVERAL, several),
                phrase="button-poll-several" if several else "button-poll-one",
            ),
        ),
        (
            Button(
                SetPoll(poll.id, PollSetting.PROPOSING, proposing),
                phrase="button-allow-proposals" if proposing else "button-forbid-proposals",
            ),
        ),
        (Button(ChoosePollPlace(poll.id), phrase="button-poll-place"),),
        days,
        (Button(WritePoll(poll.id, PollPart.UNTIL), phrase="button-poll-until"),),
        (Button(DropPoll(poll.id), phrase="button-drop-poll"),),
    )
