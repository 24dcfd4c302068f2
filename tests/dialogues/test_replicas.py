"""Two processes of the bot on one PostgreSQL: every chat in one hand, and soon in another's."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.app import App
from bot.intake import incoming
from storage.shares import SHARES
from tests.dialogues.people import Operator, Resident, words_of
from tests.dialogues.stage import Json, Stage
from tests.dialogues.test_postgres import migrated
from tests.storage.postgres import Server

ASKED = "Почему не вывозят мусор?"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A PostgreSQL of this file's."""
    with migrated() as one:
        yield one


@pytest.fixture
async def second(offstage: Stage, server: Server) -> AsyncIterator[App]:
    """The stage's bot runs, and one more beside it, each with its half of the chats."""
    offstage.changed["storage"] = {"database_url": server.clean()}
    offstage.expects("409")  # a busy machine may hold up the first for longer than its lease
    first = await offstage.start()
    app = App(offstage.settings())
    await app.start()
    await shares(first, SHARES // 2)
    await shares(app, SHARES // 2)
    yield app
    if offstage.app is not app:
        await app.stop()


async def shares(app: App, count: float) -> None:
    """Until the process holds so many."""
    async with asyncio.timeout(15):
        while (await app.health()).figures["shares"] != count:  # noqa: ASYNC110  nothing tells
            await asyncio.sleep(0.05)


async def test_both_do_their_part_and_nothing_twice(
    offstage: Stage, second: App, resident: Resident, neighbour: Resident, operator: Operator
) -> None:
    for number, person in enumerate((resident, neighbour), 1):
        await person.asks_a_person(ASKED)
        await operator.finds("новое", ticket=number)
        await operator.says(f"Ответ {number}", ticket=number)
        await person.sees(f"Ответ {number}")
    await offstage.quiet()
    assert offstage.app is not None
    done = [(await one.health()).figures for one in (offstage.app, second)]
    assert all(one["visits_done"] > 0 and one["calls"] > 0 for one in done), "each has worked"
    assert sorted(one["leads"] for one in done) == [0, 1], "one asks Telegram for updates"
    said = [words_of(one) for one in await operator.history(1)]
    assert said.count(ASKED) == 1


async def test_what_another_process_has_stored_goes_before_what_was_brought_later(
    offstage: Stage, second: App, resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = offstage.app
    assert first is not None
    holder, other = (first, second) if first._part.has_chat(resident.id) else (second, first)
    assert holder._replicas is not None
    monkeypatch.setattr(holder._replicas._work, "arrived", lambda _: None)  # a word that is late
    await other._intake.take([incoming(written(resident, 1, "хочу детские на сына куда идти"))])
    await holder._intake.take([incoming(written(resident, 2, ASKED))])
    await resident.sees("оператор")
    await resident.sees("единое")
    said = [words_of(one) for one in await resident.history()]
    order = [n for words in said for n, part in enumerate(("единое", "оператору")) if part in words]
    assert order == [0, 1]


def written(person: Resident, message_id: int, words: str) -> Json:
    """An update as Telegram brings it to whichever process the balancer chooses."""
    user = {"id": person.id, "is_bot": False, "first_name": "Мария", "language_code": "ru"}
    chat = {"id": person.id, "type": "private", "first_name": "Мария"}
    message = {"message_id": message_id, "date": 1_700_000_000, "chat": chat, "from": user, "text": words}
    return {"update_id": message_id, "message": message}


async def test_after_an_outage_the_order_is_asked_for_until_all_that_waits_is_found(
    offstage: Stage, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    offstage.changed["storage"] = {"database_url": server.clean()}
    replicas = (await offstage.start())._replicas
    assert replicas is not None
    assert replicas.is_alone
    sweep, was_sure = replicas._work.sweep, []

    async def swept() -> None:
        was_sure.append(replicas.is_alone)
        await sweep()

    monkeypatch.setattr(replicas._work, "sweep", swept)
    replicas._until = 0.0  # the lease has run out meanwhile
    await replicas._beat()
    assert was_sure == [False]
    assert replicas.is_alone


async def test_whoever_stops_leaves_everything_to_the_other(
    offstage: Stage, second: App, resident: Resident, neighbour: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.finds("новое", ticket=1)
    await offstage.stop()
    offstage.app = second
    await shares(second, SHARES)
    await neighbour.says("хочу детские на сына куда идти")
    await neighbour.sees("единое")
    await operator.says("Вывезут завтра", ticket=1)
    await resident.sees("Вывезут завтра")
    await offstage.quiet()
    assert (await second.health()).figures["leads"] == 1
