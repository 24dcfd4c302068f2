"""Deadlines as operators, supervisors and residents meet them: on the card, in the thread, in General."""

from __future__ import annotations

from typing import Any

import pytest

from tests.dialogues.people import Operator, Resident, has, labels, words_of
from tests.dialogues.stage import Stage

ASKED = "Почему не вывозят мусор?"
DAYS = "2026-03-{:02}T{}:00+04:00"  # the 2nd is a Monday


async def at(stage: Stage, day: int, time: str) -> None:
    """Move the clock to an hour of March in Astrakhan."""
    await stage.client.clock(now=DAYS.format(day, time))


@pytest.fixture
async def asked(offstage: Stage, resident: Resident) -> Stage:
    """A ticket opened on Monday at ten: the reply is due at 14:00, the resolution on Wednesday at ten."""
    offstage.changed["desk"] = {"resolution": "18 ч", "silence": "1 д", "silence_close": "1 д"}
    await at(offstage, 2, "10:00")
    await offstage.start()
    await resident.asks_a_person(ASKED)
    return offstage


async def the_card(operator: Operator, *parts: str) -> dict[str, Any]:
    """The card of ticket 1 as soon as it has these words."""

    async def probe() -> dict[str, Any] | None:
        cards = [one for one in await operator.history(ticket=1) if "Житель:" in words_of(one)]
        return cards[-1] if cards and has(cards[-1], parts) else None

    try:
        return await operator.client.wait_for(probe, 5)
    except TimeoutError:
        raise AssertionError(f"{parts} is not on the card:\n{await operator.transcript(1)}") from None


async def test_the_card_shows_the_working_time_left_and_then_how_late_it_is(
    asked: Stage, operator: Operator
) -> None:
    await the_card(operator, "ответить до 2 марта (понедельник), 14:00", "осталось 4 ч рабочего времени")
    await at(asked, 2, "11:50")
    await the_card(operator, "осталось 2 ч 10 мин рабочего времени (на 11:50)")
    await at(asked, 2, "16:30")
    await the_card(operator, "просрочено на 2 ч 30 мин рабочего времени")
    await at(asked, 3, "08:00")
    await the_card(operator, "просрочено на 4 ч рабочего времени")


async def test_at_three_quarters_the_thread_is_reminded_and_past_the_deadline_supervisors(
    asked: Stage, operator: Operator
) -> None:
    await at(asked, 2, "12:58")
    await operator.never_sees("Скоро срок", ticket=1)
    await at(asked, 2, "13:01")
    await operator.sees("Скоро срок ответа, а обращение никто не взял", ticket=1)
    await operator.presses("Взять", ticket=1)
    await at(asked, 2, "14:01")
    here = await operator.sees("Срок прошёл", "Анна", ticket=1)
    assert [one["user"]["id"] for one in here["entities"] if one["type"] == "text_mention"] == [2001]
    told = await operator.sees("Срок прошёл, обращений: 1", "ЕКЦ-2026-000001", "· Анна", "руководитель")
    topic = (await operator.topic(1))["id"]
    links = [one["url"] for one in told["entities"] if one["type"] == "text_link"]
    assert links == [f"https://t.me/c/1000000001/{topic}"]
    assert [one["user"]["id"] for one in told["entities"] if one["type"] == "text_mention"] == [2003]


async def test_each_is_told_once_whatever_restarts_in_between(asked: Stage, operator: Operator) -> None:
    asked.expects("message is not modified")  # a card whose painting was cut off is painted again
    for time in ("13:10", "13:20", "14:10", "14:20"):
        await at(asked, 2, time)
        await asked.restart()
        await operator.sees("Скоро срок ответа" if time < "14" else "Срок прошёл", ticket=1)
        await asked.quiet()
    there = [words_of(one) for one in await operator.history(ticket=1)]
    assert sum("Скоро срок" in one for one in there) == 1
    assert sum("Срок прошёл" in one for one in there) == 1


