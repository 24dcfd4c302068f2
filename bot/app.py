"""Wires everything, once, and runs it."""

from __future__ import annotations

import asyncio
import gc
import logging
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from aiogram.utils.token import TokenValidationError
from aiohttp import web

from bot.clock import Clock
from bot.delivery import Delivery
from bot.intake import ALLOWED_UPDATES, Intake, Polling, webhook_handler
from bot.knowledge import LiveKnowledge
from bot.pacing import Pacing
from bot.phrases import ORIGINAL, Phrases
from bot.postman import Postman
from bot.publishing import Publishing
from bot.rendering import Renderer
from bot.serving import Health, serve_health, serve_webhook
from bot.settings import Settings
from bot.settling import Settler
from bot.staffing import Staffing
from bot.tasks import Tasks
from bot.tutor import Tutor
from bot.visit import Visits
from bot.workshop import Workshop
from desk.centre import Centre
from desk.letters import Lane, Letter, Say, ToChat
from handlers import commands
from handlers.commands import Audience
from handlers.house import house
from storage.database import Database
from storage.inbox import Inbox
from storage.migrating import migrate
from storage.outbox import LetterState
from storage.records import Storage

log = logging.getLogger(__name__)

GREETING_TIMEOUT = 10  # seconds that Telegram may take for a word at the start
OLD_LETTER = timedelta(minutes=10)  # a letter that waits longer makes the bot "not ready"
TIDY_EVERY = 3600.0  # seconds


class CannotStart(Exception):
    """The bot cannot start; the text says what and how to mend."""


