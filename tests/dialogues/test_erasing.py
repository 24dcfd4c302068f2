"""/delete in answer to one's own message takes it back on the other side."""

from __future__ import annotations

from tests.dialogues.people import Operator, Resident, words_of
from tests.dialogues.stage import Json, Stage

ASKED = "Почему не вывозят мусор?"
SECRET = "Мой паспорт у соседа"
WRONG = "Вам откажут"


async def stands(person: Resident | Operator, words: str, ticket: int | None = None) -> list[Json]:
    """The bot's messages with these words that have not been deleted."""
    seen = await person.history(ticket)
    return [one for one in seen if words in words_of(one) and one["from"]["is_bot"] and not one["deleted"]]


async def test_an_operator_takes_a_reply_back(stage: Stage, resident: Resident, operator: Operator) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says(WRONG, ticket=1)
    await resident.sees(WRONG)
    await stage.quiet()
    reply = operator.last["message_id"]
    await operator.says("/delete", ticket=1, reply_to=reply)
    told = await operator.sees("убрано у жителя", ticket=1)
    assert told["reply_to_message"]["message_id"] == reply
    assert not await stands(resident, WRONG)
    await operator.says("/delete", ticket=1, reply_to=reply)
    await operator.sees("Ответьте командой /delete на своё сообщение", ticket=1)
    assert await stage.rows("select words from passages where speaker = 'operator'") == []
    topic = await operator.topic(1)
    await stage.client.topic(2003, "delete", thread=topic["id"])
    stage.expects("message thread not found")
    await resident.says("Что?")
    await operator.finds("Что?", ticket=1)
    await stage.quiet()
    assert not await stands(operator, WRONG, ticket=1), "a topic that begins anew does not tell it again"


async def test_a_colleague_s_reply_only_a_supervisor_takes_back(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator, supervisor: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says(WRONG, ticket=1)
    await resident.sees(WRONG)
    await stage.quiet()
    reply = operator.last["message_id"]
    await colleague.says("/delete", ticket=1, reply_to=reply)
    await stage.quiet()
    assert await stands(resident, WRONG)
    await supervisor.says("/delete", ticket=1, reply_to=reply)
    await supervisor.sees("убрано у жителя", ticket=1)
    assert not await stands(resident, WRONG)


async def test_a_resident_takes_words_back_from_the_thread_the_card_and_the_search(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(SECRET)
    await operator.finds(SECRET, ticket=1)
    await stage.quiet()
    await resident.says("/delete", reply_to=resident.last["message_id"])
    await resident.sees("убрано у специалистов")
    await operator.sees("Житель убрал своё сообщение", ticket=1)
    await stage.quiet()
    assert not await stands(operator, "у соседа", ticket=1)
    await operator.says("/find паспорт")
    await operator.sees("ничего не нашлось")
    await operator.says("Слушаю", ticket=1)
    got = await resident.sees("Слушаю")
    await resident.says("/delete", reply_to=got["message_id"])
    await resident.sees("только своё сообщение")
    await resident.says("/delete")
    await resident.sees("Ответьте командой /delete")


async def test_after_two_days_whoever_wants_it_learns_that_it_stays(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("message can't be deleted")
    await stage.client.clock(now="2026-11-23T08:00:00+00:00")
    await resident.asks_a_person(ASKED)
    await operator.says(WRONG, ticket=1)
    await resident.sees(WRONG)
    await resident.says(SECRET)
    await operator.finds(SECRET, ticket=1)
    await stage.quiet()
    await stage.client.clock(now="2026-11-25T09:00:00+00:00")
    await operator.says("/delete", ticket=1, reply_to=operator.last["message_id"])
    await operator.sees("осталось на месте", "не старше двух суток", ticket=1)
    await resident.says("/delete", reply_to=resident.last["message_id"])
    await resident.sees("осталось на месте", "не старше двух суток")
    await stage.quiet()
    assert await stands(resident, WRONG) and await stands(operator, SECRET, ticket=1)


async def test_a_reply_that_is_held_or_still_waits_does_not_go(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    stage.expects("429", "Too Many")
    await resident.asks_a_person(ASKED)
    await operator.says("/take", ticket=1)
    await resident.sees("Вам отвечает специалист Анна")
    await stage.quiet()
    await colleague.says(WRONG, ticket=1)
    await colleague.sees("Анна", ticket=1)
    await colleague.says("/delete", ticket=1, reply_to=colleague.last["message_id"])
    await colleague.sees("ещё не ушло", ticket=1)
    await stage.breaks("429", "sendMessage", chat=resident.id, retry_after=3)
    await operator.says(WRONG, ticket=1)
    await stage.until("select 1 from letters where state = 'pending' and attempts = 1")
    await operator.says("/delete", ticket=1, reply_to=operator.last["message_id"])
    await operator.sees("ещё не ушло", ticket=1)
    await resident.never_sees(WRONG)
