"""All rooms, in door order: a message goes into the first that lets it in."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from enum import Enum
from functools import cache
from typing import Any

from aiogram import Bot, Router
from aiogram.dispatcher.event.handler import FilterObject, HandlerObject
from aiogram.filters import Command, Filter
from aiogram.types import Chat, ErrorEvent, Message, TelegramObject, Update
from magic_filter import MagicFilter
from magic_filter.operations import BaseOperation

from desk.errors import DeskError
from handlers import (
    aids,
    appeals,
    audit,
    banned,
    banning,
    broadcasts,
    catalogue,
    dashboard,
    deadlines,
    departures,
    duty,
    editors,
    erasures,
    figures,
    finding,
    gaps,
    handoffs,
    incidents,
    inline,
    insisting,
    ledger,
    my_tickets,
    offices,
    places,
    poll_makers,
    polls,
    posters,
    privacy,
    private_numbers,
    proposals,
    questions,
    refusals,
    routes,
    sorting,
    splitting,
    start,
    subscriptions,
    supervisors,
    templates,
    threads,
)
from handlers.doors import GROUP, PRIVATE
from handlers.plain_doors import plain

ROOMS: tuple[Router, ...] = (
    refusals.router,
    departures.router,
    erasures.router,  # a ban takes nobody's right away
    privacy.router,
    banned.router,
    poll_makers.router,
    broadcasts.router,  # a file for a broadcast is none for the base
    editors.router,
    gaps.router,
    ledger.router,
    posters.router,
    audit.router,
    figures.router,
    dashboard.router,
    start.router,
    catalogue.router,
    aids.router,
    appeals.router,
    deadlines.router,
    routes.router,
    polls.router,
    proposals.router,
    my_tickets.router,
    places.router,
    subscriptions.router,
    private_numbers.router,
    offices.router,
    questions.router,
    inline.router,
    incidents.router,
    duty.router,
    finding.router,
    templates.router,
    sorting.router,
    supervisors.router,
    handoffs.router,
    banning.router,
    insisting.router,
    splitting.router,
    threads.router,
)
COMMAND = "/"
ANYWHERE = ""
OPEN = {"private": PRIVATE, "group": GROUP, "supergroup": GROUP}  # the door that stands open in such a chat


class House:
    """The way through the rooms: aiogram's routers and filters, looked at in one walk.

    aiogram's dispatcher asks every door anew at every handler and wraps every router; that costs as much
    as everything else a visit does (decision 0010). Here doors that are alike are asked once an update, and
    handlers behind a door that cannot open, as the chat is of another kind or no command was said, are not
    looked at. It holds no state.
    """

    def __init__(self, rooms: Iterable[Router]) -> None:
        handlers: dict[str, list[HandlerObject]] = {}
        for room in rooms:
            for kind, observer in room.observers.items():
                handlers.setdefault(kind, []).extend(observer.handlers)
        numbers: dict[Hashable, int] = {}  # of doors, the same for those that are alike
        self._ways: dict[tuple[str, str, bool], list[_Handler]] = {
            (kind, where, is_command): [
                _Handler(one, where, numbers)
                for one in every
                if _may_open(one, where) and (is_command or not _is_for_commands(one))
            ]
            for kind, every in handlers.items()
            for where in (*OPEN, ANYWHERE)
            for is_command in (True, False)
        }

    async def enter(self, bot: Bot, update: Update, **brought: Any) -> Any:
        """What the first room that lets the update in returns; a refusal of the desk's is explained."""
        brought["bot"] = bot
        try:
            return await self._first(update.event_type, update.event, brought)
        except DeskError as refused:
            return await self._first("error", ErrorEvent(update=update, exception=refused), brought)

    async def _first(self, kind: str, event: TelegramObject, brought: dict[str, Any]) -> Any:
        seen: dict[int, Any] = {}
        for handler in self._ways.get((kind, _where(event), _may_be_command(event)), ()):
            given = await handler.let_in(event, brought, seen)
            if given is not None:
                return await handler.call(event, given)
        return None


