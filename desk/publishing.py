"""The knowledge base changed from the chat: a file is previewed and published, or an old base returns."""

from __future__ import annotations

from datetime import datetime

from desk import preview
from desk.act import about
from desk.addressee import ToChat
from desk.base_errors import BaseUnpublished, DraftGone, FileMisnamed, FileTooBig
from desk.button import Button
from desk.centre import Centre, Workshop
from desk.choices.revision import ExportBase, PublishDraft, ReturnTo, ReviewDraft
from desk.deed import Deed
from desk.enclosure import Document
from desk.letters import Letter, Say
from desk.people import Operator
from desk.records import Records
from desk.revision import Draft, Origin, Revision
from desk.rights import check
from faq import terms
from faq.preview import compared
from faq.problems import BadBase
from faq.revision import digest
from faq.source_file import MAX_BYTES
from faq.submission import is_known

REVISIONS_SHOWN = 10
SIGNS = {Origin.FILES: "📁", Origin.CHAT: "💬", Origin.ROLLBACK: "↩️"}


async def receive(
    name: str, size: int, file_id: str, by: Operator, records: Records, workshop: Workshop, at: datetime
) -> None:
    """Show what a file would change. Raises FileMisnamed, FileTooBig, FileNotReceived."""
    if not is_known(name):
        raise FileMisnamed()
    if size > MAX_BYTES:
        raise FileTooBig()
    content = await workshop.fetch(file_id)
    base = await records.revisions.files(await records.revisions.newest_id()) or {}
    try:
        sent = await workshop.changed(name, content, base)
    except BadBase as error:
        _say(by, Say("faq-file-wrong", {"note": name, "problems": error.told}), records)
        return
    await preview.show(sent.files, None, name, by, records, workshop, at, sent.absent)


async def return_to(
    revision_id: int, by: Operator, records: Records, workshop: Workshop, at: datetime
) -> None:
    """Show what an earlier revision would change. Raises NoSuchRevision."""
    await preview.show({}, revision_id, f"№ {revision_id}", by, records, workshop, at)


async def review(draft_id: int, by: Operator, records: Records, workshop: Workshop, at: datetime) -> None:
    """Show the same change against the base as it is now. Raises DraftGone."""
    draft = await _waiting(draft_id, by, records, at)
    again = await preview.show(draft.change, draft.returns_to, draft.note, by, records, workshop, at)
    if again is not None:
        records.gaps.redraft(draft.id, again.id)


async def publish(
    draft_id: int, anyway: bool, by: Operator, records: Records, centre: Centre, at: datetime
) -> None:
    """Make it the base, unless it has to be asked again. Raises NotAllowed, DraftGone.

    Two who publish at once: the second one's commit is a Conflict, and asked again finds the base changed.
    """
    check(Deed.PUBLISH, by)
    draft = await _waiting(draft_id, by, records, at)
    newest = await records.revisions.newest_id()
    if newest != draft.based_on:
        again = Button(ReviewDraft(draft.id), phrase="button-review-draft")
        _say(by, Say("faq-stale", {"number": newest}, ((again, preview.dropping(draft)),)), records)
        return
    if draft.below_bar and not anyway:
        sure = Button(PublishDraft(draft.id, anyway=True), phrase="button-publish-anyway")
        figures = compared(draft.before, draft.after)
        _say(by, Say("faq-worse", {"figures": figures}, ((sure,), (preview.dropping(draft),))), records)
        return
    files = await preview.wanted(draft.change, draft.returns_to, newest, records)
    origin = Origin.CHAT if draft.returns_to is None else Origin.ROLLBACK
    revision = Revision(
        newest + 1, at, origin, digest(files), by.id, by.name, note=draft.note, figures=draft.after
    )
    records.revisions.add(revision, files)
    deed = Deed.PUBLISH if origin is Origin.CHAT else Deed.ROLL_BACK
    records.acts.add(about(deed, by, at, note=f"№ {revision.id}: {draft.note}"))
    records.revisions.drop_draft(by.id)
    records.gaps.settle(draft.id)
    args: dict[str, str | int] = {"number": revision.id, "name": by.name, "note": draft.note}
    for admin in centre.admins:
        records.outbox.add(Letter(ToChat(admin), Say("faq-published", args)))


async def drop(draft_id: int, by: Operator, records: Records, at: datetime) -> None:
    """Leave the base as it is. Raises DraftGone."""
    await _waiting(draft_id, by, records, at)
    records.revisions.drop_draft(by.id)


async def tell_state(by: Operator, records: Records, centre: Centre, at: datetime) -> None:
    """How the base stands, and how it is changed."""
    shelf, newest = centre.knowledge.shelf, await records.revisions.newest()
    args: dict[str, str | int] = {"entries": len(shelf.entries), "subjects": len(shelf.subjects)}
    if newest is None:
        _say(by, Say("faq-nothing-published", args), records)
        return
    args |= {"number": newest.id, "published": newest.published_at.isoformat()}
    table = Button(ExportBase(), phrase="button-export-base")
    _say(by, Say("faq-status", args, ((table,),)), records)
    today = centre.day(at)
    if ending := terms.ending(shelf, today):
        _say(by, Say("faq-terms", {"terms": terms.told(ending, today)}), records)


async def export(by: Operator, records: Records, at: datetime) -> None:
    """Send the published base as a table. Raises NotAllowed, BaseUnpublished."""
    check(Deed.EXPORT, by)
    if await records.revisions.newest() is None:
        raise BaseUnpublished()
    records.outbox.add(Letter(ToChat(by.id), Document("base")))
    records.acts.add(about(Deed.EXPORT, by, at))


async def tell_history(by: Operator, records: Records, centre: Centre) -> None:
    """The last revisions; every one but the newest may come back."""
    latest = await records.revisions.latest(REVISIONS_SHOWN)
    lines = [
        f"№ {one.id} · {one.published_at.astimezone(centre.zone):%d.%m.%Y %H:%M} · {_source(one)}"
        for one in latest
    ]
    rows = tuple((Button(ReturnTo(one.id), text=f"↩️ № {one.id}"),) for one in latest[1:])
    _say(by, Say("faq-history", {"revisions": "\n".join(lines) or "—"}, rows), records)


async def _waiting(draft_id: int, by: Operator, records: Records, at: datetime) -> Draft:
    draft = await records.revisions.draft(by.id)
    if draft is None or draft.id != draft_id or not draft.is_waiting(at):
        raise DraftGone()
    return draft


def _source(revision: Revision) -> str:
    parts = (SIGNS[revision.origin], revision.by_name, revision.note)
    figures = revision.figures
    right = f" · ✅ {figures.right}/{figures.checks}" if figures is not None and figures.checks else ""
    return " ".join(part for part in parts if part) + right


def _say(to: Operator, said: Say, records: Records) -> None:
    records.outbox.add(Letter(ToChat(to.id), said))
