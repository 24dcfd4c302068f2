"""The bot on PostgreSQL: what residents and operators do most, from end to end."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from storage.database import Database
from storage.migrating import migrate
from tests.dialogues.people import Operator, Resident, words_of
from tests.dialogues.stage import Stage
from tests.storage.postgres import Server

ASKED = "Почему не вывозят мусор?"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A PostgreSQL of this file's."""
    with migrated() as one:
        yield one


@contextmanager
def migrated() -> Iterator[Server]:
    """A PostgreSQL that has a migrated database."""
    one = Server()
    asyncio.run(_migrated(one.url("migrated")))
    yield one
    one.remove()


async def _migrated(url: str) -> None:
    database = Database.open(url)
    await migrate(database)
    await database.close()


@pytest.fixture
async def stage(offstage: Stage, server: Server) -> Stage:
    """A running bot that keeps everything there."""
    offstage.changed["storage"] = {"database_url": server.clean()}
    app = await offstage.start()
    assert app.storage.database.dialect == "postgresql"
    return offstage


async def test_a_question_is_answered(stage: Stage, resident: Resident) -> None:
    await resident.says("хочу детские на сына куда идти")
    await resident.presses("👍 Помогло")
    await resident.sees("Рад, что помогло")
    await stage.quiet()
    assert await stage.rows("select outcome, helped from questions") == [("sure", True)]


async def test_a_ticket_is_answered_closed_and_rated(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Приедут завтра", ticket=1)
    await resident.sees("👤 Анна, специалист:\nПриедут завтра")
    await resident.says("Спасибо")
    await operator.sees("Спасибо", ticket=1)
    await operator.presses("Закрыть", ticket=1)
    await resident.presses("⭐ 5")
    await resident.sees("5 из 5")
    await stage.quiet()
    assert await stage.rows("select state, rating from tickets") == [("closed", 5)]


async def test_albums_stay_whole_both_ways(stage: Stage, resident: Resident, operator: Operator) -> None:
    await resident.asks_a_person(ASKED)
    await resident.sends_album("photo", "photo", "video", caption="вот двор")
    await resident.sees_reaction_on_last("👌")
    await operator.sends_album("photo", "photo", ticket=1)
    await operator.sees_reaction_on_last("👌")
    assert len(await stage.telegram_calls("copyMessages")) == 2
    await operator.sends_album("photo", "photo", ticket=1, caption="// внутреннее", at=1)
    await operator.sees_reaction_on_last("✍")
    await stage.quiet()
    assert len(await stage.telegram_calls("copyMessages")) == 2


async def test_a_ticket_goes_to_another_department(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.presses("Передать", ticket=1)
    await operator.presses("Семья и образование", ticket=1)
    await resident.sees("передано в отдел «Семья и образование»")
    await operator.sees("Отдел: Семья и образование", "новое", ticket=1)


async def test_a_restarted_bot_goes_on_where_it_was(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.sees("новое", ticket=1)
    await stage.stop()
    await resident.says("Есть кто?")
    await stage.start()
    await operator.finds("Есть кто?", ticket=1)
    await operator.says("Есть", ticket=1)
    await resident.sees("Есть")
    await stage.quiet()
    assert len([one for one in await operator.history(1) if words_of(one) == "Есть кто?"]) == 1
