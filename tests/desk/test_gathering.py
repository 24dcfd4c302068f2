"""Gaps that ask the same, and what editors make of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from desk import learning, surveying
from desk.addressee import ToChat
from desk.base_errors import EntryGone, GapGone, NoEditor, NothingAnswered, NothingAsked
from desk.centre import Workshop
from desk.choices.gap import AddPhrasings, ShowGap, ShowGaps
from desk.gap import KEPT, Fate, Gap, Reason, gap_id
from desk.gathering import Cluster, cluster_of, clusters
from desk.letters import Say
from desk.question import Outcome, Question
from faq.additions import Addition, MorePhrasings, NewEntry
from faq.entry import Entry
from faq.knowledge_base import Match, Unknown
from faq.problems import BadBase, Problem
from faq.publishing import Figures, Proposal
from faq.revision import Files
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, CHIEF, OLGA, TICKET, centre, sure, unknown
from tests.desk.samples import BENEFIT as ENTRY

CARD = Gap(1, "карта болельщика", AT, Reason.UNKNOWN, ("fam-01", "zhku-01"))
CARD_AGAIN = replace(CARD, id=2, text="где карта болельщика", entries=("zhku-01",))
CARD_ANSWERED = replace(CARD, id=3, reason=Reason.PERSON, answer="На Госуслугах.", ticket_id=TICKET.id)
BORSCH = replace(CARD, id=4, text="борщ", reason=Reason.NOT_HELPED)
NOTHING = Proposal((), (), (), (), (), Figures(), Figures())


class FakeWorkshop:
    """Gathers by the last word; every change is a change for the better."""

    bar = 0.5

    def __init__(self) -> None:
        self.additions: list[Addition] = []
        self.wrong: Exception | None = None

    async def gathered(self, texts: Sequence[str], guesses: Sequence[Sequence[str]]) -> list[list[int]]:
        groups: dict[str, list[int]] = {}
        for number, text in enumerate(texts):
            groups.setdefault(text.split()[-1], []).append(number)
        return list(groups.values())

    async def added(self, addition: Addition, base: Files) -> tuple[Entry, Files]:
        if self.wrong is not None:
            raise self.wrong
        self.additions.append(addition)
        return ENTRY, {"entries/fam.toml": b"new"}

    async def compare(self, before: Files, after: Files, at: object) -> Proposal:
        return NOTHING


@pytest.fixture
def workshop() -> FakeWorkshop:
    return FakeWorkshop()


def kept(*gaps: Gap) -> FakeRecords:
    records = FakeRecords()
    for gap in gaps:
        records.gaps.save(gap)
    records.residents.save(replace(ANNA, id=OLGA.id))
    return records


def shop(workshop: FakeWorkshop) -> Workshop:
    return cast(Workshop, workshop)


def said(records: FakeRecords, to: int = OLGA.id) -> list[Say]:
    return [one for one in records.outbox.to(ToChat(to)) if isinstance(one, Say)]


async def test_the_most_asked_comes_first(workshop: FakeWorkshop) -> None:
    found = await clusters(kept(BORSCH, CARD, CARD_AGAIN, CARD_ANSWERED), shop(workshop), AT)
    assert [[gap.id for gap in one.gaps] for one in found] == [[1, 2, 3], [4]]
    assert [one.told for one in found] == ["× 3 · ❓ 2 · 👤 1", "× 1 · 👎 1"]


async def test_a_cluster_tells_its_words_its_answer_and_what_it_is_taken_for() -> None:
    cluster = Cluster((CARD, CARD_AGAIN, CARD_ANSWERED))
    assert cluster.texts == ("карта болельщика", "где карта болельщика")
    assert cluster.answer == "На Госуслугах."
    assert cluster.guesses == ("fam-01", "zhku-01")


async def test_who_still_waits_and_what_is_too_old_are_left_out(workshop: FakeWorkshop) -> None:
    waiting = replace(CARD_ANSWERED, answer="")
    old = replace(CARD_AGAIN, asked_at=AT - KEPT - timedelta(seconds=1))
    assert await clusters(kept(waiting, old), shop(workshop), AT) == ()


async def test_a_dismissed_cluster_comes_back_only_when_asked_more_often(workshop: FakeWorkshop) -> None:
    records = kept(CARD, CARD_AGAIN, BORSCH)
    await learning.dismiss(CARD.id, records, shop(workshop), AT)
    assert [one.central for one in await clusters(records, shop(workshop), AT)] == [BORSCH]
    again = [replace(CARD, id=number) for number in (10, 11)]
    for gap in again:
        records.gaps.save(gap)
    assert [one.central for one in await clusters(records, shop(workshop), AT)] == [BORSCH]
    records.gaps.save(replace(CARD, id=12))
    first = (await clusters(records, shop(workshop), AT))[0]
    assert [gap.id for gap in first.gaps] == [10, 11, 12]


async def test_the_gap_of_a_button_stands_for_its_cluster(workshop: FakeWorkshop) -> None:
    records = kept(CARD, CARD_AGAIN)
    cluster = await cluster_of(CARD_AGAIN.id, records, shop(workshop), AT)
    assert [gap.id for gap in cluster.gaps] == [2, 1]
    records.gaps.save(replace(BORSCH, fate=Fate.SETTLED))
    assert (await cluster_of(BORSCH.id, records, shop(workshop), AT)).gaps[0].id == BORSCH.id
    with pytest.raises(GapGone):
        await cluster_of(99, records, shop(workshop), AT)


async def test_a_page_too_far_is_the_last_one(workshop: FakeWorkshop) -> None:
    records = kept(*(replace(CARD, id=number, text=f"вопрос №{number}") for number in range(1, 8)))
    shown = await surveying.gaps(7, records, shop(workshop), AT)
    assert [button.choice for row in shown.choices for button in row] == [ShowGap(6), ShowGap(7), ShowGaps(0)]


async def test_a_card_of_the_group_is_for_looking_only() -> None:
    here = centre(sure(ENTRY))
    card = await surveying.card(Cluster((CARD,)), here, AT, may_edit=False)
    assert [button.choice for row in card.choices for button in row] == [ShowGaps(0)]
    mine = await surveying.card(Cluster((CARD,)), here, AT, may_edit=True)
    assert AddPhrasings(CARD.id, ENTRY.id) in [button.choice for row in mine.choices for button in row]
    far = centre(Unknown((Match(ENTRY, 0.2),)))
    other = await surveying.card(Cluster((CARD,)), far, AT, may_edit=True)
    assert AddPhrasings(CARD.id, ENTRY.id) not in [button.choice for row in other.choices for button in row]
    assert "100 %" in str(card.args["nearest"])


async def test_a_draft_has_the_operator_s_answer_and_everybody_s_words(workshop: FakeWorkshop) -> None:
    records = kept(replace(CARD, text="карта болельщика"), CARD_AGAIN, CARD_ANSWERED)
    await learning.draft_entry(CARD_AGAIN.id, OLGA, records, shop(workshop), centre(), AT)
    (addition,) = workshop.additions
    assert addition == NewEntry("zhku", "где карта болельщика", "На Госуслугах.", ("карта болельщика",))
    assert [one.phrase for one in said(records)] == ["gap-drafted", "faq-preview"]
    draft = records.revisions.drafts[OLGA.id]
    assert {gap.draft_id for gap in records.gaps.all.values()} == {draft.id}


async def test_words_that_gave_somebody_away_are_used_only_where_there_are_no_others(
    workshop: FakeWorkshop,
) -> None:
    telling = replace(CARD, text="карта, мой номер [телефон] болельщика")
    records = kept(telling, CARD_AGAIN)
    await learning.add_phrasings(telling.id, ENTRY.id, OLGA, records, shop(workshop), AT)
    alone = kept(telling)
    await learning.add_phrasings(telling.id, ENTRY.id, OLGA, alone, shop(workshop), AT)
    assert workshop.additions == [
        MorePhrasings(ENTRY.id, ("где карта болельщика",)),
        MorePhrasings(ENTRY.id, ("карта, мой номер болельщика",)),
    ]


async def test_without_an_answer_the_editor_is_asked_for_it(workshop: FakeWorkshop) -> None:
    records = kept(CARD)
    await learning.draft_entry(CARD.id, OLGA, records, shop(workshop), centre(), AT)
    assert [one.phrase for one in said(records)] == ["gap-write-answer"]
    editor = records.residents.all[OLGA.id]
    assert editor.answering == CARD.id
    await learning.take_answer("На почте.", editor, OLGA, records, shop(workshop), centre(), AT)
    assert cast(Any, workshop.additions[0]).answer == "На почте."
    assert records.residents.all[OLGA.id].answering is None


async def test_what_cannot_be_written_into_the_files_is_told(workshop: FakeWorkshop) -> None:
    records = kept(CARD_ANSWERED)
    workshop.wrong = BadBase((Problem("tko.toml", 1, "", "", "Измените этот файл вручную"),))
    await learning.draft_entry(CARD_ANSWERED.id, OLGA, records, shop(workshop), centre(), AT)
    assert [one.phrase for one in said(records)] == ["faq-file-wrong"]
    assert records.gaps.all[CARD_ANSWERED.id].draft_id is None
    workshop.wrong = KeyError("gone")
    with pytest.raises(EntryGone):
        await learning.add_phrasings(CARD_ANSWERED.id, "gone", OLGA, records, shop(workshop), AT)


async def test_an_operator_s_suggestion_reaches_every_editor() -> None:
    records = kept(CARD_ANSWERED.dismissed())
    here = centre(unknown())
    await learning.suggest(TICKET, "На почте.", CHIEF, records, here, AT)
    for admin in here.admins:
        (told,) = said(records, admin)
        assert (told.phrase, told.args["answer"]) == ("gap-suggested", "На почте.")
    again = records.gaps.all[CARD_ANSWERED.id]
    assert (again.fate, again.answer) == (Fate.OPEN, "На почте.")


async def test_a_question_the_base_has_answered_may_be_suggested_too() -> None:
    records = kept()
    question = Question(ANNA.id, 10, "Где карта?", AT, Outcome.SURE, ("fam-01",)).handed_over(TICKET.id)
    records.questions.save(question)
    await learning.suggest(TICKET, "На почте.", OLGA, records, centre(), AT)
    assert records.gaps.all[gap_id(question)].answer == "На почте."


async def test_what_is_no_question_or_has_no_answer_is_refused() -> None:
    with pytest.raises(NothingAsked):
        await learning.suggest(TICKET, "На почте.", OLGA, kept(), centre(), AT)
    with pytest.raises(NothingAnswered):
        waiting = kept(replace(CARD_ANSWERED, answer=""))
        await learning.suggest(TICKET, "", OLGA, waiting, centre(), AT)
    with pytest.raises(NoEditor):
        nobody = replace(centre(), admins=())
        await learning.suggest(TICKET, "", OLGA, kept(CARD_ANSWERED), nobody, AT)
