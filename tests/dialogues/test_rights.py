"""A colleague's ticket: an operator is asked first, a supervisor is not."""

from __future__ import annotations

import pytest

from tests.dialogues.people import Operator, Resident
from tests.dialogues.stage import Stage

ASKED = "Почему не вывозят мусор?"


async def taken(resident: Resident, operator: Operator) -> None:
    await resident.asks_a_person(ASKED)
    await operator.presses("Взять", ticket=1)
    await operator.finds("в работе", ticket=1)


@pytest.mark.parametrize("typed", [True, False])
async def test_closing_a_colleagues_ticket_takes_a_second_word(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator, typed: bool
) -> None:
    await taken(resident, operator)
    if typed:
        await colleague.says("/close", ticket=1)
    else:
        assert "ведёт коллега" in await colleague.presses("Закрыть", ticket=1)
    await colleague.finds("ведёт Анна. Всё равно?", ticket=1)
    await resident.never_sees("закрыл")
    assert await colleague.presses("Всё равно закрыть", ticket=1) == "Закрыто"
    await resident.sees("Специалист закрыл обращение")
    await colleague.says("/reopen", ticket=1)
    await resident.sees("снова открыто")


async def test_what_was_asked_for_is_done_with_its_reason(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    await taken(resident, operator)
    await colleague.says("/transfer Семья: это про детский сад", ticket=1)
    await colleague.presses("Всё равно передать", ticket=1)
    await colleague.sees("Семья и образование", "Причина: это про детский сад", ticket=1)
    await operator.presses("Взять", ticket=1)
    await operator.finds("Специалист: Анна", ticket=1)
    note = await operator.says("// мой участок", ticket=1)
    await colleague.says("/transfer Анна в отпуске", ticket=1, reply_to=note["message_id"])
    await colleague.sees("уже ведёт Анна", ticket=1)
    mine = await colleague.says("// мой дом", ticket=1)
    await colleague.says("/transfer она в отпуске", ticket=1, reply_to=mine["message_id"])
    await colleague.presses("Всё равно передать", ticket=1)
    await colleague.sees("Причина: она в отпуске", ticket=1)
    await operator.finds("Специалист: Тимур", ticket=1)


@pytest.mark.parametrize(
    ("command", "button", "told"),
    [
        ("/wait", "Всё равно ждать жителя", "Ждём"),
        ("Вернуть боту", "Всё равно вернуть боту", "снова отвечаю я, программа"),
    ],
)
async def test_other_acts_ask_too(
    stage: Stage,
    resident: Resident,
    operator: Operator,
    colleague: Operator,
    command: str,
    button: str,
    told: str,
) -> None:
    await taken(resident, operator)
    await colleague.says(command, ticket=1)
    await colleague.presses(button, ticket=1)
    await stage.quiet()
    state = "waiting" if command == "/wait" else "closed"
    assert await stage.rows("select state from tickets") == [(state,)]


async def test_a_supervisor_is_not_asked_and_takes_over(
    stage: Stage, resident: Resident, operator: Operator, supervisor: Operator, colleague: Operator
) -> None:
    await taken(resident, operator)
    await colleague.says("/take", ticket=1)
    await colleague.sees("уже ведёт Анна", ticket=1)
    await supervisor.says("/take", ticket=1)
    await supervisor.finds("Специалист: Светлана", ticket=1)
    await supervisor.finds("Раньше — Анна", ticket=1)
    await operator.says("/close", ticket=1)
    await operator.sees("ведёт Светлана", ticket=1)
    await supervisor.says("/close", ticket=1)
    await resident.sees("Специалист закрыл обращение")


async def test_without_topics_the_question_stands_below_the_command(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    stage.expects("not a forum")
    await stage.client.group(is_forum=False)
    await resident.asks_a_person(ASKED)
    await operator.presses("Взять")
    card = await operator.finds("Специалист: Анна")
    await colleague.says("/close", reply_to=card["message_id"])
    await colleague.sees("ведёт Анна")
    await colleague.presses("Всё равно закрыть")
    await resident.sees("Специалист закрыл обращение")


async def test_without_topics_an_answer_hangs_on_the_command_it_answers(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("not a forum")
    await stage.client.group(is_forum=False)
    await resident.asks_a_person(ASKED)
    card = await operator.finds("Специалист: пока никто")
    for command, told in (("/history", "обращений: 1"), ("/subject", "О чём это обращение?")):
        asked = await operator.says(command, reply_to=card["message_id"])
        answer = await operator.finds(told)
        assert answer["reply_to_message"]["message_id"] == asked["message_id"]


@pytest.mark.parametrize("name", ["Ан:на", "🧑🏽🧑🏽🧑🏽🧑🏽🧑🏽🧑🏽🧑🏽"])
async def test_a_colleague_of_any_name_is_handed_a_ticket_after_the_question(
    stage: Stage, resident: Resident, colleague: Operator, supervisor: Operator, name: str
) -> None:
    number = (await stage.client.people("operator", name))["id"]
    await resident.asks_a_person(ASKED)
    await supervisor.says(f"/appoint {number}")
    hello = await Operator(stage, number).says("// возьму", ticket=1)
    await supervisor.says("/take", ticket=1)
    await supervisor.finds("Специалист: Светлана", ticket=1)
    await colleague.says("/transfer", ticket=1, reply_to=hello["message_id"])
    assert await colleague.presses("Всё равно передать", ticket=1) == "Передано"
    await stage.quiet()
    assert await stage.rows("select assignee_id from tickets") == [(number,)]


@pytest.mark.parametrize("data", ["3:кто", "8:куда", "10:9-9", "10:"])
async def test_a_forged_button_poisons_nothing(
    stage: Stage, resident: Resident, operator: Operator, data: str
) -> None:
    stage.expects("query ID is invalid")
    await resident.asks_a_person(ASKED)
    card = await operator.finds("новое", ticket=1)
    message = {"message_id": card["message_id"], "date": 1, "text": "x", "is_topic_message": True,
               "message_thread_id": (await operator.topic(1))["id"],
               "chat": {"id": operator.chat, "type": "supergroup", "title": ""}}  # fmt: skip
    forged = {"id": "1", "from": {"id": 2001, "is_bot": False, "first_name": "Анна"}, "chat_instance": "1"}
    assert stage.app is not None
    sealed = stage.app._seals.sealed(f"oz:2026000000001:{data}", operator.chat)
    forged |= {"data": sealed, "message": message | {"date": int(stage.app._clock.now().timestamp())}}
    await stage.client.update({"callback_query": forged})
    await stage.quiet()
    assert await stage.rows("select attempts from inbox where attempts > 0") == []
    assert await stage.rows("select state, assignee_id from tickets") == [("new", None)]
