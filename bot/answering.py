"""What is answered at once, past the outbox: presses and inline queries. Telegram forgets them in seconds."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.types import (
    CallbackQuery,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InlineQueryResultUnion,
    InputTextMessageContent,
    MessageEntity,
)
from aiogram.utils.formatting import Text

from bot import answers
from bot.keyboards import keyboard
from bot.lengths import NO_PREVIEW, within_limit
from bot.phrases import Phrases
from desk.button import Button
from desk.centre import Centre
from desk.choices.link import Link
from desk.errors import DeskError
from faq.entry import Entry
from faq.safety import Rule
from faq.unmarked import unmarked
from handlers import links
from handlers.buttons import key

log = logging.getLogger(__name__)

ANSWER_SECONDS = 5  # that Telegram may take for an answer
CACHED = 300  # seconds that Telegram may show the same answers to the same words of the same person
DESCRIBED = 100  # characters of an answer that are shown in the list
START = "start"  # what the way into the bot says


class Answering:
    """An answer that does not arrive is not repeated: nobody waits for it any more."""

    def __init__(self, bot: Bot, phrases: Phrases, centre: Callable[[], Centre]) -> None:
        self._bot = bot
        self._phrases = phrases
        self._centre = centre

    async def press(self, query: CallbackQuery, answer: Any, language: str) -> None:
        """A refusal, a phrase's id, or nothing to say."""
        text = None
        if isinstance(answer, DeskError):
            text = self._phrases.plain(answer.phrase, language, answer.args_)
        elif isinstance(answer, str):
            text = self._phrases.plain(answer, language)
        try:
            await self._bot.answer_callback_query(
                query.id,
                text=text,
                show_alert=isinstance(answer, DeskError),
                request_timeout=ANSWER_SECONDS,
            )
        except (ClientDecodeError, TelegramAPIError, UnicodeEncodeError) as error:
            log.info("a press could not be answered: %s", type(error).__name__)

    async def inline(self, query: InlineQuery, found: Rule | tuple[Entry, ...], language: str) -> None:
        """Cards to choose from, and the way into the bot above them."""
        try:
            name = (await self._bot.me()).username or ""
            if isinstance(found, Rule):
                results: list[InlineQueryResultUnion] = [_alarm(found, language)]
            else:
                results = [self._card(one, name, language) for one in found]
            phrase = "inline-open" if results else "inline-nothing" if query.query.strip() else "inline-ask"
            way = InlineQueryResultsButton(text=self._phrases.plain(phrase, language), start_parameter=START)
            await self._bot.answer_inline_query(
                query.id,
                results,
                cache_time=CACHED,
                is_personal=True,  # each reads in their own language
                button=way,
                request_timeout=ANSWER_SECONDS,
            )
        except (ClientDecodeError, TelegramAPIError, UnicodeEncodeError) as error:
            log.info("an inline query could not be answered: %s", type(error).__name__)

    def _card(self, entry: Entry, name: str, language: str) -> InlineQueryResultArticle:
        shelf = self._centre().knowledge.shelf
        text, entities = within_limit(answers.card(entry, shelf, self._phrases, language))
        opening = Button(Link(links.address(name, entry, shelf)), phrase="button-open-bot")
        ways = (*answers.links(entry, shelf, language), (opening,))
        return InlineQueryResultArticle(
            id=key(entry.id),
            title=entry.title(language),
            description=_described(entry.in_language(language).answer),
            input_message_content=_said(text, entities),
            reply_markup=keyboard(ways, self._phrases, language),
        )


def _alarm(rule: Rule, language: str) -> InlineQueryResultArticle:
    said = rule.text(language).strip()
    return InlineQueryResultArticle(
        id=key(rule.id),
        title=said.splitlines()[0],
        input_message_content=_said(*within_limit(Text(said))),
    )


def _said(text: str, entities: list[MessageEntity]) -> InputTextMessageContent:
    return InputTextMessageContent(message_text=text, entities=entities, link_preview_options=NO_PREVIEW)


def _described(answer: str) -> str:
    line = " ".join(unmarked(answer).split())
    return line if len(line) <= DESCRIBED else line[: DESCRIBED - 1] + "…"
