"""Polls made: written, looked at, published, closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from desk import said_day, unjudged
from desk.act import about
from desk.addressee import ToChat
from desk.button import Button, Choices
from desk.campaign import Campaign
from desk.centre import Centre, Workshop
from desk.choices.aid import DropForm
from desk.choices.poll import ShowPoll
from desk.choices.poll_making import (
    ClosePoll,
    ManagePoll,
    ManagePolls,
    NewPoll,
    PollPart,
    PollSetting,
    SetPoll,
    SetPollPlace,
    TakePollFile,
    WritePoll,
)
from desk.deed import Deed
from desk.enclosure import PollResults, Poster
from desk.errors import PlaceGone
from desk.form import Form, Purpose
from desk.letters import Ballot, Letter, Say
from desk.people import Operator, Resident
from desk.poll import (
    CLOSES_HOUR,
    LONGEST,
    TERM,
    Poll,
    PollGone,
    PollState,
    PollWrong,
    announcement_of,
    checked_options,
    checked_question,
)
from desk.poll_file import LARGEST, read
from desk.records import Records
from desk.rights import check
from desk.roll import NEWS, Audience
from desk.source import Source

SHOWN = 15  # polls in the list
SIGNS = {PollState.DRAFT: "📝", PollState.OPEN: "🗳", PollState.CLOSED: "⏳", PollState.DECIDED: "✅"}
ASKED = {
    PollPart.QUESTION: "poll-ask-question",
    PollPart.OPTIONS: "poll-ask-options",
    PollPart.UNTIL: "poll-ask-until",
}


async def show_all(by: Operator, records: Records, replacing: Source | None = None) -> None:
    """All polls, the newest first. Raises NotAllowed."""
    check(Deed.OPEN_POLL, by)
    rows = [
        (Button(ManagePoll(one.id), text=f"{SIGNS[one.state]} {one.id}. {one.label}"),)
        for one in await records.polls.latest(SHOWN)
    ]
    choices = (*rows, (Button(NewPoll(), phrase="button-new-poll"),))
    _tell(by, Say("polls-made" if rows else "polls-none-made", choices=choices, replacing=replacing), records)


async def show(poll_id: int, by: Operator, records: Records, replacing: Source | None = None) -> None:
    """One of them, as it is when the letter goes. Raises PollGone."""
    await _known(poll_id, records)
    _show(poll_id, by, records, replacing)


def begin(resident: Resident, by: Operator, records: Records, at: datetime) -> None:
    """A new one: the next text is its question. Raises NotAllowed."""
    check(Deed.OPEN_POLL, by)
    _ask(PollPart.QUESTION, Form(Purpose.POLL), resident, by, records, at)


async def write(choice: WritePoll, resident: Resident, by: Operator, records: Records, at: datetime) -> None:
    """The next text is that part of the draft. Raises PollGone, PollNotDraft."""
    (await _known(choice.poll_id, records)).check_draft()
    form = Form(Purpose.POLL).filled(poll=str(choice.poll_id))
    _ask(choice.piece, form, resident, by, records, at)


async def take_words(
    words: str, resident: Resident, by: Operator, records: Records, centre: Centre, at: datetime
) -> None:
    """The part that was asked for. Raises PollWrong, PollGone, PollNotDraft: it is still expected then."""
    assert resident.form is not None
    form = resident.form
    part = PollPart[form.asks]
    if "poll" in form.values:
        draft = await _known(int(form.values["poll"]), records)
        draft.check_draft()
        records.polls.save(_with(draft, part, words, centre, at))
    elif part is PollPart.QUESTION:
        question = form.filled(question=checked_question(words))
        _ask(PollPart.OPTIONS, question, resident, by, records, at)
        return
    else:
        options = checked_options(words.splitlines())
        draft = await _draft(form.values["question"], options, by, records, centre, at)
        records.polls.save(draft)
    records.residents.save(resident.filling(None))
    _show(draft.id, by, records)


async def receive(
    size: int, file_id: str, by: Operator, records: Records, workshop: Workshop, centre: Centre, at: datetime
) -> None:
    """A poll as a file. Raises NotAllowed, FileNotReceived, PollWrong."""
    check(Deed.OPEN_POLL, by)
    if size > LARGEST:
        raise PollWrong("poll-wrong-size", limit=LARGEST // 1000)
    told = read(await workshop.fetch(file_id))
    if told.municipality is not None and told.municipality not in centre.places:
        raise PollWrong("poll-wrong-place", place=told.municipality)
    draft = await _draft(told.question, told.options, by, records, centre, at)
    if told.until is not None:
        draft = replace(draft, closes_at=_closing(told.until, centre, at))
    draft = replace(draft, several=told.several, proposing=told.proposing, municipality=told.municipality)
    records.polls.save(draft)
    _show(draft.id, by, records)


async def set_(
    choice: SetPoll, by: Operator, records: Records, centre: Centre, at: datetime, replacing: Source | None
) -> None:
    """A setting of a draft. Raises PollGone, PollNotDraft, PollWrong."""
    draft = await _known(choice.poll_id, records)
    draft.check_draft()
    match choice.setting:
        case PollSetting.SEVERAL:
            draft = replace(draft, several=bool(choice.value))
        case PollSetting.PROPOSING:
            draft = replace(draft, proposing=bool(choice.value))
        case PollSetting.DAYS:
            until = centre.day(at) + timedelta(days=min(choice.value, LONGEST.days))
            draft = replace(draft, closes_at=_closing(until, centre, at))
    records.polls.save(draft)
    _show(draft.id, by, records, replacing)


async def set_place(
    choice: SetPollPlace, place: str | None, by: Operator, records: Records, replacing: Source | None
) -> None:
    """Whose residents are asked; None: all. Raises PollGone, PollNotDraft, PlaceGone."""
    if choice.place and place is None:
        raise PlaceGone()
    draft = await _known(choice.poll_id, records)
    draft.check_draft()
    records.polls.save(replace(draft, municipality=place))
    _show(draft.id, by, records, replacing)


async def publish(
    poll_id: int, by: Operator, records: Records, at: datetime, replacing: Source | None
) -> None:
    """Residents may vote; who follows the news is told. Raises NotAllowed, PollGone, as `opened`."""
    check(Deed.OPEN_POLL, by)
    poll = (await _known(poll_id, records)).opened(at)
    records.polls.save(poll)
    args: dict[str, str | int] = {"question": poll.question, "closes": poll.closes_at.isoformat()}
    told = Say("poll-announced", args, ((Button(ShowPoll(poll.id), phrase="button-vote"),),))
    audience = Audience(NEWS, poll.municipality)
    records.campaigns.save(Campaign(announcement_of(poll.id), told, audience, at))
    records.acts.add(about(Deed.OPEN_POLL, by, at, note=_noted(poll)))
    _show(poll.id, by, records, replacing)


async def drop(poll_id: int, by: Operator, records: Records, replacing: Source | None) -> None:
    """A draft that is not wanted. Raises PollGone, PollNotDraft."""
    draft = await _known(poll_id, records)
    draft.check_draft()
    records.polls.remove(draft)
    choices: Choices = ((Button(ManagePolls(), phrase="button-all-polls"),),)
    _tell(by, Say("poll-dropped", choices=choices, replacing=replacing), records)


async def close(
    choice: ClosePoll, by: Operator, records: Records, centre: Centre, at: datetime, replacing: Source | None
) -> None:
    """Before its time; asked once more first. Raises NotAllowed, PollGone, PollClosed."""
    check(Deed.CLOSE_POLL, by)
    poll = await _known(choice.poll_id, records)
    closed = poll.closed(at)
    if not choice.sure:
        sure = Button(ClosePoll(poll.id, sure=True), phrase="button-close-poll-surely")
        back = Button(ManagePoll(poll.id), phrase="button-previous")
        args = {"question": poll.question}
        _tell(by, Say("poll-close-surely", args, ((sure,), (back,)), replacing=replacing), records)
        return
    await _end(closed, records)
    records.acts.add(about(Deed.CLOSE_POLL, by, at, note=_noted(poll)))
    _show(poll.id, by, records, replacing)
    _tell_closed(closed, records, centre, but=by.id)


async def close_due(records: Records, centre: Centre, at: datetime) -> None:
    """Those whose time is over."""
    for poll in await records.polls.in_state(PollState.OPEN):
        if at >= poll.closes_at:
            closed = poll.closed(at)
            await _end(closed, records)
            _tell_closed(closed, records, centre)


async def _end(closed: Poll, records: Records) -> None:
    """Whoever has not been told of it yet is not told any more."""
    records.polls.save(closed)
    await unjudged.tell_authors(closed, records)
    campaign = await records.campaigns.get(announcement_of(closed.id))
    if campaign is not None and not campaign.has_ended:
        records.campaigns.save(campaign.cancelled())


def _tell_closed(poll: Poll, records: Records, centre: Centre, but: int | None = None) -> None:
    """Its author and the administrators see how it has ended."""
    for chat_id in dict.fromkeys((*centre.caretakers, poll.author_id)):
        if chat_id != but:
            records.outbox.add(Letter(ToChat(chat_id), Ballot(poll.id, managed=True)))


async def link(poll_id: int, address: str, by: Operator, records: Records) -> None:
    """For a poster. Raises PollGone."""
    poll = await _known(poll_id, records)
    poster = Poster(address, poll.question, f"poll-{poll.id}")
    records.outbox.add(Letter(ToChat(by.id), poster))


async def give_file(choice: TakePollFile, by: Operator, records: Records) -> None:
    """How it stands. Raises PollGone."""
    poll = await _known(choice.poll_id, records)
    made_of: Literal["picture", "table"] = "table" if choice.as_table else "picture"
    records.outbox.add(Letter(ToChat(by.id), PollResults(poll.id, made_of, managed=True)))


async def _draft(
    question: str, options: tuple[str, ...], by: Operator, records: Records, centre: Centre, at: datetime
) -> Poll:
    until = _closing(centre.day(at) + TERM, centre, at)
    return Poll(await records.polls.next_id(), question, options, until, by.id, by.name)


def _with(draft: Poll, part: PollPart, words: str, centre: Centre, at: datetime) -> Poll:
    match part:
        case PollPart.QUESTION:
            return replace(draft, question=checked_question(words))
        case PollPart.OPTIONS:
            return replace(draft, options=checked_options(words.splitlines()))
        case _:
            # Without a year it is the next such day: the last one before the longest term ends.
            today = centre.day(at)
            day = said_day.to_come(words, today, today + LONGEST)
            if day is None:
                raise PollWrong("poll-wrong-day")
            return replace(draft, closes_at=_closing(day, centre, at))


def _closing(day: date, centre: Centre, at: datetime) -> datetime:
    """In the evening of that day. Raises PollWrong."""
    if not centre.day(at) < day <= centre.day(at) + LONGEST:
        raise PollWrong("poll-wrong-until", days=LONGEST.days)
    return datetime.combine(day, time(CLOSES_HOUR), centre.zone).astimezone(UTC)


def _ask(
    part: PollPart, form: Form, resident: Resident, by: Operator, records: Records, at: datetime
) -> None:
    records.residents.save(resident.filling(form.asking(part.name, at)))
    choices: Choices = ((Button(DropForm(), phrase="button-drop-poll-form"),),)
    _tell(by, Say(ASKED[part], choices=choices), records)


async def _known(poll_id: int, records: Records) -> Poll:
    poll = await records.polls.get(poll_id)
    if poll is None:
        raise PollGone()
    return poll


def _show(poll_id: int, by: Operator, records: Records, replacing: Source | None = None) -> None:
    records.outbox.add(Letter(ToChat(by.id), Ballot(poll_id, replacing, managed=True)))


def _tell(by: Operator, said: Say, records: Records) -> None:
    records.outbox.add(Letter(ToChat(by.id), said))


def _noted(poll: Poll) -> str:
    return f"№ {poll.id}: {poll.question}"
