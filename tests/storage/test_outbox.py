"""Letters: pending → sending → sent | uncertain | dead, and what a person may decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from desk.addressee import ToChat, ToResident, ToThread, ToTopic
from desk.choices.ledger import LetterFate
from desk.letters import Answer, Lane, Letter, Relay, Say
from desk.records import Thread
from desk.said import Said
from desk.source import Source
from desk.touches import Amend, Card, React
from desk.words import Words
from storage.ledger import standing
from storage.letters import LetterState, Posted
from storage.mailbag import RETRIES_A_MINUTE
from storage.marks import (
    after_a_crash,
    as_held,
    dead,
    intent,
    postponed,
    sent,
    together_intent,
    uncertain,
)
from storage.outbox import ALBUM_GATHERS
from storage.records import Storage
from storage.shares import share_of
from storage.writer import Change, Conflict
from tests.storage.conftest import opened
from tests.storage.samples import ANNA, AT, GROUP, MINUTE, NUMBER, PASSED_ON, SAID

ALBUM = replace(PASSED_ON, album="1:2:3")
LATER = AT + MINUTE


async def post(storage: Storage, *letters: Letter) -> list[Posted]:
    """Write letters down; gives all that wait."""
    async with storage.visit(AT) as visit:
        for letter in letters:
            visit.outbox.add(letter)
        await visit.commit()
    return await waiting(storage)


async def waiting(storage: Storage) -> list[Posted]:
    async with storage.visit(AT) as visit:
        return [one for one in await visit.mailbag.waiting(0) if isinstance(one, Posted)]


async def mark(storage: Storage, *changes: Change) -> Posted:
    """The postman's marks on letter 1; gives it as it is then."""
    for change in changes:
        await storage.writer.commit([change])
    async with storage.visit(AT) as visit:
        posted = await visit.mailbag.get(1)
    assert posted is not None
    return posted


async def state(storage: Storage) -> LetterState:
    return (await mark(storage)).state


async def test_letters_wait_in_the_order_they_were_written(storage: Storage) -> None:
    letters = [replace(SAID, lane=lane) for lane in (Lane.COSMETICS, Lane.WORDS, Lane.CARDS)]
    posted = await post(storage, *letters)
    assert [one.letter for one in posted] == letters
    assert [one.id for one in posted] == sorted(one.id for one in posted)
    assert {(one.state, one.attempts, one.due_at) for one in posted} == {(LetterState.PENDING, 0, AT)}


async def test_a_letter_to_a_resident_tells_their_language_as_it_is_by_then(storage: Storage) -> None:
    assert [one.language for one in await post(storage, SAID, PASSED_ON)] == [None, None]
    for language in ("en", "ru"):
        async with storage.visit(AT) as visit:
            visit.residents.save(replace(ANNA, language=language))
            await visit.commit()
        assert [one.language for one in await waiting(storage)] == [language, None]


async def test_the_next_page_begins_after_the_last(storage: Storage) -> None:
    posted = await post(storage, *[SAID] * 5)
    async with storage.visit(AT) as visit:
        assert list(await visit.mailbag.waiting(posted[1].id, limit=2)) == posted[2:4]
        assert list(await visit.mailbag.waiting(posted[-1].id)) == []


async def test_a_letter_is_not_there_before_the_commit(storage: Storage) -> None:
    async with storage.visit(AT) as visit:
        visit.outbox.add(SAID)
        assert visit.outbox.has_letters
    assert await waiting(storage) == []


async def test_a_refused_visit_writes_nothing(storage: Storage) -> None:
    async with storage.visit(AT) as visit:
        visit.outbox.add(SAID)
        visit.residents.save(ANNA)
        visit.forget()
        assert not visit.outbox.has_letters
        assert await visit.residents.get(ANNA.id) is None
        await visit.commit()
    assert await waiting(storage) == []


@pytest.mark.parametrize(
    ("to", "chat_id"),
    [
        (ToResident(ANNA.id), ANNA.id),
        (ToChat(GROUP), GROUP),
        (ToTopic(GROUP, 42), GROUP),
        (ToThread(NUMBER), GROUP),
        (ToThread(NUMBER + 1), 0),
    ],
    ids=["resident", "chat", "topic", "thread", "thread nobody knows"],
)
async def test_where_a_letter_goes_is_known_when_it_is_read(
    storage: Storage, to: ToResident | ToChat | ToTopic | ToThread, chat_id: int
) -> None:
    async with storage.visit(AT) as visit:
        visit.threads.save(Thread(NUMBER, GROUP))
        await visit.commit()
    (posted,) = await post(storage, Letter(to, Card()))
    assert posted.chat_id == chat_id
    assert await mark(storage) == posted


