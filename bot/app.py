"""Wires everything, once, and runs it."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.utils.token import TokenValidationError
from aiohttp import web

from bot import settings_seen
from bot.answering import Answering
from bot.bell import Bell
from bot.broadcasting import Broadcasting
from bot.centre import LiveCentre
from bot.checkup import Checkup
from bot.clock import Clock
from bot.couriers import Couriers
from bot.crowding import Crowding
from bot.delivery import Delivery
from bot.doorman import Door
from bot.entrance import Entrance
from bot.errands import Errands
from bot.feeding import Feeding
from bot.fetching import fetch
from bot.greeting import Greeting
from bot.handover import Handover
from bot.hearing import Hearing
from bot.icons import Icons
from bot.intake import Intake
from bot.knowledge import LiveKnowledge
from bot.leading import Leading
from bot.pacing import Pacing
from bot.phrases import Phrases
from bot.pictures import Pictures
from bot.postman import Postman
from bot.publishing import Publishing
from bot.rendering import Renderer
from bot.replicas import Alone, Part, Replicas
from bot.retaining import Retaining
from bot.rounds import Rounds
from bot.safety_rules import SafetyRules
from bot.sealing import Seals
from bot.serving import Health, serve_health, serve_webhook
from bot.settings import Settings
from bot.settling import Settler
from bot.staffing import Staffing
from bot.tally import Tally
from bot.tasks import Tasks
from bot.tutor import Tutor
from bot.vault_keys import vault
from bot.visit import Visits
from bot.watch import Watch
from bot.workshop import Workshop
from dashboard.views import routes
from desk.addressee import ToChat
from desk.letters import Lane, Letter, Say
from faq import safety
from faq.mishaps import why
from handlers.house import house
from storage.database import Database, DatabaseUnusable, fits
from storage.inbox import Inbox
from storage.migrating import explained, migrate
from storage.records import Storage
from storage.trends import TrendStore
from storage.writer import Unavailable

if TYPE_CHECKING:
    from bot.shared_pacing import SharedPacing
    from storage.signals import Signals

log = logging.getLogger(__name__)

# Objects that may come to be before those are looked at that point to each other; and how many such looks
# make one at the older ones. Python's 700 come together in one visit, which is still under way then.
YOUNG, OLDER = 20_000, (20, 20)
DRAIN = 22.0  # seconds from SIGTERM until letters under way are cut off
CLOSING_DOORS = 5.0  # of these, for requests that have begun


class CannotStart(Exception):
    """The bot cannot start; the text says what and how to mend."""


class App:
    """One running bot. `start` returns when updates are being taken; `stop` drains."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stack = AsyncExitStack()
        self._warned: dict[int, datetime] = {}
        self._taking: list[asyncio.Task[None]] = []
        self._served: list[web.AppRunner | Door] = []
        self._signals: Signals | None = None
        self._shared: SharedPacing | None = None
        self._replicas: Replicas | None = None
        self._tally = Tally()

    async def start(self) -> None:
        """Open everything. Raises CannotStart, DatabaseUnusable."""
        self.tasks = Tasks()
        settings = self._settings
        self._clock = Clock(settings.desk.clock_file)
        self._bot = _bot(settings)
        self._stack.push_async_callback(self._bot.session.close)
        if settings.storage.redis_url:
            self._reach_redis(settings.storage.redis_url)
        database = Database.open(settings.storage.database_url, vault(settings))
        self._stack.push_async_callback(database.close)
        await migrate(database)
        await fits(database)
        self.storage = Storage(database)
        self._stack.push_async_callback(self.tasks.stop)
        self.tasks.start(self.storage.writer.serve(), "writer", vital=True)
        self._build()
        try:
            await self._prepare()
            await self._open_doors()
        except Unavailable as error:  # it can be read, but not written
            raise DatabaseUnusable(explained(error, database)) from error
        self.tasks.keep(self._greeting.serve, "greeting")
        gc.collect()
        gc.freeze()  # what is loaded now stays for ever: no need to look at it at every collection
        gc.set_threshold(YOUNG, *OLDER)

    def _reach_redis(self, url: str) -> None:
        # Its client takes 3.5 MB, and most bots live without.
        from bot.shared_pacing import SharedPacing  # noqa: PLC0415
        from storage.signals import Signals  # noqa: PLC0415
        from storage.tempo import Tempo  # noqa: PLC0415

        limits = self._settings.telegram.pacing
        self._shared = SharedPacing(limits, Tempo(url, self._bot.id, limits))
        self._signals = Signals(url, self._bot.id)
        self._stack.push_async_callback(self._shared.close)
        self._stack.push_async_callback(self._signals.close)

    async def stop(self) -> None:
        """Intake stops, visits and sends under way end, all is written, all is closed.

        What has not ended after DRAIN seconds is cut off: inbox and outbox hold it for the next start.
        """
        self._checkup.stopping = True
        begun = asyncio.get_running_loop().time()
        # Requests under way end first: they wait for the intake.
        await _until(begun + CLOSING_DOORS, asyncio.gather(*(one.cleanup() for one in self._served)))
        for task in self._taking:
            task.cancel()
        await asyncio.gather(*self._taking, self._leading.stop(), return_exceptions=True)
        await self._visits.stop()
        await _until(begun + DRAIN, self._postman.stop())
        if self._replicas is not None:
            await self._replicas.stop()
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
        people = settings.people
        if self.storage.database.dialect == "postgresql":
            self._replicas = Replicas(self.storage.database, self.tasks)
        self._part: Part = self._replicas or Alone()
        self._bell = Bell(self._part)
        elsewhere = self._replicas.elsewhere if self._replicas is not None else None
        self._inbox = Inbox(self.storage.database, self.storage.writer, self._bot.id, elsewhere)
        self._staffing = Staffing(people, self._bot)
        self._knowledge = LiveKnowledge()
        try:
            self._centre = LiveCentre(settings, self._knowledge)
        except safety.BadRules as error:
            raise CannotStart(f"Правила безопасности не годятся: {error}.") from error
        zone = ZoneInfo(settings.desk.timezone)
        phrases = Phrases(zone)
        self._delivery = Delivery(settings.telegram.api_url, settings.token)
        settler = Settler(
            self.storage, self._delivery, self._clock, self._centre, self._centre.moves, self._warned
        )
        self._seals = Seals(settings.token)
        self._pacing = self._shared or Pacing(settings.telegram.pacing)
        pictures, icons = Pictures(), Icons()
        errands = Errands(
            self.storage,
            self._delivery,
            Renderer(phrases, icons, self._seals, TrendStore(self.storage.database)),
            self._pacing,
            self._clock,
            settler,
            self._centre,
            pictures,
            icons,
            self._tally,
        )
        self._couriers = Couriers(
            self.storage,
            errands,
            self._pacing,
            self.tasks,
            self._clock,
            Crowding(settings.telegram.pacing.group_per_minute),
            self._part,
            self._bell,
        )
        self._postman = Postman(
            self.storage,
            self._couriers,
            self._pacing,
            self._clock,
            settler,
            self._centre,
            pictures,
            self._part,
            self._bell,
        )
        self._broadcasting = Broadcasting(self.storage, self._couriers, self._clock, self._part, self._centre)
        self._tutor = Tutor(settings.faq.encoder, Path(settings.faq.vectors))
        workshop = self._workshop = Workshop(
            self._bot, Path(settings.faq.checks), settings.faq.bar, zone, self._tutor
        )
        voice = settings.voice
        self._hearing = Hearing(voice.model, voice.longest, partial(fetch, self._bot))
        self._publishing = Publishing(
            self.storage,
            self._knowledge,
            workshop,
            Path(settings.faq.path),
            self._clock,
            people.admins,
            self._tell_admins,
            self._bell.ring,
            self._announce,
        )
        self._visits = Visits(
            self.storage,
            house(),
            self._bot,
            self._staffing,
            Answering(self._bot, phrases, self._centre),
            self.tasks,
            self._clock,
            self._centre,
            self._centre.moves,
            self._warned,
            self._couriers.retry,
            workshop,
            self._bell.ring,
            self._published,
            self._part,
            self._inbox.first,
            self._hearing,
            self._seals,
        )
        self._intake = Intake(self._inbox, self._visits, self._clock)
        self._greeting = Greeting(self._bot, settings, phrases, self._centre, icons)
        rounds = Rounds(self.storage, self._clock, self._centre, workshop, self._bell.ring)
        watch = Watch(self.storage, self._clock, self._centre, self._bell.ring)
        feeding = Feeding(self.storage, self._clock, self._centre, self._bell.ring)
        self._leading = Leading(
            settings,
            self.tasks,
            self._clock,
            rounds,
            Retaining(self.storage, self._clock, self._centre, self._bell.ring),
            watch,
            feeding,
            self._inbox,
            self._intake,
        )
        self._checkup = Checkup(
            self._clock,
            self.storage,
            self._inbox,
            self._visits,
            self._tally,
            self._knowledge,
            self._leading,
            self._greeting,
            self._replicas,
            self._pacing,
            self.tasks,
        )

    async def _prepare(self) -> None:
        async with self.storage.visit(self._clock.now()) as records:
            self._centre.moves.update(await records.threads.moves())
            await settings_seen.note(self._settings, records, self._clock.now())
            await records.commit()
        await self._publishing.open()
        if 0 in self._centre().departments.chats():
            log.error("desk.operators_chat: группа операторов не задана, обращения будут ждать")
            await self._tell_admins("group-not-set", {})

    async def _open_doors(self) -> None:
        settings = self._settings
        self._taking.append(self.tasks.start(self._intake.serve(), "intake", vital=True))
        await self._begin()
        self.tasks.start(self._postman.serve(), "postman", vital=True)
        self.tasks.keep(self._broadcasting.serve, "broadcasting")
        self.tasks.keep(self._publishing.serve, "publishing")
        self.tasks.keep(self._publishing.watch, "watching")
        rules = SafetyRules(self._centre, lambda: self._part.has_lane("safety"), self._tell_admins)
        self.tasks.keep(rules.watch, "safety rules")
        if (signals := self._signals) is not None:
            self.tasks.keep(lambda: signals.follow(self._publishing.look_now), "signals")
        if self._shared is not None:
            self.tasks.keep(self._shared.serve, "pace")
        self.tasks.keep(lambda: self._knowledge.study(self._tutor), "studying")
        self.tasks.keep(self._hearing.serve, "hearing")
        try:
            entrance = Entrance(self.storage, self._centre, self._clock)
            pages = routes(entrance, Unavailable) if settings.web.base_url else ()
            self._served.append(await serve_health(settings.web.listen, self._checkup.health, pages))
            if settings.telegram.mode == "webhook":
                hook = settings.telegram.webhook
                door = await serve_webhook(hook.listen, hook.path, hook.secret, self._intake)
                self._served.append(door)
        except OSError as error:
            raise CannotStart(
                f"Адрес занят или недоступен ({why(error)}): смените web.listen или telegram.webhook.listen."
            ) from error
        if self._replicas is None:
            self._leading.lead(True)
        else:
            self.tasks.keep(self._replicas.serve, "replicas")

    async def _begin(self) -> None:
        """Go on with what the last process, or another one, has left."""
        if self._replicas is None:
            await self._postman.inherit()
            await self._intake.resume()
            return
        await self._replicas.start(
            Handover(
                self._clock,
                self.storage,
                self._inbox,
                self._centre.moves,
                self._staffing,
                self._visits,
                self._postman,
                self._couriers,
                self._bell,
                self._pacing,
                self._leading,
            )
        )

    async def health(self) -> Health:
        """How the bot is, for `/ready` and `/metrics`."""
        return await self._checkup.health()

    def _published(self) -> None:
        """A visit has published: here it is used at once."""
        self._publishing.look_now()
        self._announce()

    def _announce(self) -> None:
        """Tell the other processes, if there are any."""
        if self._signals is not None:
            self.tasks.start(self._signals.send(), "signal")

    async def _tell_admins(self, phrase: str, args: dict[str, str | int]) -> None:
        async with self.storage.visit(self._clock.now()) as records:
            for chat_id in self._centre().caretakers:
                records.outbox.add(Letter(ToChat(chat_id), Say(phrase, args), Lane.NOTICES))
            await records.commit()
        self._bell.ring()


async def _until(moment: float, step: Awaitable[object]) -> None:
    """Wait for a step of the end, no longer than until that moment of the loop's clock."""
    try:
        async with asyncio.timeout_at(moment):
            await step
    except TimeoutError:
        log.warning("the end does not wait any longer: what is left is kept for the next start")


def _bot(settings: Settings) -> Bot:
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.telegram.api_url))
    try:
        return Bot(settings.token, session=session)
    except TokenValidationError as error:
        raise CannotStart(
            "BOT_TOKEN: нет токена или он записан неверно. Возьмите его у @BotFather и задайте переменную "
            "BOT_TOKEN. Без Telegram попробовать можно так: make run."
        ) from error
