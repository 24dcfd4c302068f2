"""The usual bot: aiogram's dispatcher, SQLAlchemy's session for each update, one row committed."""

from __future__ import annotations

import gc
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message, TelegramObject
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web
from sqlalchemy import BigInteger, event
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bench.echo import PATH, ready
from bench.updates import TOKEN

LOCKED_SECONDS = 30  # how long a session waits for another one's commit


class Base(DeclarativeBase):
    """Its tables."""


class Said(Base):
    """What somebody said."""

    __tablename__ = "said"
    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int]
    text: Mapped[str]


class SessionEach(BaseMiddleware):
    """A session for each update."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Open it, and close it behind the handler."""
        async with self._sessions() as session:
            return await handler(event, {**data, "session": session})


async def answer(message: Message, session: AsyncSession) -> None:
    """Write down what was said, then say it back."""
    text = message.text or ""
    session.add(Said(chat_id=message.chat.id, message_id=message.message_id, text=text))
    await session.commit()
    await message.answer(text)


def main(api_url: str, port: int, database: str) -> None:
    """Serve until killed."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{database}", connect_args={"timeout": LOCKED_SECONDS})

    @event.listens_for(engine.sync_engine, "connect")
    def as_durable_as_ours(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    async def prepare(_: web.Application) -> None:
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        gc.freeze()  # as our bot does: this is not what is compared

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api_url)))
    dispatcher = Dispatcher()
    dispatcher.message.middleware(SessionEach(async_sessionmaker(engine, expire_on_commit=False)))
    dispatcher.message.register(answer, F.text)
    app = web.Application()
    app.router.add_get("/ready", ready)
    app.on_startup.append(prepare)
    SimpleRequestHandler(dispatcher, bot).register(app, PATH)
    web.run_app(app, host="127.0.0.1", port=port, access_log=None, print=None)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
