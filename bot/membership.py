"""What we ask Telegram about chats and their members, no more: other servers may leave the rest out."""

from __future__ import annotations

from aiogram.methods import TelegramMethod
from aiogram.types import TelegramObject

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


class AskGroup(TelegramMethod[Group]):
    """getChat."""

    __returning__ = Group
    __api_method__ = "getChat"

    chat_id: int
