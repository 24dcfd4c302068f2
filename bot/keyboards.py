"""Rows of choices → an inline keyboard."""

from __future__ import annotations

from functools import lru_cache

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.phrases import Phrases
from bot.sealing import Seal
from desk.button import Button, Choices
from desk.choices.link import Link
from handlers.buttons import packed

LINKS = 500  # links that are remembered


def keyboard(
    choices: Choices, phrases: Phrases, language: str, seal: Seal = str
) -> InlineKeyboardMarkup | None:
    """The buttons under a message, None when there are none."""
    if not choices:
        return None
    rows = [[_button(one, phrases, language, seal) for one in row] for row in choices]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def _button(button: Button, phrases: Phrases, language: str, seal: Seal) -> InlineKeyboardButton:
    text = button.text or phrases.plain(button.phrase, language)
    if isinstance(button.choice, Link):
        return _link(text, button.choice.url)
    return InlineKeyboardButton(text=text, callback_data=seal(packed(button.choice)))


@lru_cache(LINKS)
def _link(text: str, url: str) -> InlineKeyboardButton:
    """The same few stand under nearly every answer."""
    return InlineKeyboardButton(text=text, url=url)
