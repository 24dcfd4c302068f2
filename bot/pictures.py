"""What cards and titles show by now, as far as this process has painted them."""

from __future__ import annotations

from typing import Any

from aiogram.methods import CreateForumTopic, EditForumTopic, EditMessageText, SendMessage

from bot.rendering import Call
from desk.letters import Letter
from desk.touches import Card

MOST = 5000  # cards and titles remembered


class Pictures:
    """By where they are. Two changes in a row are painted by one repaint."""

    def __init__(self) -> None:
        self._shown: dict[str, str] = {}

    def show(self, letter: Letter, call: Call) -> bool:
        """Whether a card or a title shows already what that call would paint."""
        picture = _picture(letter, call, None)
        return picture is not None and self._shown.get(picture[0]) == picture[1]

    def remember(self, letter: Letter, call: Call, result: Any) -> None:
        """A call was made, with that result."""
        picture = _picture(letter, call, result)
        if picture is not None:
            if len(self._shown) >= MOST:
                self._shown.clear()  # forgetting costs a needless call at most
            self._shown[picture[0]] = picture[1]

    def forget(self) -> None:
        """Somebody else may have painted meanwhile."""
        self._shown.clear()


def _picture(letter: Letter, call: Call, result: Any) -> tuple[str, str] | None:
    """Where a call paints a card or a title, and what it shows then."""
    match call:
        case CreateForumTopic(chat_id=chat, name=name, icon_custom_emoji_id=icon) if isinstance(result, dict):
            return f"{chat}/{result.get('message_thread_id')}", f"{icon or ''} {name}"
        case EditForumTopic(chat_id=chat, message_thread_id=topic, name=name, icon_custom_emoji_id=icon):
            return f"{chat}/{topic}", f"{icon or ''} {name}"
        case EditMessageText(chat_id=chat, message_id=card) if isinstance(letter.content, Card):
            return f"{chat}:{card}", _face(call)
        case SendMessage(chat_id=chat) if isinstance(letter.content, Card) and isinstance(result, dict):
            return f"{chat}:{result.get('message_id')}", _face(call)
        case _:
            return None


def _face(call: EditMessageText | SendMessage) -> str:
    """What a card shows, however it was painted."""
    return call.model_dump_json(include={"text", "reply_markup"}, exclude_unset=True)
