"""What comes after closing: the rating, the question of the next working day, opening again."""

from __future__ import annotations

import pytest

from tests.dialogues.people import Operator, Resident, labels, words_of
from tests.dialogues.stage import Stage

ASKED = "Почему не вывозят мусор?"
DAYS = "2026-03-{:02}T{}:00+04:00"  # the 6th is a Friday; the 9th is off: the holiday was a Sunday
SETTLED = "Удалось решить вопрос?"


async def at(stage: Stage, day: int, time: str) -> None:
    """Move the clock to an hour of March in Astrakhan."""
    await stage.client.clock(now=DAYS.format(day, time))


async def closed_on_friday(stage: Stage, resident: Resident, operator: Operator) -> None:
    """A ticket that was answered and closed on Friday at 15:00."""
    await at(stage, 6, "15:00")
    await resident.asks_a_person(ASKED)
    await operator.says("Вывезут сегодня", ticket=1)
    await operator.says("/close", ticket=1)
    await resident.sees("Специалист закрыл обращение")
    await stage.quiet()


async def questions(resident: Resident) -> int:
    return sum(SETTLED in words_of(one) for one in await resident.history())


async def test_the_next_working_day_the_resident_is_asked_and_yes_is_thanked_for(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await closed_on_friday(stage, resident, operator)
    for day, time in ((7, "15:10"), (9, "15:10"), (10, "14:50")):
        await at(stage, day, time)
        await resident.never_sees(SETTLED)
    await at(stage, 10, "15:01")
    asked = await resident.sees("ЕКЦ-2026-000001", "Вывоз мусора", SETTLED)
    assert labels(asked) == ["👍 Да, решён", "👎 Нет, не решён"]
    await resident.presses("Да, решён")
    thanks = await resident.finds("вопрос по обращению ЕКЦ-2026-000001 решён")
    assert thanks["message_id"] == asked["message_id"], "the question itself turns into the thanks"
    await operator.finds("на следующий рабочий день: вопрос решён", ticket=1)
    await resident.presses("⭐ 5")
    await operator.finds("★★★★★", ticket=1)
    assert await stage.rows("select state, settled, rating from tickets") == [("closed", 1, 5)]


async def test_no_opens_it_again_in_the_same_topic(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await closed_on_friday(stage, resident, operator)
    await at(stage, 10, "15:01")
    await resident.sees(SETTLED)
    await resident.presses("Нет, не решён")
    await resident.sees(
        "ЕКЦ-2026-000001", "снова открыто", "11 марта (среда), 10:01", "Напишите, что осталось"
    )
    await operator.finds("вопрос не решён. Обращение снова открыто", ticket=1)
    await operator.sees_title("👤", ticket=1)
    await resident.says("Опять не вывезли")
    await operator.sees("Опять не вывезли", ticket=1)
    assert "ещё открыто" in await resident.presses("Нет, не решён"), "the second press of an old button"
    assert len(await stage.telegram_calls("createForumTopic")) == 1


async def test_restarts_around_the_hour_ask_once_and_never_by_night(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await closed_on_friday(stage, resident, operator)
    await stage.stop()
    await at(stage, 11, "03:00")  # nobody was there in time
    await stage.start()
    await stage.until("select 1 from tickets where ask_at > '2026-03-12'")
    await resident.never_sees(SETTLED)
    for day, time in ((12, "08:59"), (12, "09:05"), (12, "09:06"), (13, "09:10")):
        await at(stage, day, time)
        await stage.restart()
        if (day, time) != (12, "08:59"):
            await stage.until("select 1 from tickets where asked_at is not null")
        await stage.quiet()
    assert await questions(resident) == 1


async def test_who_talks_with_a_person_or_came_back_by_themselves_is_not_asked(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await closed_on_friday(stage, resident, operator)
    await resident.presses("Открыть снова")
    await resident.sees("снова открыто")
    for day, time in ((10, "15:01"), (10, "16:30"), (11, "15:01")):
        await at(stage, day, time)
        await stage.quiet()
    assert await questions(resident) == 0


async def test_thanks_after_closing_open_nothing(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await closed_on_friday(stage, resident, operator)
    for words in ("Спасибо большое!", "👍", "ок, поняла"):
        await resident.says(words)
        await resident.sees("🤖")
    await stage.quiet()
    assert await stage.rows("select state from tickets") == [("closed",)]
    assert not any("Спасибо большое" in words_of(one) for one in await operator.history(1))


async def test_reopening_in_time_keeps_the_number_later_a_new_ticket_names_the_old(
    offstage: Stage, resident: Resident, operator: Operator
) -> None:
    offstage.changed["desk"] = {"reopen_days": 3, "ask_settled": False}
    await offstage.start()
    await closed_on_friday(offstage, resident, operator)
    await at(offstage, 9, "14:59")
    await resident.presses("Открыть снова")
    await resident.sees("ЕКЦ-2026-000001", "снова открыто")
    await operator.says("/close", ticket=1)
    await operator.sees_title("✅", ticket=1)
    await offstage.quiet()
    await at(offstage, 12, "15:00")
    await resident.presses("Открыть снова")
    await resident.sees("ЕКЦ-2026-000001 закрыто давно", "Напишите одним сообщением")
    await resident.says("Снова три недели не вывозят")
    await resident.sees("Вопрос передан специалисту", "ЕКЦ-2026-000002")
    told = await operator.sees("вернулся к прежнему обращению: ЕКЦ-2026-000001", ticket=2)
    old = await operator.topic(1)
    links = [one["url"] for one in told["entities"] if one["type"] == "text_link"]
    assert links == [f"https://t.me/c/1000000001/{old['id']}"]
    await operator.finds("Новое обращение: ЕКЦ-2026-000002", ticket=1)
    await operator.finds("Снова три недели не вывозят", ticket=2)
    await operator.sees("Отдел: Дом и двор", ticket=2)
    assert (await operator.topic(1))["name"].startswith("✅")


@pytest.mark.parametrize("days", [-1, 5000])
async def test_a_number_of_days_that_makes_no_sense_is_refused(offstage: Stage, days: int) -> None:
    offstage.changed["desk"] = {"reopen_days": days}
    with pytest.raises(ValueError, match="reopen_days"):
        offstage.settings()
    del offstage.changed["desk"]  # what looks about after the dialogue reads them too
