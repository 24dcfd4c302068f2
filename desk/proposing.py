"""Proposals of residents in a poll: written, looked through by supervisors, read by everybody."""

from __future__ import annotations

from datetime import datetime

from desk import otherwise, personal_data
from desk.act import about
from desk.addressee import ToChat, ToResident
from desk.button import Button, Choices
from desk.centre import Centre
from desk.choices.aid import DropForm
from desk.choices.poll import ShowPoll
from desk.choices.proposal import (
    AcceptProposal,
    ChooseWhyNot,
    RejectProposal,
    ReviewProposals,
    ShowProposals,
    WasQuestion,
    WhyNot,
)
from desk.deed import Deed
from desk.form import Form, Purpose
from desk.letters import Lane, Letter, Say
from desk.people import Operator, Resident
from desk.poll import Poll, PollClosed, PollGone
from desk.proposal import (
    LONGEST,
    MOST,
    Proposal,
    ProposalDecided,
    ProposalEditedLate,
    ProposalState,
    ProposalTooLong,
    ProposalWordless,
    TooManyProposals,
)
from desk.question import Message
from desk.records import Records, say
from desk.rights import check
from desk.rows import turning
from desk.source import Source
from desk.ticket import Ticket
from desk.words import Words

ON_A_PAGE = 5
REASONS = {
    WhyNot.OFF_TOPIC: "proposal-off-topic",
    WhyNot.RUDE: "proposal-rude",
    WhyNot.PERSONAL: "proposal-personal",
    WhyNot.REPEATED: "proposal-repeated",
    WhyNot.BEYOND: "proposal-beyond",
}
BUTTONS = {
    WhyNot.OFF_TOPIC: "button-proposal-off-topic",
    WhyNot.RUDE: "button-proposal-rude",
    WhyNot.PERSONAL: "button-proposal-personal",
    WhyNot.REPEATED: "button-proposal-repeated",
    WhyNot.BEYOND: "button-proposal-beyond",
}


async def ask(poll_id: int, resident: Resident, records: Records, centre: Centre, at: datetime) -> None:
    """The next text is the proposal. Raises PollGone, PollClosed, TooManyProposals."""
    poll = await _open(poll_id, resident, records, at)
    form = Form(Purpose.PROPOSAL).filled(poll=str(poll.id)).asking("proposal", at)
    records.residents.save(resident.filling(form))
    choices: Choices = ((Button(DropForm(), phrase="button-drop-poll-form"),),)
    args: dict[str, str | int] = {"question": poll.question, "limit": LONGEST}
    say(Say("proposal-ask", args, choices), resident, records)


