"""What is decided after a poll: written, told to all who voted, and asked for until it is."""

from __future__ import annotations

from datetime import datetime

from desk.act import about
from desk.addressee import ToChat
from desk.button import Button, Choices
from desk.campaign import Campaign
from desk.centre import Centre
from desk.choices.aid import DropForm
from desk.choices.poll_making import ManagePoll
from desk.deed import Deed
from desk.form import Form, Purpose
from desk.letters import Ballot, Letter, Say
from desk.people import Operator, Resident
from desk.poll import Poll, PollGone, PollState, roll_of
from desk.quiet_hours import is_quiet
from desk.records import Records
from desk.rights import check
from desk.roll import Audience
from desk.source import Source


async def ask(poll_id: int, resident: Resident, by: Operator, records: Records, at: datetime) -> None:
    """The next text is the decision. Raises NotAllowed, PollGone."""
    check(Deed.DECIDE_POLL, by)
    poll = await _closed(poll_id, records)
    form = Form(Purpose.DECISION).filled(poll=str(poll.id)).asking("decision", at)
    records.residents.save(resident.filling(form))
    choices: Choices = ((Button(DropForm(), phrase="button-drop-poll-form"),),)
    said = Say("poll-ask-decision", {"question": poll.question}, choices)
    records.outbox.add(Letter(ToChat(by.id), said))


async def take_words(words: str, resident: Resident, by: Operator, records: Records) -> None:
    """It is shown as voters will see it, and sent to nobody yet. Raises PollGone, PollWrong."""
    assert resident.form is not None
    poll = await _closed(int(resident.form.values["poll"]), records)
    records.polls.save(poll.weighed(words))
    records.residents.save(resident.filling(None))
    records.outbox.add(Letter(ToChat(by.id), Ballot(poll.id, managed=True)))


async def tell(poll_id: int, by: Operator, records: Records, at: datetime, replacing: Source | None) -> None:
    """To all who voted, each once and by day. Raises NotAllowed, PollGone."""
    check(Deed.DECIDE_POLL, by)
    poll = (await _closed(poll_id, records)).decided()
    records.polls.save(poll)
    voters = Audience(roll_of(poll.id))
    records.campaigns.save(Campaign(f"poll-{poll.id}-decided", Ballot(poll.id), voters, at))
    records.acts.add(about(Deed.DECIDE_POLL, by, at, note=f"№ {poll.id}: {poll.question}"))
    records.outbox.add(Letter(ToChat(by.id), Ballot(poll.id, replacing, managed=True)))


async def remind(records: Records, centre: Centre, at: datetime) -> None:
    """Voters were promised a decision: who makes polls hears of it once a week, by day, until it is told."""
    if is_quiet(at, centre.zone):
        return
    for poll in await records.polls.in_state(PollState.CLOSED):
        if poll.remind_at is None or at < poll.remind_at:
            continue
        records.polls.save(poll.reminded(at))
        choices: Choices = ((Button(ManagePoll(poll.id), phrase="button-open-poll"),),)
        ended = poll.closed_at or poll.closes_at
        args: dict[str, str | int] = {"question": poll.question, "closes": ended.isoformat()}
        for chat_id in dict.fromkeys((*centre.caretakers, poll.author_id)):
            said = Say("poll-still-undecided", args, choices)
            records.outbox.add(Letter(ToChat(chat_id), said))


async def _closed(poll_id: int, records: Records) -> Poll:
    poll = await records.polls.get(poll_id)
    if poll is None or poll.state is not PollState.CLOSED:
        raise PollGone()
    return poll
