"""Serving: the sandbox over HTTP, on loopback."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from sandbox.controls import Controls, explained
from sandbox.courier import Courier
from sandbox.keeping import Keeping
from sandbox.sandbox import Sandbox

_PAGE = Path(__file__).parent / "page"
_MOST_BODY = 60 * 2**20


def application(sandbox: Sandbox) -> web.Application:
    """The Bot API, the controls and the page."""
    app = web.Application(client_max_size=_MOST_BODY, middlewares=[explained])
    app.add_routes(Controls(sandbox).routes())
    app.router.add_route("*", "/bot{token}/{method}", sandbox.api.serve)
    app.router.add_get("/file/bot{token}/{path:.+}", sandbox.download_by_path)
    app.router.add_get("/", _index)
    if _PAGE.is_dir():
        app.router.add_static("/page/", _PAGE)

    async def let_go(_: web.Application) -> None:
        sandbox.world.updates.close()
        sandbox.world.events.close()

    app.on_shutdown.append(let_go)
    return app


async def _index(request: web.Request) -> web.StreamResponse:
    del request
    if not (_PAGE / "index.html").exists():
        return web.Response(text="The page is not there yet; the controls are under /sandbox/.")
    return web.FileResponse(_PAGE / "index.html", headers={"Cache-Control": "no-cache"})


@asynccontextmanager
async def running(host: str = "127.0.0.1", port: int = 0, data: Path | None = None) -> AsyncIterator[Sandbox]:
    """A sandbox served in this event loop, without a bot; port 0 = any free one. With `data` the world is
    kept in that folder."""
    sandbox = Sandbox(data)
    keeping = Keeping(sandbox.world, data)
    keeping.load()
    sandbox.clock.change({"advance": 0})
    runner = web.AppRunner(application(sandbox), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    tasks: list[asyncio.Task[None]] = []
    try:
        await site.start()
        sandbox.url = f"http://{host}:{runner.addresses[0][1]}"
        jobs: list[Callable[[], Awaitable[None]]] = [
            Courier(sandbox.api).run,
            keeping.run,
            sandbox.trainer.run,
        ]
        tasks = [asyncio.ensure_future(job()) for job in jobs]
        yield sandbox
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await runner.cleanup()
        keeping.save()
