"""A ticket's card and its topic's title, as operators see them."""

from __future__ import annotations

from datetime import datetime

from aiogram.utils.formatting import Text

from bot import deadlines
from bot.phrases import STAFF_LANGUAGE, Phrases
from desk.button import Button, Choices
from desk.centre import Centre
from desk.choices.draft import ShowHints, ShowTemplates
from desk.choices.finding import ShowHistory
from desk.choices.gap import ToBase
from desk.choices.handoff import ChooseDepartment, Close, GiveBack, Reopen, Take, Wait
from desk.choices.sorting import ChoosePriority, ChooseSubject, Priority
from desk.choices.spam import MarkSpam
from desk.people import Resident
from desk.personal_data import found
from desk.private_numbers import Private
from desk.question import Outcome, Question
from desk.records import Records, linked
from desk.ticket import PER_YEAR, State, Ticket

TITLE_UNITS = 128  # Bot API: length of a topic's name
EARLIER = 3  # tickets of the resident named on the card
QUESTION_UNITS = 1500  # of the question shown on the card; the whole of it stands below


async def card(ticket: Ticket, records: Records, centre: Centre, phrases: Phrases, at: datetime) -> Text:
    """The text of the card, as it is at that moment."""
    resident = await records.residents.get(ticket.resident_id)
    question = await records.questions.of_ticket(ticket.id)
    args = {
        "sign": ticket.sign,
        "number": ticket.number,
        "state": _state(ticket, phrases),
        "department": centre.departments.get(ticket.department_id).title,
        "subject": ticket.subject,
        "resident": resident.name if resident else "—",
        "language": _about(resident),
        "assignee": ticket.assignee_name or phrases.plain("card-nobody", STAFF_LANGUAGE),
        "deadline": deadlines.told(ticket, centre, phrases, at),
        "question": _question(question, phrases),
        "answered": _answered(question, centre, phrases),
    }
    lines = [phrases.text("card", STAFF_LANGUAGE, args)]
    if question is not None and question.continues is not None:
        earlier = await records.questions.get(question.resident_id, question.continues)
        lines.append(
            phrases.text("card-continues", STAFF_LANGUAGE, {"question": _question(earlier, phrases)})
        )
    if ticket.is_open and (hints := _hints(ticket, centre, phrases)):
        lines.append(phrases.text("card-hints", STAFF_LANGUAGE, {"hints": hints}))
    ban = await records.bans.get(ticket.resident_id)
    if ban is not None and ban.holds(at):
        until = {"closes": ban.until.isoformat()} if ban.until is not None else {}
        phrase = "card-banned" if until else "card-banned-forever"
        lines.append(phrases.text(phrase, STAFF_LANGUAGE, {"why": ban.reason, **until}))
    before = await _before(ticket, records)
    if before:
        lines.append(phrases.text("card-earlier", STAFF_LANGUAGE, {"tickets": before}))
    for phrase, said in _extras(ticket, resident, question, await _hidden(question, records)):
        lines.append(phrases.text(phrase, STAFF_LANGUAGE, said))
    return Text(*(node for line in lines for node in (line, "\n")))


async def choices(ticket: Ticket, records: Records) -> Choices:
    """What an operator can do with it."""
    others = len(await records.tickets.of(ticket.resident_id, 2)) > 1
    history = (Button(ShowHistory(ticket.id), phrase="button-history"),) if others else ()
    to_base = (Button(ToBase(ticket.id), phrase="button-to-base"),)
    if not ticket.is_open:
        return ((Button(Reopen(ticket.id), phrase="button-reopen"),), (*history, *to_base))
    take = Button(Take(ticket.id), phrase="button-take")
    wait = Button(Wait(ticket.id), phrase="button-wait")
    transfer = Button(ChooseDepartment(ticket.id), phrase="button-transfer")
    close = Button(Close(ticket.id), phrase="button-close")
    spam = Button(MarkSpam(ticket.id), phrase="button-spam")
    first = (take,) if ticket.state is State.NEW else (wait,) if ticket.state is State.TAKEN else ()
    hints = (Button(ShowHints(ticket.id), phrase="button-hints"),) if ticket.hints else ()
    ready = (*hints, Button(ShowTemplates(ticket.id), phrase="button-ready-replies"))
    priority = Button(ChoosePriority(ticket.id), phrase="button-priority")
    sorting = (priority, Button(ChooseSubject(ticket.id), phrase="button-fix-subject"), *history)
    if ticket.state is State.NEW:
        return tuple(row for row in (first, (transfer, close), ready, sorting, (spam,)) if row)
    give_back = Button(GiveBack(ticket.id), phrase="button-give-back")
    return tuple(
        row for row in (first, (transfer, close), ready, sorting, (give_back, *to_base, spam)) if row
    )


