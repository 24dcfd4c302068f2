"""The deadline calculator: which deadline, from which day, and how it stands."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from desk import otherwise
from desk.aid_errors import DeadlineGone, NoDeadlines
from desk.button import Button, Choices
from desk.centre import Centre
from desk.choices.catalogue import AskPerson, ShowEntry
from desk.choices.deadline import AskDay, CountDeadline, ShowDeadlines
from desk.form import Form, Purpose
from desk.legal_term import Count, counted
from desk.letters import Say
from desk.people import Resident
from desk.question import Message
from desk.records import Records, say
from desk.said_day import asks_other, filed, is_alone
from desk.source import Source
from desk.ticket import Ticket
from faq.deadline import Deadline
from faq.translated import lacking


def show(
    words: str,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    replacing: Source | None = None,
) -> None:
    """Which deadline? A day in `words`, or in the next message, is kept for it. Raises NoDeadlines."""
    deadlines = centre.knowledge.shelf.deadlines
    if not deadlines:
        raise NoDeadlines()
    day = filed(words, centre.day(at))
    told = day.isoformat() if isinstance(day, date) else _told(resident)
    form = Form(Purpose.DEADLINE).filled(day=told or "").asking("day", at)
    records.residents.save(resident.filling(form))
    choices = tuple(
        (Button(CountDeadline(one.id), text=one.in_language(resident.language).title),)
        for one in deadlines.values()
    )
    foreign = lacking(resident.language, *deadlines.values())
    say(Say("deadlines", choices=choices, replacing=replacing, in_russian=foreign), resident, records)


def count(
    choice: CountDeadline,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    replacing: Source | None = None,
) -> None:
    """How it stands, or the question of the day it is counted from. Raises DeadlineGone."""
    deadline, today = _known(choice.deadline, centre), centre.day(at)
    known = _told(resident)
    if choice.days_ago is not None:
        _tell(deadline, today - timedelta(days=choice.days_ago), resident, records, centre, today)
    elif known is not None:
        _tell(deadline, date.fromisoformat(known), resident, records, centre, today)
    else:
        ask(choice.deadline, resident, records, centre, at, replacing)


def ask(
    deadline_id: str,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    replacing: Source | None = None,
) -> None:
    """The next text is the day. Raises DeadlineGone."""
    deadline = _known(deadline_id, centre)
    form = Form(Purpose.DEADLINE, {"deadline": deadline.id}).asking("day", at)
    records.residents.save(resident.filling(form))
    title = deadline.in_language(resident.language).title
    said = Say("deadline-which-day", {"title": title}, _days(deadline), replacing=replacing)
    say(said, resident, records)


async def take_day(
    message: Message,
    ticket: Ticket | None,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """The resident has written the day, or something else. Raises DeadlineGone, NoDeadlines."""
    wanted = resident.form.values.get("deadline") if resident.form else None
    words = message.words.text
    if wanted is None:
        # No day was asked for yet: what tells more than one is a question, or for whoever has the ticket.
        is_day = ticket is None and is_alone(words) and isinstance(filed(words, centre.day(at)), date)
        if is_day:
            show(words, resident, records, centre, at)
        else:
            await otherwise.hear(message, ticket, resident, records, centre, at)
        return
    deadline = _known(wanted, centre)
    if asks_other(words):
        await otherwise.hear(message, ticket, resident, records, centre, at)
        return
    day = await otherwise.day(message, ticket, resident, records, centre, at, _days(deadline))
    if day is not None:
        _tell(deadline, day, resident, records, centre, centre.day(at), message.source.message_id)


def _told(resident: Resident) -> str | None:
    form = resident.form
    return form.values.get("day") if form is not None and form.purpose is Purpose.DEADLINE else None


def _known(deadline_id: str, centre: Centre) -> Deadline:
    deadline = centre.knowledge.shelf.deadlines.get(deadline_id)
    if deadline is None:
        raise DeadlineGone()
    return deadline


def _tell(
    deadline: Deadline,
    day: date,
    resident: Resident,
    records: Records,
    centre: Centre,
    today: date,
    number: int | None = None,
) -> None:
    form = Form(Purpose.DEADLINE, {"day": day.isoformat(), "deadline": deadline.id})
    records.residents.save(resident.filling(form.written_in(number, "day") if number else form))
    department = centre.departments.get(deadline.department or "")
    told = counted(day, deadline, department.hours, department.last_day, today)
    words = deadline.in_language(resident.language)
    args: dict[str, str | int] = {
        "title": words.title,
        "rule": deadline.rule,
        "filed": day.isoformat(),
        "due": told.due.isoformat(),
        "unmoved": told.unmoved.isoformat(),
        "day": told.day,
        "days": told.of,
        "late": told.late,
        "note": words.passed if told.has_passed else words.about,
    }
    choices = _choices(deadline, told, centre, resident)
    foreign = lacking(resident.language, deadline)
    say(Say(_phrase(deadline, told), args, choices, in_russian=foreign), resident, records)
    if not centre.knows_year(told.due.year):
        say(Say("deadline-calendar-unknown", {"year": told.due.year}), resident, records)


def _phrase(deadline: Deadline, told: Count) -> str:
    if told.has_passed:
        return "deadline-passed"
    if told.day == 0:
        return "deadline-begins"
    if deadline.working:
        return "deadline-runs-working"
    return "deadline-runs" if told.due == told.unmoved else "deadline-runs-moved"


def _choices(deadline: Deadline, told: Count, centre: Centre, resident: Resident) -> Choices:
    rows: list[tuple[Button, ...]] = []
    entry = centre.knowledge.entry(deadline.entry) if deadline.entry else None
    if told.has_passed and entry is not None:
        rows.append((Button(ShowEntry(entry.id, 0), text=entry.title(resident.language)),))
    if told.has_passed:
        rows.append((Button(AskPerson(), phrase="button-ask-person"),))
    other = Button(AskDay(deadline.id), phrase="button-other-day")
    return (*rows, (other, Button(ShowDeadlines(), phrase="button-other-deadline")))


def _days(deadline: Deadline) -> Choices:
    today = Button(CountDeadline(deadline.id, 0), phrase="button-today")
    return ((today, Button(CountDeadline(deadline.id, 1), phrase="button-yesterday")),)
