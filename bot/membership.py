"""What we ask Telegram about chats and their members, no more: other servers may leave the rest out."""

from __future__ import annotations

from typing import Any

from aiogram.methods import TelegramMethod
from aiogram.types import TelegramObject

VARIANT = "\N{VARIATION SELECTOR-16}"  # some emoji are written with it, some are not
PRESENT = {"creator", "administrator", "member"}


class Membership(TelegramObject):
    """Somebody's standing in a chat."""

    status: str
    is_member: bool = False
    can_manage_topics: bool = False
    can_pin_messages: bool = False
    can_delete_messages: bool = False

    @property
    def here(self) -> bool:
        """Whether they are in the chat."""
        return self.status in PRESENT or self.is_member


class AskMembership(TelegramMethod[Membership]):
    """getChatMember."""

    __returning__ = Membership
    __api_method__ = "getChatMember"

    chat_id: int
    user_id: int


class Group(TelegramObject):
    """A chat."""

    title: str = ""
    is_forum: bool = False
    available_reactions: list[dict[str, Any]] | None = None  # None: all of Telegram's

    def allows(self, emoji: str) -> bool:
        """Whether members may react with it."""
        return self.available_reactions is None or any(
            str(one.get("emoji")).strip(VARIANT) == emoji for one in self.available_reactions
        )


class AskGroup(TelegramMethod[Group]):
    """getChat."""

    __returning__ = Group
    __api_method__ = "getChat"

    chat_id: int
