"""What a crash leaves behind is taken up, once."""

import json

import pytest

from bot import pacing
from tests.dialogues.people import Operator, Person, Resident, labels, words_of
from tests.dialogues.stage import Stage

pytestmark = pytest.mark.plain

ASKED = "Почему не вывозят мусор?"
ANSWER = "региональному оператору"


async def test_a_letter_under_way_at_a_crash_is_shown_and_not_repeated(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Слово", ticket=1)
    await resident.sees("Слово")
    await stage.quiet()
    await stage.stop()
    stage.write(
        "update letters set state = 'sending' where cast(body as text) like ? and to_kind = 'resident'",
        "%signed%Анна%",
    )
    await stage.start()
    said = await operator.sees("программа была остановлена во время отправки", ticket=1)
    assert labels(said) == ["🔁 Отправить ещё раз", "✔️ Считать доставленным"]
    await operator.presses("Считать доставленным", ticket=1)
    await stage.quiet()
    assert sum("Слово" in words_of(one).split("\n") for one in await resident.history()) == 1


async def test_an_uncertain_answer_of_the_bots_is_shown_to_administrators(
    stage: Stage, resident: Resident, editor: Person
) -> None:
    await resident.says(ASKED)
    await resident.sees(ANSWER)
    await stage.quiet()
    await stage.stop()
    stage.write("update letters set state = 'sending'")
    await stage.start()
    await editor.sees("Неизвестно, дошло ли")
    assert await editor.presses("Считать доставленным") == "Отмечено как доставленное"
    await stage.quiet()


async def test_a_repeatable_letter_under_way_at_a_crash_is_simply_repeated(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Слово", ticket=1)
    await operator.sees_reaction("👌", "Слово", ticket=1)
    await stage.quiet()
    await stage.stop()
    stage.write("update letters set state = 'sending' where cast(body as text) like ?", '%"kind":"react"%')
    await stage.start()
    await stage.quiet()


async def test_updates_stored_before_a_crash_are_visited_after_it(stage: Stage, resident: Resident) -> None:
    await resident.says(ASKED)
    await resident.sees(ANSWER)
    await stage.quiet()
    raw = json.loads((await stage.rows("select raw from inbox"))[0][0])
    raw["message"] |= {"message_id": 500, "text": "Сколько стоит вывоз мусора?"}
    await stage.stop()
    stage.write(
        "insert into inbox (bot_id, key, lane, raw, received_at, state, attempts) "
        "select bot_id, 'm:1001:500', lane, ?, received_at, 'pending', 0 from inbox",
        json.dumps(raw).encode(),
    )
    await stage.start()
    await resident.sees("Тариф утверждает регион")


async def test_the_same_update_twice_is_answered_once(stage: Stage, resident: Resident) -> None:
    await resident.says(ASKED)
    await resident.sees(ANSWER)
    await stage.quiet()
    update = json.loads((await stage.rows("select raw from inbox"))[0][0])
    await stage.client.update(update)
    await stage.client.update({**update, "update_id": update["update_id"] + 1000})
    await stage.restart()
    await stage.client.update(update)
    await stage.quiet()
    assert sum(ANSWER in words_of(one) for one in await resident.history()) == 1


async def test_one_press_under_two_update_ids_counts_once(stage: Stage, resident: Resident) -> None:
    await resident.says(ASKED)
    await resident.presses("Не помогло")
    await resident.sees("Жаль")
    await stage.quiet()
    rows = await stage.rows("select raw from inbox")
    press = next(one for one in (json.loads(row[0]) for row in rows) if "callback_query" in one)
    await stage.client.update({**press, "update_id": press["update_id"] + 7})
    await stage.quiet()
    assert sum("Жаль" in words_of(one) for one in await resident.history()) == 1


async def test_updates_whose_ids_began_anew_are_not_lost(stage: Stage, resident: Resident) -> None:
    await resident.says("/help")
    await resident.sees("Что я умею")
    await stage.quiet()
    update = json.loads((await stage.rows("select raw from inbox"))[0][0])
    update["update_id"] = 17
    update["message"] |= {"message_id": 700, "text": ASKED, "entities": []}
    await stage.client.update(update)
    await resident.sees(ANSWER)


async def test_a_letter_that_cannot_be_read_stops_nobody(stage: Stage, resident: Resident) -> None:
    await resident.says(ASKED)
    await resident.sees(ANSWER)
    await stage.quiet()
    await stage.stop()
    stage.write(
        "insert into letters (to_kind, to_id, lane, body, state, attempts, created_at, due_at) "
        "select to_kind, to_id, lane, '{\"kind\": \"of tomorrow\"}', 'pending', 0, created_at, due_at "
        "from letters limit 1"
    )
    stage.expects(dead=1)
    await stage.start()
    await resident.says("/menu")
    await resident.sees("Выберите тему")
    await stage.until("select 1 from letters where state = 'dead' and problem like 'письмо не читается%'")


async def test_a_clock_put_back_since_the_last_calls_does_not_silence_the_group(
    stage: Stage, resident: Resident, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.sees("новое", ticket=1)
    await stage.quiet()
    await stage.stop()
    stage.write("update letters set settled_at = datetime(settled_at, '+1 day') where chat_id < 0")
    monkeypatch.setattr(pacing, "MINUTE", 1.0)
    limits = stage.settings().telegram.pacing.model_copy(update={"group_per_minute": 2})
    await stage.restart(telegram={"pacing": limits.model_dump()})
    await resident.says("Есть кто?")
    await operator.finds("Есть кто?", ticket=1)
    await stage.quiet()