async def test_a_letter_to_a_ticket_follows_it_to_another_group(storage: Storage) -> None:
    await post(storage, PASSED_ON)
    async with storage.visit(AT) as visit:
        visit.threads.save(Thread(NUMBER, GROUP - 1))
        await visit.commit()
    assert (await waiting(storage))[0].chat_id == GROUP - 1


async def test_an_intent_is_written_before_the_call(storage: Storage) -> None:
    await post(storage, SAID)
    posted = await mark(storage, intent(1, ANNA.id))
    assert (posted.state, posted.attempts) == (LetterState.SENDING, 1)
    assert await waiting(storage) == []
    async with storage.visit(AT) as visit:
        under_way = await visit.mailbag.under_way()
        assert [(one.id, one.letter) for one in under_way if isinstance(one, Posted)] == [(1, SAID)]


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (sent(1, [100, 101], LATER), LetterState.SENT),
        (uncertain(1, "time-out", LATER), LetterState.UNCERTAIN),
        (dead(1, "Forbidden: bot was blocked by the user", LATER), LetterState.DEAD),
    ],
    ids=["sent", "uncertain", "dead"],
)
async def test_a_letter_that_ended_waits_no_longer(
    storage: Storage, end: Change, expected: LetterState
) -> None:
    await post(storage, SAID)
    assert (await mark(storage, intent(1, ANNA.id), end)).state is expected
    assert await waiting(storage) == []
    async with storage.visit(AT) as visit:
        assert list(await visit.mailbag.under_way()) == []


async def test_the_marks_of_many_letters_fit_into_one_commit(storage: Storage) -> None:
    ids = [one.id for one in await post(storage, *[SAID] * 4)]
    await storage.writer.commit([intent(one, ANNA.id) for one in ids])
    await storage.writer.commit([as_held(uncertain(one, "time-out", AT), 1) for one in ids])
    async with storage.visit(LATER) as visit:
        assert all([await visit.outbox.settle(one, resend=False) for one in ids])
        await visit.commit()
    async with storage.visit(LATER) as visit:
        states = {one.state for id_ in ids if (one := await visit.mailbag.get(id_)) is not None}
    assert states == {LetterState.SENT}


async def test_a_holder_that_wakes_late_changes_nothing_a_newer_one_has_written(storage: Storage) -> None:
    late = [
        as_held(end, 1)
        for end in (
            sent(1, [100], LATER),
            uncertain(1, "time-out", LATER),
            dead(1, "gone", LATER),
            postponed(1, LATER, None),
        )
    ]
    await post(storage, SAID)
    await mark(storage, intent(1, ANNA.id), postponed(1, AT, None), intent(1, ANNA.id))  # tried anew
    for change in late:
        with pytest.raises(Conflict):
            await mark(storage, change)
    assert await state(storage) is LetterState.SENDING

    await mark(storage, dead(1, "Forbidden", AT))
    async with storage.visit(LATER) as visit:
        assert await visit.outbox.settle(1, resend=False)
        await visit.commit()
    for change in late:
        with pytest.raises(Conflict):
            await mark(storage, replace(change, values={**change.values, "before": 2}))
    assert await state(storage) is LetterState.SENT


async def test_that_a_letter_has_arrived_is_heard_late_as_long_as_nobody_has_decided(
    storage: Storage,
) -> None:
    await post(storage, SAID)
    held = await mark(storage, intent(1, ANNA.id), after_a_crash(1, SAID, AT))
    assert held.state is LetterState.UNCERTAIN
    with pytest.raises(Conflict):
        await mark(storage, as_held(dead(1, "gone", LATER), 1))
    assert (await mark(storage, as_held(sent(1, [100], LATER), 1))).state is LetterState.SENT


