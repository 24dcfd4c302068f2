"""A resident asks until when an answer is due."""

import asyncio
import shutil
from pathlib import Path

import pytest

from tests.dialogues.people import Operator, Resident, labels
from tests.dialogues.stage import BASE, Stage

SUNDAY = "2026-11-22T09:00:00+00:00"


@pytest.fixture(autouse=True)
async def sunday(offstage: Stage) -> None:
    """The day of all these dialogues."""
    await offstage.client.clock(now=SUNDAY)


async def test_the_menu_leads_to_the_calculator_and_a_day_in_words_is_counted_from(
    stage: Stage, resident: Resident
) -> None:
    await resident.says("/menu")
    await resident.presses("🧰 Обращения, сроки, памятки")
    await resident.presses("📅 Посчитать срок ответа")
    await resident.sees("Что считаем?")
    await resident.presses("Ответ на обращение")
    await resident.sees("Когда вы подали?")
    await resident.says("подал 3 ноября")
    told = await resident.sees("Последний день: 3 декабря 2026", "идёт 19-й день из 30", "59-ФЗ, статья 12")
    assert "📅 Другой день" in labels(told)


async def test_the_day_may_be_written_before_the_term_is_chosen(stage: Stage, resident: Resident) -> None:
    await resident.says("/deadline")
    await resident.sees("Что считаем?")
    await resident.says("6 ноября")
    again = await resident.sees("Что считаем?")
    assert "Ответ на обращение" in labels(again)
    await resident.presses("Ответ на обращение")
    await resident.sees("Последний день: 4 декабря 2026")
    await resident.says("/deadline")
    await resident.says("не вывозят мусор")
    await resident.sees("Позвоните региональному оператору")


async def test_a_question_that_names_a_day_is_answered_while_terms_are_offered(
    stage: Stage, resident: Resident
) -> None:
    await resident.says("/deadline")
    await resident.sees("Что считаем?")
    await resident.says("с 3 ноября не вывозят мусор")
    offered = await resident.sees("Может быть, вы спрашиваете об этом?")
    assert "Почему не вывозят мусор?" in labels(offered)


async def test_a_question_that_names_a_day_is_answered_when_a_day_is_asked_for(
    stage: Stage, resident: Resident
) -> None:
    await resident.says("/deadline")
    await resident.presses("Ответ на обращение")
    await resident.sees("Когда вы подали?")
    await resident.says("с 3 ноября у нас не вывозят мусор, что делать?")
    offered = await resident.sees("Может быть, вы спрашиваете об этом?")
    assert "Почему не вывозят мусор?" in labels(offered)


