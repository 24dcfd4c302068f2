"""Ready replies: templates and entries, looked at, and sent as the operator's own reply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desk import reply_lock, replying
from desk.act import about
from desk.addressee import ToThread
from desk.base_errors import NothingPublished, ReadyReplyGone, TemplateTooLong, TemplateWrong
from desk.button import Button, Choices
from desk.centre import Centre
from desk.choices.draft import (
    EditHint,
    EditTemplate,
    SendHint,
    SendTemplate,
    ShowHint,
    ShowHints,
    ShowTemplate,
    ShowTemplates,
)
from desk.deed import Deed
from desk.errors import DraftSent
from desk.letters import SIGNATURE_ROOM, Lane, Letter, Say
from desk.people import Operator, Resident
from desk.question import Message
from desk.records import Mirror, Records
from desk.revision import Origin, Revision
from desk.rights import check
from desk.rows import paged
from desk.source import Source
from desk.ticket import Ticket
from desk.timing import running
from desk.words import Words
from faq import templates
from faq.entry import Entry, Template
from faq.fields import FieldError
from faq.revision import digest
from faq.unmarked import unmarked

ON_A_PAGE = 8


def offer(ticket: Ticket, page: int, centre: Centre) -> Say:
    """The templates of the ticket's department, to choose from."""
    every = _of(ticket, centre)
    if not every:
        return Say("templates-none")
    part, turns = paged(every, page, ON_A_PAGE, lambda to: ShowTemplates(ticket.id, to))
    return Say("templates", choices=(*_rows(ticket, part), *turns))


def find(
    wanted: str, ticket: Ticket, operator: Operator, resident: Resident, centre: Centre, at: datetime
) -> Say:
    """Those that have the wanted words; a single one is shown at once. Raises TemplateTooLong."""
    hits = templates.found(wanted, _of(ticket, centre))
    if len(hits) == 1:
        return show(hits[0].id, ticket, operator, resident, centre, at)
    if not hits:
        return Say("templates-not-found", {"words": wanted})
    return Say("templates-found", {"words": wanted}, _rows(ticket, hits[:ON_A_PAGE]))


def show(
    template_id: str, ticket: Ticket, operator: Operator, resident: Resident, centre: Centre, at: datetime
) -> Say:
    """What the resident would read, before it is sent. Raises ReadyReplyGone, TemplateTooLong."""
    words = _filled(template_id, ticket, operator, resident, centre, at)
    title = _template(template_id, centre).title
    choices: Choices = (
        (Button(SendTemplate(ticket.id, template_id), phrase="button-send-template"),),
        (
            Button(EditTemplate(ticket.id, template_id), phrase="button-edit-template"),
            Button(ShowTemplates(ticket.id), phrase="button-templates"),
        ),
    )
    return Say("template-preview", {"title": title, "words": words}, choices)


def offer_hints(ticket: Ticket, resident: Resident, centre: Centre) -> Say:
    """The entries that may answer the resident; a single one is shown at once. Raises ReadyReplyGone."""
    known = [entry for one in ticket.hints if (entry := centre.knowledge.entry(one.entry))]
    if not known:
        raise ReadyReplyGone()
    if len(known) == 1:
        return show_hint(known[0].id, ticket, resident, centre)
    rows = tuple((Button(ShowHint(ticket.id, one.id), text=one.title(resident.language)),) for one in known)
    return Say("hints", choices=rows)


def show_hint(entry_id: str, ticket: Ticket, resident: Resident, centre: Centre) -> Say:
    """An entry whole, in the resident's language, as it would be sent. Raises ReadyReplyGone."""
    entry = _entry(entry_id, centre)
    sending = (Button(SendHint(ticket.id, entry_id), phrase="button-send-template"),)
    editing = Button(EditHint(ticket.id, entry_id), phrase="button-edit-template")
    back = Button(ShowHints(ticket.id, again=True), phrase="button-templates")
    choices: Choices = (sending, (editing, back) if len(ticket.hints) > 1 else (editing,))
    known = (entry.term, "; ".join(entry.documents))
    args: dict[str, str | int] = {
        "question": entry.title(resident.language),
        "verified": f"{entry.verified:%d.%m.%Y}" if entry.verified else "",
        "facts": "".join(f" · {one}" for one in known if one),
        "words": _answer(entry, resident),
    }
    return Say("hint-preview" if entry.verified else "hint-preview-undated", args, choices)


