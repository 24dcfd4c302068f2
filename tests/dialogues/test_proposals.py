"""Residents propose something of their own in a poll; supervisors look at it before others do."""

from __future__ import annotations

import pytest

from tests.dialogues.people import Operator, Person, Resident, labels, words_of
from tests.dialogues.polls import AFTER, begin, opens
from tests.dialogues.stage import Stage

BENCHES = "Поставить лавочки у пруда"


@pytest.fixture(autouse=True)
async def sunday(offstage: Stage) -> None:
    """The day of all these dialogues."""
    await begin(offstage)


async def proposes(resident: Resident, words: str = BENCHES) -> None:
    """From the poll."""
    await resident.says("/start poll_1")
    await resident.sees("Можно предложить и своё")
    await resident.presses("Предложить своё")
    await resident.sees("Что вы предлагаете?")
    await resident.says(words)
    await resident.sees("Предложение принято на проверку")


async def test_what_is_accepted_is_read_by_everybody(
    stage: Stage, editor: Person, resident: Resident, neighbour: Resident, supervisor: Operator
) -> None:
    await opens(editor, "Разрешить свои предложения")
    await proposes(resident)
    await neighbour.says("/start poll_1")
    seen = await neighbour.sees("Можно предложить и своё")
    assert labels(seen)[-2:] == ["💡 Предложить своё", "🗳 Все опросы"], "nobody sees it yet"
    told = await supervisor.finds("Есть предложения жителей на проверку")
    assert BENCHES not in words_of(told)
    await supervisor.presses("Посмотреть")
    shown = await supervisor.finds(BENCHES)
    assert shown["message_id"] == told["message_id"] and "Мария" not in words_of(shown)
    await supervisor.presses("✅ Принять")
    await supervisor.finds("Все предложения проверены")
    await resident.sees("Ваше предложение принято")
    await neighbour.says("/start poll_1")
    await neighbour.presses("Предложения жителей: 1")
    await neighbour.sees("Что предлагают жители", f"💡 {BENCHES}")
    assert await stage.rows("select 1 from acts where deed = 'judge_proposal' and note = '№ 1: accepted'")


async def test_what_is_rejected_is_not_and_its_author_is_told_why(
    stage: Stage, editor: Person, resident: Resident, neighbour: Resident, supervisor: Operator
) -> None:
    await opens(editor, "Разрешить свои предложения")
    await proposes(resident, "Мэр дурак")
    await proposes(neighbour)
    await supervisor.finds("Есть предложения жителей на проверку")
    await supervisor.presses("Посмотреть")
    await supervisor.finds("ждут проверки: 2.\n\nМэр дурак")
    await supervisor.presses("🚫 Отклонить")
    await supervisor.finds("Почему отклоняем?")
    await supervisor.presses("Грубо")
    await supervisor.finds(f"ждут проверки: 1.\n\n{BENCHES}")
    await resident.sees("не опубликовано: в нём есть грубые слова")
    await stage.quiet()
    told = [
        one for one in await stage.telegram_calls("sendMessage") if "на проверку, опрос" in str(one["params"])
    ]
    assert len(told) == 1, "those who come meanwhile stand behind the first"
    await resident.says("/start poll_1")
    assert not any("Предложения жителей" in one for one in labels(await resident.sees("Можно предложить")))


async def test_only_supervisors_look_through_them(
    stage: Stage, editor: Person, resident: Resident, operator: Operator, supervisor: Operator
) -> None:
    await opens(editor, "Разрешить свои предложения")
    await proposes(resident)
    await operator.finds("Есть предложения жителей на проверку")
    await operator.presses("Посмотреть")
    await stage.quiet()
    assert not [one for one in await supervisor.history() if BENCHES in words_of(one)]


async def test_a_question_in_its_place_is_answered(stage: Stage, editor: Person, resident: Resident) -> None:
    await opens(editor, "Разрешить свои предложения")
    await proposes(resident, "хочу детские на сына куда идти")
    await resident.presses("Это был вопрос")
    await resident.sees("Подайте заявление на Госуслугах")
    assert await stage.rows("select * from proposals") == []
    await resident.presses("Это был вопрос")
    await stage.quiet()


async def test_three_of_one_resident_none_too_long_and_none_afterwards(
    stage: Stage, editor: Person, resident: Resident
) -> None:
    await opens(editor, "Разрешить свои предложения")
    await resident.says("/start poll_1")
    await resident.presses("Предложить своё")
    await resident.sees("Что вы предлагаете?")
    await resident.says("\u200e 🙂")
    await resident.sees("Напишите предложение словами")
    await proposes(resident, "Раз")
    await proposes(resident, "Два")
    await resident.presses("Открыть опрос")
    await resident.presses("Предложить своё")
    await resident.sees("Что вы предлагаете?")
    await resident.says("Т" * 501)
    await resident.sees("Слишком длинно: 501")
    await resident.says("Три")
    await resident.sees("Предложение принято на проверку")
    await resident.says("/start poll_1")
    assert "до 3 предложений" in await resident.presses("Предложить своё")
    await stage.client.clock(now=AFTER)
    assert "Опрос закончен" in await resident.presses("Предложить своё")


