"""Faults, limits and the clock: what goes wrong on demand."""

from datetime import datetime
from typing import Any

import pytest
from aiohttp import ClientPayloadError, ClientSession, ServerDisconnectedError

from sandbox.chats import GROUP_ID
from sandbox.client import Client, Refused
from sandbox.limits import Limits, Meter
from sandbox.refusals import Refusal
from sandbox.sandbox import Sandbox
from sandbox.world import World

SAY = {"chat_id": 1001, "text": "да"}


async def test_a_fault_befalls_as_many_calls_as_asked_and_only_those_meant(ask: Any, client: Client) -> None:
    await client.fault("429", method="sendMessage", chat=1001, times=2, retry_after=7)
    assert (await ask("sendMessage", chat_id=1002, text="да"))["ok"]
    for _ in range(2):
        assert await ask("sendMessage", **SAY) == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        }
    assert (await ask("sendMessage", **SAY))["ok"]
    assert len(await client.messages(1001)) == 1


@pytest.mark.parametrize(
    ("kind", "code", "words"),
    [
        ("403", 403, "Forbidden: bot was blocked by the user"),
        ("500", 500, "Internal Server Error"),
        ("not-found-thread", 400, "Bad Request: message thread not found"),
        ("not-copied", 400, "Bad Request: message can't be copied"),
        ("deleted-group", 403, "Forbidden: the group chat was deleted"),
    ],
)
async def test_refusals_on_demand_do_nothing(
    ask: Any, client: Client, kind: str, code: int, words: str
) -> None:
    await client.fault(kind)
    body = await ask("sendMessage", **SAY)
    assert (body["error_code"], body["description"]) == (code, words)
    assert await client.messages(1001) == []


async def test_a_bad_request_is_refused_in_the_words_given(ask: Any, client: Client) -> None:
    await client.fault("400", words="VOICE_MESSAGES_FORBIDDEN")
    body = await ask("sendMessage", **SAY)
    assert (body["error_code"], body["description"]) == (400, "Bad Request: VOICE_MESSAGES_FORBIDDEN")
    assert await client.messages(1001) == []


async def test_polling_is_spared_unless_it_is_named(ask: Any, client: Client) -> None:
    await client.fault("500")
    assert (await ask("getUpdates"))["ok"]
    await client.no_faults()
    await client.fault("500", method="getUpdates")
    assert not (await ask("getUpdates"))["ok"]


async def test_a_bad_gateway_answers_with_a_page(sandbox: Sandbox, client: Client) -> None:
    await client.fault("502")
    async with ClientSession() as session:
        answer = await session.post(f"{sandbox.url}/bot{sandbox.token}/sendMessage", json=SAY)
        assert (answer.status, answer.content_type) == (502, "text/html")


@pytest.mark.parametrize(("kind", "done"), [("lost-answer", 1), ("reset", 0)])
async def test_a_cut_connection_may_or_may_not_have_acted(
    ask: Any, client: Client, kind: str, done: int
) -> None:
    await client.fault(kind)
    with pytest.raises((ServerDisconnectedError, ConnectionResetError)):
        await ask("sendMessage", **SAY)
    assert len(await client.messages(1001)) == done
    [call] = await client.calls("sendMessage")
    assert call["ok"] is bool(done)


async def test_an_answer_cut_in_the_middle_has_acted(ask: Any, client: Client) -> None:
    await client.fault("half")
    with pytest.raises(ClientPayloadError):
        await ask("sendMessage", **SAY)
    assert len(await client.messages(1001)) == 1


async def test_a_garbled_answer_has_acted(ask: Any, client: Client) -> None:
    await client.fault("garbled")
    with pytest.raises(ValueError):
        await ask("sendMessage", **SAY)
    assert len(await client.messages(1001)) == 1


async def test_a_delayed_call_acts_in_the_end(ask: Any, client: Client) -> None:
    await client.fault("delay", seconds=0.05)
    assert (await ask("sendMessage", **SAY))["ok"]


async def test_an_unknown_fault_is_refused(client: Client) -> None:
    with pytest.raises(Refused, match="kind must be one of"):
        await client.fault("earthquake")


async def test_a_group_takes_twenty_actions_a_minute_over_all_its_topics(ask: Any, client: Client) -> None:
    await client.limits(group_per_minute=20)
    topic = (await ask("createForumTopic", chat_id=GROUP_ID, name="Тема"))["result"]["message_thread_id"]
    sent = (await ask("sendMessage", chat_id=GROUP_ID, message_thread_id=topic, text="карточка"))["result"]
    for number in range(17):
        edit = {"chat_id": GROUP_ID, "message_id": sent["message_id"], "text": str(number)}
        assert (await ask("editMessageText", **edit))["ok"]
    copies = {"chat_id": GROUP_ID, "from_chat_id": GROUP_ID}
    ids = [sent["message_id"], sent["message_id"] + 1]
    assert (await ask("copyMessages", **copies, message_ids=ids))["error_code"] == 429
    assert (await ask("sendMessage", chat_id=GROUP_ID, text="двадцатое"))["ok"]
    refused = await ask("sendMessage", chat_id=GROUP_ID, text="лишнее")
    assert refused["error_code"] == 429
    assert 50 <= refused["parameters"]["retry_after"] <= 60
    assert (await ask("sendChatAction", chat_id=GROUP_ID, action="typing"))["ok"]
    assert (await ask("sendMessage", **SAY))["ok"]


def test_limits_are_freed_by_time_not_by_refused_calls() -> None:
    now = 0.0
    meter = Meter(lambda: now)
    meter.limits = Limits(group_per_minute=2, chat_burst=2, chat_per_second=1)
    group, private = World().state.chats[GROUP_ID], World().state.chats[1001]
    for chat in (group, private):
        meter.count("sendMessage", chat)
        meter.count("sendMessage", chat)
        for _ in range(3):
            with pytest.raises(Refusal):
                meter.count("sendMessage", chat)
    now = 1.0
    meter.count("sendMessage", private)
    with pytest.raises(Refusal) as refused:
        meter.count("sendMessage", group)
    assert refused.value.parameters == {"retry_after": 59}
    now = 60.0
    meter.count("sendMessage", group)


async def test_the_clock_moves_messages_dates(ask: Any, client: Client) -> None:
    clock = await client.clock(now="2027-01-10T09:00:00+04:00")
    assert datetime.fromisoformat(clock["now"]).timestamp() == pytest.approx(1799557200, abs=5)
    sent = (await ask("sendMessage", **SAY))["result"]
    assert sent["date"] == pytest.approx(1799557200, abs=5)
    assert (await client.clock(reset=True))["offset"] == 0


async def test_a_reset_world_is_as_at_the_start(ask: Any, client: Client) -> None:
    await ask("sendMessage", **SAY)
    await client.people("resident", "Олег")
    await client.fault("500")
    await client.clock(advance=100)
    await client.reset()
    state = await client.state()
    assert (len(state["people"]), state["faults"], state["clock"]["offset"]) == (7, [], 0)
    assert await client.messages(1001) == []
