"""Who keeps whom waiting, and what the end waits for."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram.exceptions import TelegramRetryAfter
from aiogram.types import User

from bot import app, visit
from bot.membership import AskMembership
from bot.staffing import Staffing
from desk import reception
from desk.question import Message
from storage.inbox import Inbox, Kept
from storage.writer import Unavailable
from tests.dialogues.people import Operator, Resident
from tests.dialogues.stage import Stage

ASKED = "Почему не вывозят мусор?"
ANSWER = "региональному оператору"


async def test_visits_that_wait_for_telegram_keep_no_resident_waiting(
    stage: Stage, resident: Resident, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visit, "AWAY_PAUSE", 60.0)
    await stage.breaks("500", "getChatMember", times=100)
    assert stage.app is not None
    chat = {"id": -1001000000001, "type": "supergroup", "title": "Операторы", "is_forum": True}
    user = {"id": 2001, "is_bot": False, "first_name": "Анна"}
    for topic in range(100, 100 + visit.AT_ONCE + 8):
        said = {"message_id": topic, "date": 1, "chat": chat, "from": user, "text": "Приедут"}
        await stage.client.update({"message": said | {"message_thread_id": topic, "is_topic_message": True}})
    await stage.until("select count(*) from inbox having count(*) >= 40")
    await resident.says(ASKED)
    await resident.sees(ANSWER)
    monkeypatch.setattr(visit, "DRAIN", 0.1)
    await stage.stop()


async def test_an_answer_to_a_press_that_does_not_go_through_keeps_nobody_else_waiting(
    stage: Stage, resident: Resident, neighbour: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stage.app is not None
    visits, begun = stage.app._visits, asyncio.Event()
    monkeypatch.setattr(visits, "_slots", asyncio.Semaphore(1))
    answer, go = visits._answering.press, asyncio.Event()

    async def slowly(*press: Any) -> None:
        begun.set()
        await go.wait()
        await answer(*press)

    monkeypatch.setattr(visits._answering, "press", slowly)
    await resident.says("/operator")
    press = asyncio.create_task(resident.presses("Согласен"))
    await begun.wait()
    await neighbour.says(ASKED)
    await neighbour.sees(ANSWER)
    go.set()
    await press


async def test_the_end_does_not_wait_for_a_visit_that_does_not_end_and_nothing_is_lost(
    stage: Stage, resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = asyncio.Event()

    async def hang(*_: Any) -> None:
        begun.set()
        await asyncio.sleep(3600)

    with monkeypatch.context() as hung:
        hung.setattr(visit, "DRAIN", 0.2)
        hung.setattr(reception, "receive", hang)
        await resident.says(ASKED)
        await begun.wait()
        started = time.monotonic()
        await stage.stop()
        assert time.monotonic() - started < 5
    await stage.start()
    await resident.sees(ANSWER)


async def test_the_end_does_not_wait_for_telegram_longer_than_it_may(
    stage: Stage, resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "DRAIN", 0.2)
    await stage.breaks("delay", "sendMessage", seconds=4)
    await resident.says(ASKED)
    await stage.until("select 1 from letters where state = 'sending'")
    started = time.monotonic()
    await stage.stop()
    assert time.monotonic() - started < 2


async def test_an_update_whose_commit_went_unheard_is_visited_when_it_comes_again(
    stage: Stage, resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stage.app is not None
    inbox = stage.app._inbox
    keep, failures = inbox.keep, iter([Unavailable("the connection was lost during the commit")])

    async def unheard(*given: Any) -> list[Kept]:
        kept = await keep(*given)
        for failure in failures:
            raise failure
        return kept

    monkeypatch.setattr(inbox, "keep", unheard)
    await resident.says(ASKED)
    await resident.sees(ANSWER)
    assert len(await stage.rows("select id from inbox")) == 1


async def test_an_update_that_comes_again_while_it_is_visited_is_not_visited_twice(
    stage: Stage, resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stage.app is not None
    visits, receive = stage.app._visits, reception.receive
    begun, go, times = asyncio.Event(), asyncio.Event(), 0

    async def slowly(*given: Any) -> None:
        nonlocal times
        times += 1
        begun.set()
        await go.wait()
        await receive(*given)

    monkeypatch.setattr(reception, "receive", slowly)
    await resident.says(ASKED)
    await begun.wait()
    visits.accept(await stage.app._inbox.waiting())
    assert visits.waiting == 1
    go.set()
    await resident.sees(ANSWER)
    await stage.quiet()
    assert times == 1


@pytest.mark.parametrize(("wanted", "pause"), [(0, visit.AWAY_PAUSE), (3, 3), (10_072, visit.LONGEST_PAUSE)])
def test_a_visit_begins_anew_after_the_pause_that_telegram_wants_or_the_longest(
    wanted: int, pause: float
) -> None:
    asked = AskMembership(chat_id=-1, user_id=1)
    assert visit._pause(TelegramRetryAfter(asked, "Too Many Requests", wanted)) == pause
    assert visit._pause(Unavailable()) == visit.AWAY_PAUSE


async def test_telegram_is_asked_for_nobody_before_the_time_it_has_named(stage: Stage) -> None:
    assert stage.app is not None
    asked: list[int] = []

    async def busy(ask: AskMembership, **_: object) -> object:
        asked.append(ask.user_id)
        raise TelegramRetryAfter(ask, "Too Many Requests", 60)

    staffing = Staffing(stage.settings().people, busy)  # type: ignore[arg-type]
    async with stage.app.storage.visit(datetime.now(UTC)) as records:
        for user_id in (2001, 2002, 2001):
            with pytest.raises(TelegramRetryAfter) as refused:
                await staffing.operator(User(id=user_id, is_bot=False, first_name="Анна"), -1, records)
            assert 59 <= refused.value.retry_after <= 60
    assert asked == [2001]


async def test_what_does_not_fit_into_a_lane_stays_in_the_inbox_and_keeps_its_place(
    stage: Stage, resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stage.app is not None
    visits, receive = stage.app._visits, reception.receive
    go: asyncio.Event = asyncio.Event()
    heard: list[str] = []

    async def slowly(message: Message, *given: Any) -> None:
        await go.wait()
        heard.append(message.words.text)
        if len(heard) == 5:  # more comes while what was left is taken
            for number in range(12, 15):
                await resident.says(f"слово {number}")
        await receive(message, *given)

    monkeypatch.setattr("bot.visit.LANE", 3)
    monkeypatch.setattr(reception, "receive", slowly)
    for number in range(12):
        await resident.says(f"слово {number}")
    async with asyncio.timeout(20):
        while sum(visits._left.values()) < 9:  # noqa: ASYNC110  nothing tells
            await asyncio.sleep(0.01)
    assert visits.waiting == 3, "a flood does not fill the house"
    go.set()
    await stage.quiet()
    assert heard == [f"слово {number}" for number in range(15)]
    assert visits.waiting == 0


async def test_what_waits_from_before_is_not_read_all_at_once_and_none_of_it_is_lost(
    stage: Stage, resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive, heard = reception.receive, list[str]()

    async def hang(*_: Any) -> None:
        await asyncio.sleep(3600)

    async def hear(message: Message, *given: Any) -> None:
        heard.append(message.words.text)
        await receive(message, *given)

    monkeypatch.setattr("bot.visit.LANE", 3)
    with monkeypatch.context() as hung:
        hung.setattr(visit, "DRAIN", 0.2)
        hung.setattr(reception, "receive", hang)
        for number in range(12):
            await resident.says(f"слово {number}")
        await stage.until("select count(*) from inbox having count(*) >= 12")
        await stage.stop()
    monkeypatch.setattr(reception, "receive", hear)
    read: list[int] = []
    waiting = Inbox.waiting

    async def counted(inbox: Inbox, *given: int) -> list[Kept]:
        found = await waiting(inbox, *given)
        read.append(len(found))
        return found

    monkeypatch.setattr(Inbox, "waiting", counted)
    await stage.start()
    await stage.quiet()
    assert heard == [f"слово {number}" for number in range(12)]
    assert read == [4], "what fits, and one that says that there are more"
