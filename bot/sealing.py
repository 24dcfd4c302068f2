"""Seals on buttons: what a press brings was put under a message by us, in that very chat."""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from aiogram.types import CallbackQuery, InaccessibleMessage, InlineKeyboardMarkup, Message, Update

from desk.choices.campaign import Turn

PURPOSE = b"buttons"  # for what of all things the token's key is
BYTES = 6  # of the seal: a press a second would find one in 4 million years
SIGNS = 8  # of it on the button
PART = "."
# Questions that a person of the staff has just been asked: an answer comes soon or not at all.
ANSWERS = "|".join(
    (
        "oz:.*",  # a colleague has the ticket: all the same
        "b[wb]:.*",  # a ban: how long, why
        f"cs:.*:(?:{Turn.SEND:d}|{Turn.CANCEL:d})",  # a broadcast: yes, send, or stop it
    )
)
SOON = re.compile(ANSWERS)
FRESH = timedelta(hours=1)
UNWRITABLE = re.compile("[\ud800-\udfff]")  # halves of a character: no bytes say them

Seal = Callable[[str], str]


class Seals:
    """The key is made of the bot's token: all processes have it, also after a restart; a new token ends all.

    Telegram tells truly who pressed, in which chat and under which message, but not that the button was
    there: «a message may contain no callback button with this data» (Bot API, CallbackQuery).
    """

    def __init__(self, token: str) -> None:
        self._key = hmac.digest(token.encode(), PURPOSE, "sha256")

    def sealed(self, data: str, chat_id: int) -> str:
        """The data as it stands on a button in that chat: nine signs longer."""
        tag = hmac.digest(self._key, f"{chat_id} {data}".encode(), "sha256")[:BYTES]
        return f"{data}{PART}{urlsafe_b64encode(tag).decode()}"

    def opened(self, update: Update, moves: dict[int, int], at: datetime) -> Update | None:
        """The update with its press unsealed; None for a press of no button of ours, or of one that is over.

        A group that has moved has its old buttons still.
        """
        press = update.callback_query
        if press is None:
            return update
        if press.message is None or press.data is None or UNWRITABLE.search(press.data):
            return None
        data = unsealed(press.data)
        here = press.message.chat.id
        chats = (here, *(old for old, new in moves.items() if new == here))
        if not any(
            hmac.compare_digest(self.sealed(data, one).encode(), press.data.encode()) for one in chats
        ):
            return None
        if not _stands_there(press) or _is_over(data, press, at):
            return None
        return update.model_copy(update={"callback_query": press.model_copy(update={"data": data})})


def unsealed(data: str) -> str:
    """What stands before the seal."""
    return data.rpartition(PART)[0]


def _stands_there(press: CallbackQuery) -> bool:
    """False when the message has other buttons by now; one that shows none tells nothing."""
    markup = press.message.reply_markup if isinstance(press.message, Message) else None
    if not isinstance(markup, InlineKeyboardMarkup):
        return True
    return any(one.callback_data == press.data for row in markup.inline_keyboard for one in row)


def _is_over(data: str, press: CallbackQuery, at: datetime) -> bool:
    if SOON.fullmatch(data) is None:
        return False
    message = press.message
    if message is None or isinstance(message, InaccessibleMessage):
        return True
    said = datetime.fromtimestamp(max(message.date.timestamp(), message.edit_date or 0), UTC)
    return at - said > FRESH