async def test_a_day_told_to_an_operator_reaches_them_while_terms_are_offered(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person("Почему не вывозят мусор?")
    await operator.says("Когда вы подали заявку?", ticket=1)
    await resident.sees("Когда вы подали заявку?")
    await resident.says("/deadline")
    await resident.sees("Что считаем?")
    await resident.says("подала 3 ноября")
    await operator.sees("подала 3 ноября", ticket=1)


async def test_a_term_that_ends_on_a_day_off_says_so(stage: Stage, resident: Resident) -> None:
    await resident.says("/deadline 6.11")
    await resident.presses("Ответ на обращение")
    await resident.sees("Последний день: 4 декабря 2026", "По счёту это 6 декабря 2026", "нерабочий")


async def test_the_last_day_is_moved_as_the_settings_say(stage: Stage, resident: Resident) -> None:
    kept = stage.settings().desk.model_dump(include={"operators_chat", "clock_file"})
    await stage.restart(desk={**kept, "last_day": "next"})
    await resident.says("/deadline 6.11")
    await resident.presses("Ответ на обращение")
    await resident.sees("Последний день: 7 декабря 2026")


async def test_a_term_that_is_over_says_what_to_do_and_leads_on(stage: Stage, resident: Resident) -> None:
    await resident.says("/deadline")
    await resident.presses("Решаем вместе")
    await resident.says("2 ноября")
    await resident.sees("Последний день был 17 ноября 2026", "дней назад: 5", "официальное обращение")
    await resident.presses("Почему не вывозят мусор?")
    await resident.sees("Позвоните региональному оператору")
    await resident.presses("⏳ Другой срок")
    await resident.presses("Ответ на обращение")
    await resident.sees("Подано: 2 ноября 2026", "Последний день: 2 декабря 2026")
    await resident.presses("📅 Другой день")
    await resident.sees("Ответ на обращение", "Когда вы подали?")
    await resident.presses("Вчера")
    await resident.sees("Подано: 21 ноября 2026", "идёт 1-й день из 30")


async def test_an_edited_day_is_counted_anew(stage: Stage, resident: Resident) -> None:
    await resident.says("/deadline")
    await resident.presses("Ответ на обращение")
    await resident.says("3 ноября")
    await resident.sees("Подано: 3 ноября 2026")
    await resident.edits("4 ноября")
    await resident.sees("Подано: 4 ноября 2026", "идёт 18-й день из 30")


async def test_what_is_no_day_is_told_and_a_question_is_answered(stage: Stage, resident: Resident) -> None:
    await resident.says("/deadline")
    await resident.presses("Ответ на обращение")
    await resident.says("не помню")
    await resident.sees("Не понял, какой это день")
    await resident.says("5 декабря 2026")
    await resident.sees("ещё не наступил")
    await resident.says("5 декабря 1999")
    await resident.sees("больше трёх лет назад")
    await resident.says("хочу детские на сына куда идти")
    await resident.sees("Подайте заявление на Госуслугах")
    await resident.says("вчера")
    await resident.never_sees("Подано:")


async def test_while_a_person_has_the_ticket_other_words_go_to_them(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person("Когда мне ответят?")
    await resident.says("/deadline")
    await resident.presses("Ответ на обращение")
    await resident.says("вы мне так и не написали, жду уже месяц")
    await operator.sees("жду уже месяц", ticket=1)
    await resident.says("/deadline")
    await resident.presses("Ответ на обращение")
    await resident.says("позавчера")
    await resident.sees("Подано: 20 ноября 2026")
    await stage.quiet()
    assert not [one for one in await operator.history(ticket=1) if "позавчера" in one.get("text", "")]


async def test_danger_goes_before_and_cancel_ends_it(stage: Stage, resident: Resident) -> None:
    await resident.says("/deadline")
    await resident.presses("Ответ на обращение")
    await resident.says("пахнет газом в подъезде")
    await resident.sees("104")
    await resident.says("/cancel")
    await resident.sees("отменено")
    await stage.quiet()
    assert await stage.rows("select form from residents where id = 1001") == [(None,)]


async def test_the_question_of_the_day_outlives_a_restart(stage: Stage, resident: Resident) -> None:
    await resident.says("/deadline")
    await resident.presses("Ответ на обращение")
    await resident.sees("Когда вы подали?")
    await stage.restart()
    await resident.says("3.11")
    await resident.sees("Последний день: 3 декабря 2026")


async def test_a_deadline_that_is_gone_is_told_where_it_was_pressed(
    offstage: Stage, resident: Resident, tmp_path: Path
) -> None:
    shutil.copytree(BASE.parent, tmp_path / "base")
    offstage.changed["faq"] = {"path": str(tmp_path / "base" / "entries")}
    await offstage.start()
    await resident.says("/deadline")
    await resident.sees("Что считаем?")
    (tmp_path / "base" / "deadlines.toml").unlink()
    await offstage.until("select 1 from revisions where id = 2")
    async with asyncio.timeout(10):
        while "больше нет" not in await resident.presses("Ответ на обращение"):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await resident.says("/deadline")
    await resident.sees("Сроки для расчёта ещё не заданы")


async def test_in_english(stage: Stage, resident: Resident) -> None:
    await resident.says("/language")
    await resident.presses("English")
    await resident.sees("English")
    await resident.says("/deadline")
    await resident.presses("Answer to an appeal")
    await resident.sees("When did you file it?")
    await resident.says("Nov 6")
    await resident.sees(
        "Last day: 4 December 2026", "By the calendar it would be 6 December 2026", "day 16 of 30"
    )
    await resident.says("/deadline 2 November")
    await resident.presses("Answer on")
    await resident.sees("The last day was 17 November 2026", "What to do: Open the message")
