"""A shift from its beginning to its end, in the operators' group."""

from __future__ import annotations

from tests.dialogues.people import Operator, Resident, labels
from tests.dialogues.stage import Stage

ASKED = "Почему не вывозят мусор?"


async def test_a_shift_comes_works_and_hands_over(
    offstage: Stage, resident: Resident, neighbour: Resident, operator: Operator, colleague: Operator
) -> None:
    offstage.changed["desk"] = {"assignment": "round-robin"}
    await offstage.client.clock(now="2026-03-02T10:00:00+04:00")
    await offstage.start()
    await operator.says("/duty on")
    await operator.sees("Анна на смене. Своих открытых обращений: 0, без специалиста: 0")
    await resident.asks_a_person(ASKED)
    await operator.sees("Анна, это обращение вам", ticket=1)
    await operator.sees("Специалист: Анна", "новое", ticket=1)
    await colleague.says("/duty on")
    await colleague.sees("Тимур на смене")
    await neighbour.asks_a_person("А у нас почему не вывозят?")
    await colleague.sees("Тимур, это обращение вам", ticket=2)
    await operator.says("Узнаем и ответим", ticket=1)
    await resident.sees("👤 Анна, специалист:\nУзнаем и ответим")
    await operator.says("/duty")
    shown = await operator.sees("На смене", "👤 Анна · 1", "👤 Тимур · 1", "Без специалиста: 0")
    assert labels(shown) == ["👤 Заступить", "🌙 Сдать смену", "📋 Очередь"]
    await operator.says("/duty off Обещала ответить до вечера")
    note = await operator.sees("Анна: смена окончена", "Остались открытыми: 1", "📌 Следующей смене: Обещала")
    links = [one["url"] for one in note["entities"] if one["type"] == "text_link"]
    assert links == [f"https://t.me/c/1000000001/{(await operator.topic(1))['id']}"]
    assert "может их специалист" in await colleague.presses("Вернуть мои")
    assert await operator.presses("Вернуть мои") == "Вернулись в очередь"
    await operator.sees("Анна: смена окончена, обращение вернулось в очередь", ticket=1)
    await colleague.sees("Тимур, это обращение вам", ticket=1)
    assert await offstage.rows("select assignee_id, state from tickets order by id") == [
        (2002, "new"),
        (2002, "new"),
    ]


async def test_duty_by_buttons_and_wrong_use(stage: Stage, operator: Operator, resident: Resident) -> None:
    await operator.says("/duty")
    await operator.sees("На смене", "—")
    assert await operator.presses("Заступить") == "Вы на смене"
    await operator.sees("Анна на смене")
    assert "уже на смене" in await operator.presses("Заступить")
    assert await operator.presses("Сдать смену") == "Смена окончена"
    await operator.sees("Анна: смена окончена. Открытых обращений не осталось.")
    await operator.says("/duty off")
    await operator.sees("Вы не на смене")
    await operator.says("/duty завтра")
    await operator.sees("/duty on — заступить")
    await operator.says("/queue все")
    await operator.sees("/queue mine — ваши обращения")
    await operator.says("/help")
    await operator.sees("/queue — очередь", "/duty — кто на смене")


async def test_the_queue_is_turned_by_buttons(
    stage: Stage, resident: Resident, neighbour: Resident, operator: Operator
) -> None:
    await operator.says("/queue")
    await operator.sees("Таких обращений сейчас нет")
    await resident.asks_a_person(ASKED)
    await neighbour.asks_a_person("А у нас?")
    await operator.presses("Взять", ticket=2)
    await operator.sees_title("👤", ticket=2)
    await operator.says("/queue")
    shown = await operator.sees("Очередь: 2", "🆕 ЕКЦ-", "👤 ЕКЦ-", "· Анна", "⏱")
    assert labels(shown) == [
        "👤 Мои",
        "🆕 Ничьи",
        "⏳ Ждём",
        "🔴 Просрочены",
        "❗ Срочные",
        "Социальная поддержка",
        "Семья и образование",
        "Дом и двор",
    ]
    await operator.presses("Мои")
    mine = await operator.sees("Анна, ваши обращения: 1", "000002")
    assert mine["message_id"] == shown["message_id"], "in place"
    await operator.presses("Ничьи")
    await operator.sees("Без специалиста: 1", "000001")
    await operator.presses("Дом и двор")
    await operator.sees("Дом и двор: 1", "000001")
    await operator.says("/queue соц")
    await operator.sees("Социальная поддержка: 1", "000002")
    await operator.presses("Взять", ticket=1)
    await operator.presses("Жду жителя", ticket=1)
    await operator.says("/queue ждут")
    await operator.sees("Ждут жителя: 1", "000001")
    await operator.presses("Просрочены")
    await operator.sees("Таких обращений сейчас нет")
    await operator.says("/find")
    await operator.sees("/find 123 — по номеру")
    await operator.presses("❗ Срочные")
    await operator.sees("Таких обращений сейчас нет")
    await operator.says("/queue mine", ticket=2)
    await operator.sees("Анна, ваши обращения: 2", ticket=2)


async def test_who_leaves_the_group_leaves_their_tickets_to_the_queue(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Отвечаю", ticket=1)
    await resident.sees("Отвечаю")
    await stage.client.member(2001, "left")
    await colleague.finds("смена окончена, обращение вернулось в очередь", ticket=1)
    assert await stage.rows("select assignee_id, state from tickets") == [(None, "new")]


async def test_a_stranger_neither_works_nor_sees_the_queue(stage: Stage, operator: Operator) -> None:
    number = (await stage.client.people("operator", "Чужой"))["id"]
    stranger = Operator(stage, number)
    await operator.says("/duty")
    await operator.sees("На смене")
    assert "для специалистов" in await stranger.presses("Заступить")
    await stranger.says("/duty on")
    await stranger.says("/queue")
    await stage.quiet()
    assert await stage.rows("select * from shifts") == []
    await stranger.never_sees("Очередь:")
