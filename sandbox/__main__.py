"""The command line: `python -m sandbox`."""

import argparse
import asyncio
import errno
import signal
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from bot.exits import complain
from bot.usage import Parser, port
from sandbox.bot_process import BotProcess, StartError
from sandbox.sandbox import Sandbox
from sandbox.serving import running


def main(arguments: list[str] | None = None) -> int:
    """Runs until Ctrl+C or SIGTERM; 0 well, 1 when the bot or the server did not start, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        return asyncio.run(_run(options))
    except OSError as exc:
        if exc.errno == errno.EADDRINUSE:
            return complain(
                f"Порт {options.port} занят. Укажите другой: make run PORT=8090 или --port 8090 "
                "(0 — любой свободный)."
            )
        return complain(f"Песочница остановилась: {exc}")


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="contact-center sandbox",
        description="Контакт-центр без Telegram: сервер Bot API в миниатюре, страница с чатами и сам бот.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="адрес, на котором слушать (%(default)s)")
    parser.add_argument("--port", type=port, default=8080, help="порт; 0 — любой свободный (%(default)s)")
    parser.add_argument("--data", type=Path, help="папка, где всё сохраняется между запусками")
    parser.add_argument(
        "--config", type=Path, default=Path("config.toml"), help="настройки бота (%(default)s)"
    )
    parser.add_argument("--no-bot", action="store_true", help="только сервер и страница, без бота")
    return parser


async def _run(options: argparse.Namespace) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        if options.data is None:
            kept = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="contact-center-")))
        else:
            kept = options.data.resolve()
            kept.mkdir(parents=True, exist_ok=True)
        sandbox = await stack.enter_async_context(running(options.host, options.port, kept))
        if not options.no_bot:
            bot = BotProcess(sandbox.url, options.config, kept, lambda: _bot_changed(sandbox))
            sandbox.bot = bot
            stack.push_async_callback(bot.stop)
            if not await _started(bot, stop):
                return 0 if stop.is_set() else 1
        print(f"Песочница готова: {sandbox.url} — откройте в браузере (Ctrl+C — остановить)", flush=True)  # noqa: T201
        await stop.wait()
    return 0


async def _started(bot: BotProcess, stop: asyncio.Event) -> bool:
    """Whether the bot came up before somebody asked to stop; why not is told."""
    starting, stopping = asyncio.ensure_future(bot.start()), asyncio.ensure_future(stop.wait())
    await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not starting.done():
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        return False
    try:
        await starting
    except StartError as exc:
        complain(str(exc))
        return False
    return True


def _bot_changed(sandbox: Sandbox) -> None:
    bot = sandbox.bot
    sandbox.world.events.tell("bot", None, running=bot is not None and bot.running)


if __name__ == "__main__":
    sys.exit(main())
