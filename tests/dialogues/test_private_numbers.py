"""Private numbers: their author is told once, nobody else ever sees them, and they are kept nowhere."""

from __future__ import annotations

import json

import pytest

from tests.dialogues.people import Operator, Resident, labels, words_of
from tests.dialogues.stage import Stage

pytestmark = pytest.mark.plain

SECRETS = ("112-233-445", "112233445", "456789", "4276 3800", "4821")
QUESTION = "Мой СНИЛС 112-233-445 95, паспорт 1203 456789. Где найти клад на луне?"
SEEN = "Мой СНИЛС •••-•••-••• 95, паспорт •••• ••••••. Где найти клад на луне?"


async def nothing_is_kept(stage: Stage) -> None:
    """Whatever the database has, none of the numbers is among it."""
    await stage.quiet()
    names = await stage.rows("select name from sqlite_master where type = 'table'")
    for (name,) in names:
        for row in await stage.rows(f'select * from "{name}"'):
            kept = " ".join(
                one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one) for one in row
            )
            plain = kept.encode().decode("unicode_escape", "replace") if "\\u" in kept else kept
            assert not [one for one in SECRETS if one in kept or one in plain], (name, kept)


async def nobody_sees(operator: Operator, ticket: int | None = 1) -> None:
    seen = json.dumps([words_of(one) for one in await operator.history(ticket)], ensure_ascii=False)
    assert not [one for one in SECRETS if one in seen], seen


async def test_numbers_are_hidden_from_the_thread_the_card_the_search_and_the_database(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.says("/operator")
    await resident.presses("Согласен")
    await resident.sees("Напишите вопрос одним сообщением")
    await resident.says(QUESTION)
    told = await resident.sees("Не присылайте сюда личные номера: СНИЛС, паспорт", "Я скрыл эти цифры")
    passed = await resident.sees("Вопрос передан специалисту")
    assert told["message_id"] < passed["message_id"]
    await operator.finds(SEEN, ticket=1)
    await operator.sees("Житель прислал персональные данные: СНИЛС, паспорт", ticket=1)
    await resident.says("карта 4276 3800 1234 5679 и код из смс 4821")
    await resident.sees("номер карты, код из СМС")
    await operator.sees("карта •••• •••• •••• 5679 и код из смс ••••", ticket=1)
    await resident.sees("Это похоже на мошенников")
    await operator.says("/find клад")
    await operator.sees("•••-•••-••• 95")
    await nobody_sees(operator)
    await nobody_sees(operator, None)
    await nothing_is_kept(stage)


async def test_the_question_is_answered_all_the_same(stage: Stage, resident: Resident) -> None:
    await resident.says("Как получить справку о доходах? снилс 11223344595")
    told = await resident.sees("Не присылайте сюда личные номера: СНИЛС")
    assert labels(told) == ["🗑 Удалить моё сообщение"]
    await stage.quiet()
    assert len([one for one in await resident.history() if one["message_id"] > told["message_id"]]) >= 1
    await nothing_is_kept(stage)


async def test_in_english(stage: Stage, resident: Resident) -> None:
    await resident.says("/language")
    await resident.presses("English")
    await resident.says("my passport 1203 456789, when is my pension paid?")
    await resident.sees("Please do not send private numbers here: a passport", "hidden the digits")
    await resident.presses("Delete my message")
    await resident.sees("Your message with private numbers is deleted")


async def test_an_edit_and_a_quote_are_hidden_too(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person("Где найти клад на луне?")
    await resident.says("Мой паспорт у меня с собой")
    number = resident.last["message_id"]
    await operator.sees("Мой паспорт у меня с собой", ticket=1)
    await stage.quiet()
    await resident.edits("Мой паспорт 1203 456789 у меня с собой")
    await resident.sees("Не присылайте сюда личные номера: паспорт")
    await operator.sees("Мой паспорт •••• •••••• у меня с собой", ticket=1)
    await resident.says("Повторить?", reply_to=number, quote="1203 456789")
    await operator.sees("Повторить?", ticket=1)
    await nobody_sees(operator)
    await nothing_is_kept(stage)


async def test_a_caption_is_copied_hidden_and_an_album_s_too(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person("Где найти клад на луне?")
    await resident.sends("photo", caption="СНИЛС 112-233-445 95")
    copy = await operator.sees("СНИЛС •••-•••-••• 95", ticket=1)
    assert "photo" in copy
    await resident.sends_album("photo", "photo", caption="Карта 4276 3800 1234 5679", at=1)
    await operator.sees("Карта •••• •••• •••• 5679", ticket=1)
    await stage.quiet()
    told = [one for one in await resident.history() if "Не присылайте" in words_of(one)]
    assert len(told) == 2
    await nobody_sees(operator)
    await nothing_is_kept(stage)


async def test_a_topic_that_begins_anew_tells_it_hidden(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(QUESTION)
    await operator.finds(SEEN, ticket=1)
    await stage.quiet()
    topic = await operator.topic(1)
    await stage.client.topic(2003, "delete", thread=topic["id"])
    stage.expects("message thread not found")
    await resident.says("Что?")
    await operator.finds("Что?", ticket=1)
    await stage.quiet()
    await operator.finds(SEEN, ticket=1)
    await nobody_sees(operator)


async def test_the_resident_deletes_the_message_by_a_button(stage: Stage, resident: Resident) -> None:
    await resident.says("мой снилс 112-233-445 95 что мне положено")
    number = resident.last["message_id"]
    await resident.sees("Не присылайте сюда личные номера")
    await resident.presses("Удалить моё сообщение")
    await resident.sees("Ваше сообщение с личными номерами удалено")
    await stage.quiet()
    mine = [one for one in await resident.history() if one["message_id"] == number]
    assert not mine or mine[0]["deleted"]


@pytest.mark.parametrize("said", ["мой телефон 89271234567, перезвоните", "сколько стоит проезд в 2026 году"])
async def test_what_gives_nobody_away_is_not_spoken_of(stage: Stage, resident: Resident, said: str) -> None:
    await resident.says(said)
    await stage.quiet()
    await resident.never_sees("Не присылайте сюда")
