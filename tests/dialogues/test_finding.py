"""Finding a ticket again, in the operators' group."""

from __future__ import annotations

from tests.dialogues.people import Operator, Resident, labels, words_of
from tests.dialogues.stage import SECOND_GROUP, Stage

ASKED = "Почему не вывозят мусор с Лесной улицы?"


async def test_a_ticket_is_found_by_number_name_and_words(
    stage: Stage, resident: Resident, neighbour: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await neighbour.asks_a_person("Как получить субсидию?")
    await operator.says("Машина сломалась, приедет завтра", ticket=1)
    await resident.sees("Машина сломалась")
    await operator.says("// звонила в «Чистый двор»", ticket=1)
    await operator.sees_reaction("✍", "звонила", ticket=1)
    await resident.says("Хорошо, жду у подъезда")
    await operator.finds("жду у подъезда", ticket=1)
    for words, seen in (
        ("№1", "000001 · Мария"),
        ("МУСОР лесная", "💬 Почему не вывозят мусор с Лесной"),
        ("машине", "👤 Машина сломалась"),
        ("чистого двора", "✍️ звонила в «Чистый двор»"),
        ("подъезд", "💬 Хорошо, жду у подъезда"),
        ("Мария", "000001 · Мария"),
    ):
        await operator.says(f"/find {words}")
        shown = await operator.sees("найдено: 1", seen)
        assert "000002" not in words_of(shown)
    links = [one["url"] for one in shown["entities"] if one["type"] == "text_link"]
    assert links == [f"https://t.me/c/1000000001/{(await operator.topic(1))['id']}"]
    await operator.says("/find слон")
    await operator.sees("слон — ничего не нашлось")
    await operator.says("/find субсидия", ticket=1)
    await operator.sees("найдено: 1", "000002 · Борис", ticket=1)
    await operator.says("/find")
    await operator.sees("/find 123 — по номеру")


async def test_an_edit_is_found_by_its_new_words(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await resident.says("Дом пять")
    await operator.finds("Дом пять", ticket=1)
    await resident.edits("Дом одиннадцать")
    await operator.finds("Дом одиннадцать", ticket=1)
    await operator.says("/find одиннадцать")
    await operator.sees("найдено: 1", "Дом одиннадцать")
    await operator.says("/find пять")
    await operator.sees("ничего не нашлось")


async def test_what_was_found_is_turned_by_buttons(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    for number in range(1, 7):
        await operator.says("/close", ticket=number)
        await resident.sees("Специалист закрыл обращение")
        await resident.says("/operator")
        await resident.sees("Напишите вопрос одним сообщением")
        await resident.says(f"Снова не вывозят мусор, раз {number}")
        await resident.sees("Вопрос передан специалисту")
    await operator.says("/find мусор")
    shown = await operator.sees("найдено: 7", "000007")
    assert labels(shown) == ["Дальше ▸"]
    await operator.presses("Дальше")
    second = await operator.sees("найдено: 7", "000001")
    assert second["message_id"] == shown["message_id"], "in place"
    assert labels(second) == ["◂ Назад"]
    await operator.presses("Назад")
    await operator.sees("000007")


async def test_another_groups_ticket_is_not_shown(
    offstage: Stage, resident: Resident, operator: Operator
) -> None:
    second = offstage.second_group()
    departments = [{"id": "social", "title": "Социальная поддержка", "chat_id": SECOND_GROUP}]
    departments.append({"id": "family", "title": "Семья", "subjects": ["fam"]})
    offstage.changed["departments"] = departments
    await offstage.start()
    await resident.asks_a_person(ASKED)
    there = Operator(offstage, operator.id, second)
    await there.says("/find мусор")
    await there.sees("найдено: 1")
    await operator.says("/find мусор")
    await operator.sees("ничего не нашлось")
    await operator.says("/find 1")
    await operator.sees("ведёт отдел «Социальная поддержка» в другой группе")


async def test_strangers_find_nothing(stage: Stage, resident: Resident) -> None:
    await resident.asks_a_person(ASKED)
    number = (await stage.client.people("operator", "Чужой"))["id"]
    stranger = Operator(stage, number)
    await stranger.says("/find мусор")
    await stage.quiet()
    await stranger.never_sees("найдено")


async def test_a_resident_s_history_by_button_and_command(
    stage: Stage, resident: Resident, neighbour: Resident, operator: Operator
) -> None:
    await neighbour.asks_a_person("Как получить субсидию?")
    await resident.asks_a_person(ASKED)
    card = await operator.finds("Вопрос: Почему не вывозят", ticket=2)
    assert "🕘 История" not in labels(card), "the first one"
    await operator.says("/close", ticket=2)
    await resident.sees("Специалист закрыл обращение")
    await resident.presses("⭐ 5")
    await resident.says("/operator")
    await resident.sees("Напишите вопрос одним сообщением")
    await resident.says("И снова не вывозят")
    await resident.sees("Вопрос передан специалисту")
    await operator.presses("🕘 История", ticket=3)
    shown = await operator.finds("Мария — обращений: 2", ticket=3)
    lines = words_of(shown).splitlines()[2:4]
    assert "000003" in lines[0] and lines[0].endswith("◂")
    assert "✅" in lines[1] and "000002" in lines[1] and lines[1].endswith("★★★★★")
    links = [one["url"] for one in shown["entities"] if one["type"] == "text_link"]
    assert f"https://t.me/c/1000000001/{(await operator.topic(2))['id']}" in links
    await operator.says("/history", ticket=1)
    await operator.sees("Борис Петрович — обращений: 1", ticket=1)
    await operator.says("/history")
    await operator.sees("Напишите эту команду в теме")