async def take_words(
    message: Message, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """It waits to be looked at.

    Raises PollGone, PollClosed, TooManyProposals, ProposalTooLong, ProposalWordless.
    """
    assert resident.form is not None
    poll = await _open(int(resident.form.values["poll"]), resident, records, at)
    words = _words(message)
    waited = await records.proposals.waiting()
    number = message.source.message_id
    records.proposals.save(Proposal(poll.id, resident.id, number, words, at))
    records.residents.save(resident.filling(None))
    choices: Choices = (
        (Button(WasQuestion(number), phrase="button-was-question-instead"),),
        (Button(ShowPoll(poll.id), phrase="button-open-poll"),),
    )
    say(Say("proposal-taken", choices=choices, quoting=message.source), resident, records)
    chat_id = next(iter(centre.departments.chats()), 0)
    if not waited and chat_id:  # those who come meanwhile are found behind the first one
        args = {"question": poll.question, "supervisors": " ".join(map(str, centre.supervisors))}
        review: Choices = ((Button(ReviewProposals(), phrase="button-review-proposals"),),)
        records.outbox.add(Letter(ToChat(chat_id), Say("proposals-wait", args, review), Lane.NOTICES))


async def reword(
    proposal: Proposal, message: Message, resident: Resident, records: Records, at: datetime
) -> None:
    """The author has edited the message: what is looked at is what stands there now.

    Raises PollGone, PollClosed, ProposalEditedLate, ProposalTooLong, ProposalWordless.
    """
    if proposal.state is not ProposalState.WAITING:
        raise ProposalEditedLate()
    poll = await records.polls.get(proposal.poll_id)
    if poll is None:
        raise PollGone()
    if not poll.is_open(at):
        raise PollClosed()
    words = _words(message)
    if words == proposal.words:
        return
    records.proposals.save(proposal.reworded(words))
    was_question = (Button(WasQuestion(proposal.message_id), phrase="button-was-question-instead"),)
    say(Say("proposal-reworded", choices=(was_question,), quoting=message.source), resident, records)


async def take_back(
    choice: WasQuestion,
    ticket: Ticket | None,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """It was a question, and goes where those go. Raises ProposalDecided."""
    proposal = await _waiting(resident.id, choice.message_id, records)
    records.proposals.remove(proposal)
    source = Source(resident.id, choice.message_id)
    await otherwise.hear(Message(source, Words(proposal.words), at), ticket, resident, records, centre, at)


async def show(choice: ShowProposals, resident: Resident, records: Records, replacing: Source | None) -> None:
    """What others propose, the newest first. Raises PollGone."""
    poll = await records.polls.get(choice.poll_id)
    if poll is None:
        raise PollGone()
    found = await records.proposals.accepted(poll.id, choice.page * ON_A_PAGE, ON_A_PAGE + 1)
    lines = "\n\n".join(f"💡 {one.words}" for one in found[:ON_A_PAGE])
    turns = turning(choice.page, len(found) > ON_A_PAGE, lambda to: ShowProposals(poll.id, to))
    choices = (*turns, (Button(ShowPoll(poll.id), phrase="button-open-poll"),))
    args: dict[str, str | int] = {"question": poll.question, "proposals": lines or "—"}
    say(Say("proposals", args, choices, replacing=replacing), resident, records)


async def in_group(records: Records) -> Say:
    """How many wait, so that none is lost with the message that told of the first."""
    waiting = await records.proposals.waiting()
    if not waiting:
        return Say("poll-in-private")
    choices: Choices = ((Button(ReviewProposals(), phrase="button-review-proposals"),),)
    return Say("poll-in-private-proposals", {"count": waiting}, choices)


async def review(by: Operator, chat_id: int, records: Records, replacing: Source | None) -> None:
    """The oldest that nobody has looked at. Raises NotAllowed."""
    check(Deed.JUDGE_PROPOSAL, by)
    _show(
        await records.proposals.next_waiting(), await records.proposals.waiting(), chat_id, records, replacing
    )


async def accept(
    choice: AcceptProposal,
    seen: str,
    by: Operator,
    chat_id: int,
    records: Records,
    at: datetime,
    replacing: Source | None,
) -> bool:
    """Everybody may read it; the next one follows. False: its author has written it otherwise since.

    Nobody is to read what nobody has looked at: it is shown as it is now. `seen`: what the pressed message
    says. Raises NotAllowed, ProposalDecided.
    """
    check(Deed.JUDGE_PROPOSAL, by)
    proposal = await _waiting(choice.person, choice.message_id, records)
    if " ".join(proposal.words.split()) not in " ".join(seen.split()):
        _show(proposal, await records.proposals.waiting(), chat_id, records, replacing)
        return False
    await _decide(proposal.accepted(), Say("proposal-accepted"), by, chat_id, records, at, replacing)
    return True


async def reject(
    choice: RejectProposal,
    by: Operator,
    chat_id: int,
    records: Records,
    at: datetime,
    replacing: Source | None,
) -> None:
    """Nobody else reads it, and its author is told why. Raises NotAllowed, ProposalDecided."""
    check(Deed.JUDGE_PROPOSAL, by)
    proposal = await _waiting(choice.person, choice.message_id, records)
    said = Say(REASONS[choice.why_not])
    await _decide(proposal.rejected(choice.why_not), said, by, chat_id, records, at, replacing)


async def ask_why_not(choice: ChooseWhyNot, by: Operator, records: Records) -> Choices:
    """The reasons there are. Raises NotAllowed, ProposalDecided."""
    check(Deed.JUDGE_PROPOSAL, by)
    await _waiting(choice.person, choice.message_id, records)
    rows = tuple(
        (Button(RejectProposal(choice.person, choice.message_id, why), phrase=phrase),)
        for why, phrase in BUTTONS.items()
    )
    return (*rows, (Button(ReviewProposals(), phrase="button-previous"),))


async def _decide(
    proposal: Proposal,
    said: Say,
    by: Operator,
    chat_id: int,
    records: Records,
    at: datetime,
    replacing: Source | None,
) -> None:
    records.proposals.save(proposal)
    note = f"№ {proposal.poll_id}: {proposal.state.value}"
    records.acts.add(about(Deed.JUDGE_PROPOSAL, by, at, proposal.resident_id, note))
    quoting = Source(proposal.resident_id, proposal.message_id)
    told = Say(said.phrase, {}, ((Button(ShowPoll(proposal.poll_id), phrase="button-open-poll"),),), quoting)
    records.outbox.add(Letter(ToResident(proposal.resident_id), told, Lane.NOTICES))
    left = await records.proposals.waiting()
    _show(await records.proposals.next_waiting(), left, chat_id, records, replacing)


def _show(
    proposal: Proposal | None, waiting: int, chat_id: int, records: Records, replacing: Source | None
) -> None:
    said = Say("proposals-none-wait", replacing=replacing)
    if proposal is not None:
        key = proposal.resident_id, proposal.message_id
        choices: Choices = (
            (
                Button(AcceptProposal(*key), phrase="button-accept-proposal"),
                Button(ChooseWhyNot(*key), phrase="button-reject-proposal"),
            ),
        )
        args: dict[str, str | int] = {"number": proposal.poll_id, "words": proposal.words, "count": waiting}
        said = Say("proposal-to-judge", args, choices, replacing=replacing)
    records.outbox.add(Letter(ToChat(chat_id), said, Lane.NOTICES))


def _words(message: Message) -> str:
    words = personal_data.masked(message.words.text.strip())
    if len(words) > LONGEST:
        raise ProposalTooLong(limit=LONGEST, length=len(words))
    if not any(map(str.isalnum, words)):
        raise ProposalWordless()
    return words


async def _waiting(resident_id: int, message_id: int, records: Records) -> Proposal:
    proposal = await records.proposals.get(resident_id, message_id)
    if proposal is None or proposal.state is not ProposalState.WAITING:
        raise ProposalDecided()
    return proposal


async def _open(poll_id: int, resident: Resident, records: Records, at: datetime) -> Poll:
    poll = await records.polls.get(poll_id)
    if poll is None or not poll.proposing:
        raise PollGone()
    if not poll.is_open(at):
        raise PollClosed()
    if await records.proposals.by(resident.id, poll.id) >= MOST:
        raise TooManyProposals(count=MOST)
    return poll
