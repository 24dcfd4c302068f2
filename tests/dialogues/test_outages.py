"""Telegram away for a while, and words too long for their signature."""

import pytest

from sandbox.chats import GROUP_ID
from tests.dialogues.people import Operator, Resident, words_of
from tests.dialogues.stage import Stage

ASKED = "Почему не вывозят мусор?"


@pytest.mark.parametrize("kind", ["500", "502", "reset", "garbled", "lost-answer", "429"])
async def test_a_poll_that_fails_is_tried_again_and_loses_nothing(
    stage: Stage, resident: Resident, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("bot.intake.PAUSE", 0.01)
    stage.expects("500", "502", "429", "connection", "0 ")
    await stage.breaks(kind, "getUpdates", times=3, retry_after=1)
    for _ in range(5):
        await resident.says(f"/ask {ASKED}")
    await stage.until("select 1 from questions where json_array_length(parts) = 3", within=10)
    await resident.finds("региональному оператору")
    await stage.quiet()
    answers = [one for one in await resident.history() if "региональному" in words_of(one)]
    assert len(answers) == 2, "what comes within seconds of an answer is answered together"


async def test_a_group_that_must_wait_does_not_hold_up_residents(
    stage: Stage, resident: Resident, neighbour: Resident, operator: Operator
) -> None:
    stage.expects("429")
    await stage.breaks("429", chat=GROUP_ID, retry_after=2)
    await resident.asks_a_person(ASKED)
    await neighbour.says(ASKED)
    await neighbour.sees("региональному оператору")
    await operator.sees("ЕКЦ-2026-000001", ticket=1)
    done = [one["params"].get("chat_id") for one in await stage.telegram_calls() if one["ok"]]
    assert done.index(neighbour.id) < done.index(GROUP_ID), "the group had to wait, the neighbour had not"


async def test_a_reply_too_long_to_be_signed_is_announced(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("д" * 4096, ticket=1)
    await resident.sees("👤 Анна, специалист:")
    await resident.sees("д" * 4096)


async def test_words_sent_while_a_ticket_closes_are_not_lost(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("/close", ticket=1)
    await resident.says("Сколько стоит вывоз мусора?")
    await resident.finds("Специалист закрыл обращение")
    await stage.quiet()
    there = [words_of(one) for one in await operator.history(1)]
    here = [words_of(one) for one in await resident.history()]
    passed_on = "Сколько стоит вывоз мусора?" in there
    answered = any("Тариф утверждает регион" in one for one in here)
    assert passed_on != answered
