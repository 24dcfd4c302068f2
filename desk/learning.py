"""The learning loop: what the base could not answer becomes an entry, or other words for one."""

from __future__ import annotations

from datetime import datetime

from desk import preview, surveying
from desk.addressee import ToChat
from desk.base_errors import EntryGone, GapGone, NoEditor, NothingAnswered, NothingAsked
from desk.button import Button
from desk.centre import Centre, Workshop
from desk.choices.gap import WriteAnswer
from desk.gap import gap_of
from desk.gathering import Cluster, cluster_of
from desk.letters import Letter, Say
from desk.people import Operator, Resident
from desk.personal_data import has_marks, without_marks
from desk.records import Records
from desk.ticket import Ticket
from faq.additions import Addition, MorePhrasings, NewEntry
from faq.problems import BadBase


async def draft_entry(
    gap_id: int, by: Operator, records: Records, workshop: Workshop, centre: Centre, at: datetime
) -> None:
    """A new entry from a cluster and an operator's answer; without one the editor is asked to write it.

    Raises GapGone.
    """
    cluster = await cluster_of(gap_id, records, workshop, at)
    if cluster.answer:
        await _draft(cluster, cluster.answer, by, records, workshop, centre, at)
    else:
        await ask_answer(gap_id, by, records, at)


async def ask_answer(gap_id: int, by: Operator, records: Records, at: datetime) -> None:
    """The editor's next message will be the answer of the new entry. Raises GapGone."""
    gap, editor = await records.gaps.get(gap_id), await records.residents.get(by.id)
    if gap is None or editor is None:
        raise GapGone()
    records.residents.save(editor.to_answer(gap_id, at))
    _say(by, Say("gap-write-answer", {"question": gap.text}), records)


async def take_answer(
    words: str,
    editor: Resident,
    by: Operator,
    records: Records,
    workshop: Workshop,
    centre: Centre,
    at: datetime,
) -> None:
    """The editor has written the answer. Raises GapGone."""
    records.residents.save(editor.unprompted())
    cluster = await cluster_of(editor.answering or 0, records, workshop, at)
    await _draft(cluster, words, by, records, workshop, centre, at)


async def add_phrasings(
    gap_id: int, entry_id: str, by: Operator, records: Records, workshop: Workshop, at: datetime
) -> None:
    """The words of a cluster lead to that entry from now on. Raises GapGone, EntryGone."""
    cluster = await cluster_of(gap_id, records, workshop, at)
    await _propose(MorePhrasings(entry_id, _phrasings(cluster)), cluster, by, records, workshop, at)


async def dismiss(gap_id: int, records: Records, workshop: Workshop, at: datetime) -> None:
    """Not our matter: the cluster is shown no more. Raises GapGone."""
    for gap in (await cluster_of(gap_id, records, workshop, at)).gaps:
        records.gaps.save(gap.dismissed())


async def suggest(
    ticket: Ticket, words: str, by: Operator, records: Records, centre: Centre, at: datetime
) -> None:
    """An operator thinks that a ticket's answer belongs into the base: the editors are told.

    `words` are the reply chosen, "" for the longest one. Raises NothingAsked, NothingAnswered, NoEditor.
    """
    gap = await records.gaps.of_ticket(ticket.id)
    if gap is None:
        question = await records.questions.of_ticket(ticket.id)
        gap = gap_of(question) if question is not None else None
    if gap is None:
        raise NothingAsked()
    gap = gap.suggested(words) if words else gap
    if not gap.answer:
        raise NothingAnswered()
    if not centre.admins:
        raise NoEditor()
    records.gaps.save(gap)
    ranking = (await centre.knowledge.look_up(gap.text, centre.day(at))).ranking
    args = {"name": by.name, "number": ticket.number, "question": gap.text, "answer": gap.answer}
    said = Say("gap-suggested", args, surveying.what_to_do(Cluster((gap,)), ranking))
    for admin in centre.admins:
        records.outbox.add(Letter(ToChat(admin), said))


async def _draft(
    cluster: Cluster,
    answer: str,
    by: Operator,
    records: Records,
    workshop: Workshop,
    centre: Centre,
    at: datetime,
) -> None:
    known = [centre.knowledge.entry(one) for one in cluster.guesses]
    guessed = next((one.subject for one in known if one is not None), "")
    said = cluster.subject
    subject = said if said and said in centre.knowledge.shelf.subjects else guessed
    question, *also = _phrasings(cluster)
    new = NewEntry(subject, question, answer, tuple(also))
    await _propose(new, cluster, by, records, workshop, at)


async def _propose(
    addition: Addition, cluster: Cluster, by: Operator, records: Records, workshop: Workshop, at: datetime
) -> None:
    """Show the addition as any other change of the base."""
    base = await records.revisions.files(await records.revisions.newest_id()) or {}
    try:
        entry, change = await workshop.added(addition, base)
    except KeyError:
        raise EntryGone() from None
    except BadBase as error:
        _say(by, Say("faq-file-wrong", {"note": cluster.central.text[:64], "problems": error.told}), records)
        return
    if isinstance(addition, NewEntry):
        other = Button(WriteAnswer(cluster.central.id), phrase="button-other-answer")
        args = {"id": entry.id, "question": entry.question, "answer": entry.answer}
        args["also"] = surveying.listed(entry.also)
        _say(by, Say("gap-drafted", args, ((other,),)), records)
    draft = await preview.show(change, None, entry.id, by, records, workshop, at)
    if draft is not None:
        for gap in cluster.gaps:
            records.gaps.save(gap.drafted(draft.id))


def _phrasings(cluster: Cluster) -> tuple[str, ...]:
    """Their words as residents may use them again: those that gave nobody away, if there are any."""
    plain = [text for text in cluster.texts if not has_marks(text)]
    return tuple(without_marks(text) for text in plain or cluster.texts)


def _say(to: Operator, said: Say, records: Records) -> None:
    records.outbox.add(Letter(ToChat(to.id), said))
