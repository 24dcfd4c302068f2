"""A change of the knowledge base, shown to an editor before it is published."""

from __future__ import annotations

from datetime import datetime

from desk.addressee import ToChat
from desk.base_errors import NoSuchRevision
from desk.button import Button, Choices
from desk.centre import Workshop
from desk.choices.revision import DropDraft, PublishDraft
from desk.letters import Letter, Say
from desk.people import Operator
from desk.records import Records
from desk.revision import Draft
from faq.preview import told
from faq.problems import BadBase
from faq.revision import Files, digest


async def show(
    change: Files,
    returns_to: int | None,
    note: str,
    by: Operator,
    records: Records,
    workshop: Workshop,
    at: datetime,
    absent: int = 0,
) -> Draft | None:
    """Show what would change for residents; the draft that may be published, None when nothing may.

    `change` are the files that become others, or `returns_to` is the revision that is to come back; `note`
    names it to people; `absent` entries are not in the table that was sent. Raises NoSuchRevision.
    """
    newest = await records.revisions.newest_id()
    before = await records.revisions.files(newest) or {}
    after = await wanted(change, returns_to, newest, records)
    try:
        proposal = await workshop.compare(before, after, at)
    except BadBase as error:
        _say(by, Say("faq-file-wrong", {"note": note, "problems": error.told}), records)
        return None
    if digest(before) == digest(after):
        same = Say("faq-file-same", {"note": note})
        lacking = Say("faq-rows-absent", {"note": note, "absent": absent})
        _say(by, lacking if absent else same, records)
        return None
    below = proposal.is_below(workshop.bar)
    number = int(at.timestamp() * 1000)  # an old preview's buttons must not publish a newer draft
    draft = Draft(number, by.id, newest, at, change, returns_to, note, below, proposal.before, proposal.after)
    records.revisions.save_draft(draft)
    choices: Choices = ((Button(PublishDraft(draft.id), phrase="button-publish-draft"),), (dropping(draft),))
    _say(by, Say("faq-preview", {"note": note, "preview": told(proposal, absent)}, choices), records)
    return draft


async def wanted(change: Files, returns_to: int | None, newest: int, records: Records) -> Files:
    """The files that such a change makes of the newest revision. Raises NoSuchRevision."""
    files = await records.revisions.files(newest if returns_to is None else returns_to)
    if files is None and returns_to is not None:
        raise NoSuchRevision()
    return {**(files or {}), **change}


def dropping(draft: Draft) -> Button:
    """«Отмена»."""
    return Button(DropDraft(draft.id), phrase="button-drop-draft")


def _say(to: Operator, said: Say, records: Records) -> None:
    records.outbox.add(Letter(ToChat(to.id), said))
