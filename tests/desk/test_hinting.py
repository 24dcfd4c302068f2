"""What a resident writes to a person brings up the entries that may answer it, and nothing else does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.addressee import ToThread
from desk.centre import Centre
from desk.hinting import hinted
from desk.question import Outcome, Question
from desk.replying import pass_on
from desk.ticket import Hint
from desk.touches import Card, Retitle
from faq.knowledge_base import Match, Sure, Unknown, Unsure, Verdict
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, BENEFIT, OLGA, RENT, SCHOOL, TICKET, FakeKnowledge, centre, message

SURE = Sure(BENEFIT, (Match(BENEFIT, 0.916), Match(SCHOOL, 0.3), Match(RENT, 0.05)))
UNSURE = Unsure((RENT, SCHOOL), (Match(RENT, 0.4), Match(SCHOOL, 0.2)))
TAKEN = TICKET.taken(OLGA)


def knowing(**verdicts: Verdict) -> Centre:
    known = {text.replace("_", " "): verdict for text, verdict in verdicts.items()}
    return replace(centre(), knowledge=FakeKnowledge(verdicts=known))


async def test_the_likeliest_entries_come_with_their_scores() -> None:
    now = await hinted(TAKEN, "пособие", FakeRecords(), knowing(пособие=SURE), AT)
    assert now.hints == (Hint("fam-01", 92), Hint("fam-02", 30)), "what is hardly likely is noise"
    later = await hinted(now, "субсидия", FakeRecords(), knowing(субсидия=UNSURE), AT)
    assert later.hints == (Hint("zhku-01", 40), Hint("fam-02", 20))


@pytest.mark.parametrize("text", ["Спасибо!", "👍", "", "Позовите оператора", "улица Ленина, 5"])
async def test_what_asks_nothing_known_leaves_the_hints_alone(text: str) -> None:
    now = TAKEN.hinted((Hint("fam-01", 92),))
    known = replace(centre(), knowledge=FakeKnowledge(Unknown(()) if "Ленина" in text else SURE))
    assert await hinted(now, text, FakeRecords(), known, AT) is now


async def test_whoever_speaks_of_a_danger_is_answered_by_a_person() -> None:
    now = TAKEN.hinted((Hint("fam-01", 92),)).urgent("Не хочет жить")
    assert now.hints == ()
    assert await hinted(now, "пособие", FakeRecords(), knowing(пособие=SURE), AT) is now


async def test_an_entry_that_does_not_hold_today_is_no_hint() -> None:
    over = replace(BENEFIT, valid_until=AT.date().replace(year=2025))
    known = replace(
        centre(), knowledge=FakeKnowledge(Unsure((over, RENT), (Match(over, 0.5), Match(RENT, 0.4))))
    )
    assert (await hinted(TAKEN, "пособие", FakeRecords(), known, AT)).hints == (Hint("zhku-01", 40),)


async def test_a_fragment_is_understood_with_the_tickets_question() -> None:
    records = FakeRecords()
    asked = Question(ANNA.id, 9, "Как получить пособие?", AT, Outcome.UNREAD, ticket_id=TICKET.id)
    records.questions.save(asked)
    known = FakeKnowledge(Unknown(()), verdicts={"Как получить пособие? а документы?": SURE})
    await hinted(TAKEN, "а документы?", records, replace(centre(), knowledge=known), AT)
    assert any("Как получить пособие?" in text for text, _ in known.asked)


async def test_changed_hints_bring_the_card_up_to_date_and_leave_the_title_alone() -> None:
    records = FakeRecords()
    said = message("пособие")
    await pass_on(said, TAKEN, records, knowing(пособие=SURE), AT)
    to_thread = [type(one) for one in records.outbox.to(ToThread(TICKET.id))]
    assert Card in to_thread and Retitle not in to_thread
    kept = await records.tickets.get(TICKET.id)
    assert kept is not None and kept.hints[0] == Hint("fam-01", 92)
    again = FakeRecords()
    await pass_on(said, kept, again, knowing(пособие=SURE), AT)
    assert Card not in [type(one) for one in again.outbox.to(ToThread(TICKET.id))]


async def test_what_the_bot_has_answered_already_is_no_hint() -> None:
    records = FakeRecords()
    read = Question(ANNA.id, 9, "Пособие?", AT, Outcome.SURE, (BENEFIT.id,), ticket_id=TICKET.id)
    records.questions.save(read)
    assert (await hinted(TAKEN, "пособие", records, knowing(пособие=SURE), AT)).hints == (Hint("fam-02", 30),)
