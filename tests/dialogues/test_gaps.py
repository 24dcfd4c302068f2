"""The learning loop: what the base could not answer becomes an entry, or other words for one."""

import shutil
from pathlib import Path

import pytest

from tests.dialogues.forging import forges_with_seal
from tests.dialogues.people import Operator, Person, Resident, labels, words_of
from tests.dialogues.stage import BASE, Stage
from tests.dialogues.test_publishing import answers, written

STRANGE = "Где оформить карту болельщика, мой телефон 89171234567?"
ALIKE = "Карта болельщика: где оформить?"
REPLY = "Карту болельщика оформляют на Госуслугах за пять минут."


@pytest.fixture
async def folder(offstage: Stage, tmp_path: Path) -> Path:
    """A copy of the base, and the bot running on it."""
    shutil.copytree(BASE.parent, tmp_path / "base")
    offstage.changed["faq"] = {"path": str(tmp_path / "base" / "entries")}
    await offstage.start()
    return tmp_path / "base" / "entries"


async def puzzles(resident: Resident, text: str) -> None:
    """Ask what the base does not know for sure."""
    await resident.says(text)
    await resident.sees("🤖 Я не")


async def becomes_a_ticket(resident: Resident, text: str = STRANGE) -> None:
    await resident.says(text)
    await resident.presses("Спросить специалиста")
    await resident.presses("Согласен")
    await resident.sees("Номер")


