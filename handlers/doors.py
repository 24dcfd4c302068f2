"""Filters: who may come in, and where."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import F
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message, TelegramObject

from desk.ban import Ban
from desk.centre import Centre
from desk.choices import Choice
from desk.form import Purpose
from desk.people import Operator, Resident, Role
from desk.records import Records
from desk.source import Source
from desk.ticket import Ticket
from faq.entry import Shelf
from faq.safety import Rule
from handlers.buttons import NotAButton, unpacked

PRIVATE = F.chat.type == "private"
GROUP = F.chat.type.in_({"group", "supergroup"})
# What a person sends, and what of it a bot can copy (Bot API: copyMessage). All the rest, also what this
# release does not know yet, is taken for Telegram's own remark about the chat and for nobody's words.
COPIED = F.content_type.in_(
    {
        "text", "animation", "audio", "contact", "dice", "document", "game", "live_photo", "location",
        "photo", "poll", "rich_message", "sticker", "venue", "video", "video_note", "voice",
    }
)  # fmt: skip
UNCOPIED = F.content_type.in_({"checklist", "giveaway", "giveaway_winners", "invoice", "paid_media", "story"})
UNKNOWN = F.content_type == "unknown"
REMARK = ~(COPIED | UNCOPIED)
SPOKEN = F.caption & F.heard  # a recording that the bot has understood: bot/hearing.py
PRESSED_IN_PRIVATE = F.message.chat.type == "private"
PRESSED_IN_GROUP = F.message.chat.type.in_({"group", "supergroup"})


class Pressed(Filter):
    """A press that means one of these choices; it comes in as `choice`."""

    def __init__(self, *kinds: type[Any]) -> None:
        self._kinds = kinds

    async def __call__(self, press: CallbackQuery, shelf: Shelf) -> bool | dict[str, Choice]:
        """Whether it is one of them."""
        try:
            choice = unpacked(press.data or "", shelf)
        except NotAButton:
            return False
        return {"choice": choice} if isinstance(choice, self._kinds) else False


class InDanger(Filter):
    """Words that a rule of safety answers; it comes in as `rule`.

    What is no danger is left to the person who has the ticket, or was asked for.
    """

    async def __call__(
        self,
        message: Message,
        at: datetime,
        centre: Centre,
        resident: Resident | None = None,
        ticket: Ticket | None = None,
    ) -> bool | dict[str, Rule]:
        """Whether it is so."""
        rule = centre.safety.first(message.text or message.caption or "")
        if rule is None or resident is None:
            return False
        talking = (ticket is not None and ticket.is_open) or resident.is_prompted(at)
        return {"rule": rule} if rule.pages or not talking else False


class Banned(Filter):
    """A resident who is banned; the ban comes in as `ban`.

    It stays shut for danger to life, and while a person talks with them: about that, or on purpose.
    """

    async def __call__(
        self,
        event: TelegramObject,
        at: datetime,
        records: Records,
        centre: Centre,
        resident: Resident | None = None,
        ticket: Ticket | None = None,
        operator: Operator | None = None,
    ) -> bool | dict[str, Ban]:
        """Whether it is so."""
        if resident is None or operator is not None or (ticket is not None and ticket.is_open):
            return False
        ban = await records.bans.get(resident.id)
        if ban is None or not ban.holds(at):
            return False
        words = (event.text or event.caption or "") if isinstance(event, Message) else ""
        rule = centre.safety.first(words)
        return False if rule is not None and rule.pages else {"ban": ban}


class HasOpenTicket(Filter):
    """The resident talks with a person, or waits for one."""

    async def __call__(self, _: TelegramObject, ticket: Ticket | None = None) -> bool:
        """Whether it is so."""
        return ticket is not None and ticket.is_open


class WasPassedOn(Filter):
    """What has a copy in the thread of a ticket, which may be closed by now; it comes in as `ticket`."""

    async def __call__(self, message: Message, records: Records) -> bool | dict[str, Ticket]:
        """Whether it is so."""
        said = Source(message.chat.id, message.message_id)
        mirror = await records.threads.mirror_of(said)
        if mirror is None or mirror.source != said:
            return False
        ticket = await records.tickets.get(mirror.ticket_id)
        return {"ticket": ticket} if ticket is not None else False


class WantsPerson(Filter):
    """/operator was said a moment ago: the next message becomes a ticket."""

    async def __call__(self, _: TelegramObject, at: datetime, resident: Resident | None = None) -> bool:
        """Whether it is so."""
        return resident is not None and resident.wants_person and resident.is_prompted(at)


class IsAsked(Filter):
    """The bot has asked for something a moment ago, whatever it is."""

    async def __call__(self, _: TelegramObject, at: datetime, resident: Resident | None = None) -> bool:
        """Whether it is so."""
        return resident is not None and resident.is_prompted(at)


class IsCommenting(Filter):
    """«Написать отзыв» was pressed a moment ago: the next text is the comment."""

    async def __call__(self, _: TelegramObject, at: datetime, resident: Resident | None = None) -> bool:
        """Whether it is so."""
        return resident is not None and resident.commenting is not None and resident.is_prompted(at)


class IsAnswering(Filter):
    """An editor was asked a moment ago for the answer of a new entry: the next text is it."""

    async def __call__(
        self,
        _: TelegramObject,
        at: datetime,
        resident: Resident | None = None,
        operator: Operator | None = None,
    ) -> bool:
        """Whether it is so."""
        if resident is None or operator is None or not operator.role.may(Role.EDITOR):
            return False
        return resident.answering is not None and resident.is_prompted(at)


class IsFilling(Filter):
    """The resident fills in a form for that purpose: the next text is a part of it."""

    def __init__(self, purpose: Purpose) -> None:
        self._purpose = purpose

    async def __call__(self, _: TelegramObject, at: datetime, resident: Resident | None = None) -> bool:
        """Whether it is so."""
        return resident is not None and resident.is_filling(self._purpose, at)


class Refills(Filter):
    """An edited message that gave a value of the resident's form for that purpose."""

    def __init__(self, purpose: Purpose) -> None:
        self._purpose = purpose

    async def __call__(self, message: Message, resident: Resident | None = None) -> bool:
        """Whether it is so."""
        form = resident.form if resident is not None else None
        return (
            form is not None
            and form.purpose is self._purpose
            and form.name_of(message.message_id) is not None
        )