async def send(
    choice: SendTemplate | SendHint,
    shown: Source,
    ticket: Ticket,
    operator: Operator,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> bool:
    """It is the operator's reply now, and the message `shown` stands for it in the thread.

    Whether it has gone: in a colleague's ticket it is held. Raises DraftSent, ReadyReplyGone, TemplateTooLong
    and what `reply_lock.reply` raises.
    """
    once = f"{shown.chat_id}:{shown.message_id}:drafted"
    if await records.outbox.knows_album(once):
        raise DraftSent()
    words = _words(choice, ticket, operator, resident, centre, at)
    message = Message(shown, Words(words), at)
    await reply_lock.reply(message, ticket, operator, resident, records, centre, at)
    said = Say("template-sent", {"name": operator.name, "words": words}, replacing=shown)
    records.outbox.add(Letter(ToThread(ticket.id), said, Lane.NOTICES, album=once))
    return not ticket.is_anothers(operator)


async def edit(
    choice: EditTemplate | EditHint,
    shown: Source,
    ticket: Ticket,
    operator: Operator,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """The text to copy and change: what the operator then writes is the reply, as always."""
    words = _words(choice, ticket, operator, resident, centre, at)
    thread = await records.threads.get(ticket.id)
    if thread is not None and thread.topic_id == 0:  # there a ticket is told by what a message answers
        records.threads.pair(Mirror(ticket.id, shown, shown))
    said = Say("template-draft", {"draft": words}, replacing=shown)
    records.outbox.add(Letter(ToThread(ticket.id), said, Lane.NOTICES))


async def add(words: str, by: Operator, records: Records, at: datetime) -> Say:
    """A template more, published as a revision of the knowledge base: all processes follow it.

    The first of the `words`' lines is its title. Raises NotAllowed, NothingPublished, TemplateWrong.
    """
    check(Deed.TEMPLATE, by)
    title, _, text = words.partition("\n")
    if not title.strip() or not text.strip():
        return Say("template-usage")
    newest = await records.revisions.newest()
    files = await records.revisions.files(newest.id) if newest is not None else None
    if newest is None or files is None:
        raise NothingPublished()
    try:
        content = templates.added(title, text, files.get(templates.FILE, b""))
    except FieldError as error:
        raise TemplateWrong(reason=str(error)) from error
    changed = {**files, templates.FILE: content}
    note = f"/t add: {title.strip()}"
    revision = Revision(
        newest.id + 1, at, Origin.CHAT, digest(changed), by.id, by.name, note=note, figures=newest.figures
    )
    records.revisions.add(revision, changed)
    records.acts.add(about(Deed.PUBLISH, by, at, note=f"№ {revision.id}: {note}"))
    return Say("template-added", {"title": title.strip()})


def _words(
    choice: SendTemplate | EditTemplate | SendHint | EditHint,
    ticket: Ticket,
    operator: Operator,
    resident: Resident,
    centre: Centre,
    at: datetime,
) -> str:
    match choice:
        case SendTemplate(template=id_) | EditTemplate(template=id_):
            return _filled(id_, ticket, operator, resident, centre, at)
        case SendHint(entry=id_) | EditHint(entry=id_):
            return _answer(_entry(id_, centre), resident)


def _entry(entry_id: str, centre: Centre) -> Entry:
    entry = centre.knowledge.entry(entry_id)
    if entry is None:
        raise ReadyReplyGone()
    return entry


def _template(template_id: str, centre: Centre) -> Template:
    template = centre.knowledge.shelf.templates.get(template_id)
    if template is None:
        raise ReadyReplyGone()
    return template


def _answer(entry: Entry, resident: Resident) -> str:
    return unmarked(entry.in_language(resident.language).answer)


def _of(ticket: Ticket, centre: Centre) -> list[Template]:
    department = centre.departments.get(ticket.department_id).id
    every = centre.knowledge.shelf.templates.values()
    return [one for one in every if not one.departments or department in one.departments]


def _rows(ticket: Ticket, some: Sequence[Template]) -> Choices:
    return tuple((Button(ShowTemplate(ticket.id, one.id), text=one.title),) for one in some)


def _filled(
    template_id: str, ticket: Ticket, operator: Operator, resident: Resident, centre: Centre, at: datetime
) -> str:
    clock = running(ticket, centre.departments.get(ticket.department_id))
    due = clock.due if clock is not None else ticket.resolve_by or ticket.promised_at
    values = {
        "имя": resident.name,
        "номер": ticket.number,
        "срок": f"{due.astimezone(centre.zone):%d.%m.%Y %H:%M}",
        "оператор": operator.name,
    }
    words = templates.filled(_template(template_id, centre).text, values)
    if Words(words).units + SIGNATURE_ROOM > replying.TEXT_UNITS:
        raise TemplateTooLong()
    return words
