"""A resident and an operator talk through a ticket."""

import pytest

from tests.dialogues.forging import forges_with_seal
from tests.dialogues.people import Operator, Resident, labels, words_of
from tests.dialogues.stage import Stage

ASKED = "Почему не вывозят мусор?"


async def test_a_ticket_is_a_topic_with_a_pinned_card(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    card = await operator.sees("ЕКЦ-2026-000001", "новое", "Житель: Мария", "Срок: ответить до", ticket=1)
    assert labels(card) == [
        "🙋 Взять",
        "➡️ Передать",
        "✅ Закрыть",
        "💡 Ответы из базы",
        "📋 Готовые ответы",
        "❗ Приоритет",
        "🏷 Тема",
        "🚫 Спам",
    ]
    await stage.quiet()
    topic = await operator.topic(1)
    assert topic["name"] == "🆕 000001 · Вывоз мусора · Мария"
    assert topic["pinned"] == [card["message_id"]]
    first = [one for one in await operator.history(1) if not one.get("forum_topic_created")]
    assert [words_of(one) for one in first if not one.get("pinned_message")][1] == ASKED


async def test_plain_words_in_the_topic_are_the_reply_and_take_the_ticket(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Приедут завтра", ticket=1)
    await resident.sees("👤 Анна, специалист:\nПриедут завтра")
    await operator.sees_reaction("👌", "Приедут завтра", ticket=1)
    await operator.sees_title("👤", ticket=1)
    await resident.says("Спасибо большое")
    await operator.sees("Спасибо большое", ticket=1)
    await resident.sees_reaction("👌", "Спасибо большое")


async def test_the_bot_is_silent_while_a_person_has_the_ticket(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person("где найти клад на луне")
    await resident.says(ASKED)
    await operator.sees(ASKED, ticket=1)
    await resident.never_sees("региональному оператору")
    await resident.says(f"/ask {ASKED}")
    await resident.sees("🤖 Ответила программа", "региональному оператору")


async def test_notes_stay_among_operators(stage: Stage, resident: Resident, operator: Operator) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("// звонил трижды", ticket=1)
    await operator.sees_reaction("✍", "звонил трижды", ticket=1)
    await operator.says("/note грубит", ticket=1)
    await operator.sees_reaction("✍", "грубит", ticket=1)
    await operator.says("/nonsense грубит", ticket=1)
    await operator.sees("Такой команды нет", ticket=1)
    for word in ("звонил", "грубит"):
        await resident.never_sees(word)


@pytest.mark.parametrize("at", [0, 2])
async def test_an_album_captioned_as_a_note_stays_among_operators(
    stage: Stage, resident: Resident, operator: Operator, at: int
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.sends_album("photo", "photo", "photo", ticket=1, caption="// внутреннее", at=at)
    await operator.sees_reaction_on_last("✍")
    await operator.says("Здравствуйте", ticket=1)
    await resident.sees("Здравствуйте")
    await stage.quiet()
    theirs = await resident.history()
    assert not [one for one in theirs if "photo" in one or "отправил" in words_of(one)]


async def test_taking_is_atomic(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator, supervisor: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    assert await operator.presses("Взять", ticket=1) == "Обращение ваше"
    await resident.sees("Вам отвечает специалист Анна", "Программа больше не вмешивается")
    await operator.sees_title("👤", ticket=1)
    await colleague.says("/take", ticket=1)
    await colleague.sees("уже ведёт Анна", ticket=1)
    await supervisor.says("/take", ticket=1)
    await resident.sees("Вам отвечает специалист Светлана")


async def test_of_two_presses_at_once_one_takes(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    import asyncio  # noqa: PLC0415  only here are two people at it at once

    await resident.asks_a_person(ASKED)
    await operator.sees("новое", ticket=1)
    await stage.quiet()
    answers = await asyncio.gather(operator.presses("Взять", ticket=1), colleague.presses("Взять", ticket=1))
    assert sorted(one.split()[0] for one in answers) == ["Обращение", "ℹ️"]


async def test_transfer_to_a_department_of_the_same_group_keeps_the_topic(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.presses("Передать", ticket=1)
    await operator.presses("Семья и образование", ticket=1)
    await operator.sees("Анна передаёт обращение в отдел «Семья и образование»", ticket=1)
    await resident.sees("передано в отдел «Семья и образование»")
    await operator.sees("Отдел: Семья и образование", "новое", ticket=1)
    await operator.says("/transfer кухня", ticket=1)
    await operator.sees("Нет такого отдела", ticket=1)
    await operator.says("/transfer дом и двор", ticket=1)
    await operator.sees("передаёт обращение в отдел «Дом и двор»", ticket=1)


async def test_the_story_follows_into_another_departments_group(
    offstage: Stage, resident: Resident, operator: Operator
) -> None:
    offstage.expects("TOPIC_NOT_MODIFIED")  # a title to repaint may still wait when the ticket leaves
    group = offstage.second_group()
    offstage.changed["departments"] = [
        {"id": "social", "title": "Социальная поддержка"},
        {"id": "housing", "title": "Дом и двор", "chat_id": group},
    ]
    await offstage.start()
    await resident.asks_a_person(ASKED)
    await operator.says("Сейчас узнаю", ticket=1)
    await resident.sees("Сейчас узнаю")
    await resident.says("Уже три дня")
    await operator.sees("Уже три дня", ticket=1)
    await operator.says("/transfer Дом и двор", ticket=1)
    await operator.sees("Разговор продолжается в его группе", ticket=1)
    there = Operator(offstage, 2002, group)
    await there.sees("ЕКЦ-2026-000001", "Отдел: Дом и двор", ticket=1)
    await offstage.quiet()
    told = [words_of(one) for one in await there.history(1) if words_of(one)]
    story = [
        next(n for n, words in enumerate(told) if part in words and "Вопрос:" not in words)
        for part in ("Разговор до этого места", ASKED, "👤 Анна, специалист:\nСейчас узнаю", "Уже три дня")
    ]
    assert len(await offstage.telegram_calls("createForumTopic")) == 2
    assert story == sorted(story), told
    await there.says("Добрый день, это дом и двор", ticket=1)
    await resident.sees("👤 Тимур, специалист:", "это дом и двор")
    await offstage.client.topic(2003, "reopen", thread=(await operator.topic(1))["id"])
    await operator.says("а я ещё тут", ticket=1)
    await operator.sees("ЕКЦ-2026-000001", "здесь больше нет", "отдел «Дом и двор»", ticket=1)
    await operator.says("/close", ticket=1)
    await resident.never_sees("а я ещё тут")
    hints = [one for one in await operator.history(1) if "здесь больше нет" in words_of(one)]
    assert len(hints) == 1, "once an hour, not a message"


async def test_waiting_ends_when_the_resident_writes(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.presses("Взять", ticket=1)
    await operator.presses("Жду жителя", ticket=1)
    await resident.sees("Специалист ждёт вашего ответа")
    await operator.sees_title("⏳", ticket=1)
    await resident.says("Улица Ленина, 5")
    await operator.sees_title("👤", ticket=1)


async def test_closing_asks_for_a_rating_and_reopening_keeps_number_and_topic(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Вывезли", ticket=1)
    await operator.presses("Закрыть", ticket=1)
    await resident.sees("Специалист закрыл обращение")
    await operator.sees_title("✅", ticket=1)
    await operator.says("ещё слово", ticket=1)
    await operator.sees("Обращение закрыто. Сначала откройте", ticket=1)
    await resident.presses("⭐ 4")
    await resident.sees("Спасибо за оценку: 4 из 5")
    await operator.finds("★★★★☆", ticket=1)
    await resident.presses("Написать отзыв")
    await resident.says("Быстро и вежливо")
    await resident.sees("Спасибо за отзыв")
    await operator.finds("Отзыв жителя: Быстро и вежливо", ticket=1)
    await resident.presses("Открыть снова")
    await resident.sees("ЕКЦ-2026-000001", "снова открыто")
    await operator.sees_title("👤", ticket=1)
    await operator.says("Слушаю вас", ticket=1)
    await resident.sees("Слушаю вас")


async def test_my_lists_closes_reopens_and_rates(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.says("/my")
    await resident.sees("У вас пока нет обращений")
    await resident.asks_a_person(ASKED)
    await resident.says("/my")
    await resident.presses("ЕКЦ-2026-000001")
    await resident.sees("Ждёт специалиста", "Ответим до")
    await resident.presses("Вопрос решён, закрыть")
    await resident.sees("закрыто. Оцените")
    await operator.finds("Житель закрыл обращение", ticket=1)
    await resident.says("/my")
    await resident.presses("✅ ЕКЦ-2026-000001")
    await resident.sees("Закрыто.", "Если вопрос остался")
    await resident.presses("⭐ 5")
    await resident.sees("5 из 5")
    await resident.presses("Открыть снова")
    await resident.sees("снова открыто")
    await operator.finds("Житель открыл обращение снова", ticket=1)


async def test_somebody_elses_ticket_cannot_be_touched(
    stage: Stage, resident: Resident, neighbour: Resident
) -> None:
    await resident.asks_a_person(ASKED)
    await neighbour.says("/start")
    await neighbour.sees("Единый контакт-центр")
    start = (await neighbour.history())[-1]
    answer = await forges_with_seal(stage, neighbour, start, "tc:2026000000001")
    assert "Не нашёл такого обращения" in answer
    await resident.never_sees("закрыто")


async def test_a_second_question_goes_into_the_open_ticket(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await resident.says("/operator")
    await resident.sees("Ваш вопрос уже у нас: ЕКЦ-2026-000001", "Ваше место в очереди: 1")
    await stage.quiet()
    assert await stage.rows("select count(*) from tickets") == [(1,)]


async def test_out_of_hours_is_said_honestly(stage: Stage, resident: Resident) -> None:
    await stage.client.clock(now="2026-11-20T16:30:00+00:00")
    await resident.asks_a_person(ASKED)
    await resident.sees("Сейчас нерабочее время", "23 ноября (понедельник), 13:00")


async def test_in_hours_the_promise_is_four_working_hours(stage: Stage, resident: Resident) -> None:
    await stage.client.clock(now="2026-11-20T06:00:00+00:00")
    await resident.asks_a_person(ASKED)
    seen = await resident.sees("Ответим до: 20 ноября (пятница), 14:00")
    assert "нерабочее" not in words_of(seen)


async def test_no_answer_is_promised_for_the_new_year_s_holidays(stage: Stage, resident: Resident) -> None:
    await stage.client.clock(now="2026-12-30T13:00:00+00:00")
    await resident.asks_a_person(ASKED)
    await resident.finds("Ответим до: 11 января (понедельник), 12:00")