class Admin(Filter):
    """An administrator."""

    async def __call__(self, _: TelegramObject, is_admin: bool = False) -> bool:
        """Whether it is one."""
        return is_admin


class AsksPolls(Filter):
    """Who may ask residents: an administrator, or a supervisor whom the settings name, in private too."""

    async def __call__(
        self, _: TelegramObject, centre: Centre, resident: Resident | None = None, is_admin: bool = False
    ) -> bool | dict[str, Operator]:
        """Whether it is one; a supervisor comes in as `operator`."""
        if is_admin or resident is None:
            return is_admin
        if resident.id not in centre.supervisors:
            return False
        return {"operator": Operator(resident.id, resident.name, Role.SUPERVISOR)}


class InTicket(Filter):
    """An operator, in a ticket's thread."""

    async def __call__(
        self, _: TelegramObject, ticket: Ticket | None = None, operator: Operator | None = None
    ) -> bool:
        """Whether it is so."""
        return ticket is not None and operator is not None and operator.role.may(Role.OPERATOR)


class Staff(Filter):
    """Somebody of the staff with at least that role."""

    def __init__(self, role: Role = Role.OPERATOR) -> None:
        self._role = role

    async def __call__(self, _: TelegramObject, operator: Operator | None = None) -> bool:
        """Whether it is so."""
        return operator is not None and operator.role.may(self._role)