async def test_a_postponed_letter_waits_until_its_time_and_keeps_its_attempts(storage: Storage) -> None:
    await post(storage, SAID)
    for attempt in (1, 2):
        posted = await mark(storage, intent(1, ANNA.id), postponed(1, LATER, "Too Many Requests"))
        assert (posted.state, posted.due_at, posted.attempts) == (LetterState.PENDING, LATER, attempt)
    assert await waiting(storage) == [posted]


@pytest.mark.parametrize(
    ("letter", "expected"),
    [
        (SAID, LetterState.UNCERTAIN),
        (PASSED_ON, LetterState.UNCERTAIN),
        (Letter(ToThread(NUMBER), Card()), LetterState.PENDING),
        (Letter(ToResident(ANNA.id), Answer("fam-01")), LetterState.UNCERTAIN),
        (Letter(ToResident(ANNA.id), React(Source(ANNA.id, 1), "👌")), LetterState.PENDING),
        (Letter(ToResident(ANNA.id), Say("x", replacing=Source(ANNA.id, 1))), LetterState.PENDING),
    ],
    ids=["words", "relay", "card", "answer", "reaction", "edit"],
)
async def test_after_a_crash_only_what_may_be_repeated_is(
    storage: Storage, letter: Letter, expected: LetterState
) -> None:
    await post(storage, letter)
    posted = await mark(storage, intent(1, ANNA.id), after_a_crash(1, letter, LATER))
    assert posted.state is expected


@pytest.mark.parametrize("resend", [True, False])
@pytest.mark.parametrize("end", [uncertain(1, "time-out", AT), dead(1, "Forbidden", AT)], ids=["?", "dead"])
async def test_a_person_s_decision_ends_the_letter_and_may_write_it_anew(
    storage: Storage, end: Change, resend: bool
) -> None:
    await post(storage, SAID)
    await mark(storage, intent(1, ANNA.id), end)
    async with storage.visit(LATER) as visit:
        assert await visit.outbox.settle(1, resend=resend)
        await visit.commit()
    assert await state(storage) is LetterState.SENT
    assert [(one.letter, one.attempts) for one in await waiting(storage)] == [(SAID, 0)] * resend


async def test_there_is_nothing_to_decide_about_other_letters(storage: Storage) -> None:
    await post(storage, SAID)
    async with storage.visit(AT) as visit:
        assert not await visit.outbox.settle(1, resend=True)
        assert not await visit.outbox.settle(99, resend=True)
        await visit.commit()
    assert await state(storage) is LetterState.PENDING


@pytest.mark.parametrize(
    ("marks", "fate", "left"),
    [
        ((), LetterFate.WAITING, LetterState.SENT),
        ((intent(1, ANNA.id),), LetterFate.UNCERTAIN, LetterState.SENDING),
        ((intent(1, ANNA.id), uncertain(1, "time-out", AT)), LetterFate.UNCERTAIN, LetterState.SENT),
        ((intent(1, ANNA.id), dead(1, "Forbidden", AT)), LetterFate.DEAD, LetterState.SENT),
        ((intent(1, ANNA.id), sent(1, [5], AT)), None, LetterState.SENT),
    ],
    ids=["waiting", "sending", "uncertain", "dead", "sent"],
)
async def test_words_that_are_taken_back_are_not_sent_again(
    storage: Storage, marks: tuple[Change, ...], fate: LetterFate | None, left: LetterState
) -> None:
    source = Source(GROUP, 100)
    reply = Letter(ToResident(ANNA.id), Relay((source,), NUMBER, Words("Да"), signed="Ольга"))
    await post(storage, reply)
    await mark(storage, *marks)
    async with storage.visit(LATER) as visit:
        assert await visit.outbox.withdraw(ToResident(ANNA.id), Source(GROUP, 101)) is None
        assert await visit.outbox.withdraw(ToResident(ANNA.id), source) is fate
        await visit.commit()
    assert await state(storage) is left
    async with storage.visit(LATER) as visit:
        assert not await visit.outbox.settle(1, resend=True)


