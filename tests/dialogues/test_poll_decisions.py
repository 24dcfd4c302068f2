"""A poll is announced to those who follow the news, and what is decided to those who voted."""

from __future__ import annotations

import pytest

from tests.dialogues.people import Person, Resident, labels, words_of
from tests.dialogues.polls import AFTER, begin, consents, opens, picks
from tests.dialogues.stage import Stage

A_WEEK_LATER = "2026-12-06T16:00:02+00:00"
DECISION = "Каток зальют к 15 декабря.\nСцену обсудим весной."


@pytest.fixture(autouse=True)
async def sunday(offstage: Stage) -> None:
    """The day of all these dialogues."""
    await begin(offstage)


async def follows_news(resident: Resident) -> None:
    """By /subscriptions."""
    await resident.says("/subscriptions")
    await resident.presses("Важные новости")
    await resident.sees("Отмечено то, о чём я пишу")


async def decides(editor: Person) -> None:
    """Close it, write what is decided and send it."""
    await editor.presses("Закончить сейчас")
    await editor.presses("Да, закончить")
    await editor.sees("ждёт решения")
    await editor.presses("Написать, что решено")
    await editor.sees("Что решено? Напишите одним сообщением")
    await editor.says(DECISION)
    await editor.sees("Проверьте решение", DECISION, "Решения пока нет")


async def reminders(stage: Stage) -> int:
    """How often administrators have heard of it."""
    calls = await stage.telegram_calls("sendMessage")
    return sum("Мы обещали ответ" in one["params"]["text"] for one in calls)


async def test_who_follows_the_news_is_told_of_it_and_may_stop_that(
    stage: Stage, editor: Person, resident: Resident, neighbour: Resident
) -> None:
    await follows_news(resident)
    await neighbour.says("/start")
    await opens(editor)
    told = await resident.sees(
        "Новый опрос: Что построить в парке?", "29 ноября", "не имеет юридической силы"
    )
    assert labels(told) == ["🗳 Проголосовать", "🔕 Отписаться"]
    await resident.presses("Проголосовать")
    await resident.sees("1. Каток")
    await neighbour.never_sees("Новый опрос")


async def test_what_is_decided_goes_once_to_all_who_voted(
    stage: Stage, editor: Person, resident: Resident, neighbour: Resident
) -> None:
    await opens(editor)
    for one in (resident, neighbour):
        await consents(one)
        await picks(one, "1. Каток")
    await neighbour.presses("Отозвать голос")
    await neighbour.sees("Выберите один вариант")
    await decides(editor)
    assert "уходит всем" in await editor.presses("Отправить всем, кто голосовал: 1")
    await editor.sees("решение принято", DECISION)
    told = await resident.sees("Опрос закончен. Проголосовали: 1.", "100 % · 1", "Что решено\n" + DECISION)
    assert "Решения пока нет" not in words_of(told)
    await stage.restart()
    await stage.until("select 1 from campaigns where id = 'poll-1-decided' and course = 'over'")
    await stage.quiet()
    letters = [one for one in await resident.history() if DECISION in words_of(one)]
    assert len(letters) == 1
    await neighbour.never_sees("Что решено")
    assert await stage.rows("select 1 from acts where deed = 'decide_poll'")
    await neighbour.says("/polls")
    await neighbour.presses("📊 Что построить")
    await neighbour.sees("Что решено\n" + DECISION)


async def test_a_decision_is_written_again_before_it_is_sent(
    stage: Stage, editor: Person, resident: Resident
) -> None:
    await opens(editor)
    await decides(editor)
    await editor.presses("Написать иначе")
    await editor.sees("Что решено?")
    await editor.says("Р" * 1501)
    await editor.sees("от 1 до 1500 знаков, а у вас 1501")
    await editor.says("Решим весной.")
    await editor.sees("Проверьте решение", "Решим весной.")
    await resident.says("/polls")
    await resident.presses("📊 Что построить")
    shown = await resident.sees("Решения пока нет. Когда оно будет, мы напишем")
    assert "весной" not in words_of(shown)


async def test_until_it_is_decided_administrators_hear_of_it_every_week(stage: Stage, editor: Person) -> None:
    await opens(editor)
    await stage.client.clock(now=AFTER)
    await stage.restart()
    await editor.sees("Опрос № 1 ждёт решения")
    await stage.restart()
    await editor.never_sees("Напомню через неделю")
    await stage.client.clock(now=A_WEEK_LATER)
    await stage.restart()
    await editor.sees("Опрос «Что построить в парке?» закончился 29 ноября", "Мы обещали ответ")
    await stage.restart()
    await stage.quiet()
    assert await reminders(stage) == 1
    await editor.presses("Открыть опрос")
    await editor.presses("Написать, что решено")
    await editor.says("Решим весной.")
    await editor.presses("Отправить всем, кто голосовал: 0")
    await stage.client.clock(now="2026-12-14T09:00:00+00:00")
    await stage.restart()
    await stage.quiet()
    assert await reminders(stage) == 1
