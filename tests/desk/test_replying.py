"""What is said on one side of a ticket arrives on the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import replying
from desk.addressee import ToChat, ToResident, ToThread
from desk.errors import ResidentUnreachable, TicketIsClosed
from desk.letters import AlbumAhead, Lane, Letter, Relay, Say
from desk.medium import Medium
from desk.question import LIVE_LOCATION
from desk.records import Mirror, Note
from desk.source import Source
from desk.touches import Amend, Card, React, Retitle
from desk.words import Words
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, CLOSED, FAMILY, OLGA, PAVEL, TICKET, centre, message

TO_ANNA, THREAD = ToResident(ANNA.id), ToThread(TICKET.id)
TAKEN = TICKET.taken(OLGA)
GROUP = FAMILY.chat_id


def refreshed(records: FakeRecords) -> bool:
    return [type(one) for one in records.outbox.to(THREAD)][:2] == [Card, Retitle]


async def reply(text: str = "Ответ", **said: object) -> FakeRecords:
    records = FakeRecords()
    words = message(text, 100, GROUP, **said)  # type: ignore[arg-type]
    await replying.reply(words, TAKEN, OLGA, ANNA, records, centre(), AT)
    return records


async def test_a_resident_s_message_goes_into_the_thread() -> None:
    records = FakeRecords()
    said = message("Ещё вопрос", quoting=Source(ANNA.id, 9))
    await replying.pass_on(said, TAKEN, records, centre(), AT)
    relay = Relay((said.source,), TICKET.id, said.words, quoting=Source(ANNA.id, 9))
    assert records.outbox.all == [Letter(THREAD, relay, acknowledge=said.source)]


async def test_words_and_a_closing_ticket_meet_in_a_conflict() -> None:
    records = FakeRecords()
    await replying.pass_on(message(), TAKEN, records, centre(), AT)
    assert records.tickets.saved == {TICKET.id}  # the commit fails if somebody closes it meanwhile


async def test_a_message_that_was_waited_for_wakes_the_ticket() -> None:
    records = FakeRecords()
    await replying.pass_on(message(), TAKEN.waiting(OLGA, AT), records, centre(), AT)
    assert records.tickets.all == {TICKET.id: TAKEN.listened(AT)}
    assert refreshed(records)


async def test_a_first_reply_after_waiting_for_the_resident_is_due_as_much_later() -> None:
    records, at = FakeRecords(), TICKET.promised_at + timedelta(hours=1)
    waiting = replace(TICKET, resolve_by=None).waiting(OLGA, AT)
    await replying.reply(message("Ответ", 100, GROUP), waiting, OLGA, ANNA, records, centre(), at)
    answered = records.tickets.all[TICKET.id]
    assert answered.first_due_at == answered.promised_at
    assert answered.promised_at > at, "the clock stood still meanwhile"


async def test_a_resident_s_album_is_one_letter() -> None:
    records = FakeRecords()
    for number in (10, 11, 12):
        await replying.pass_on(message("", number, media="photo", album="a1"), TAKEN, records, centre(), AT)
    ahead, letter = records.outbox.all
    assert ahead.content == AlbumAhead(Source(ANNA.id, 10), TICKET.id)
    assert isinstance(letter.content, Relay)
    assert [one.message_id for one in letter.content.sources] == [10, 11, 12]


async def test_nothing_goes_into_a_closed_ticket() -> None:
    records = FakeRecords()
    with pytest.raises(TicketIsClosed):
        await replying.pass_on(message(), CLOSED, records, centre(), AT)
    assert records.outbox.all == []


async def test_an_operator_s_reply_is_signed() -> None:
    records = await reply()
    (relay,) = records.outbox.to(TO_ANNA)
    assert isinstance(relay, Relay)
    assert (relay.signed, relay.words, relay.captioned) == ("Ольга", Words("Ответ"), False)
    assert records.outbox.all[-1].acknowledge == Source(GROUP, 100), "👌 comes when it has arrived"
    assert records.tickets.all[TICKET.id].first_reply_at == AT


async def test_a_photo_s_caption_is_signed() -> None:
    (relay,) = (await reply("Схема", media="photo")).outbox.to(TO_ANNA)
    assert isinstance(relay, Relay)
    assert (relay.signed, relay.captioned) == ("Ольга", True)


@pytest.mark.parametrize(
    ("text", "media"),
    [
        ("", "sticker"),
        ("", "video_note"),
        ("я" * 3997, None),
        ("🙂" * 1999, None),
        ("я" * 925, "photo"),
    ],
    ids=["sticker", "round video", "a long text", "a text long in UTF-16", "a long caption"],
)
async def test_what_cannot_be_signed_is_announced(text: str, media: str | None) -> None:
    announced, relay = (await reply(text, media=media)).outbox.to(TO_ANNA)
    assert announced == Say("operator-signature", {"name": "Ольга"})
    assert isinstance(relay, Relay)
    assert (relay.signed, relay.words) == (None, None)


@pytest.mark.parametrize(("text", "media"), [("я" * 3996, None), ("🙂" * 1998, None), ("я" * 924, "photo")])
async def test_the_longest_words_that_can_be_signed_are(text: str, media: str | None) -> None:
    assert len((await reply(text, media=media)).outbox.to(TO_ANNA)) == 1


async def test_an_operator_s_album_is_announced_once_and_goes_whole() -> None:
    records = FakeRecords()
    for number in (100, 101):
        part = message("", number, GROUP, media="photo", album="a2")
        await replying.reply(part, TAKEN, OLGA, ANNA, records, centre(), AT)
    announced, relay = records.outbox.to(TO_ANNA)
    assert isinstance(announced, Say)
    assert isinstance(relay, Relay)
    assert [one.message_id for one in relay.sources] == [100, 101]


async def test_the_first_reply_takes_the_ticket_and_shows_it() -> None:
    records = FakeRecords()
    await replying.reply(message("Ответ", 100, GROUP), TICKET, PAVEL, ANNA, records, centre(), AT)
    assert records.tickets.all[TICKET.id].assignee_id == PAVEL.id
    assert refreshed(records)


async def test_further_replies_do_not_repaint_the_card() -> None:
    assert not refreshed(await reply())


async def test_a_reply_to_a_closed_ticket_is_refused() -> None:
    records = FakeRecords()
    with pytest.raises(TicketIsClosed):
        await replying.reply(message("Ответ", 100, GROUP), CLOSED, OLGA, ANNA, records, centre(), AT)
    assert (records.outbox.all, records.tickets.saved) == ([], set())


async def test_a_reply_to_a_resident_who_blocked_the_bot_is_refused() -> None:
    records = FakeRecords()
    with pytest.raises(ResidentUnreachable) as refusal:
        await replying.reply(message("Ответ", 100, GROUP), TAKEN, OLGA, ANNA.gone(), records, centre(), AT)
    assert refusal.value.args_ == {"name": "Анна"}
    assert (records.outbox.all, records.tickets.saved) == ([], set())


async def test_a_note_goes_to_nobody_and_is_marked() -> None:
    records = FakeRecords()
    said = message("// проверить", 100, GROUP)
    records.threads.pair(Mirror(TICKET.id, Source(ANNA.id, 10), Source(GROUP, 90)))
    await replying.note(said, "проверить", TAKEN, OLGA, records)
    assert await records.notes.of_ticket(TICKET.id) == [
        Note(TICKET.id, said.source, "Ольга", "проверить", after=10)
    ]
    assert records.outbox.all == [Letter(ToChat(GROUP), React(said.source, "✍"), Lane.COSMETICS)]


@pytest.mark.parametrize("noted", [100, 101, 102])
async def test_no_part_of_an_album_that_is_a_note_goes_to_the_resident(noted: int) -> None:
    records = FakeRecords()
    for number in (100, 101, 102):
        part = message("// внутреннее" if number == noted else "", number, GROUP, media="photo", album="a3")
        if number == noted:
            await replying.note(part, "внутреннее", TAKEN, OLGA, records)
        else:
            await replying.reply(part, TAKEN, OLGA, ANNA, records, centre(), AT)
    assert records.outbox.to(TO_ANNA) == []
    assert records.outbox.to(ToChat(GROUP)) == [React(Source(GROUP, noted), "✍")]


def test_an_edit_follows_the_words_it_changes() -> None:
    records = FakeRecords()
    replying.amend(message("Иначе"), TAKEN, None, records)
    replying.amend(message("Иначе", 100, GROUP), TAKEN, OLGA, records)
    assert [(one.to, one.content) for one in records.outbox.all] == [
        (THREAD, Amend(Source(ANNA.id, 10), Words("Иначе"))),
        (TO_ANNA, Amend(Source(GROUP, 100), Words("Иначе"), signed="Ольга")),
    ]


def test_an_edit_takes_the_medium_along() -> None:
    records = FakeRecords()
    medium = Medium("photo", "its name", veiled=True)
    replying.amend(message("Иначе", media="photo", medium=medium), TAKEN, None, records)
    assert records.outbox.to(THREAD) == [Amend(Source(ANNA.id, 10), Words("Иначе"), True, None, medium)]


async def test_what_has_no_words_has_no_edit_to_follow() -> None:
    records = FakeRecords()
    replying.amend(message("", media="location"), TAKEN, None, records)
    await replying.correct(message("", 100, GROUP, media="location"), TAKEN, OLGA, records)
    assert records.outbox.all == []


async def test_a_reaction_shows_on_the_other_side() -> None:
    records = FakeRecords()
    records.tickets.add(TAKEN)
    here, there = Source(ANNA.id, 10), Source(GROUP, 100)
    records.threads.pair(Mirror(TICKET.id, here, there))
    await replying.react(here, ANNA.id, "👍", records, AT)
    await replying.react(there, OLGA.id, None, records, AT)
    assert records.outbox.all == [
        Letter(THREAD, React(there, "👍"), Lane.COSMETICS),
        Letter(TO_ANNA, React(here, None), Lane.COSMETICS),
    ]


async def test_of_two_reactions_the_newest_that_stands_is_shown() -> None:
    records = FakeRecords()
    records.tickets.add(TAKEN)
    here, there = Source(ANNA.id, 10), Source(GROUP, 100)
    records.threads.pair(Mirror(TICKET.id, here, there))
    for person, emoji in (
        (OLGA, "👍"),
        (PAVEL, "❤"),
        (OLGA, None),
        (OLGA, "🔥"),
        (OLGA, None),
        (PAVEL, None),
    ):
        await replying.react(there, person.id, emoji, records, AT)
    shown = [one.emoji for one in records.outbox.to(TO_ANNA) if isinstance(one, React)]
    assert shown == ["👍", "❤", "🔥", "❤", None]


async def test_a_reaction_on_a_message_of_no_ticket_goes_nowhere() -> None:
    records = FakeRecords()
    await replying.react(Source(ANNA.id, 10), ANNA.id, "👍", records, AT)
    assert records.outbox.all == []


async def test_a_later_reply_is_not_the_first() -> None:
    records = FakeRecords()
    replied = replace(TAKEN, first_reply_at=AT)
    await replying.reply(
        message("Ещё", 101, GROUP), replied, OLGA, ANNA, records, centre(), AT.replace(hour=15)
    )
    assert records.tickets.all[TICKET.id].first_reply_at == AT


async def test_of_a_place_that_moves_the_operator_learns_that_its_copy_does_not() -> None:
    records = FakeRecords()
    await replying.pass_on(message("", media=LIVE_LOCATION), TICKET, records, centre(), AT)
    told = Say("live-location-here", quoting=Source(ANNA.id, 10))
    assert records.outbox.all[-1] == Letter(THREAD, told, Lane.NOTICES)
