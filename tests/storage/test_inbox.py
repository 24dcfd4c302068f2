"""Raw updates: stored once, in order, whatever bytes they are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite

from storage.inbox import _FIRST, AT_ONCE, Inbox, Incoming, done, failed
from storage.records import Storage
from storage.shares import ShareBook
from storage.writer import AlreadyDone, Conflict
from tests.storage.conftest import opened
from tests.storage.samples import ANNA, AT

BOT = 123456789012
DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}
HOSTILE = {
    "NUL": b'{"text":"a\x00b"}',
    "lone surrogate": rb'{"text":"\ud800"}',
    "not UTF-8": b"\xff\xfe\x80",
    "every byte": bytes(range(256)),
    "empty": b"",
    "1 MB": b"\x00\xff" * 500_000,
}


@pytest.fixture
def inbox(storage: Storage) -> Inbox:
    return Inbox(storage.database, storage.writer, BOT)


def update(number: int, raw: bytes = b"{}") -> Incoming:
    return Incoming(str(number), f"chat-{number % 3}", raw)


async def test_updates_are_kept_in_the_order_they_came(inbox: Inbox) -> None:
    kept = await inbox.keep([update(n, str(n).encode()) for n in (5, 3, 9, 1)], AT)
    assert [one.raw for one in kept] == [b"5", b"3", b"9", b"1"]
    assert [one.lane for one in kept] == ["chat-2", "chat-0", "chat-0", "chat-1"]
    assert await inbox.waiting() == kept


async def test_a_thousand_updates_in_one_go_keep_their_order(inbox: Inbox) -> None:
    kept = await inbox.keep([update(n, str(n).encode()) for n in range(2000)], AT)
    assert [int(one.raw or 0) for one in kept] == list(range(2000))


async def test_one_chat_s_flood_is_not_read_past_for_another_s_update(inbox: Inbox, storage: Storage) -> None:
    await inbox.keep([Incoming(str(n), "flood", b"{}") for n in range(3000)], AT)
    [other] = await inbox.keep([Incoming("another", "chat", b"{}")], AT)
    assert await inbox.first("chat", other.id) == other
    dialect = storage.database.dialect
    how = "EXPLAIN QUERY PLAN" if dialect == "sqlite" else "EXPLAIN"
    asked = _FIRST.params(bot=BOT, lane="chat", newest=other.id).compile(
        dialect=DIALECTS[dialect].dialect(), compile_kwargs={"literal_binds": True}
    )
    plan = " ".join(str(one) for one in await storage.database.aside(text(f"{how} {asked}")))
    assert "ix_inbox_pending" in plan and "lane" in plan


async def test_of_a_flood_only_the_oldest_are_named(inbox: Inbox, storage: Storage) -> None:
    kept = await inbox.keep([update(n, str(n).encode()) for n in range(12)], AT)
    await storage.writer.commit([done(kept[0].id), failed(kept[1].id, 2, "ValueError", for_good=False)])
    assert [one.raw for one in await inbox.waiting(2)] == [b"1", b"2", b"3", b"4", b"5", b"6"]
    names = await inbox.names(2)
    assert [(one.id, one.lane, one.raw) for one in names] == [(one.id, one.lane, None) for one in kept[1:7]]
    assert [one.attempts for one in names] == [2, 0, 0, 0, 0, 0]


async def test_an_update_that_comes_again_is_not_kept_twice(inbox: Inbox, storage: Storage) -> None:
    first, second = await inbox.keep([update(1), update(2)], AT)
    await storage.writer.commit([done(second.id)])
    again = await inbox.keep([update(2), update(3), update(3)], AT)
    assert [one.lane for one in again] == ["chat-0"]
    assert await inbox.waiting() == [first, *again]


async def test_an_update_that_comes_again_is_told_again_while_it_waits(
    inbox: Inbox, storage: Storage
) -> None:
    first = await inbox.keep([update(1), update(2)], AT)
    await storage.writer.commit([failed(first[0].id, 2, "ValueError", for_good=False)])
    again = await inbox.keep([update(1), update(2)], AT)
    assert [(one.id, one.lane) for one in again] == [(one.id, one.lane) for one in first]
    assert [one.attempts for one in again] == [2, 0]


async def test_an_update_put_aside_stays_so_when_it_comes_again(inbox: Inbox, storage: Storage) -> None:
    (kept,) = await inbox.keep([update(1)], AT)
    await storage.writer.commit([failed(kept.id, 5, "ValueError", for_good=True)])
    assert await inbox.keep([update(1)], AT) == []


async def test_the_same_update_many_times_at_once_is_kept_once(inbox: Inbox) -> None:
    kept = await asyncio.gather(*(inbox.keep([update(1)], AT) for _ in range(30)))
    assert {one.id for batch in kept for one in batch} == {kept[0][0].id}
    assert len(await inbox.waiting()) == 1


async def test_no_updates_are_no_work(inbox: Inbox) -> None:
    assert await inbox.keep([], AT) == []


async def test_bots_do_not_share_updates(inbox: Inbox, storage: Storage) -> None:
    other = Inbox(storage.database, storage.writer, BOT + 1)
    await inbox.keep([update(1)], AT)
    assert len(await other.keep([update(1)], AT)) == 1
    assert len(await other.waiting()) == 1


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
async def test_any_bytes_come_back_as_they_came(inbox: Inbox, raw: bytes) -> None:
    await inbox.keep([update(1, raw)], AT)
    assert [one.raw for one in await inbox.waiting()] == [raw]


async def test_an_update_is_done_together_with_what_its_visit_wrote(inbox: Inbox, storage: Storage) -> None:
    (kept,) = await inbox.keep([update(1)], AT)
    async with storage.visit(AT) as visit:
        visit.residents.save(ANNA)
        await visit.commit(done(kept.id))
    assert await inbox.waiting() == []
    assert await inbox.counts() == {"done": (1, AT)}


async def test_a_visit_cannot_end_twice(inbox: Inbox, storage: Storage) -> None:
    (kept,) = await inbox.keep([update(1)], AT)
    await storage.writer.commit([done(kept.id)])
    async with storage.visit(AT) as visit:
        visit.residents.save(ANNA)
        with pytest.raises(AlreadyDone):
            await visit.commit(done(kept.id))
    async with storage.visit(AT) as visit:
        assert await visit.residents.get(ANNA.id) is None


def test_who_knows_only_conflicts_is_told_one() -> None:
    assert issubclass(AlreadyDone, Conflict)


async def test_a_failed_visit_is_tried_again_and_counted(inbox: Inbox, storage: Storage) -> None:
    (kept,) = await inbox.keep([update(1)], AT)
    await storage.writer.commit([failed(kept.id, 1, "ValueError", for_good=False)])
    (waiting,) = await inbox.waiting()
    assert (waiting.id, waiting.attempts) == (kept.id, 1)


async def test_a_poisonous_update_is_put_aside_and_stays_visible(inbox: Inbox, storage: Storage) -> None:
    (kept,) = await inbox.keep([update(1)], AT)
    await storage.writer.commit([failed(kept.id, 5, "ValueError", for_good=True)])
    assert await inbox.waiting() == []
    await inbox.forget(AT + timedelta(days=1000))
    assert await inbox.counts() == {"dead": (1, AT)}


async def test_a_failure_told_too_late_does_not_reopen_what_is_done(inbox: Inbox, storage: Storage) -> None:
    (kept,) = await inbox.keep([update(1)], AT)
    await storage.writer.commit([done(kept.id)])
    await storage.writer.commit([failed(kept.id, 1, "late", for_good=False)])
    assert await inbox.waiting() == []


async def test_old_updates_are_forgotten_in_portions(inbox: Inbox, storage: Storage) -> None:
    kept = await inbox.keep([update(n) for n in range(AT_ONCE + 1)], AT - timedelta(days=15))
    await storage.writer.commit([done(one.id) for one in kept])
    assert await inbox.forget(AT)
    assert await inbox.counts() == {"done": (1, AT - timedelta(days=15))}
    assert not await inbox.forget(AT)
    assert await inbox.counts() == {}


async def test_what_waits_and_what_was_put_aside_is_counted(inbox: Inbox, storage: Storage) -> None:
    one, other, _, _ = await inbox.keep([update(n) for n in range(4)], AT)
    await storage.writer.commit([done(one.id), failed(other.id, 5, "ValueError", for_good=True)])
    assert await inbox.left() == {"pending": 2, "dead": 1}


async def test_only_what_is_done_and_old_is_forgotten(inbox: Inbox, storage: Storage) -> None:
    old, _ = await inbox.keep([update(1), update(2)], AT - timedelta(days=15))
    (fresh,) = await inbox.keep([update(3)], AT)
    await storage.writer.commit([done(old.id), done(fresh.id)])
    await inbox.forget(AT - timedelta(days=14))
    assert await inbox.counts() == {"done": (1, AT), "pending": (1, AT - timedelta(days=15))}
    assert await inbox.keep([update(3)], AT) == [], "within 14 days a repeated update is known"


async def test_others_are_told_of_what_is_kept_for_them(fresh: Callable[[str], str]) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()
    async with opened(fresh("postgresql")) as storage:
        book = ShareBook(storage.database, "b", heard.put_nowait)
        await book.join()
        inbox = Inbox(storage.database, storage.writer, BOT, str)
        kept = await inbox.keep([update(1, b"raw")], AT)
        async with asyncio.timeout(5):
            assert await heard.get() == str([(kept[0].id, kept[0].lane)])
        assert [(one.id, one.lane, one.raw) for one in await inbox.names()] == [
            (kept[0].id, kept[0].lane, None)
        ]
        assert await inbox.first(kept[0].lane, kept[0].id) == kept[0]
        await book.close()


async def test_a_lanes_next_update_is_its_oldest_that_waits(inbox: Inbox, storage: Storage) -> None:
    one, other, third, fourth = await inbox.keep([update(n) for n in (1, 2, 4, 7)], AT)
    assert one.lane == third.lane == fourth.lane != other.lane
    assert await inbox.first(one.lane, third.id) == one
    await storage.writer.commit([done(one.id)])
    assert await inbox.first(one.lane, third.id) == third
    await storage.writer.commit([done(third.id)])
    assert await inbox.first(one.lane, third.id) is None, "what came later is another's turn"
    assert await inbox.first(one.lane, fourth.id) == fourth
