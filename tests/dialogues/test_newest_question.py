"""Whatever the bot asked a resident for before: the newest question is the one that their words answer."""

from __future__ import annotations

import pytest

from tests.dialogues.people import Person, Resident
from tests.dialogues.polls import begin, opens
from tests.dialogues.stage import Stage

DAY = "3 ноября"
# What the bot asks for, how it comes to that, and the words by which it takes an answer to it.
ASKED: dict[str, tuple[tuple[str, ...], str, str]] = {
    "deadline": (("/deadline", "Ответ на обращение"), "Когда вы подали?", "Подано:"),
    "route": (("/route", "Родился ребёнок"), "Когда это было?", "Событие:"),
    "appeal": (("/appeal", "✍️ Составить", "Вывоз мусора"), "Где это?", "Что случилось?"),
    "proposal": (("/start poll_1", "Предложить своё"), "Что вы предлагаете?", "принято на проверку"),
    "person": (("/operator", "Согласен"), "Напишите вопрос одним сообщением", "передан специалисту"),
}
BEGUN = {
    "/deadline": "Что считаем?",
    "/route": "Что у вас произошло?",
    "/near": "Адреса учреждений",
    "/municipality": "Где вы живёте?",
    "/language": "язык",
}


@pytest.fixture(autouse=True)
async def sunday(offstage: Stage) -> None:
    """The day of all these dialogues."""
    await begin(offstage)


async def is_asked(resident: Resident, what: str) -> None:
    """The bot waits for that."""
    (command, *presses), question, _ = ASKED[what]
    await resident.says(command)
    for one in presses:
        await resident.stage.quiet()
        await resident.presses(one)
    await resident.sees(question)


@pytest.mark.parametrize("what", ASKED)
async def test_any_other_command_ends_what_was_asked_for_before(
    stage: Stage, editor: Person, resident: Resident, what: str
) -> None:
    if what == "proposal":
        await opens(editor, "Разрешить свои предложения")
    for command, screen in BEGUN.items():
        await resident.says("/cancel")
        if what == "person" and command != "/deadline":
            await resident.says("/operator")
            await resident.sees("Напишите вопрос одним сообщением")
        else:
            await is_asked(resident, what)
        await resident.says(command)
        await resident.sees(screen)
        await resident.says(DAY)
        await stage.quiet()
    await resident.never_sees(ASKED[what][2])


@pytest.mark.parametrize(
    ("first", "newest"), [("route", "deadline"), ("deadline", "route"), ("appeal", "route")]
)
async def test_the_newest_question_is_what_is_answered(
    stage: Stage, resident: Resident, first: str, newest: str
) -> None:
    await is_asked(resident, first)
    await is_asked(resident, newest)
    await resident.says(DAY)
    await resident.sees(ASKED[newest][2])
    await resident.never_sees(ASKED[first][2])


async def test_a_half_written_appeal_is_not_lost_by_what_is_done_meanwhile(
    stage: Stage, resident: Resident
) -> None:
    await is_asked(resident, "appeal")
    await resident.says("Астрахань, улица Победы")
    await resident.sees("Что случилось?")
    await resident.says("/deadline")
    await resident.sees("Черновик обращения сохранён")
    await resident.presses("Ответ на обращение")
    await resident.says(DAY)
    await resident.sees("Подано: 3 ноября 2026")
    await resident.presses("▶️ Продолжить черновик")
    await resident.sees("Что случилось?")
    await resident.says("Третью неделю не вывозят мусор")
    await resident.sees("О чём просите?")
    await resident.presses("🗑 Удалить черновик обращения")
    await resident.sees("отменено")
    await stage.quiet()
    assert await stage.rows("select form from residents where id = 1001") == [(None,)]
