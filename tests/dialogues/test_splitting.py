"""A resident speaks of two things: each becomes a ticket, and later words go to the right one."""

from __future__ import annotations

import pytest

from tests.dialogues.people import Operator, Resident, labels, words_of
from tests.dialogues.stage import SECOND_GROUP, Stage

ASKED = "Почему не вывозят мусор?"
SECOND = "И как оформить единое пособие на ребёнка?"


async def _two_matters(resident: Resident, operator: Operator) -> None:
    await resident.asks_a_person(ASKED)
    await operator.presses("Взять", ticket=1)
    await resident.says("Дом 5 по улице Ленина")
    await operator.finds("Дом 5", ticket=1)
    await resident.says(SECOND)
    await operator.finds(SECOND, ticket=1)


async def _split(resident: Resident, operator: Operator, args: str = "") -> None:
    await _two_matters(resident, operator)
    second = await operator.finds(SECOND, ticket=1)
    await operator.says(f"/split {args}".strip(), ticket=1, reply_to=second["message_id"])
    await resident.sees("второй вопрос, это обращение ЕКЦ-2026-000002")
    await operator.finds("Второй вопрос жителя теперь в обращении ЕКЦ-2026-000002", ticket=1)


async def test_a_second_matter_gets_a_ticket_of_its_own(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await _split(resident, operator)
    told = await resident.finds("второй вопрос")
    assert "Семья и образование" in words_of(told)
    assert words_of(told["reply_to_message"]) == SECOND
    card = await operator.finds("ЕКЦ-2026-000002", ticket=2)
    assert SECOND in words_of(card)
    await operator.finds("Анна выделяет этот вопрос из обращения ЕКЦ-2026-000001", ticket=2)
    texts = [words_of(one) for one in await operator.history(2)]
    assert SECOND in texts
    assert not any("Дом 5" in one for one in texts)
    away = await operator.finds("Второй вопрос жителя", ticket=1)
    links = [one["url"] for one in away["entities"] if one["type"] == "text_link"]
    assert links == [f"https://t.me/c/1000000001/{(await operator.topic(2))['id']}"]
    await operator.sees_reaction("👌", "/split", ticket=1)
    await operator.sees_title("Семья и дети", ticket=2)


async def test_its_deadline_counts_from_the_words_and_not_from_the_command(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await _two_matters(resident, operator)
    await stage.quiet()
    await stage.client.clock(advance=7200)
    second = await operator.finds(SECOND, ticket=1)
    await operator.says("/split", ticket=1, reply_to=second["message_id"])
    await resident.sees("второй вопрос")
    await stage.quiet()
    gap = "select strftime('%s', opened_at) - strftime('%s', heard_at) from tickets where id % 1000 = 2"
    [(seconds,)] = await stage.rows(gap)
    assert 7100 < seconds < 7300


async def test_words_that_quote_nothing_go_on_with_who_spoke_last_and_a_button_moves_them(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    await _split(resident, operator)
    await colleague.says("Подайте на Госуслугах", ticket=2)
    said = await resident.sees("👤 Тимур, специалист:\nПодайте на Госуслугах")
    assert words_of(said["reply_to_message"]) == SECOND
    await operator.says("Приедут завтра", ticket=1)
    reply = await resident.sees("Приедут завтра")
    await resident.says("А во сколько?", reply_to=said["message_id"])
    await colleague.finds("А во сколько?", ticket=2)
    await resident.says("Спасибо, жду машину", reply_to=reply["message_id"])
    await operator.finds("Спасибо, жду машину", ticket=1)
    await stage.quiet()
    await resident.never_sees("Если вы о другом")

    await colleague.says("Нужна справка", ticket=2)
    await resident.sees("Нужна справка")
    await operator.says("Машина выехала", ticket=1)
    await resident.sees("Машина выехала")
    await stage.quiet()
    await resident.says("Какая именно?")
    asked = await resident.sees("Передали это в обращение ЕКЦ-2026-000001", "Если вы о другом, нажмите")
    await operator.finds("Какая именно?", ticket=1)
    assert [one[:15] for one in labels(asked)] == ["ЕКЦ-2026-000002"]
    await resident.says("О доходах?")
    await operator.finds("О доходах?", ticket=1)
    await resident.presses("ЕКЦ-2026-000002")
    await colleague.finds("Какая именно?", ticket=2)
    await operator.finds("относится к обращению ЕКЦ-2026-000002", ticket=1)
    await resident.finds("Передали в обращение ЕКЦ-2026-000002")
    await resident.says("За год?")
    await colleague.finds("За год?", ticket=2)
    await stage.quiet()
    assert sum("Если вы о другом" in words_of(one) for one in await resident.history()) == 0


async def test_the_last_messages_with_an_album_go_to_a_named_department_in_another_group(
    offstage: Stage, resident: Resident, operator: Operator
) -> None:
    offstage.second_group()
    offstage.changed["departments"] = [
        {"id": "social", "title": "Социальная поддержка"},
        {"id": "housing", "title": "Дом и двор", "chat_id": SECOND_GROUP},
    ]
    await offstage.start()
    spare = Operator(offstage, operator.id, SECOND_GROUP)
    await resident.asks_a_person("Где взять бланк?")
    await operator.finds("Где взять бланк?", ticket=1)
    await resident.says("А ещё во дворе темно")
    await operator.finds("во дворе темно", ticket=1)
    await resident.sends_album("photo", "photo", caption="вот двор")
    await operator.finds("вот двор", ticket=1)
    await offstage.quiet()
    await operator.says("/split 2 Дом", ticket=1)
    await resident.sees("второй вопрос", "«Дом и двор»")
    await spare.finds("А ещё во дворе темно", ticket=2)
    await offstage.quiet()
    photos = [one for one in await spare.history(2) if "photo" in one]
    assert len(photos) == 2
    assert len({one["media_group_id"] for one in photos}) == 1


async def test_without_a_message_there_is_a_choice_and_wrong_use_is_explained(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await stage.quiet()
    await operator.says("/split", ticket=1)
    await operator.sees("Выделять нечего", ticket=1)
    await operator.says("/split 3", ticket=1)
    await operator.sees("Выделять нечего", ticket=1)
    copied = next(one for one in await operator.history(1) if words_of(one) == ASKED)
    await operator.says("/split", ticket=1, reply_to=copied["message_id"])
    await operator.sees("С этих слов обращение началось", ticket=1)
    mine = await operator.says("Узнаю", ticket=1)
    await resident.sees("Узнаю")
    await operator.says("/split", ticket=1, reply_to=mine["message_id"])
    await operator.sees("Выделять нечего", ticket=1)
    await resident.says(SECOND)
    copied = await operator.finds(SECOND, ticket=1)
    await operator.says("/split кухня", ticket=1, reply_to=copied["message_id"])
    await operator.sees("Нет такого отдела", ticket=1)
    await stage.quiet()
    await operator.says("/split", ticket=1)
    await operator.sees("Какое сообщение жителя — отдельный вопрос?", ticket=1)
    assert await operator.presses("единое пособие", ticket=1) == "Выделено в новое обращение"
    await resident.sees("второй вопрос")
    await operator.finds(SECOND, ticket=2)


async def test_merging_undoes_it(stage: Stage, resident: Resident, operator: Operator) -> None:
    await _split(resident, operator)
    await operator.says("/merge 1", ticket=2)
    await resident.sees("об одном и том же, мы их объединили")
    await stage.quiet()
    assert [words_of(one) for one in await operator.history(1)].count(SECOND) == 2
    await resident.says("Хорошо")
    await operator.finds("Хорошо", ticket=1)
    await operator.says("Отвечаю на оба вопроса", ticket=1)
    await resident.sees("Отвечаю на оба")


async def test_a_correction_goes_where_the_words_are(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    await _split(resident, operator)
    await stage.quiet()
    mine = next(one for one in await resident.history() if words_of(one) == SECOND)
    await resident.edits("И как оформить пособие на двоих детей?", mine)
    await colleague.finds("на двоих детей", ticket=2)
    await stage.quiet()
    assert SECOND in [words_of(one) for one in await operator.history(1)]


async def test_words_edited_before_go_as_they_stand_now(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await _two_matters(resident, operator)
    mine = next(one for one in await resident.history() if words_of(one) == SECOND)
    await resident.edits("И как оформить пособие на двоих детей?", mine)
    await operator.finds("на двоих детей", ticket=1)
    await operator.says("/split", ticket=1)
    offer = await operator.sees("Какое сообщение жителя — отдельный вопрос?", ticket=1)
    [edited] = [one for one in labels(offer) if one.startswith("И как оформить пособие на двоих")]
    await operator.presses(edited, ticket=1)
    await operator.finds("Вопрос: И как оформить пособие на двоих детей?", ticket=2)


async def test_a_photo_is_offered_by_its_caption(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await resident.sends("photo", caption="Вот наш подъезд")
    await operator.finds("Вот наш подъезд", ticket=1)
    await operator.says("/split", ticket=1)
    offer = await operator.sees("Какое сообщение жителя — отдельный вопрос?", ticket=1)
    assert "Вот наш подъезд" in labels(offer)


async def test_both_threads_learn_that_the_resident_has_left(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await _split(resident, operator)
    await stage.quiet()
    await stage.client.block(1001)
    await operator.finds("Житель остановил бота", ticket=1)
    await operator.finds("Житель остановил бота", ticket=2)


@pytest.mark.parametrize("wrong", ["/split 0", "/split 00"])
async def test_none_is_not_all(stage: Stage, resident: Resident, operator: Operator, wrong: str) -> None:
    await _two_matters(resident, operator)
    await operator.says(wrong, ticket=1)
    await operator.sees("Какое сообщение жителя — отдельный вопрос?", ticket=1)
    assert await stage.rows("select count(*) from tickets") == [(1,)]