class App:
    """One running bot. `start` returns when updates are being taken; `stop` drains."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stack = AsyncExitStack()
        self._moves: dict[int, int] = {}
        self._warned: dict[int, datetime] = {}
        self._taking: list[asyncio.Task[None]] = []
        self._stopping = False
        self._served: list[web.AppRunner] = []

    @property
    def centre(self) -> Centre:
        """The contact centre as it is now: groups may have moved since the start."""
        if not self._moves:
            return self._centre
        return replace(self._centre, departments=self._departments.moved(self._moves))

    async def start(self) -> None:
        """Open everything. Raises CannotStart, DatabaseUnusable."""
        self.tasks = Tasks()
        settings = self._settings
        self._clock = Clock(settings.desk.clock_file)
        self._bot = _bot(settings)
        self._stack.push_async_callback(self._bot.session.close)
        database = Database.open(settings.storage.database_url)
        self._stack.push_async_callback(database.close)
        await migrate(database)
        self.storage = Storage(database)
        self._stack.push_async_callback(self.tasks.stop)
        self.tasks.start(self.storage.writer.serve(), "writer", vital=True)
        self._build()
        await self._prepare()
        await self._open_doors()
        self.tasks.start(self._greet(), "greeting")
        gc.collect()
        gc.freeze()  # what is loaded now stays for ever: no need to look at it at every collection

    async def stop(self) -> None:
        """Intake stops, visits and sends under way end, all is written, all is closed."""
        self._stopping = True
        for runner in self._served:
            await runner.cleanup()  # requests under way end first: they wait for the intake
        for task in self._taking:
            task.cancel()
        await asyncio.gather(*self._taking, return_exceptions=True)
        await self._visits.stop()
        await self._postman.stop()
        await self._delivery.close()
        await self._stack.aclose()

    async def abandon(self) -> None:
        """Close what a failed start has opened."""
        for runner in self._served:
            await runner.cleanup()
        if hasattr(self, "_delivery"):
            await self._delivery.close()
        await self._stack.aclose()

    def _build(self) -> None:
        settings = self._settings
        people, desk = settings.people, settings.desk
        self._departments = settings.desk_departments()
        self._knowledge = LiveKnowledge()
        self._centre = Centre(
            departments=self._departments,
            knowledge=self._knowledge,
            admins=people.admins,
            consent=settings.privacy.consent,
            consent_version=settings.privacy.consent_version,
            languages=desk.languages,
        )
        phrases = Phrases(ZoneInfo(desk.timezone))
        self._delivery = Delivery(settings.telegram.api_url, settings.token)
        settler = Settler(
            self.storage, self._delivery, self._clock, lambda: self.centre, self._moves, self._warned
        )
        self._postman = Postman(
            self.storage,
            self._delivery,
            Renderer(phrases),
            Pacing(settings.telegram.pacing),
            self.tasks,
            self._clock,
            settler,
            lambda: self.centre,
        )
        workshop = Workshop(self._bot, Path(settings.faq.checks), settings.faq.bar)
        self._publishing = Publishing(
            self.storage,
            self._knowledge,
            workshop,
            Path(settings.faq.path),
            self._clock,
            people.admins,
            self._tell_admins,
            self._postman.ring,
        )
        self._visits = Visits(
            self.storage,
            house(),
            self._bot,
            Staffing(people, self._bot),
            phrases,
            self.tasks,
            self._clock,
            lambda: self.centre,
            self._moves,
            self._warned,
            workshop,
            self._postman.ring,
            self._publishing.look_now,
        )
        self._inbox = Inbox(self.storage.database, self.storage.writer, self._bot.id)
        self._intake = Intake(self._inbox, self._visits, self._clock)
        self._phrases = phrases

    async def _prepare(self) -> None:
        async with self.storage.visit(self._clock.now()) as records:
            self._moves.update(await records.threads.moves())
        await self._publishing.open()
        await self._delivery.open()
        await self._postman.start()
        if 0 in self._departments.chats():
            log.error("desk.operators_chat: группа операторов не задана, обращения будут ждать")
            await self._tell_admins("group-not-set", {})

    async def _open_doors(self) -> None:
        settings = self._settings
        self.tasks.start(self._postman.serve(), "postman", vital=True)
        self.tasks.start(self._publishing.serve(), "publishing", vital=True)
        self.tasks.start(self._publishing.watch(), "watching")
        tutor = Tutor(settings.faq.encoder, Path(settings.faq.vectors))
        self.tasks.start(self._knowledge.study(tutor), "studying")
        self.tasks.start(self._tidy(), "tidying")
        self._taking.append(self.tasks.start(self._intake.serve(), "intake", vital=True))
        await self._intake.resume()
        try:
            self._served.append(await serve_health(settings.web.listen, self.health))
            if settings.telegram.mode == "webhook":
                hook = settings.telegram.webhook
                handler = webhook_handler(hook.secret, self._intake)
                self._served.append(await serve_webhook(hook.listen, hook.path, handler))
        except OSError as error:
            raise CannotStart(
                f"Адрес занят или недоступен ({error.strerror}): смените web.listen или "
                "telegram.webhook.listen."
            ) from error
        if settings.telegram.mode == "polling":
            polling = Polling(settings.telegram.api_url, settings.token, self._intake)
            self._taking.append(self.tasks.start(polling.serve(), "polling", vital=True))

    async def _greet(self) -> None:
        """Tell Telegram who we are. It may be away: then the bot works all the same, later."""
        telegram = self._settings.telegram
        try:
            await self._bot.get_me(request_timeout=GREETING_TIMEOUT)
            if telegram.mode == "webhook":
                await self._bot.set_webhook(
                    telegram.webhook.url,
                    secret_token=telegram.webhook.secret,
                    allowed_updates=ALLOWED_UPDATES,
                )
            for language in self._settings.desk.languages:
                await self._bot.set_my_commands(
                    self._commands(language, Audience.RESIDENT),
                    scope=BotCommandScopeAllPrivateChats(),
                    language_code=None if language == ORIGINAL else language,
                )
            for chat_id in self.centre.departments.chats():
                staff = self._commands(ORIGINAL, Audience.OPERATOR, Audience.GENERAL)
                if chat_id:
                    await self._bot.set_my_commands(staff, scope=BotCommandScopeChat(chat_id=chat_id))
        except TelegramUnauthorizedError:
            log.error("Telegram не признаёт токен: проверьте BOT_TOKEN")
        except TelegramAPIError as error:
            log.warning("Telegram при запуске: %s", error.message)

    def _commands(self, language: str, *audiences: Audience) -> list[BotCommand]:
        return [
            BotCommand(command=one.name, description=self._phrases.plain(one.phrase, language))
            for one in commands.of(*audiences)
        ]

    async def health(self) -> Health:
        """How the bot is, for `/ready` and `/metrics`."""
        now = self._clock.now()
        reasons: list[str] = []
        figures: dict[str, float] = {
            "visits_done": self._visits.done,
            "visits_waiting": self._visits.waiting,
            "calls": self._postman.calls,
            "too_many_requests": self._postman.too_many,
            "commits": self.storage.writer.commits,
            "last_commit_seconds": self.storage.writer.last_commit_seconds,
            "entries": len(self._knowledge.shelf.entries),
        }
        try:
            async with self.storage.visit(now) as records:
                counts = await records.outbox.counts()
        except Exception as error:
            return Health(False, (f"database: {type(error).__name__}",), figures)
        for state in set(LetterState) - {LetterState.SENT}:
            figures[f"letters_{state.value}"] = counts.get(state, (0, now))[0]
        oldest = counts.get(LetterState.PENDING, (0, now))[1]
        figures["oldest_pending_letter_seconds"] = max((now - oldest).total_seconds(), 0)
        if now - oldest > OLD_LETTER:
            reasons.append("letters wait for more than ten minutes")
        if self._stopping:
            reasons.append("stopping")
        return Health(not reasons, tuple(reasons), figures)

    async def _tell_admins(self, phrase: str, args: dict[str, str | int]) -> None:
        async with self.storage.visit(self._clock.now()) as records:
            for admin in self._centre.admins:
                records.outbox.add(Letter(ToChat(admin), Say(phrase, args), Lane.NOTICES))
            await records.commit()
        self._postman.ring()

    async def _tidy(self) -> None:
        keep = timedelta(days=self._settings.privacy.retention_days)
        while True:
            await self._inbox.forget(datetime.now(UTC) - keep)
            await asyncio.sleep(TIDY_EVERY)


def _bot(settings: Settings) -> Bot:
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.telegram.api_url))
    try:
        return Bot(settings.token, session=session)
    except TokenValidationError as error:
        raise CannotStart(
            "BOT_TOKEN: нет токена или он записан неверно. Возьмите его у @BotFather и задайте переменную "
            "BOT_TOKEN. Без Telegram попробовать можно так: make run."
        ) from error
