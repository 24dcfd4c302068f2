"""What the bot serves over HTTP: /live, /ready, /metrics, the dashboard; the webhook on its own address."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.doorman import Door
from bot.intake import BODY_LIMIT, Intake, webhook_handler
from bot.metrics import CONTENT_TYPE, written

log = logging.getLogger(__name__)

LINGERING = 2.0  # seconds for the rest of a body that nobody reads


def is_ours_to_tell(record: logging.LogRecord) -> bool:
    """False for what is no HTTP: aiohttp's error quotes it, and strangers would fill the log."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


log.addFilter(is_ours_to_tell)


@dataclass(frozen=True, slots=True)
class Health:
    """How the bot is. `figures` are metric name → value, as `bot.metrics` describes them.

    `reasons` it is not ready; `warnings` ask for a person, but it takes updates all the same.
    """

    ready: bool
    reasons: tuple[str, ...]
    figures: dict[str, float]
    warnings: tuple[str, ...] = ()


async def serve_health(
    listen: str, health: Callable[[], Awaitable[Health]], pages: Iterable[web.RouteDef] = ()
) -> web.AppRunner:
    """Start answering health checks, and the pages. Raises OSError when the address is taken."""

    async def live(_: web.Request) -> web.Response:
        return web.json_response({"live": True})

    async def ready(_: web.Request) -> web.Response:
        now = await health()
        letters = {name: value for name, value in now.figures.items() if "letter" in name}
        told = {"ready": now.ready, "reasons": now.reasons, "warnings": now.warnings}
        return web.json_response(told | {"letters": letters}, status=200 if now.ready else 503)

    async def metrics(_: web.Request) -> web.Response:
        now = await health()
        return web.Response(text=written(now.figures), headers={"Content-Type": CONTENT_TYPE})

    app = web.Application()
    app.router.add_get("/live", live)
    app.router.add_get("/ready", ready)
    app.router.add_get("/metrics", metrics)
    app.add_routes(pages)
    return await _start(app, listen)


async def serve_webhook(listen: str, path: str, secret: str, intake: Intake) -> Door:
    """Start taking updates. Raises OSError when the address is taken."""
    runner = await for_the_unusual(path, secret, intake)
    door = Door(path, secret, intake, runner)
    host, _, port = listen.rpartition(":")
    try:
        await door.open(host, int(port))
    except OSError:
        await runner.cleanup()
        raise
    return door


async def for_the_unusual(path: str, secret: str, intake: Intake) -> web.AppRunner:
    """What serves a request that the doorman leaves: aiohttp's webhook, for one answer."""
    app = web.Application(client_max_size=BODY_LIMIT)
    app.router.add_post(path, webhook_handler(secret, intake))
    app.on_response_prepare.append(_last)  # aiohttp would let a connection rest for an hour
    runner = web.AppRunner(app, access_log=None, logger=log, lingering_time=LINGERING)
    await runner.setup()
    return runner


async def _last(_: web.Request, response: web.StreamResponse) -> None:
    """The connection is closed after that answer."""
    response.force_close()


async def _start(app: web.Application, listen: str) -> web.AppRunner:
    host, _, port = listen.rpartition(":")
    runner = web.AppRunner(app, access_log=None, logger=log)
    await runner.setup()
    await web.TCPSite(runner, host, int(port)).start()
    return runner
