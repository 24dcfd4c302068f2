"""Updates reach the bot: by polling and by webhook."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from sandbox.client import Client
from sandbox.sandbox import Sandbox


class Hook:
    """A bot's webhook; `answers` are the statuses it gives in turn, then 200."""

    def __init__(self) -> None:
        self.url = ""
        self.bodies: list[bytes] = []
        self.secrets: list[str | None] = []
        self.answers: list[int] = []
        self.reply: dict[str, Any] | None = None
        self.held = asyncio.Event()
        self.held.set()
        self.most_at_once = self._at_once = 0

    async def take(self, request: web.Request) -> web.Response:
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        self.bodies.append(await request.read())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        await self.held.wait()
        self._at_once -= 1
        status = self.answers.pop(0) if self.answers else 200
        return web.json_response(self.reply, status=status)

    def texts(self) -> list[str]:
        return [json.loads(body)["message"]["text"] for body in self.bodies]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    one = Hook()
    app = web.Application()
    app.router.add_post("/hook", one.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    one.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield one
    await runner.cleanup()


async def until(condition: Any) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_an_update_stays_until_the_offset_confirms_it(ask: Any, client: Client) -> None:
    await client.send(1001, "раз")
    await client.send(1001, "два")
    one, two = (await ask("getUpdates"))["result"]
    assert two["update_id"] == one["update_id"] + 1
    assert (await ask("getUpdates", offset=one["update_id"]))["result"] == [one, two]
    assert (await ask("getUpdates", offset=two["update_id"], limit=1))["result"] == [two]
    assert (await ask("getUpdates", offset=two["update_id"] + 1))["result"] == []


async def test_a_negative_offset_keeps_the_last_only(ask: Any, client: Client) -> None:
    for text in ("раз", "два", "три"):
        await client.send(1001, text)
    found = (await ask("getUpdates", offset=-1))["result"]
    assert [update["message"]["text"] for update in found] == ["три"]


async def test_a_long_poll_ends_with_the_first_update(ask: Any, client: Client) -> None:
    polling = asyncio.create_task(ask("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    assert not polling.done()
    await client.send(1001, "раз")
    async with asyncio.timeout(2):
        assert len((await polling)["result"]) == 1


async def test_the_earlier_of_two_pollers_is_turned_away(ask: Any) -> None:
    first = asyncio.create_task(ask("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(ask("getUpdates", timeout=0))
    assert (await first)["error_code"] == 409
    assert (await first)["description"].startswith("Conflict: terminated by other getUpdates request")
    assert (await second)["ok"]


async def test_a_killed_pollers_end_is_not_in_the_log(ask: Any, client: Client) -> None:
    dead = asyncio.create_task(ask("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    dead.cancel()
    await asyncio.sleep(0.05)
    assert (await ask("getUpdates"))["ok"]
    assert await client.calls("getUpdates") == []


async def test_polling_and_a_webhook_exclude_each_other(ask: Any, hook: Hook) -> None:
    await ask("setWebhook", url=hook.url)
    refused = await ask("getUpdates")
    assert refused["error_code"] == 409
    assert refused["description"].startswith("Conflict: can't use getUpdates method while webhook is active;")
    await ask("deleteWebhook")
    assert (await ask("getUpdates"))["ok"]


async def test_a_webhook_gets_the_secret_and_the_updates_that_waited(
    ask: Any, client: Client, hook: Hook
) -> None:
    await client.send(1001, "раньше")
    await ask("setWebhook", url=hook.url, secret_token="s-1_Z")
    await client.send(1001, "потом")
    await until(lambda: len(hook.bodies) == 2)
    assert hook.texts() == ["раньше", "потом"]
    assert hook.secrets == ["s-1_Z"] * 2
    info = (await ask("getWebhookInfo"))["result"]
    assert (info["url"], info["pending_update_count"]) == (hook.url, 0)


async def test_a_refused_update_comes_again_and_holds_up_its_chat_only(
    ask: Any, client: Client, hook: Hook
) -> None:
    hook.answers = [500]
    await ask("setWebhook", url=hook.url)
    await client.send(1001, "раз")
    await until(lambda: hook.bodies)
    await client.send(1001, "два")
    await client.send(1002, "другой")
    await until(lambda: len(hook.bodies) == 4)
    assert hook.texts() == ["раз", "другой", "раз", "два"]
    assert hook.bodies[0] == hook.bodies[2]
    info = (await ask("getWebhookInfo"))["result"]
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


async def test_one_chat_has_one_update_in_flight(ask: Any, client: Client, hook: Hook) -> None:
    await ask("setWebhook", url=hook.url)
    hook.held.clear()
    for text in ("раз", "два", "три"):
        await client.send(1001, text)
    await client.send(1002, "другой")
    await until(lambda: len(hook.bodies) == 2)
    await asyncio.sleep(0.05)
    assert hook.texts() == ["раз", "другой"]
    hook.held.set()
    await until(lambda: len(hook.bodies) == 4)
    assert hook.most_at_once == 2


async def test_a_method_in_the_webhooks_answer_is_carried_out(ask: Any, client: Client, hook: Hook) -> None:
    hook.reply = {"method": "sendMessage", "chat_id": 1001, "text": "принято"}
    await ask("setWebhook", url=hook.url)
    await client.send(1001, "да")
    assert (await client.wait_for_message(1001, lambda m: m["from"]["is_bot"]))["text"] == "принято"


async def test_an_update_can_be_given_by_hand_twice_and_malformed(ask: Any, client: Client) -> None:
    await client.send(1001, "да")
    [update] = (await ask("getUpdates"))["result"]
    await ask("getUpdates", offset=update["update_id"] + 1)
    assert await client.update(update) == update["update_id"]
    # An old id is delivered all the same: that is the point of giving it by hand.
    assert (await ask("getUpdates", offset=update["update_id"] + 1))["result"] == [update]
    await client.update({"message": {"oops": "\ud800"}})
    await client.update([1, 2])
    found = (await ask("getUpdates", offset=update["update_id"] + 1))["result"]
    assert found[0]["message"] == {"oops": "\ud800"}
    assert found[1] == [1, 2]
    assert (await ask("getUpdates", offset=found[0]["update_id"] + 1))["result"] == []


async def test_raw_bytes_reach_a_webhook_untouched(ask: Any, client: Client, hook: Hook) -> None:
    await ask("setWebhook", url=hook.url)
    await client.update(b'{"update_id": 1, \xff', raw=True)
    await until(lambda: hook.bodies)
    assert hook.bodies == [b'{"update_id": 1, \xff']


async def test_two_thousand_updates_keep_their_order(ask: Any, sandbox: Sandbox) -> None:
    for number in range(2000):
        sandbox.world.tell_bot("message", {"n": number}, 1001)
    seen: list[int] = []
    offset = 0
    while found := (await ask("getUpdates", offset=offset))["result"]:
        seen += [update["message"]["n"] for update in found]
        offset = found[-1]["update_id"] + 1
    assert seen == list(range(2000))
