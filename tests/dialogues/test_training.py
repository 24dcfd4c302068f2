"""Training with the real bot: scripted residents come, react to the operator and give a score."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from sandbox.client import Refused
from sandbox.training.lesson import PATIENCE, PAUSE
from sandbox.training.script import SCRIPTS, load
from tests.dialogues.people import WITHIN, Operator, Person, words_of
from tests.dialogues.stage import Json, Stage

# What a good operator writes to each of them; the last word is said before closing.
GOOD = {
    "1_calm": ("Здравствуйте! Подайте заявление в МФЦ, там рассчитают.",),
    "2_angry": (
        "Понимаю, ждать три месяца тяжело. Извините. Сейчас разберёмся.",
        "Узнайте статус в клиентской службе Соцфонда, возьмите паспорт.",
    ),
    "3_department": ("Здравствуйте! О чём жалоба?", "Передаю жалобу в отдел, который отвечает за двор."),
    "4_personal_data": (
        "Здравствуйте! Пожалуйста, не присылайте сюда номера документов.",
        "Срок начисления видно в Соцфонде или на Госуслугах.",
    ),
    "5_danger": ("Звоните 103 или 112 прямо сейчас!", "Будьте рядом с ним и слушайте диспетчера."),
    "6_translit": ("Здравствуйте! Позвоните в центр соцобслуживания, они придут к вам домой.",),
}


async def lesson(stage: Stage) -> Json:
    found: Json = (await stage.client.training())["lesson"]
    return found


async def resident_of(stage: Stage) -> Person:
    return Person(stage, (await lesson(stage))["resident"])


async def until(stage: Stage, **wanted: Any) -> Json:
    async def probe() -> Json | None:
        found = await lesson(stage)
        return found if all(found[name] == value for name, value in wanted.items()) else None

    return await stage.client.wait_for(probe, WITHIN)


async def answered(stage: Stage, resident: Person) -> None:
    """The resident has read and written."""
    before = len([one for one in await resident.history() if one["from"]["id"] == resident.id])

    async def probe() -> bool:
        written = [one for one in await resident.history() if one["from"]["id"] == resident.id]
        return len(written) > before

    await stage.client.clock(advance=PAUSE)
    await stage.client.wait_for(probe, WITHIN)


async def bring_to(department: str, resident: Person, operator: Operator) -> None:
    """Transfer the ticket there, unless the bot has put it there already."""
    told = [words_of(one) for one in await resident.history()]
    if department and not any(f"Отдел: {department}" in one for one in told):
        await operator.says(f"/transfer {department}: это к вам", ticket=1)
        await resident.finds(f"передано в отдел «{department}»")


@pytest.mark.parametrize("script", GOOD)
async def test_a_good_operator_gets_everything_right(stage: Stage, operator: Operator, script: str) -> None:
    await stage.client.train(script)
    resident = await resident_of(stage)
    opened = await until(stage, replied=False, number="ЕКЦ-2026-000001")
    assert opened["opened_at"] is not None
    await operator.presses("Взять", ticket=1)
    await resident.finds("Вам отвечает специалист")
    *first, last = GOOD[script]
    for words in first:
        await operator.says(words, ticket=1)
        await resident.finds(words)
        await answered(stage, resident)
    await bring_to(load(SCRIPTS / f"{script}.toml").department, resident, operator)
    await operator.says(last, ticket=1)
    await resident.finds(last)
    await answered(stage, resident)
    await operator.says("Будем рады помочь ещё. Закрываю обращение.", ticket=1)
    await resident.finds("Закрываю обращение")
    await operator.says("/close", ticket=1)
    ended = await until(stage, ended=True)
    assert [one["title"] for one in ended["marks"] if not one["good"]] == []
    await operator.finds("★★★★★", ticket=1)


async def test_a_bad_operator_learns_what_to_do_better(stage: Stage, operator: Operator) -> None:
    await stage.client.train("2_angry")
    resident = await resident_of(stage)
    await until(stage, number="ЕКЦ-2026-000001")
    await stage.client.clock(advance=60)
    await operator.finds("Никто не отвечает!", ticket=1)
    await stage.client.clock(advance=90)
    await operator.finds("Пишу жалобу", ticket=1)
    await operator.says("Успокойтесь, это не к нам", ticket=1)
    await resident.finds("Успокойтесь")
    await answered(stage, resident)
    await operator.finds("Опять отписка!", ticket=1)
    await operator.says("/close", ticket=1)
    ended = await until(stage, ended=True)
    # The department is the bot's own choice; all the rest is the operator's.
    good = {one["title"]: one["good"] for one in ended["marks"] if one["title"] != "Нужный отдел"}
    assert list(good.values()) == [False] * 6
    assert "Вы ответили через 2 мин 3" in ended["marks"][0]["words"]
    await operator.finds("★", ticket=1)
    await operator.never_sees("★★", ticket=1)


async def test_notes_and_held_replies_are_not_words_to_the_resident(
    stage: Stage, operator: Operator, colleague: Operator
) -> None:
    await stage.client.train("5_danger")
    await until(stage, number="ЕКЦ-2026-000001")
    await operator.says("// Какой адрес?", ticket=1)
    await operator.sees_reaction_on_last("✍")
    await operator.presses("Взять", ticket=1)
    await colleague.says("Какой у вас вопрос?", ticket=1)
    await colleague.sees("не отправлено", ticket=1)
    await operator.says("Звоните 103", ticket=1)
    await until(stage, replied=True)
    marks = {one["title"]: one["good"] for one in (await stage.client.finish_training())["marks"]}
    assert marks["Номер скорой"]
    assert marks["Ничего лишнего"]
    assert not marks["Закрыть со словом"]


async def test_whom_the_bot_answers_at_once_asks_for_a_person_all_the_same(
    stage: Stage, operator: Operator, tmp_path: Path
) -> None:
    stage.sandbox.trainer.folder = tmp_path
    script = 'title="Т"\nabout="Т"\nresident="Пётр"\nopening="{}"\n[[turn]]\nsays="Ага"\nunderstood=true\n'
    (tmp_path / "sure.toml").write_text(script.format("Почему не вывозят мусор?"), "utf-8")
    (tmp_path / "talk.toml").write_text(script.format("Спасибо"), "utf-8")
    await stage.client.train("sure")
    await until(stage, number="ЕКЦ-2026-000001")
    await operator.finds("не помогло", ticket=1)
    await stage.client.train("talk")
    await (await resident_of(stage)).finds("Пожалуйста!")
    await stage.client.clock(advance=PATIENCE)
    await until(stage, number="ЕКЦ-2026-000002")
    await operator.finds("Спасибо", ticket=2)


async def test_training_says_what_is_in_the_way(stage: Stage, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="there is no script nobody"):
        await stage.client.train("nobody")
    with pytest.raises(Refused, match="no lesson goes on"):
        await stage.client.finish_training()
    (tmp_path / "bad.toml").write_text("title = 5", "utf-8")
    stage.sandbox.trainer.folder = tmp_path
    told = await stage.client.training()
    assert told["scripts"] == []
    assert told["problems"] == ["bad.toml:1: title: здесь нужно текст в кавычках"]


async def test_a_new_world_has_no_lesson(stage: Stage) -> None:
    await stage.client.train("1_calm")
    await until(stage, number="ЕКЦ-2026-000001")
    await stage.quiet()
    await stage.client.reset()
    await asyncio.sleep(0)
    assert await lesson(stage) is None