async def test_the_reply_given_the_resolution_is_waited_for(
    asked: Stage, resident: Resident, operator: Operator
) -> None:
    await operator.says("Проверяем", ticket=1)
    await resident.sees("Проверяем")
    await the_card(operator, "решить до 4 марта (среда), 10:00", "осталось 18 ч рабочего времени")
    await at(asked, 3, "15:00")
    await operator.sees("Анна, скоро срок решения", ticket=1)
    await at(asked, 4, "10:01")
    await operator.sees("Срок прошёл, обращений: 1")


async def test_while_the_resident_is_waited_for_time_stands_still(
    asked: Stage, resident: Resident, operator: Operator
) -> None:
    await at(asked, 2, "12:00")
    await operator.says("/wait", ticket=1)
    await resident.sees("ждёт")
    await the_card(operator, "ждём жителя, время не идёт с 2 марта (понедельник), 12:00")
    await at(asked, 3, "08:30")
    await resident.says("Двор дома 5")
    await the_card(operator, "ответить до 3 марта (вторник), 11:00", "осталось 2 ч рабочего времени")
    await operator.never_sees("Скоро срок", ticket=1)


async def test_a_silent_resident_is_warned_and_the_ticket_closed(
    asked: Stage, resident: Resident, operator: Operator
) -> None:
    await operator.says("Какой у вас адрес?", ticket=1)
    await operator.says("/wait", ticket=1)
    await the_card(operator, "ждём жителя")
    await at(asked, 3, "10:05")
    warning = await resident.sees("Мы ждём вашего ответа", "закроем обращение: 4 марта (среда), 10:05")
    assert labels(warning) == ["✋ Вопрос ещё не решён", "✅ Вопрос решён, закрыть"]
    await operator.sees("Житель молчит", "закроем обращение 4 марта (среда), 10:05", ticket=1)
    await the_card(operator, "закроем 4 марта (среда), 10:05, если не ответит")
    await at(asked, 4, "10:10")
    closed = await resident.sees("Мы не дождались вашего ответа и закрыли обращение")
    assert "↩️ Открыть снова" in labels(closed) and "⭐ 5" in labels(closed)
    await operator.sees("Закрыто: житель не ответил", ticket=1)
    await operator.sees_title("✅", ticket=1)


async def test_one_tap_keeps_the_ticket_open(asked: Stage, resident: Resident, operator: Operator) -> None:
    await operator.says("Какой у вас адрес?", ticket=1)
    await operator.says("/wait", ticket=1)
    await the_card(operator, "ждём жителя")
    await at(asked, 3, "10:05")
    await resident.presses("Вопрос ещё не решён")
    await resident.sees("остаётся открытым")
    await operator.sees("Житель просит не закрывать", ticket=1)
    await operator.sees_title("👤", ticket=1)
    await at(asked, 20, "10:00")
    await asked.quiet()
    assert await asked.rows("select state from tickets") == [("taken",)]


async def test_a_resident_reads_in_my_that_the_answer_is_late_or_the_ticket_will_be_closed(
    asked: Stage, resident: Resident, operator: Operator
) -> None:
    await at(asked, 2, "15:00")
    await resident.says("/my")
    await resident.presses("Вывоз мусора")
    await resident.sees("Мы обещали ответить до 2 марта (понедельник), 14:00 и не успели")
    await operator.says("/wait", ticket=1)
    await the_card(operator, "ждём жителя")
    await at(asked, 3, "15:05")
    await resident.sees("Мы ждём вашего ответа")
    await resident.says("/my")
    await resident.presses("Вывоз мусора")
    shown = await resident.sees("Если его не будет, закроем обращение: 4 марта (среда), 15:05")
    assert labels(shown)[0] == "✋ Вопрос ещё не решён"


async def test_the_night_s_questions_are_promised_the_next_morning(asked: Stage, neighbour: Resident) -> None:
    await at(asked, 7, "23:00")
    await neighbour.says("/operator")
    await neighbour.presses("Согласен")
    await neighbour.says("Как записаться?")
    # Sunday, the 8th, is a holiday, and Monday is off instead of it.
    await neighbour.sees("Ответим до: 10 марта (вторник), 13:00")
