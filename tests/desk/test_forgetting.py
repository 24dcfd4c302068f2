"""Forgetting and taking a consent back: whose button counts, what the groups are told, what is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import forgetting, withdrawing
from desk.addressee import ToChat, ToResident, ToTopic
from desk.choices.privacy import Forget
from desk.deed import Deed
from desk.erasure import NOBODY
from desk.errors import ResidentForgotten
from desk.letters import Say
from desk.privacy import Privacy
from desk.records import Mirror, Thread
from desk.source import Source
from desk.ticket import State
from desk.touches import Raze, Wipe
from tests.desk.fakes import FakeRecords, FakeStorage
from tests.desk.samples import ANNA, AT, CLOSED, FAMILY, NUMBER, TICKET, centre

HERE, THERE = Source(ANNA.id, 10), Source(FAMILY.chat_id, 50)
FRESH = Forget(ANNA.id, int(AT.timestamp()))
CENTRE = replace(centre(), privacy=Privacy(law="журнал", law_in={"en": "register"}))


async def begun(thread: Thread | None = None, *pairs: Mirror) -> FakeRecords:
    """A visit with Anna's ticket committed."""
    storage = FakeStorage()
    async with storage.visit(AT) as records:
        records.residents.save(ANNA)
        records.tickets.add(TICKET)
        records.threads.save(thread or Thread(TICKET.id, FAMILY.chat_id, 42, 43))
        records.threads.mirrors = list(pairs)
        await records.commit()
    return storage.fresh()


async def test_open_tickets_are_named_before_anything_is_erased() -> None:
    records = await begun()
    await forgetting.explain(ANNA, records, CENTRE, AT)
    [said] = records.outbox.to(ToResident(ANNA.id))
    assert isinstance(said, Say)
    assert (said.phrase, said.args) == ("forget-asks-open", {"law": "журнал", "numbers": NUMBER})
    assert said.choices[0][0].choice == FRESH
    assert ANNA.id in records.residents.all


async def test_a_press_to_keep_it_all_says_so_but_not_over_the_word_that_all_is_erased() -> None:
    records = await begun()
    await forgetting.keep(HERE, ANNA, records, AT)
    [said] = records.outbox.to(ToResident(ANNA.id))
    assert said == Say("forget-dropped", replacing=HERE)
    records = await begun()
    await forgetting.forget(FRESH, HERE, ANNA, records, CENTRE, AT)
    before = records.outbox.to(ToResident(ANNA.id, ANNA.language))
    await forgetting.keep(HERE, ANNA, records, AT)
    assert records.outbox.to(ToResident(ANNA.id, ANNA.language)) == before


@pytest.mark.parametrize(
    "choice",
    [
        replace(FRESH, person=ANNA.id + 1),
        replace(FRESH, asked=FRESH.asked - 16 * 60),
        replace(FRESH, asked=FRESH.asked + 60),
        replace(FRESH, asked=2**63 - 1),
    ],
    ids=["another's", "old", "of a time to come", "of no time at all"],
)
async def test_only_the_persons_own_fresh_button_erases(choice: Forget) -> None:
    records = await begun()
    with pytest.raises(forgetting.ForgetExpired):
        await forgetting.forget(choice, None, ANNA, records, CENTRE, AT)
    assert ANNA.id in records.residents.all


async def test_topics_go_the_group_and_the_register_hear_of_it_the_resident_in_their_language() -> None:
    old = Source(FAMILY.chat_id, 30)
    records = await begun(None, Mirror(TICKET.id, HERE, THERE), Mirror(TICKET.id, old, old))
    english = replace(ANNA, language="en")
    await forgetting.forget(FRESH, Source(ANNA.id, 77), english, records, CENTRE, AT + timedelta(minutes=14))
    for topic in (30, 42):
        assert records.outbox.to(ToTopic(FAMILY.chat_id, topic)) == [Raze()]
    assert records.outbox.to(ToChat(FAMILY.chat_id)) == [Say("resident-forgotten", {"numbers": NUMBER})]
    farewell = Say("forgotten", {"law": "register"}, replacing=Source(ANNA.id, 77))
    assert records.outbox.to(ToResident(ANNA.id, "en")) == [farewell]
    [act] = records.acts.all
    assert (act.deed, act.by_id, act.note) == (Deed.FORGET, ANNA.id, "обращений: 1, вопросов: 0")
    assert ANNA.id not in records.residents.all


async def test_a_second_press_erases_what_has_come_since_and_is_no_second_act() -> None:
    records = await begun()
    later = AT + timedelta(days=1)
    another = Forget(ANNA.id, int(later.timestamp()))
    # Twice at once; and another day, which is another wish.
    for choice, at, acts, farewells in ((FRESH, AT, 1, 1), (FRESH, AT, 1, 1), (another, later, 2, 2)):
        records.residents.save(ANNA)  # known again by the very press
        await forgetting.forget(choice, Source(ANNA.id, 77), ANNA, records, CENTRE, at)
        assert [one.deed for one in records.acts.all] == [Deed.FORGET] * acts
        assert len(records.outbox.to(ToResident(ANNA.id, ANNA.language))) == farewells
        assert ANNA.id not in records.residents.all
        await records.commit()
        assert records.storage is not None
        records = records.storage.fresh()


async def test_without_topics_the_card_and_the_residents_words_are_deleted_one_by_one() -> None:
    reply = Mirror(TICKET.id, Source(FAMILY.chat_id, 60), Source(ANNA.id, 12))
    thread = Thread(TICKET.id, FAMILY.chat_id, 0, 43)
    draft, left = Source(FAMILY.chat_id, 51), Source(FAMILY.chat_id - 1, 30)
    drafted, moved = Mirror(TICKET.id, draft, draft), Mirror(TICKET.id, left, left)
    records = await begun(thread, Mirror(TICKET.id, HERE, THERE), reply, drafted, moved)
    await forgetting.forget(FRESH, None, ANNA, records, CENTRE, AT)
    wiped = [one for one in records.outbox.to(ToChat(FAMILY.chat_id)) if isinstance(one, Wipe)]
    assert wiped == [Wipe(Source(FAMILY.chat_id, 43)), Wipe(draft), Wipe(THERE)]
    assert records.outbox.to(ToTopic(left.chat_id, left.message_id)) == [Raze()], "left for this group"
    assert records.outbox.to(ToTopic(FAMILY.chat_id, draft.message_id)) == []


def test_nobodys_ticket_is_not_opened_again() -> None:
    with pytest.raises(ResidentForgotten):
        replace(CLOSED, resident_id=NOBODY).reopened(AT)


async def test_a_consent_taken_back_closes_tickets_and_is_written_down() -> None:
    records = await begun()
    await withdrawing.withdraw(ANNA, records, CENTRE, AT)
    now = records.residents.all[ANNA.id]
    assert (now.consent_version, now.consent_at) == (0, None)
    assert records.tickets.all[TICKET.id].state is State.CLOSED
    assert [one.deed for one in records.acts.all] == [Deed.WITHDRAW, Deed.CLOSE]
    [said] = records.outbox.to(ToResident(ANNA.id))
    assert isinstance(said, Say) and said.args == {"numbers": NUMBER}


async def test_who_has_not_consented_has_nothing_to_take_back() -> None:
    records = await begun()
    await withdrawing.withdraw(replace(ANNA, consent_version=0), records, CENTRE, AT)
    assert records.acts.all == []
    assert records.outbox.to(ToResident(ANNA.id)) == [Say("privacy-unconsented")]
