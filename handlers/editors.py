"""The administrator's private chat: how the knowledge base stands."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, Filter
from aiogram.types import Message, TelegramObject

from desk.centre import Centre
from desk.letters import Letter, Say, ToChat
from desk.records import Records
from handlers.doors import PRIVATE

router = Router(name="editors")


class Admin(Filter):
    """An administrator."""

    async def __call__(self, _: TelegramObject, is_admin: bool = False) -> bool:
        """Whether it is one."""
        return is_admin


@router.message(PRIVATE, Admin(), Command("faq"))
async def faq(message: Message, records: Records, centre: Centre) -> None:
    """How many entries answer now, in which subjects."""
    shelf = centre.knowledge.shelf
    said = Say("faq-status", {"entries": len(shelf.entries), "subjects": len(shelf.subjects)})
    records.outbox.add(Letter(ToChat(message.chat.id), said))
