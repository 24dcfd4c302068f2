"""Bans: terms, what is kept and said meanwhile, who lifts them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import ban, banning
from desk.addressee import ToResident, ToThread
from desk.ban import Ban, Term, offered, parsed
from desk.choices.ban import BanTerm
from desk.deed import Deed
from desk.errors import NotAllowed, NotBanned
from desk.letters import Relay, Say
from desk.question import Outcome, Question
from desk.rights import AnothersTicket
from desk.ticket import State, ticket_id
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, CHIEF, OLGA, PAVEL, TICKET, centre, message

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TAKEN = TICKET.taken(OLGA)
THREE_DAYS = Term(3 * DAY, "3д")
TO_ANNA = ToResident(ANNA.id)


def banned(until: timedelta | None = DAY) -> tuple[FakeRecords, Ban]:
    records = FakeRecords()
    one = Ban(ANNA.id, AT, AT + until if until else None, "ругань", OLGA.id, OLGA.name)
    records.bans.save(one)
    records.tickets.all[TICKET.id] = TICKET.closed(AT)
    return records, one


@pytest.mark.parametrize(
    ("words", "span", "reason"),
    [
        ("3д оскорбления", 3 * DAY, "оскорбления"),
        ("2 недели: угрозы специалистам", 14 * DAY, "угрозы специалистам"),
        ("час ругань", HOUR, "ругань"),
        ("12ч, флуд", 12 * HOUR, "флуд"),
        ("день\nмат", DAY, "мат"),
        ("НАВСЕГДА реклама", None, "реклама"),
        ("1w insults", 7 * DAY, "insults"),
        ("forever spam", None, "spam"),
    ],
)
def test_a_term_and_a_reason_are_read_as_people_type_them(
    words: str, span: timedelta | None, reason: str
) -> None:
    meant = parsed(words)
    assert meant is not None
    assert (meant[0].span, meant[1]) == (span, reason)


@pytest.mark.parametrize(
    "words",
    ["", "3д", "оскорбления", "3", "0д мат", "400д мат", "дурак он", "9999 недель мат", "5 навсегда мат"],
)
def test_what_has_no_term_or_no_reason_is_not_guessed_at(words: str) -> None:
    assert parsed(words) is None


async def test_who_is_banned_is_told_why_till_when_and_how_to_appeal_and_their_tickets_close() -> None:
    records = FakeRecords()
    other = replace(TICKET, id=ticket_id(2026, 2)).taken(PAVEL)
    records.tickets.all = {TAKEN.id: TAKEN, other.id: other}
    here = replace(centre(), appeal="Через Госуслуги.")
    await banning.ban(TAKEN, THREE_DAYS, "ругань", OLGA, records, here, AT)
    assert records.bans.all[ANNA.id] == Ban(ANNA.id, AT, AT + 3 * DAY, "ругань", OLGA.id, OLGA.name)
    assert {one.state for one in records.tickets.all.values()} == {State.CLOSED}
    until = (AT + 3 * DAY).isoformat()
    told = Say("banned", {"why": "ругань", "closes": until, "appeal": "Через Госуслуги."})
    assert records.outbox.to(TO_ANNA) == [told]
    assert any(isinstance(one, Say) for one in records.outbox.to(ToThread(other.id)))
    assert [(one.deed, one.ticket_id, one.note) for one in records.acts.all] == [
        (Deed.BAN, TAKEN.id, "3д: ругань"),
        (Deed.CLOSE, other.id, ""),
    ]


async def test_for_ever_is_a_supervisors_word_and_a_colleagues_ticket_asks() -> None:
    ever = offered(BanTerm.FOREVER)
    with pytest.raises(NotAllowed):
        await banning.ban(TAKEN, ever, "спам", OLGA, FakeRecords(), centre(), AT)
    with pytest.raises(AnothersTicket):
        await banning.ban(TAKEN, THREE_DAYS, "спам", PAVEL, FakeRecords(), centre(), AT)
    records = FakeRecords()
    await banning.ban(TAKEN, ever, "спам", CHIEF, records, centre(), AT)
    assert records.bans.all[ANNA.id].until is None
    assert [one.phrase for one in records.outbox.to(TO_ANNA) if isinstance(one, Say)] == ["banned-forever"]


def test_a_ban_ends_by_itself() -> None:
    _, one = banned()
    assert one.holds(AT + DAY - timedelta(seconds=1))
    assert not one.holds(AT + DAY)
    assert replace(one, until=None).holds(AT + 10_000 * DAY)


async def test_what_is_written_is_kept_and_answered_once_a_day() -> None:
    records, one = banned(None)
    for number, after in ((20, 0), (21, 1), (22, 23), (23, 24), (24, 25)):
        one = records.bans.all[ANNA.id]
        await banning.hear(message(number=number), ANNA, one, records, AT + after * HOUR)
    assert [asked.outcome for asked in records.questions.all.values()] == 5 * [Outcome.BANNED]
    told = [one.phrase for one in records.outbox.to(TO_ANNA) if isinstance(one, Say)]
    assert told == 2 * ["still-banned-forever"]


async def test_an_edit_of_what_was_asked_before_the_ban_changes_nothing() -> None:
    records, one = banned()
    asked = Question(ANNA.id, 10, "Как получить пособие?", AT, Outcome.SURE, ("fam-01",))
    records.questions.save(asked)
    await banning.hear(message("дураки", 10), ANNA, one, records, AT)
    assert records.questions.all[ANNA.id, 10] == asked


async def test_whoever_banned_or_a_supervisor_lifts_a_ban() -> None:
    closed = TICKET.closed(AT)
    records, _ = banned()
    with pytest.raises(NotAllowed):
        await banning.unban(closed, PAVEL, records, AT + HOUR)
    for by in (OLGA, CHIEF):
        records, _ = banned()
        await banning.unban(closed, by, records, AT + HOUR)
        assert not records.bans.all[ANNA.id].holds(AT + HOUR)
        assert Say("unbanned") in records.outbox.to(TO_ANNA)
        assert [one.deed for one in records.acts.all] == [Deed.UNBAN]
        with pytest.raises(NotBanned):
            await banning.unban(closed, by, records, AT + HOUR)


async def test_what_was_kept_is_shown_in_the_thread_oldest_first() -> None:
    records, one = banned()
    for number in range(20, 32):
        await banning.hear(message(number=number), ANNA, one, records, AT)
    await banning.show_kept(TICKET, OLGA, records, AT)
    copies = [one for one in records.outbox.to(ToThread(TICKET.id)) if isinstance(one, Relay)]
    assert [source.message_id for one in copies for source in one.sources] == list(range(20, 32))


def test_reasons_and_terms_of_buttons_all_have_words() -> None:
    assert set(ban.SPANS) == set(ban.SIGNS) == set(BanTerm)
    assert len(ban.WHYS) == 4


def test_reasons_stand_each_on_its_row() -> None:
    """Half a row of a phone shows some eighteen letters."""
    assert [len(row) for row in banning.offer_reasons(TICKET, BanTerm.DAY).choices] == [1] * len(ban.WHYS)