@pytest.mark.parametrize(
    "marks",
    [(), (intent(1, GROUP),), (intent(1, GROUP), uncertain(1, "time-out", AT)), (dead(1, "refused", AT),)],
    ids=["waiting", "under way", "uncertain", "dead"],
)
async def test_what_is_told_anew_is_not_sent_any_more_and_the_new_telling_is(
    storage: Storage, marks: tuple[Change, ...]
) -> None:
    story = replace(PASSED_ON, album="1:story")
    await post(storage, story)
    await mark(storage, *marks)
    async with storage.visit(LATER) as visit:
        visit.outbox.add(story)
        await visit.outbox.supersede("1:story")
        await visit.commit()
    assert await state(storage) is LetterState.SENT
    assert [one.id for one in await waiting(storage)] == [2]
    with pytest.raises(Conflict):  # whoever was at it learns that it is settled
        await mark(storage, as_held(postponed(1, LATER, "429"), len(marks)))


async def test_what_is_held_waits_and_can_be_taken_back_until_it_goes(storage: Storage) -> None:
    held = replace(SAID, album="7001:11:burst", held=2)
    (posted,) = await post(storage, held)
    assert posted.due_at == AT + timedelta(seconds=2)
    async with storage.visit(AT) as visit:
        assert await visit.outbox.take_back("7001:11:burst")
        await visit.commit()
    assert await waiting(storage) == []
    async with storage.visit(AT) as visit:
        assert not await visit.outbox.take_back("7001:11:burst")


async def test_of_two_who_decide_at_once_only_one_does(storage: Storage) -> None:
    await post(storage, SAID)
    await mark(storage, intent(1, ANNA.id), uncertain(1, "time-out", AT))
    async with storage.visit(AT) as first, storage.visit(AT) as second:
        assert await first.outbox.settle(1, resend=True)
        assert await second.outbox.settle(1, resend=True)
        await first.commit()
        with pytest.raises(Conflict):
            await second.commit()


async def test_the_parts_of_an_album_become_one_letter(storage: Storage) -> None:
    await post(storage, ALBUM)
    for number in (11, 12):
        async with storage.visit(LATER) as visit:
            assert await visit.outbox.join_album("1:2:3", Source(ANNA.id, number))
            await visit.commit()
    (posted,) = await waiting(storage)
    relay = posted.letter.content
    assert isinstance(relay, Relay)
    assert [one.message_id for one in relay.sources] == [10, 11, 12]
    assert posted.due_at == LATER + ALBUM_GATHERS


async def test_parts_that_come_within_one_visit_are_joined_too(storage: Storage) -> None:
    async with storage.visit(AT) as visit:
        visit.outbox.add(ALBUM)
        assert await visit.outbox.join_album("1:2:3", Source(ANNA.id, 11))
        await visit.commit()
    (posted,) = await waiting(storage)
    assert isinstance(posted.letter.content, Relay)
    assert len(posted.letter.content.sources) == 2
    assert posted.due_at == AT + ALBUM_GATHERS


async def test_an_album_that_is_under_way_takes_no_more_parts(storage: Storage) -> None:
    await post(storage, ALBUM)
    await mark(storage, intent(1, GROUP))
    async with storage.visit(AT) as visit:
        assert not await visit.outbox.join_album("1:2:3", Source(ANNA.id, 11))
        assert not await visit.outbox.join_album("9:9:9", Source(ANNA.id, 11))


async def test_a_part_that_comes_while_the_album_goes_out_is_a_conflict(storage: Storage) -> None:
    await post(storage, ALBUM)
    async with storage.visit(AT) as visit:
        assert await visit.outbox.join_album("1:2:3", Source(ANNA.id, 11))
        await mark(storage, intent(1, GROUP))
        with pytest.raises(Conflict):
            await visit.commit()


async def test_an_album_that_was_tried_once_takes_no_more_parts(storage: Storage) -> None:
    await post(storage, ALBUM)
    await mark(storage, intent(1, GROUP), postponed(1, LATER, "Too Many Requests"))
    async with storage.visit(AT) as visit:
        assert not await visit.outbox.join_album("1:2:3", Source(ANNA.id, 11))


async def test_of_two_parts_at_once_the_second_has_to_join_again(storage: Storage) -> None:
    await post(storage, ALBUM)
    async with storage.visit(AT) as first, storage.visit(AT) as second:
        assert await first.outbox.join_album("1:2:3", Source(ANNA.id, 11))
        assert await second.outbox.join_album("1:2:3", Source(ANNA.id, 12))
        await first.commit()
        with pytest.raises(Conflict):
            await second.commit()