@cache
def house() -> House:
    """The house with all its rooms; every bot of a process shares it."""
    return House(ROOMS)


class _Handler:
    """A handler and the doors before it, but for those that are known to be open."""

    def __init__(self, handler: HandlerObject, where: str, numbers: dict[Hashable, int]) -> None:
        doors = [one for one in handler.filters or () if not where or one.magic is not OPEN[where]]
        self._doors = [_Door(one, numbers.setdefault(_likeness(one), len(numbers))) for one in doors]
        self._work = handler.callback
        self._asks = tuple(handler.params)

    async def let_in(
        self, event: TelegramObject, brought: dict[str, Any], seen: dict[int, Any]
    ) -> dict[str, Any] | None:
        """What the handler is given, None when a door stays shut. `seen`: what doors have said, by number."""
        given = brought
        for door in self._doors:
            if given is not brought and door.plain is None:
                said = await door.ask(event, given)  # it may say something else to what came in meanwhile
            elif door.number in seen:
                said = seen[door.number]
            elif door.plain is not None:
                said = seen[door.number] = door.plain(event)
            else:
                said = seen[door.number] = await door.ask(event, given)
            if not said:
                return None
            if isinstance(said, dict):
                given = given | said
        return given

    async def call(self, event: TelegramObject, given: dict[str, Any]) -> Any:
        """What it returns."""
        return await self._work(event, **{name: given[name] for name in self._asks if name in given})


class _Door:
    """A filter, and what it wants to know."""

    def __init__(self, door: FilterObject, number: int) -> None:
        self.number = number
        self.plain = plain(door.magic) if door.magic is not None else None
        self._ask = door.callback
        self._asks = None if door.varkw else tuple(door.params)

    async def ask(self, event: TelegramObject, brought: dict[str, Any]) -> Any:
        """Whether it opens; a dictionary: it does, and this comes in as well."""
        if self._asks is None:
            return await self._ask(event, **brought)
        return await self._ask(event, **{name: brought[name] for name in self._asks if name in brought})


def _may_open(handler: HandlerObject, where: str) -> bool:
    """Whether its doors can open in such a chat."""
    shut = [id(one) for one in (PRIVATE, GROUP) if where and one is not OPEN[where]]
    return not any(id(door.magic) in shut for door in handler.filters or ())


def _likeness(part: Any) -> Hashable:
    """The same for doors that say the same of an update: `F.text` here and `F.text` there."""
    if isinstance(part, MagicFilter):
        return tuple(map(_likeness, part._operations))
    if isinstance(part, FilterObject):
        return _likeness(part.magic or part.callback)
    if isinstance(part, tuple):
        return tuple(map(_likeness, part))
    if isinstance(part, dict):
        return tuple((name, _likeness(one)) for name, one in sorted(part.items()))
    if isinstance(part, BaseOperation | Filter):
        slots = [name for one in type(part).__mro__ for name in getattr(one, "__slots__", ())]
        names = sorted({*slots, *getattr(part, "__dict__", {})})
        return type(part), *((name, _likeness(getattr(part, name))) for name in names)
    if isinstance(part, str | int | Enum | type):
        return type(part), part
    return id(part)  # it lives as long as its router


def _where(event: TelegramObject) -> str:
    """Of which kind the event's chat is, if the doors of such are known."""
    chat = getattr(event, "chat", None)
    return chat.type if isinstance(chat, Chat) and chat.type in OPEN else ANYWHERE


def _is_for_commands(handler: HandlerObject) -> bool:
    return any(isinstance(door.callback, Command) for door in handler.filters or ())


def _may_be_command(event: TelegramObject) -> bool:
    if not isinstance(event, Message):
        return True
    return (event.text or event.caption or "").lstrip().startswith(COMMAND)
