"""Ready replies: listed, found, looked at, sent or changed first, and added from the chat."""

import asyncio
import shutil
from pathlib import Path

import pytest

from tests.dialogues.people import Operator, Person, Resident, labels
from tests.dialogues.stage import BASE, Stage

ASKED = "Почему не вывозят мусор?"


def read(file: Path) -> str:
    return file.read_text("utf-8")


def written(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")


@pytest.fixture
async def file(offstage: Stage, tmp_path: Path) -> Path:
    """The templates in a copy of the base, and the bot running on it."""
    shutil.copytree(BASE.parent, tmp_path / "base")
    entries = tmp_path / "base" / "entries"
    offstage.changed["faq"] = {"path": str(entries), "checks": str(tmp_path / "base" / "checks")}
    await offstage.start()
    return tmp_path / "base" / "templates.toml"


async def test_a_template_is_looked_at_and_sent_as_the_operators_reply(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("/t", ticket=1)
    listed = await operator.sees("Готовые ответы", ticket=1)
    assert labels(listed) == ["Здравствуйте", "Фото мусора"], "not those of another department"
    await operator.presses("Здравствуйте", ticket=1)
    shown = await operator.sees("Так это прочтёт житель", "Здравствуйте, Мария! Я Анна", ticket=1)
    assert labels(shown) == ["✅ Отправить жителю", "✏️ Править", "◂ К списку"]
    await operator.presses("К списку", ticket=1)
    await operator.presses("Здравствуйте", ticket=1)
    await resident.never_sees("Я Анна")
    assert await operator.presses("Отправить жителю", ticket=1) == "Отправлено жителю"
    got = await resident.sees("👤 Анна, специалист:\nЗдравствуйте, Мария! Я Анна, обращение ЕКЦ-2026-000001")
    assert "Отвечу до" in got["text"] and "{" not in got["text"]
    await operator.sees_reaction("👌", "📋 Ответ жителю, Анна:", ticket=1)
    sent = await operator.finds("📋 Ответ жителю, Анна:", ticket=1)
    assert sent["message_id"] == listed["message_id"] and labels(sent) == []
    await operator.sees_title("👤", ticket=1)
    await resident.says("Хорошо", reply_to=got["message_id"])
    answer = await operator.sees("Хорошо", ticket=1)
    assert answer["reply_to_message"]["message_id"] == sent["message_id"]


async def test_in_a_colleagues_ticket_it_is_held_as_any_reply(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Здравствуйте", ticket=1)
    await resident.sees("Здравствуйте")
    await colleague.says("/t площадки", ticket=1)
    await colleague.sees("📋 Фото мусора", ticket=1)
    assert "у коллеги" in await colleague.presses("Отправить жителю", ticket=1)
    await resident.never_sees("фото площадки")
    await colleague.presses("Отправить", ticket=1)
    await resident.sees("👤 Тимур, специалист:\nПришлите, пожалуйста, фото площадки.")


async def test_a_search_with_one_hit_shows_it_and_it_can_be_changed_first(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("/t площадки", ticket=1)
    await operator.sees("📋 Фото мусора", "Пришлите, пожалуйста, фото площадки.", ticket=1)
    await operator.presses("Править", ticket=1)
    draft = await operator.sees("Нажмите на текст", "Пришлите, пожалуйста, фото площадки.", ticket=1)
    assert [one["type"] for one in draft["entities"]] == ["code"]
    await operator.says("Пришлите фото площадки и двора.", ticket=1)
    await resident.sees("👤 Анна, специалист:\nПришлите фото площадки и двора.")
    await operator.says("/t сад", ticket=1)
    await operator.sees("Готового ответа со словами «сад» нет", ticket=1)
    await operator.says("/t")
    await operator.sees("в теме обращения")
    await operator.says("/help", ticket=1)
    await operator.sees("/t — готовые ответы", ticket=1)


async def test_without_topics_the_answer_to_a_draft_is_the_reply(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("not a forum")
    await stage.client.group(is_forum=False)
    await resident.asks_a_person(ASKED)
    card = await operator.sees("ЕКЦ-2026-000001", "новое")
    await operator.says("/t площадки", reply_to=card["message_id"])
    await operator.presses("Править")
    draft = await operator.sees("Нажмите на текст")
    await operator.says("Фото двора", reply_to=draft["message_id"])
    await resident.sees("👤 Анна, специалист:\nФото двора")


async def test_a_supervisor_adds_one_from_the_chat_and_an_operator_does_not(
    offstage: Stage, resident: Resident, operator: Operator, supervisor: Operator, file: Path
) -> None:
    before = read(file)
    await resident.asks_a_person(ASKED)
    await operator.says("/t add Своё\nТекст", ticket=1)
    await operator.sees("руководител", ticket=1)
    await supervisor.says("/t add Своё", ticket=1)
    await supervisor.sees("С новой строки", "{имя}", ticket=1)
    await supervisor.says("/t add Здравствуйте\nТекст", ticket=1)
    await supervisor.sees("Не добавлено: шаблон с таким названием уже есть", ticket=1)
    await supervisor.says("/t add Вывоз завтра\n{имя}, машина приедет завтра.", ticket=1)
    await supervisor.sees("Готовый ответ «Вывоз завтра» добавлен", ticket=1)
    async with asyncio.timeout(10):
        while "Вывоз завтра" not in read(file):  # noqa: ASYNC110  no bell rings for a test
            await asyncio.sleep(0.01)
    assert read(file).startswith(before.rstrip()), "the editor's text and comments stay"
    await operator.says("/t завтра", ticket=1)
    await operator.sees("Мария, машина приедет завтра.", ticket=1)


async def test_a_changed_file_counts_at_once_and_a_wrong_one_changes_nothing(
    offstage: Stage, resident: Resident, operator: Operator, editor: Person, file: Path
) -> None:
    await resident.asks_a_person(ASKED)
    good = read(file)
    written(file, good.replace("{имя}", "{фамилия}"))
    await editor.sees(
        "В базе знаний ошибки", "templates.toml:6: hello: text: нет такой переменной: {фамилия}"
    )
    await operator.says("/t здравствуйте", ticket=1)
    await operator.sees("Здравствуйте, Мария!", ticket=1)
    written(file, good.replace("Здравствуйте, {имя}!", "Добрый день, {имя}!"))
    await editor.sees("База знаний обновлена")
    await operator.says("/t здравствуйте", ticket=1)
    await operator.sees("Добрый день, Мария!", ticket=1)


async def test_the_card_has_them_too_and_stays_what_it_is(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    card = await operator.finds("новое", ticket=1)
    await operator.presses("📋 Готовые ответы", ticket=1)
    listed = await operator.finds("📋 Готовые ответы", ticket=1)
    assert listed["message_id"] != card["message_id"]
    await operator.presses("Здравствуйте", ticket=1)
    await operator.presses("К списку", ticket=1)
    await stage.quiet()
    every = [one for one in await operator.history(1) if "Здравствуйте" in labels(one)]
    assert [one["message_id"] for one in every] == [listed["message_id"]], "the list turns in its place"
    await operator.finds("новое", ticket=1)
