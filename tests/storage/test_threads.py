"""Threads, mirrors and moved groups."""

from __future__ import annotations

from dataclasses import replace

from desk.records import Mirror, Thread
from desk.source import Source
from storage.records import Storage
from tests.desk.fakes import FakeStorage
from tests.storage.samples import ANNA, AT, GROUP, NUMBER

Records = Storage | FakeStorage
MOVED = -1009999999999
THREAD = Thread(NUMBER, GROUP, topic_id=42, card_id=43)
PAIR = Mirror(NUMBER, Source(ANNA.id, 10), Source(GROUP, 100))
BACK = Mirror(NUMBER, Source(GROUP, 101), Source(ANNA.id, 11), lead=19)
ELSEWHERE = Mirror(NUMBER + 1, Source(8, 10), Source(GROUP, 102))


async def keep(records: Records, *threads: Thread, mirrors: tuple[Mirror, ...] = ()) -> None:
    async with records.visit(AT) as visit:
        for thread in threads:
            visit.threads.save(thread)
        for mirror in mirrors:
            visit.threads.pair(mirror)
        await visit.commit()


async def test_a_thread_comes_back_and_is_found_by_its_topic(records: Records) -> None:
    await keep(records, THREAD)
    async with records.visit(AT) as visit:
        assert await visit.threads.get(NUMBER) == THREAD
        assert await visit.threads.at(GROUP, 42) == THREAD
        assert await visit.threads.at(GROUP, 41) is None
        assert await visit.threads.at(MOVED, 42) is None


async def test_a_thread_whose_topic_was_lost_is_found_there_no_longer(records: Records) -> None:
    await keep(records, THREAD)
    async with records.visit(AT) as visit:
        visit.threads.save(THREAD.lost())
        assert await visit.threads.at(GROUP, 42) is None
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.threads.get(NUMBER) == Thread(NUMBER, GROUP)
        assert await visit.threads.at(GROUP, 42) is None


async def test_a_thread_is_found_where_this_visit_has_put_it(records: Records) -> None:
    await keep(records, Thread(NUMBER, GROUP))
    async with records.visit(AT) as visit:
        visit.threads.save(THREAD)
        assert await visit.threads.at(GROUP, 42) == THREAD


async def test_a_group_without_topics_says_nothing_about_the_ticket(records: Records) -> None:
    await keep(records, Thread(NUMBER, GROUP, topic_id=0), Thread(NUMBER + 1, GROUP, topic_id=0))
    async with records.visit(AT) as visit:
        assert await visit.threads.at(GROUP, 0) is None


async def test_a_pair_is_found_from_either_side(records: Records) -> None:
    await keep(records, mirrors=(PAIR, BACK, ELSEWHERE))
    async with records.visit(AT) as visit:
        assert await visit.threads.mirror_of(PAIR.source) == PAIR
        assert await visit.threads.mirror_of(PAIR.copy) == PAIR
        assert await visit.threads.mirror_of(Source(ANNA.id, 100)) is None


async def test_of_several_copies_the_latest_counts(records: Records) -> None:
    again = Mirror(NUMBER, PAIR.source, Source(GROUP, 200))
    await keep(records, mirrors=(PAIR, again))
    async with records.visit(AT) as visit:
        assert await visit.threads.mirror_of(PAIR.source) == again
        assert await visit.threads.mirror_of(PAIR.copy) == PAIR


async def test_a_ticket_s_pairs_come_in_order(records: Records) -> None:
    await keep(records, mirrors=(PAIR, ELSEWHERE, BACK))
    async with records.visit(AT) as visit:
        assert list(await visit.threads.mirrors_of(NUMBER)) == [PAIR, BACK]


