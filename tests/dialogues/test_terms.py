"""Answers that hold for a time or in one place, as residents, operators and editors meet them."""

import shutil
from pathlib import Path

import pytest

from tests.dialogues.people import Operator, Person, Resident, has, labels
from tests.dialogues.stage import BASE, Stage

# Astrakhan is four hours ahead: its year begins while it is still the last evening of the old one in UTC.
LAST_EVENING = "2026-12-31T19:55:00+00:00"
NEW_YEAR = "2026-12-31T20:05:00+00:00"
FUEL = """
title = "Дрова и газ"
order = 3

[[entry]]
id = "fuel.wood"
question = "Как получить компенсацию за дрова?"
also = ["деньги за дрова", "возместят ли покупку дров на зиму"]
answer = "Подайте заявление до конца года."
owner = "отдел субсидий"
valid_until = 2026-12-31
"""
COAL = """
[[entry]]
id = "fuel.coal"
question = "Как вернуть деньги за уголь и дрова?"
also = ["компенсация за дрова и уголь по новым правилам"]
answer = "Принесите чеки."
valid_from = 2027-01-01
"""
LOCAL = """
title = "Проезд"
order = 4

[[entry]]
id = "bus.ikr"
question = "Где получить проездной на автобус?"
answer = "В кассе автовокзала."
municipality = "Икрянинский район"

[[entry]]
id = "bus.ast"
question = "Где получить проездной на автобус?"
answer = "В киоске на площади."
municipality = "г. Астрахань"
"""


@pytest.fixture
async def entries(offstage: Stage, tmp_path: Path) -> Path:
    """A base with terms and places, and the bot running on it on the last evening of the old rule."""
    shutil.copytree(BASE.parent, tmp_path / "base")
    folder = tmp_path / "base" / "entries"
    (folder / "fuel.toml").write_text(FUEL, "utf-8")
    (folder / "bus.toml").write_text(LOCAL, "utf-8")
    offstage.changed["faq"] = {"path": str(folder)}
    await offstage.client.clock(now=LAST_EVENING)
    await offstage.start()
    return folder


async def test_a_rule_answers_to_its_last_evening_and_then_says_when_it_ended(
    offstage: Stage, resident: Resident, operator: Operator, entries: Path
) -> None:
    await resident.says("деньги за дрова")
    await resident.sees("Подайте заявление до конца года")
    await offstage.client.clock(now=NEW_YEAR)
    await resident.says("деньги за дрова")
    told = await resident.sees("«Как получить компенсацию за дрова?»", "до 31 декабря 2026 года")
    assert labels(told)[-2:] == ["👤 Спросить специалиста", "📋 Темы"]
    assert "Как получить компенсацию за дрова?" not in labels(told)
    await resident.presses("Спросить специалиста")
    await resident.presses("Согласен")
    await resident.sees("Вопрос передан специалисту")
    await operator.sees("деньги за дрова", "сказал, что правило не действует: «Как получить", ticket=1)


async def test_what_comes_after_is_offered_and_opens(
    offstage: Stage, resident: Resident, operator: Operator, entries: Path
) -> None:
    (entries / "fuel.toml").write_text(FUEL + COAL, "utf-8")
    await offstage.restart()
    await resident.says("Как вернуть деньги за уголь и дрова?")
    await resident.sees("начнёт действовать 1 января 2027 года")
    await offstage.client.clock(now=NEW_YEAR)
    await resident.says("деньги за дрова")
    await resident.sees("больше не действует")
    await resident.presses("Как вернуть деньги за уголь и дрова?")
    await resident.sees("Принесите чеки")
    await resident.presses("Не помогло")
    await resident.presses("Спросить специалиста")
    await resident.presses("Согласен")
    await operator.sees("ответил: «Как вернуть деньги за уголь и дрова?» — не помогло", ticket=1)


async def test_a_poster_and_an_old_button_do_not_bring_an_ended_rule_back(
    offstage: Stage, resident: Resident, entries: Path
) -> None:
    await resident.says("/menu")
    await resident.presses("Дрова и газ")
    await resident.finds("Выберите вопрос")
    await offstage.client.clock(now=NEW_YEAR)
    await resident.presses("Как получить компенсацию за дрова?")
    await resident.sees("действовало до 31 декабря 2026 года")
    await resident.says("/start entry_fuel-wood")
    await resident.sees("действовало до 31 декабря 2026 года")
    await resident.never_sees("Подайте заявление")