def title(ticket: Ticket, resident: Resident | None) -> str:
    """The topic's name: state, number, subject, first name; 1–128 characters."""
    name = f" · {resident.name}" if resident else ""
    return f"{ticket.sign} {ticket.id % PER_YEAR:06d} · {ticket.subject}{name}"[:TITLE_UNITS]


def _about(resident: Resident | None) -> str:
    """Their language and, as far as they have told it, where they live."""
    if resident is None:
        return "—"
    return f"{resident.language}, {resident.municipality}" if resident.municipality else resident.language


def _state(ticket: Ticket, phrases: Phrases) -> str:
    if ticket.is_spam:
        return phrases.plain("card-spam", STAFF_LANGUAGE)
    state = phrases.plain(f"state-{ticket.state.value}", STAFF_LANGUAGE)
    if ticket.priority is Priority.NORMAL:
        return state
    phrase = "card-urgent" if ticket.priority is Priority.URGENT else "card-high"
    return f"{state} · {phrases.plain(phrase, STAFF_LANGUAGE)}"


def _question(question: Question | None, phrases: Phrases) -> str:
    if question is None or not question.text.strip():
        return phrases.plain("card-no-text", STAFF_LANGUAGE)
    text = question.text.strip()
    return text if len(text) <= QUESTION_UNITS else text[:QUESTION_UNITS] + "…"


def _answered(question: Question | None, centre: Centre, phrases: Phrases) -> str:
    if question is None or question.outcome in (Outcome.UNKNOWN, Outcome.UNREAD):
        return phrases.plain("card-not-answered", STAFF_LANGUAGE)
    if question.outcome is Outcome.SPAM:
        return "—"  # what was made of it is known no longer
    if question.outcome is Outcome.SAFETY:
        return phrases.plain("card-by-rule", STAFF_LANGUAGE)
    is_outdated = question.outcome is Outcome.OUTDATED
    entries = [centre.knowledge.entry(one) for one in question.entries[: 1 if is_outdated else None]]
    said = "; ".join(f"«{one.question}»" for one in entries if one)
    phrase = "card-answered"
    if is_outdated:
        phrase = "card-outdated"
    elif question.outcome is Outcome.UNSURE:
        phrase = "card-suggested"
    elif question.outcome is Outcome.PARTLY:
        phrase = "card-partly"
    helped = ""
    if question.helped is not None:
        judged = "card-helped" if question.helped else "card-did-not-help"
        helped = phrases.plain(judged, STAFF_LANGUAGE)
    return phrases.plain(phrase, STAFF_LANGUAGE, {"entries": said}) + helped


def _hints(ticket: Ticket, centre: Centre, phrases: Phrases) -> str:
    """A line for each entry that may answer the resident: how likely, and when it was verified."""
    lines = []
    for one in ticket.hints:
        if (entry := centre.knowledge.entry(one.entry)) is not None:
            args: dict[str, str | int] = {
                "question": entry.title(STAFF_LANGUAGE),
                "percent": one.percent,
                "verified": f"{entry.verified:%d.%m.%Y}" if entry.verified else "",
            }
            phrase = "card-hint" if entry.verified else "card-hint-undated"
            lines.append(phrases.plain(phrase, STAFF_LANGUAGE, args))
    return "\n".join(lines)


async def _before(ticket: Ticket, records: Records) -> str:
    """The resident's tickets before this one, with links to their topics."""
    theirs = await records.tickets.of(ticket.resident_id, EARLIER + 1)
    before = [one for one in theirs if one.id < ticket.id][:EARLIER]
    shown = [f"{one.sign} {linked(one, await records.threads.get(one.id))}" for one in before]
    return ", ".join(shown)


async def _hidden(question: Question | None, records: Records) -> tuple[Private, ...]:
    """What the messages that ask it have given away, all of it hidden here."""
    known = [await records.hidden.get(one) for one in question.sources] if question is not None else []
    return tuple(dict.fromkeys(kind for one in known if one is not None for kind in one.kinds))


def _extras(
    ticket: Ticket, resident: Resident | None, question: Question | None, hidden: tuple[Private, ...]
) -> list[tuple[str, dict[str, str | int]]]:
    extras: list[tuple[str, dict[str, str | int]]] = []
    kinds = dict.fromkeys(one.kind for one in found(question.text)) if question is not None else {}
    if hidden:
        named = ", ".join(one.called(STAFF_LANGUAGE) for one in hidden)
        extras.append(("card-private-numbers", {"kinds": named}))
    if kinds:
        extras.append(("card-personal-data", {"kinds": ", ".join(one.value.strip("[]") for one in kinds)}))
    if resident is not None and not resident.reachable:
        extras.append(("card-unreachable", {}))
    if ticket.rating is not None:
        stars = "★" * ticket.rating + "☆" * (5 - ticket.rating)
        extras.append(("card-rating", {"stars": stars, "comment": ticket.comment or ""}))
    return extras
