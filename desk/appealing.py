"""The appeal helper: a few questions, and a text that the resident copies and files."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from desk import appeal_pages as pages
from desk import bodies, otherwise, personal_data
from desk.aid_errors import AppealGone, NoAppeals
from desk.button import Button
from desk.centre import Centre
from desk.choices.appeal import (
    AppealPart,
    BeginAppeal,
    ChooseAppeal,
    ContinueAppeal,
    DecideWords,
    FillPart,
    RewritePart,
    SetAppealSubject,
    SetBody,
    ShowBodies,
)
from desk.form import Form, Purpose
from desk.letters import Say
from desk.people import Resident
from desk.personal_data import Kind
from desk.question import Message
from desk.records import Records, say
from desk.source import Source
from desk.ticket import Ticket
from desk.words import Words
from faq.appeal import AppealKind
from faq.entry import Shelf

LIMITS = {AppealPart.WHERE: 200, AppealPart.WHAT: 1500, AppealPart.ASK: 500}  # characters
ASKED = {
    AppealPart.WHERE: "appeal-where",
    AppealPart.WHAT: "appeal-what",
    AppealPart.ASK: "appeal-ask",
}
# A site fills these in itself. Names of officials and numbers of contracts stay.
HIDDEN = (Kind.CARD, Kind.SNILS, Kind.PASSPORT, Kind.PHONE, Kind.EMAIL)
NOWHERE = "не указано"  # the text is in Russian, whatever the resident speaks
QUESTION_WORDS = 15  # a longer text with a question in it tells what has happened


async def begin(choice: BeginAppeal, resident: Resident, records: Records, centre: Centre) -> None:
    """Which kind? What is known of the question or of the ticket is kept. Raises NoAppeals."""
    shelf = centre.knowledge.shelf
    if not shelf.appeals:
        raise NoAppeals()
    form = _form(resident)
    if not form.values.get("done") and any(form.values.get(_key(one.name)) for one in AppealPart):
        choices = (
            (Button(ContinueAppeal(), phrase="button-appeal-continue"),),
            (Button(ContinueAppeal(anew=True), phrase="button-appeal-anew"),),
            pages.dropping(),
        )
        say(Say("appeal-unfinished", choices=choices), resident, records)
        return
    values = await _known(choice, resident, records, shelf)
    _offer(resident.filling(Form(Purpose.APPEAL).filled(**values)), records, shelf)


async def _known(choice: BeginAppeal, resident: Resident, records: Records, shelf: Shelf) -> dict[str, str]:
    """The subject and the words of what it is about."""
    asked, subject = None, ""
    if choice.asked is not None:
        asked = await records.questions.get(resident.id, choice.asked)
    ticket = await records.tickets.get(choice.ticket_id) if choice.ticket_id is not None else None
    if ticket is not None and ticket.resident_id == resident.id:
        subject = next((one.id for one in shelf.subjects.values() if one.title == ticket.subject), "")
        asked = await records.questions.of_ticket(ticket.id)
    told = personal_data.masked(asked.text.strip(), HIDDEN) if asked is not None else ""
    return {"told": told if len(told) <= LIMITS[AppealPart.WHAT] else "", "subject": subject}


def go_on(choice: ContinueAppeal, resident: Resident, records: Records, centre: Centre, at: datetime) -> None:
    """With the draft, or with a new one. Raises AppealGone."""
    if choice.anew:
        _offer(resident.filling(Form(Purpose.APPEAL)), records, centre.knowledge.shelf)
    else:
        _next(_form(resident), resident, records, centre, at)


def choose(choice: ChooseAppeal, resident: Resident, records: Records, centre: Centre, at: datetime) -> None:
    """Of that kind. Raises AppealGone."""
    _kind(choice.appeal, centre)
    _next(_form(resident).filled(kind=choice.appeal), resident, records, centre, at)


def show_subjects(
    page: int, resident: Resident, records: Records, centre: Centre, replacing: Source | None
) -> None:
    """Another page of them."""
    say(pages.subjects(page, centre.knowledge.shelf, resident.language, replacing), resident, records)


def set_subject(
    choice: SetAppealSubject, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """About that subject. Raises AppealGone."""
    form = _form(resident)
    _kind(form.values.get("kind", ""), centre)
    _next(form.filled(subject=choice.subject, body=""), resident, records, centre, at)


def rewrite(choice: RewritePart, resident: Resident, records: Records, centre: Centre, at: datetime) -> None:
    """A part again. Raises AppealGone."""
    form = _form(resident)
    _kind(form.values.get("kind", ""), centre)
    _ask(choice.part, form, resident, records, at)


async def fill(choice: FillPart, resident: Resident, records: Records, centre: Centre, at: datetime) -> None:
    """A part by a button. Raises AppealGone."""
    form = _form(resident).filled(pending="", last="")
    _kind(form.values.get("kind", ""), centre)
    words = NOWHERE if choice.part is AppealPart.WHERE else form.values.get("told", "")
    if words:
        await _take(choice.part, words, form, resident, records, centre, at)


async def take_words(
    message: Message,
    ticket: Ticket | None,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """The resident has written the part that was asked for, or a question. Raises AppealGone."""
    form, said = _form(resident), message.words.text.strip()
    part, words = AppealPart[form.asks], personal_data.masked(said, HIDDEN)
    if words != said:
        say(Say("appeal-masked"), resident, records)
    if "?" in words and len(words.split()) <= QUESTION_WORDS:
        pending = form.filled(pending=words, number=str(message.source.message_id), last="")
        pending = pending.asking(form.asks, at)
        records.residents.save(resident.filling(pending))
        choices = (
            (Button(DecideWords(into_appeal=True), phrase="button-into-appeal"),),
            (Button(DecideWords(into_appeal=False), phrase="button-is-question"),),
        )
        say(Say("appeal-or-question", choices=choices, quoting=message.source), resident, records)
    elif len(words) > LIMITS[part]:
        args: dict[str, str | int] = {"length": len(words), "limit": LIMITS[part]}
        say(Say("appeal-too-long", args), resident, records)
    else:
        number = message.source.message_id
        written = form.filled(last=part.name, number=str(number), pending=words)
        written = written.written_in(number, part.name)
        await _take(part, words, written, resident, records, centre, at)


def correct(message: Message, resident: Resident, records: Records, centre: Centre) -> None:
    """The resident has edited what they wrote into it. Raises AppealGone."""
    form = _form(resident)
    part = AppealPart[form.name_of(message.source.message_id) or ""]
    words = personal_data.masked(message.words.text.strip(), HIDDEN)
    if len(words) > LIMITS[part]:
        args: dict[str, str | int] = {"length": len(words), "limit": LIMITS[part]}
        say(Say("appeal-too-long", args), resident, records)
        return
    changed = replace(form, values={**form.values, _key(part.name): words})
    if form.values.get("done"):
        _give(changed, resident, records, centre)
    else:
        records.residents.save(replace(resident, form=changed))
        say(Say("appeal-corrected"), resident, records)


async def decide(
    choice: DecideWords,
    ticket: Ticket | None,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """The words last written belong into the appeal, or go where other words go. Raises AppealGone."""
    form = _form(resident)
    words, number = form.values.get("pending", ""), form.values.get("number", "")
    if not words or not form.asks:
        raise AppealGone()
    if choice.into_appeal:
        form = form.filled(pending="").written_in(int(number), form.asks)
        await _take(AppealPart[form.asks], words, form, resident, records, centre, at)
        return
    last = form.values.get("last", "")
    form = form.written_in(int(number), "").filled(
        pending="", number="", last="", done="", **({_key(last): ""} if last else {})
    )
    waiting = resident.filling(form.asking(last or form.asks, at).paused())
    message = Message(Source(resident.id, int(number)), Words(words), at)
    await otherwise.hear(message, ticket, waiting, records, centre, at)
    button = (Button(ContinueAppeal(), phrase="button-appeal-continue"),)
    say(Say("appeal-waits", choices=(button,)), resident, records)


def show_bodies(
    choice: ShowBodies, resident: Resident, records: Records, centre: Centre, replacing: Source | None
) -> None:
    """Which body? Raises AppealGone."""
    form, shelf = _form(resident), centre.knowledge.shelf
    _kind(form.values.get("kind", ""), centre)
    say(pages.receivers(form, shelf, resident.language, choice.every, replacing), resident, records)


async def set_body(
    choice: SetBody, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """It goes to that one. Raises AppealGone."""
    form = _form(resident).filled(body=choice.authority)
    _kind(form.values.get("kind", ""), centre)
    if all(form.values.get(_key(one.name)) for one in AppealPart):
        _give(form, resident, records, centre)
    else:
        _next(form, resident, records, centre, at)


async def _take(
    part: AppealPart,
    words: str,
    form: Form,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    form = form.filled(**{_key(part.name): words})
    if not form.values.get("body") and all(form.values.get(_key(one.name)) for one in AppealPart):
        about, subject = form.values.get("what", ""), form.values.get("subject", "")
        body = await bodies.likeliest(subject, about, centre.knowledge, centre.day(at))
        form = form.filled(body=body.id if body is not None else "")
    _next(form, resident, records, centre, at)


def _next(form: Form, resident: Resident, records: Records, centre: Centre, at: datetime) -> None:
    """Ask for what is lacking; when nothing is, give the text."""
    shelf = centre.knowledge.shelf
    _kind(form.values.get("kind", ""), centre)
    if form.values.get("subject") not in shelf.subjects:
        records.residents.save(resident.filling(form.paused()))
        say(pages.subjects(0, shelf, resident.language), resident, records)
        return
    lacking = next((one for one in AppealPart if not form.values.get(_key(one.name))), None)
    if lacking is not None:
        _ask(lacking, form, resident, records, at)
    elif form.values.get("body") not in shelf.authorities:
        records.residents.save(resident.filling(form.paused()))
        say(pages.receivers(form, shelf, resident.language, every=True), resident, records)
    else:
        _give(form, resident, records, centre)


def _ask(part: AppealPart, form: Form, resident: Resident, records: Records, at: datetime) -> None:
    records.residents.save(resident.filling(form.asking(part.name, at)))
    rows: list[tuple[Button, ...]] = []
    if part is AppealPart.WHERE:
        rows.append((Button(FillPart(part), phrase="button-place-unimportant"),))
    if part is AppealPart.WHAT and form.values.get("told"):
        rows.append((Button(FillPart(part), phrase="button-take-my-question"),))
    if form.values.get("pending"):
        rows.append((Button(DecideWords(into_appeal=False), phrase="button-was-question"),))
    say(Say(ASKED[part], choices=(*rows, pages.dropping())), resident, records)


def _give(form: Form, resident: Resident, records: Records, centre: Centre) -> None:
    """The text by itself, so that nothing else is copied, and below it where it goes."""
    shelf, values = centre.knowledge.shelf, form.values
    kind, body = _kind(values["kind"], centre), shelf.authorities[values["body"]]
    records.residents.save(resident.filling(form.filled(done="1", pending="", told="").paused()))
    text = kind.written(pages.filled(values, shelf))
    say(Say("appeal-text", {"draft": text}), resident, records)
    said = body.in_language(resident.language)
    args: dict[str, str | int] = {
        "title": kind.in_language(resident.language).title,
        "body": said.name,
        "decides": said.decides,
    }
    say(Say("appeal-ready", args, pages.filing(kind, shelf, resident.language)), resident, records)


def _offer(resident: Resident, records: Records, shelf: Shelf) -> None:
    records.residents.save(resident)
    for one in pages.kinds(shelf, resident.language):
        say(one, resident, records)


def _form(resident: Resident) -> Form:
    return resident.appeal or Form(Purpose.APPEAL)


def _kind(kind_id: str, centre: Centre) -> AppealKind:
    kind = centre.knowledge.shelf.appeals.get(kind_id)
    if kind is None:
        raise AppealGone()
    return kind


def _key(part: str) -> str:
    return part.lower()