async def test_the_catalogue_lists_what_holds_today_and_no_empty_subject(
    offstage: Stage, resident: Resident, entries: Path
) -> None:
    await resident.says("/menu")
    assert "Дрова и газ" in labels(await resident.sees("Выберите тему"))
    await offstage.client.clock(now=NEW_YEAR)
    await resident.says("/menu")
    assert "Дрова и газ" not in labels(await resident.sees("Выберите тему"))
    (entries / "fuel.toml").write_text(FUEL + COAL, "utf-8")
    await offstage.restart()
    await resident.says("/menu")
    await resident.presses("Дрова и газ")
    subject = await resident.finds("Выберите вопрос")
    assert labels(subject)[:-1] == ["Как вернуть деньги за уголь и дрова?"]


async def test_the_rule_s_end_is_told_in_the_resident_s_language(
    offstage: Stage, resident: Resident, entries: Path
) -> None:
    await offstage.client.clock(now=NEW_YEAR)
    await resident.says("/language")
    await resident.presses("English")
    await resident.sees("English")
    await resident.says("деньги за дрова")
    await resident.sees("applied until 31 December 2026")


async def test_who_names_no_municipality_chooses_one_and_the_card_says_where_it_applies(
    resident: Resident, entries: Path
) -> None:
    await resident.says("Где получить проездной на автобус?")
    offered = labels(await resident.sees("Я не уверен"))
    assert set(offered[:2]) == {
        "Икрянинский район: Где получить проездной на автобус?",
        "г. Астрахань: Где получить проездной на автобус?",
    }
    await resident.presses("Икрянинский район: Где")
    await resident.sees("В кассе автовокзала", "Где действует: Икрянинский район")


async def test_who_names_a_municipality_gets_its_answer(resident: Resident, entries: Path) -> None:
    await resident.says("где получить проездной на автобус в астрахани")
    await resident.sees("В киоске на площади", "Где действует: г. Астрахань")


async def test_administrators_hear_of_a_term_once_before_and_once_after_it_whatever_restarts(
    offstage: Stage, editor: Person, entries: Path
) -> None:
    told = ("Сроки ответов", "31.12.2026 · «Как получить компенсацию за дрова?»", "Отвечает: отдел субсидий")

    async def reminders() -> int:
        await offstage.quiet()
        return sum(has(one, told) for one in await editor.history())

    await editor.sees(*told, "⏳ 31.12")
    await offstage.restart()
    await offstage.client.clock(now="2027-01-01T04:59:00+00:00")  # 8:59 in Astrakhan
    await offstage.restart()
    assert await reminders() == 1
    await offstage.client.clock(now="2027-01-01T05:01:00+00:00")
    await offstage.restart()
    await editor.sees(*told, "⛔ 31.12")
    await offstage.restart()
    await editor.says("/faq")
    await editor.sees(*told, "⛔ 31.12")
    assert await reminders() == 3  # two reminders, and the answer to /faq


async def test_the_municipality_may_be_named_in_the_next_message(resident: Resident, entries: Path) -> None:
    await resident.says("Где получить проездной на автобус?")
    await resident.sees("Я не уверен")
    await resident.says("а в Астрахани?")
    await resident.sees("В киоске на площади", "Где действует: г. Астрахань")


async def test_who_told_where_they_live_gets_its_answer_and_may_ask_for_another_place(
    offstage: Stage, resident: Resident, entries: Path
) -> None:
    await offstage.restart(desk={"municipalities": ("Астрахань", "Икрянинский район")})
    await resident.says("/municipality")
    await resident.presses("Астрахань")
    await resident.sees("Запомнил: Астрахань")
    await resident.says("Где получить проездной на автобус?")
    await resident.sees("В киоске на площади", "Где действует: г. Астрахань")
    await resident.says("где получить проездной на автобус в икрянинском районе")
    await resident.sees("В кассе автовокзала", "Где действует: Икрянинский район")