async def test_the_counts_say_since_when_the_oldest_is_there(storage: Storage) -> None:
    await post(storage, SAID, SAID)
    async with storage.visit(LATER) as visit:
        visit.outbox.add(SAID)
        await visit.commit()
    await mark(storage, intent(1, ANNA.id), sent(1, [1], LATER))
    # What has arrived is not counted: it is most.
    assert await standing(storage.database) == {LetterState.PENDING: (2, AT)}


async def test_what_went_into_groups_lately_is_remembered(storage: Storage) -> None:
    await post(storage, *[SAID] * 4)
    settled = ((1, GROUP, [1, 2, 3], LATER), (2, ANNA.id, [4], LATER), (3, GROUP, [5], AT - MINUTE))
    for letter_id, chat_id, messages, at in settled:
        await mark(storage, intent(letter_id, chat_id), sent(letter_id, messages, at))
    await mark(storage, intent(4, GROUP), uncertain(4, "time-out", LATER + timedelta(seconds=1)))
    async with storage.visit(AT) as visit:
        recent = sorted(await visit.mailbag.recent_in_groups(AT))
    assert recent == [(GROUP, LATER, 3), (GROUP, LATER + timedelta(seconds=1), 1)]


async def test_attempts_are_remembered_as_calls_into_a_group(storage: Storage) -> None:
    thread = ToThread(NUMBER)
    await post(storage, Letter(thread, Card()), PASSED_ON)
    # A card first finds that its topic has to be made; of such letters no intent is written down.
    await mark(storage, postponed(1, AT, None, 1), sent(1, [5], LATER, GROUP, 2))
    tried = [change for _ in range(40) for change in (intent(2, GROUP), postponed(2, AT, "reset"))]
    await mark(storage, *tried, intent(2, GROUP), sent(2, [6], LATER, GROUP))
    async with storage.visit(AT) as visit:
        recent = sorted(await visit.mailbag.recent_in_groups(AT))
    assert recent == [(GROUP, LATER, 2), (GROUP, LATER, 1 + RETRIES_A_MINUTE)]


async def test_the_postman_s_own_facts_are_kept_with_the_receipt(storage: Storage) -> None:
    await post(storage, PASSED_ON)
    async with storage.visit(AT) as visit:
        visit.threads.save(Thread(NUMBER, GROUP, 42))
        visit.outbox.record(sent(1, [100], AT))
        await visit.commit()
    assert await state(storage) is LetterState.SENT
    async with storage.visit(AT) as visit:
        assert await visit.threads.get(NUMBER) == Thread(NUMBER, GROUP, 42)


async def test_a_reply_that_has_not_arrived_takes_over_its_edit(storage: Storage) -> None:
    source, to = Source(GROUP, 100), ToResident(ANNA.id)
    said = Relay((source,), NUMBER, Words("Завтра"), signed="Ольга")
    await post(storage, Letter(to, said), Letter(ToResident(ANNA.id + 1), said), PASSED_ON)
    await mark(storage, intent(1, ANNA.id), uncertain(1, "time-out", AT))
    change = Amend(source, Words("В среду"), signed="Ольга")
    async with storage.visit(LATER) as visit:
        assert await visit.outbox.reword(to, change)
        assert not await visit.outbox.reword(to, replace(change, source=Source(GROUP, 101)))
        await visit.commit()
    letters = [(await mark(storage)).letter, *(one.letter for one in await waiting(storage))]
    assert [one.content for one in letters] == [
        replace(said, words=Words("В среду")),
        said,
        PASSED_ON.content,
    ]


async def test_what_has_arrived_is_not_reworded(storage: Storage) -> None:
    source, to = Source(GROUP, 100), ToResident(ANNA.id)
    await post(storage, Letter(to, Relay((source,), NUMBER, Words("Завтра"), signed="Ольга")))
    await mark(storage, intent(1, ANNA.id), sent(1, [5], AT))
    async with storage.visit(LATER) as visit:
        assert not await visit.outbox.reword(to, Amend(source, Words("В среду"), signed="Ольга"))


