"""The courier: updates brought to the bot's webhook."""

import asyncio
import json
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from sandbox.bot_api import BotApi
from sandbox.updates import Queued

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 60.0
_PATIENCE = ClientTimeout(total=60)


class Courier:
    """One update at a time in each queue, as Telegram delivers: what is not answered with 2xx is brought
    again, and holds up its queue meanwhile."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._updates = api.world.updates
        self._busy: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Delivers until cancelled."""
        async with ClientSession(timeout=_PATIENCE) as session:
            try:
                while True:
                    ring = asyncio.ensure_future(self._updates.rung())
                    self._start_queues(session)
                    await ring
            finally:
                await self._stop()

    async def _stop(self) -> None:
        tasks = list(self._busy.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start_queues(self, session: ClientSession) -> None:
        subscription = self._updates.subscription
        if not subscription.url:
            return
        for queue in list(self._updates.queues):
            if len(self._busy) >= subscription.max_connections:
                return
            if queue not in self._busy:
                self._busy[queue] = asyncio.ensure_future(self._drain(session, queue))

    async def _drain(self, session: ClientSession, queue: str) -> None:
        """Brings a queue's updates in order until none is left."""
        try:
            pause = _FIRST_PAUSE
            while self._updates.subscription.url and (update := self._next(queue)):
                if await self._bring(session, update):
                    self._updates.done(update)
                    pause = _FIRST_PAUSE
                else:
                    await asyncio.sleep(pause)
                    pause = min(_LONGEST_PAUSE, pause * 2)
        finally:
            del self._busy[queue]
            self._updates.ring()

    def _next(self, queue: str) -> Queued | None:
        waiting = self._updates.queues.get(queue)
        return waiting[0] if waiting else None

    async def _bring(self, session: ClientSession, update: Queued) -> bool:
        """Whether the bot took it; a method in its answer is carried out."""
        subscription = self._updates.subscription
        headers = {"Content-Type": "application/json"}
        if subscription.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = subscription.secret
        try:
            async with session.post(subscription.url, data=update.body, headers=headers) as answer:
                content = await answer.read()
                if 200 <= answer.status < 300:
                    self._carry_out(content)
                    return True
                reason = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (ClientError, TimeoutError) as exc:
            reason = f"Connection failed: {type(exc).__name__}"
        date = int(self._api.world.now())
        subscription.last_error = {"last_error_date": date, "last_error_message": reason}
        return False

    def _carry_out(self, content: bytes) -> None:
        try:
            wish: Any = json.loads(content or b"null")
        except ValueError:
            return
        if isinstance(wish, dict) and isinstance(wish.get("method"), str):
            self._api.act(wish.pop("method"), wish, {})