@pytest.mark.plain
async def test_what_the_base_cannot_answer_is_kept_without_personal_data(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await becomes_a_ticket(resident)
    await operator.says("Здравствуйте!", ticket=1)
    await operator.says(REPLY, ticket=1)
    await resident.sees(REPLY)
    kept = await stage.rows("select text, reason, ticket_id is not null, answer, fate from gaps")
    assert kept == [
        ("Где оформить карту болельщика, мой телефон [телефон]?", "unknown", 1, REPLY, "open"),
    ]


async def test_what_the_base_has_answered_is_no_gap(stage: Stage, resident: Resident) -> None:
    await resident.says("Почему не вывозят мусор?")
    await resident.presses("Помогло")
    await stage.quiet()
    assert await stage.rows("select id from gaps") == []
    await resident.says("Сколько стоит вывоз мусора?")
    await resident.presses("Не помогло")
    await stage.until("select id from gaps where reason = 'not-helped'")


async def test_from_a_gap_to_an_entry_in_one_tap(
    offstage: Stage,
    resident: Resident,
    neighbour: Resident,
    operator: Operator,
    editor: Person,
    folder: Path,
) -> None:
    await becomes_a_ticket(resident)
    await operator.says(REPLY, ticket=1)
    await puzzles(neighbour, ALIKE)
    await editor.says("/gaps")
    listed = await editor.sees("Пробелы базы знаний", "вопросов 2, разных 1", "1. × 2 · ❓ 2 · 👤 1", ALIKE)
    assert labels(listed) == ["1"]
    await editor.presses("1")
    await editor.finds("Спрашивают об одном")
    card = await editor.finds("Ближе всего в базе")
    assert REPLY in words_of(card)
    assert "89171234567" not in words_of(card)
    await editor.presses("Черновик записи")
    await editor.finds("Ответ: " + REPLY)
    await editor.finds("Новых записей: 1")
    await editor.presses("Опубликовать")
    await editor.finds("Опубликована база знаний № 2")
    await answers(offstage, 2)
    for who, asked in ((resident, "/ask карта болельщика где оформить"), (neighbour, ALIKE)):
        await who.says(asked)
        await who.sees(REPLY)
    await editor.says("/gaps")
    await editor.sees("пробелов в базе знаний не нашлось")
    files = sorted(folder.glob("*.toml"))  # noqa: ASYNC240
    assert not [path for path in files if "[телефон]" in path.read_text("utf-8")]


async def test_without_an_answer_the_editor_writes_it(
    offstage: Stage, neighbour: Resident, editor: Person, folder: Path
) -> None:
    await puzzles(neighbour, ALIKE)
    await editor.says("/gaps")
    await editor.presses("1")
    await editor.presses("Черновик записи")
    await editor.finds("Напишите ответ на вопрос")
    await editor.says("На почте.\nС паспортом.")
    await editor.sees("Новая запись", "На почте.\n\nС паспортом.")
    await editor.sees("Новых записей: 1")
    await editor.presses("Другой ответ")
    await editor.sees("Напишите ответ")
    await editor.says("/cancel")
    await editor.sees("Хорошо")
    await editor.presses("✅ Опубликовать")
    await answers(offstage, 2)
    await neighbour.says(ALIKE)
    await neighbour.sees("На почте", "С паспортом")


async def test_other_words_are_added_to_the_entry_that_answers_them(
    offstage: Stage, neighbour: Resident, editor: Person, folder: Path
) -> None:
    before = (folder / "tko.toml").read_text("utf-8")
    await puzzles(neighbour, "Зловонные баки переполнились ужасно")
    await editor.says("/gaps")
    await editor.presses("1")
    await editor.presses("К другой записи")
    await editor.finds("К какой записи относится «Зловонные баки переполнились ужасно»")
    await editor.presses("◂ Назад")
    await editor.presses("К другой записи")
    gap = (await offstage.rows("select id from gaps"))[0][0]
    from handlers.buttons import key  # noqa: PLC0415  the ranking of a stray question is not the test's matter

    await forges_with_seal(offstage, editor, editor.last, f"ga:{gap}:{key('tko.missed')}")
    await editor.finds("изменённых: 1")
    await editor.presses("✅ Опубликовать")
    await answers(offstage, 2)
    await neighbour.says("зловонные баки переполнились ужасно")
    await neighbour.sees("Позвоните региональному оператору")
    await written(folder / "tko.toml", "Зловонные баки переполнились ужасно")
    after = (folder / "tko.toml").read_text("utf-8").splitlines()
    assert [line for line in before.splitlines() if line not in after and "also" not in line] == []
    await offstage.until("select id from gaps where fate = 'settled'")


@pytest.mark.plain
async def test_what_is_not_our_matter_is_shown_no_more(
    stage: Stage, resident: Resident, neighbour: Resident, editor: Person
) -> None:
    await puzzles(neighbour, "Как сварить борщ со свёклой?")
    await puzzles(resident, ALIKE)
    await editor.says("/gaps")
    await editor.sees("вопросов 2, разных 2")
    borsch = await stage.rows("select id from gaps where text like '%борщ%'")
    assert (
        await forges_with_seal(stage, editor, await editor.finds("Пробелы"), f"gx:{borsch[0][0]}")
        == "Больше не показываю"
    )
    await editor.finds("вопросов 1, разных 1")
    await puzzles(neighbour, "борщ со свёклой как сварить")
    await editor.says("/gaps")
    await editor.sees("вопросов 1, разных 1", ALIKE)


async def test_pages_are_turned_by_buttons(stage: Stage, resident: Resident, editor: Person) -> None:
    for animal in ("аист", "бобр", "волк", "гусь", "ёжик", "жук"):
        await puzzles(resident, f"{animal} {animal}ом {animal * 2}")
    await editor.says("/gaps")
    first = await editor.sees("вопросов 6, разных 6", "5. × 1")
    assert labels(first) == ["1", "2", "3", "4", "5", "Дальше ▸"]
    await editor.presses("Дальше")
    second = await editor.finds("6. × 1")
    assert second["message_id"] == first["message_id"]
    assert labels(second) == ["6", "◂ Назад"]


async def test_an_operator_passes_an_answer_to_the_editor_by_a_button(
    stage: Stage, resident: Resident, operator: Operator, editor: Person
) -> None:
    await becomes_a_ticket(resident)
    await operator.presses("Взять", ticket=1)
    assert "Сначала ответьте" in await operator.presses("В базу", ticket=1)
    await operator.says(REPLY, ticket=1)
    await resident.sees(REPLY)
    assert await operator.presses("В базу", ticket=1) == "✓ Передано редактору"
    told = await editor.finds("Анна предлагает в базу ответ из обращения")
    assert REPLY in words_of(told)
    assert "[телефон]" in words_of(told)
    assert labels(told)[0] == "📝 Черновик записи"
    await editor.presses("Черновик записи")
    await editor.finds("Новых записей: 1")


@pytest.mark.parametrize("word", ["/base", "В базу!"])
async def test_an_operator_passes_the_quoted_reply_to_the_editor(
    stage: Stage, resident: Resident, operator: Operator, editor: Person, word: str
) -> None:
    await becomes_a_ticket(resident)
    chosen = await operator.says("Оформите на почте.", ticket=1)
    await operator.says(REPLY, ticket=1)
    await operator.says(word, ticket=1, reply_to=chosen["message_id"])
    await operator.sees_reaction("👌", word, ticket=1)
    told = await editor.finds("Анна предлагает в базу")
    assert "Оформите на почте." in words_of(told)
    assert REPLY not in words_of(told)
    await resident.never_sees(word)


async def test_a_ticket_without_words_gives_the_base_nothing(
    stage: Stage, resident: Resident, operator: Operator, editor: Person
) -> None:
    await resident.sends("photo")
    await resident.presses("Спросить специалиста")
    await resident.presses("Согласен")
    await resident.sees("Номер")
    await operator.says(REPLY, ticket=1)
    await operator.says("/base", ticket=1)
    await operator.sees("нет вопроса словами", ticket=1)
    await editor.never_sees("предлагает")


async def test_a_supervisor_looks_and_an_operator_does_not(
    stage: Stage, neighbour: Resident, supervisor: Operator, operator: Operator
) -> None:
    await puzzles(neighbour, ALIKE)
    await supervisor.says("/gaps")
    listed = await supervisor.sees("Пробелы базы знаний", ALIKE)
    await supervisor.presses("1")
    card = await supervisor.finds("Спрашивают об одном")
    assert labels(card) == ["◂ К списку"]
    await supervisor.presses("К списку")
    await supervisor.finds("Пробелы базы знаний")
    await operator.presses("1")
    await stage.quiet()
    assert "Пробелы" in words_of((await supervisor.history())[-1])
    gap = (await stage.rows("select id from gaps"))[0][0]
    await forges_with_seal(stage, supervisor, listed, f"gx:{gap}")
    assert await stage.rows("select id from gaps where fate != 'open'") == []


async def test_the_week_is_told_once_however_often_the_bot_is_started(
    stage: Stage, neighbour: Resident, editor: Person
) -> None:
    await puzzles(neighbour, ALIKE)
    await stage.client.clock(advance=7 * 86_400)
    await stage.restart()
    told = await editor.finds("Чего не хватало базе знаний за неделю")
    assert ALIKE in words_of(told)
    await stage.restart()
    await stage.until("select count(*) from gap_reports having count(*) = 2")
    await stage.quiet()
    assert sum("за неделю" in words_of(one) for one in await editor.history()) == 1
    await editor.presses("Пробелы базы")
    await editor.finds("Чтобы заняться вопросом")


async def test_a_button_whose_gap_is_gone_says_so(stage: Stage, editor: Person) -> None:
    await editor.says("/gaps")
    shown = await editor.sees("не нашлось")
    for code in ("gc:1", "gd:1", "gw:1", "ge:1", "gx:1"):
        assert "больше нет" in await forges_with_seal(stage, editor, shown, code)