async def test_they_are_found_again_without_the_message_that_told_of_them(
    stage: Stage, editor: Person, resident: Resident, supervisor: Operator
) -> None:
    await opens(editor, "Разрешить свои предложения")
    await proposes(resident)
    await supervisor.finds("Есть предложения жителей")
    await supervisor.says("/poll")
    await supervisor.sees("Ждут проверки предложения жителей: 1")
    await supervisor.presses("👀 Посмотреть")
    await supervisor.presses("✅ Принять")
    await resident.sees("Ваше предложение принято")
    await supervisor.says("/poll")
    assert not labels(await supervisor.sees("Опросы создают в личном чате"))


async def test_who_is_in_danger_is_heard_by_a_person_from_then_on(
    stage: Stage, editor: Person, resident: Resident, operator: Operator
) -> None:
    await opens(editor, "Разрешить свои предложения")
    await resident.says("/start poll_1")
    await resident.presses("Предложить своё")
    await resident.sees("Что вы предлагаете?")
    await resident.says("плохо с сердцем")
    await resident.sees("Позвоните 103 или 112")
    await resident.says("Ленина 5, третий этаж")
    await operator.finds("Ленина 5, третий этаж", ticket=1)
    assert await stage.rows("select * from proposals") == []


async def test_an_edited_message_is_what_is_looked_at_and_after_that_it_is_too_late(
    stage: Stage, editor: Person, resident: Resident, neighbour: Resident, supervisor: Operator
) -> None:
    await opens(editor, "Разрешить свои предложения")
    await proposes(resident)
    await supervisor.finds("Есть предложения жителей")
    await supervisor.presses("Посмотреть")
    await supervisor.finds(BENCHES)
    await resident.edits("Поставить качели у пруда")
    await resident.sees("На проверку пойдёт новый текст")
    assert "изменил текст" in await supervisor.presses("✅ Принять"), "nobody has looked at that"
    await supervisor.finds("Поставить качели у пруда")
    await resident.edits("…")
    await resident.sees("Напишите предложение словами")
    await supervisor.presses("✅ Принять")
    await resident.sees("Ваше предложение принято")
    await resident.edits("Ничего не надо")
    await resident.sees("уже проверено", "Новый текст никто не увидит")
    await neighbour.says("/start poll_1")
    await neighbour.presses("Предложения жителей: 1")
    await neighbour.sees("💡 Поставить качели у пруда")


async def test_supervisors_hear_of_what_waits_every_working_day_and_authors_when_the_poll_is_over(
    stage: Stage, editor: Person, resident: Resident, supervisor: Operator
) -> None:
    await opens(editor, "Разрешить свои предложения")
    await proposes(resident)
    await supervisor.finds("Есть предложения жителей")
    for now, told in (("23T02:00", 0), ("23T06:00", 1), ("23T10:00", 1), ("24T06:00", 2)):
        await stage.client.clock(now=f"2026-11-{now}:00+00:00")
        await stage.restart()
        if told:
            await stage.until(f"select 1 from letters where album = 'proposals:2026-11-{now[:2]}'")
        await stage.quiet()
        said = [one for one in await supervisor.history() if "ждут проверки: 1" in words_of(one)]
        assert len(said) == told, f"by night nobody, by day once: {now}"
    assert "22 ноября" in words_of(said[-1])
    await stage.client.clock(now=AFTER)
    await stage.restart()
    await resident.sees("закончился, а ваше предложение ещё не проверили")
    await supervisor.presses("👀 Посмотреть")
    await supervisor.presses("✅ Принять")
    await resident.sees("Ваше предложение принято")


async def test_in_english(stage: Stage, editor: Person, resident: Resident, supervisor: Operator) -> None:
    await opens(editor, "Разрешить свои предложения")
    await resident.says("/language")
    await resident.presses("English")
    await resident.sees("English")
    await resident.says("/start poll_1")
    await resident.presses("Propose something")
    await resident.sees("What do you propose?")
    await resident.says("Benches by the pond")
    await resident.sees("Somebody will look at your proposal")
    await supervisor.finds("Есть предложения жителей")
    await supervisor.presses("Посмотреть")
    await supervisor.presses("✅ Принять")
    await resident.sees("Your proposal is accepted")
