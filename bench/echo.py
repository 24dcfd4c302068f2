"""The measure of all things: a bare aiogram webhook bot that says back what it hears, and keeps nothing."""

from __future__ import annotations

import gc
import sys

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from bench.updates import TOKEN

PATH = "/telegram"


async def echo(message: Message) -> None:
    """The one handler."""
    await message.answer(message.text or "")


async def ready(_: web.Request) -> web.Response:
    """Whether it runs."""
    return web.Response()


def main(api_url: str, port: int) -> None:
    """Serve until killed."""
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api_url)))
    dispatcher = Dispatcher()
    dispatcher.message.register(echo, F.text)
    app = web.Application()
    app.router.add_get("/ready", ready)
    SimpleRequestHandler(dispatcher, bot).register(app, PATH)
    gc.freeze()  # as our bot does: this is not what is compared
    web.run_app(app, host="127.0.0.1", port=port, access_log=None, print=None)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
