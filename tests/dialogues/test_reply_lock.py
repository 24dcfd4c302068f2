"""Two operators at one ticket."""

from __future__ import annotations

from tests.dialogues.people import Operator, Resident, labels
from tests.dialogues.stage import Stage

ASKED = "Почему не вывозят мусор?"


async def test_a_colleague_s_reply_waits_through_a_restart_with_its_edit(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Здравствуйте, узнаю", ticket=1)
    await resident.sees("👤 Анна, специалист:\nЗдравствуйте, узнаю")
    await colleague.says("Вывезут в среду", ticket=1)
    shown = await colleague.sees("Обращение ведёт Анна", "не отправлено", ticket=1)
    assert labels(shown) == ["📤 Отправить", "📝 В заметки", "🙋 Забрать себе"]
    await colleague.edits("Вывезут в четверг")
    await resident.never_sees("Вывезут")
    await stage.stop()
    await stage.start()
    assert "Автор этого сообщения — Тимур" in await operator.presses("Забрать себе", ticket=1)
    await colleague.presses("Отправить", ticket=1)
    await resident.sees("👤 Тимур, специалист:\nВывезут в четверг")
    await colleague.sees("Тимур: сообщение отправлено жителю", ticket=1)
    await stage.quiet()
    assert await stage.rows("select assignee_name from tickets") == [("Анна",)]
    assert await stage.rows("select * from asides") == []


async def test_a_held_reply_takes_the_ticket_along(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.presses("Взять", ticket=1)
    await colleague.says("Я этим домом занимаюсь", ticket=1)
    await colleague.presses("Забрать себе", ticket=1)
    await resident.sees("Вам отвечает специалист Тимур")
    await resident.sees("👤 Тимур, специалист:\nЯ этим домом занимаюсь")
    await operator.finds("Теперь обращение ведёт Тимур. Раньше — Анна", ticket=1)
    await operator.says("Хорошо", ticket=1)
    await operator.sees("Обращение ведёт Тимур", ticket=1)
    await operator.presses("В заметки", ticket=1)
    await operator.sees_reaction_on_last("✍")
    await resident.never_sees("Хорошо")


async def test_an_album_is_held_whole(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.presses("Взять", ticket=1)
    await colleague.sends_album("photo", "photo", ticket=1, caption="График вывоза")
    await colleague.sees("не отправлено", ticket=1)
    await stage.quiet()
    assert len([one for one in await colleague.history(1) if "📤 Отправить" in labels(one)]) == 1
    await colleague.presses("Отправить", ticket=1)
    await resident.sees("Тимур, специалист")
    await stage.quiet()
    assert len([one for one in await resident.history() if "photo" in one]) == 2


async def test_a_reply_with_a_private_number_waits_to_be_mended(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Ваш СНИЛС 112-233-445 95, верно?", ticket=1)
    shown = await operator.sees("В ответе есть личные номера: СНИЛС", "не отправлено", ticket=1)
    assert labels(shown) == ["📤 Отправить", "📝 В заметки"]
    await operator.edits("Ваш СНИЛС у нас есть, верно?")
    await operator.presses("Отправить", ticket=1)
    await resident.sees("👤 Анна, специалист:\nВаш СНИЛС у нас есть, верно?")
    await resident.never_sees("112-233-445")