async def test_a_group_s_new_id_replaces_the_old_one_everywhere(records: Records) -> None:
    await keep(records, THREAD, mirrors=(PAIR, BACK))
    async with records.visit(AT) as visit:
        visit.threads.move(GROUP, MOVED)
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.threads.at(MOVED, 42) == Thread(NUMBER, MOVED, 42, 43)
        assert await visit.threads.at(GROUP, 42) is None
        assert list(await visit.threads.mirrors_of(NUMBER)) == [
            Mirror(NUMBER, PAIR.source, Source(MOVED, 100)),
            Mirror(NUMBER, Source(MOVED, 101), BACK.copy, BACK.lead),
        ]
        assert await visit.threads.moves() == {GROUP: MOVED}


async def test_a_move_told_twice_changes_nothing_more(records: Records) -> None:
    for _ in range(2):
        async with records.visit(AT) as visit:
            visit.threads.move(GROUP, MOVED)
            await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.threads.moves() == {GROUP: MOVED}


async def test_a_message_is_the_copy_of_one_message_only_the_latest(records: Records) -> None:
    newer = Mirror(NUMBER + 1, Source(8, 1), PAIR.copy)
    await keep(records, mirrors=(PAIR,))
    await keep(records, mirrors=(newer,))
    async with records.visit(AT) as visit:
        assert await visit.threads.mirror_of(PAIR.copy) == newer
        assert await visit.threads.mirror_of(PAIR.source) is None
        assert not await visit.threads.shared(newer)


async def test_a_pair_may_be_handed_to_another_ticket(records: Records) -> None:
    pair = Mirror(NUMBER, Source(ANNA.id, 10), Source(GROUP, 50))
    other = replace(pair, ticket_id=NUMBER + 1)
    for one in (pair, other):
        async with records.visit(AT) as visit:
            visit.threads.pair(one)
            await visit.commit()
    async with records.visit(AT) as visit:
        assert list(await visit.threads.mirrors_of(NUMBER)) == []
        assert await visit.threads.mirror_of(pair.source) == other


async def test_a_thread_is_found_by_its_card(records: Records) -> None:
    await keep(records, THREAD)
    async with records.visit(AT) as visit:
        assert await visit.threads.with_card(GROUP, 43) == THREAD
        assert await visit.threads.with_card(GROUP, 42) is None


async def test_several_messages_may_share_one_copy_and_the_last_stands_for_it(records: Records) -> None:
    more = Mirror(NUMBER, Source(ANNA.id, 11), PAIR.copy)
    await keep(records, mirrors=(PAIR, more))
    async with records.visit(AT) as visit:
        assert await visit.threads.mirror_of(PAIR.copy) == more
        assert await visit.threads.mirror_of(PAIR.source) == PAIR
        assert await visit.threads.mirrors_of(NUMBER) == [PAIR, more]
        assert await visit.threads.shared(PAIR)
        assert not await visit.threads.shared(ELSEWHERE)
    await keep(records, mirrors=(PAIR,))
    async with records.visit(AT) as visit:
        assert len(await visit.threads.mirrors_of(NUMBER)) == 2


async def test_the_newest_ticket_of_several_groups_says_which_got_it(storage: Storage) -> None:
    async with storage.visit(AT) as visit:
        assert await visit.threads.newest_in((-1, -2)) is None
        for ticket, chat in ((1, -1), (3, -2), (4, -3)):
            visit.threads.save(Thread(ticket, chat))
        await visit.commit()
    async with storage.visit(AT) as visit:
        assert await visit.threads.newest_in((-1, -2)) == -2
        assert await visit.threads.newest_in((-3, -1, -2)) == -3
        assert await visit.threads.newest_in((-9, -1)) == -1


async def test_of_a_copy_that_is_gone_nothing_is_known(records: Records) -> None:
    more = Mirror(NUMBER, Source(ANNA.id, 12), PAIR.copy)
    await keep(records, THREAD, mirrors=(PAIR, more, BACK))
    async with records.visit(AT) as visit:
        visit.threads.unpair(PAIR.copy)
        await visit.commit()
    async with records.visit(AT) as visit:
        assert list(await visit.threads.mirrors_of(NUMBER)) == [BACK]