async def test_texts_said_together_are_one_letter_from_its_intent_on(storage: Storage) -> None:
    texts = [Relay((Source(ANNA.id, n),), NUMBER, Words(f"Слово {n}")) for n in (1, 2, 3)]
    first, second, third = await post(storage, *(Letter(ToThread(NUMBER), one) for one in texts))
    sources = (Source(ANNA.id, 1), Source(ANNA.id, 2))
    whole = replace(first.letter, content=Relay(sources, NUMBER, Words("Слово 1\n\nСлово 2")))
    async with storage.visit(LATER) as visit:
        leader = replace(first, letter=whole)
        await visit.commit(*together_intent(leader, [second], GROUP, LATER))
    assert [one.id for one in await waiting(storage)] == [third.id]
    async with storage.visit(LATER) as visit:
        under_way = [one for one in await visit.mailbag.under_way() if isinstance(one, Posted)]
        assert [(one.id, one.letter) for one in under_way] == [(first.id, whole)]
        await visit.commit(after_a_crash(first.id, whole, LATER))
    async with storage.visit(LATER) as visit:
        assert await visit.outbox.settle(first.id, resend=True)
        await visit.commit()
    assert [one.letter for one in await waiting(storage)] == [third.letter, whole]


async def test_what_was_settled_meanwhile_is_not_said_together(storage: Storage) -> None:
    texts = [Relay((Source(ANNA.id, n),), NUMBER, Words(f"Слово {n}")) for n in (1, 2)]
    first, second = await post(storage, *(Letter(ToThread(NUMBER), one) for one in texts))
    async with storage.visit(LATER) as visit:
        await visit.commit(dead(second.id, "x", LATER))
    async with storage.visit(LATER) as visit:
        with pytest.raises(Conflict):
            await visit.commit(*together_intent(first, [second], GROUP, LATER))
    assert [(one.id, one.letter) for one in await waiting(storage)] == [(first.id, first.letter)]


async def test_a_letter_that_another_process_has_taken_is_not_taken_again(storage: Storage) -> None:
    await post(storage, SAID)
    await mark(storage, intent(1, ANNA.id))
    with pytest.raises(Conflict):
        await mark(storage, intent(1, ANNA.id))


async def test_letters_are_found_by_their_share(fresh: Callable[[str], str]) -> None:
    async with opened(fresh("postgresql")) as storage:
        in_topic = Letter(ToThread(NUMBER), Say("x"), Lane.WORDS)
        async with storage.visit(AT) as visit:
            visit.threads.save(Thread(NUMBER, GROUP))
            await visit.commit()
        await post(storage, SAID, in_topic, Letter(ToChat(GROUP), Say("x"), Lane.NOTICES))
        await mark(storage, intent(3, GROUP))
        async with storage.visit(AT) as visit:
            for shares, ids, under_way in (
                ([share_of(ANNA.id)], [1], []),
                ([share_of(GROUP)], [2], [3]),
                ([share_of(ANNA.id), share_of(GROUP)], [1, 2], [3]),
                ([], [], []),
            ):
                assert await visit.mailbag.waiting_ids(shares) == ids
                assert [one.id for one in await visit.mailbag.these([*ids, 3])] == ids
                assert [one.id for one in await visit.mailbag.under_way(shares)] == under_way


async def test_what_a_resident_has_said_in_a_thread_is_found_where_it_went(storage: Storage) -> None:
    words = Relay((Source(ANNA.id, 10),), NUMBER, Words("Вот адрес"))
    passed_on = Letter(ToThread(NUMBER), words, acknowledge=Source(ANNA.id, 10))
    album = Relay((Source(ANNA.id, 13), Source(ANNA.id, 12)), NUMBER)
    both = replace(passed_on, content=album)
    elsewhere = replace(passed_on, to=ToThread(NUMBER + 1))
    retold = replace(passed_on, acknowledge=None)
    posted = await post(storage, passed_on, both, elsewhere, retold, passed_on)
    async with storage.visit(AT) as visit:
        await visit.commit(*(sent(one.id, [60], LATER, GROUP) for one in posted[:-1]))
    async with storage.visit(LATER) as visit:
        found = await visit.outbox.said(NUMBER, GROUP, AT)
        assert found == [
            Said((Source(ANNA.id, 10),), "Вот адрес", AT),
            Said((Source(ANNA.id, 12), Source(ANNA.id, 13)), "", AT),
        ]
        assert await visit.outbox.said(NUMBER, GROUP, LATER + MINUTE) == []
        assert await visit.outbox.said(NUMBER, GROUP - 1, AT) == []
