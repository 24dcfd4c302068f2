"""What Telegram is told of us at the start: the webhook, the commands; and asked: icons of topics."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from bot.icons import Icons
from bot.intake import ALLOWED_UPDATES
from bot.phrases import ORIGINAL, Phrases
from bot.settings import Settings
from desk.centre import Centre
from handlers import commands
from handlers.commands import Audience

log = logging.getLogger(__name__)

ANSWER_SECONDS = 10  # that Telegram may take for each call
PAUSE, LONGEST_PAUSE = 1.0, 300.0  # seconds until the next try, doubled


class Greeting:
    """Tries until Telegram has heard it. `webhook_missing`: so far no update can be brought."""

    def __init__(
        self,
        bot: Bot,
        settings: Settings,
        phrases: Phrases,
        centre: Callable[[], Centre],
        icons: Icons,
    ) -> None:
        self._bot = bot
        self._settings = settings
        self._phrases = phrases
        self._centre = centre
        self._icons = icons
        self.webhook_missing = settings.telegram.mode == "webhook"

    async def serve(self) -> None:
        """Until it is done. Telegram may be away at the start: the bot works all the same, later."""
        pause = PAUSE
        while not await self._is_heard():
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _is_heard(self) -> bool:
        try:
            await self._bot.get_me(request_timeout=ANSWER_SECONDS)
            if self.webhook_missing:
                await self._set_webhook()
            await self._learn_icons()
            await self._set_commands()
            return True
        except TelegramUnauthorizedError:
            log.error("Telegram не признаёт токен: проверьте BOT_TOKEN")
        except TelegramAPIError as error:
            log.warning("Telegram при запуске: %s", error.message)
        except ClientDecodeError:
            log.warning("Telegram при запуске: ответ не читается")
        return False

    async def _set_webhook(self) -> None:
        webhook = self._settings.telegram.webhook
        await self._bot.set_webhook(
            webhook.url,
            secret_token=webhook.secret,
            allowed_updates=ALLOWED_UPDATES,
            request_timeout=ANSWER_SECONDS,
        )
        self.webhook_missing = False

    async def _learn_icons(self) -> None:
        try:
            self._icons.learn(await self._bot.get_forum_topic_icon_stickers(request_timeout=ANSWER_SECONDS))
        except (TelegramBadRequest, TelegramNotFound) as error:  # an older server; topics do without
            log.warning("icons of topics: %s", error.message)

    async def _set_commands(self) -> None:
        for language in self._settings.desk.languages:
            await self._bot.set_my_commands(
                self._commands(language, Audience.RESIDENT),
                scope=BotCommandScopeAllPrivateChats(),
                language_code=None if language == ORIGINAL else language,
                request_timeout=ANSWER_SECONDS,
            )
        staff = self._commands(ORIGINAL, Audience.OPERATOR, Audience.GENERAL)
        for chat_id in filter(None, self._centre().departments.chats()):
            scope = BotCommandScopeChat(chat_id=chat_id)
            try:
                await self._bot.set_my_commands(staff, scope=scope, request_timeout=ANSWER_SECONDS)
            except (
                TelegramBadRequest,
                TelegramForbiddenError,
            ) as error:  # no reason to try again
                log.warning("group %d: %s", chat_id, error.message)

    def _commands(self, language: str, *audiences: Audience) -> list[BotCommand]:
        return [
            BotCommand(command=one.name, description=self._phrases.plain(one.phrase, language))
            for one in commands.of(*audiences)
        ]
