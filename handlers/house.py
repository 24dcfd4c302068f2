"""All rooms, in door order: a message goes into the first that lets it in."""

from __future__ import annotations

from functools import cache
from typing import Any

from aiogram import Dispatcher, Router
from aiogram.dispatcher.event.handler import FilterObject

from handlers import (
    catalogue,
    departures,
    editors,
    handoffs,
    my_tickets,
    questions,
    refusals,
    start,
    supervisors,
    threads,
)

ROOMS: tuple[Router, ...] = (
    refusals.router,
    departures.router,
    editors.router,
    start.router,
    catalogue.router,
    my_tickets.router,
    questions.router,
    supervisors.router,
    handoffs.router,
    threads.router,
)


@cache
def dispatcher() -> Dispatcher:
    """The way through the house. It holds no state, so every bot of a process shares it."""
    built = Dispatcher(disable_fsm=True)
    built.include_routers(*ROOMS)
    for room in ROOMS:
        for observer in room.observers.values():
            for handler in observer.handlers:
                for door in handler.filters or ():
                    _look_at_once(door)
    return built


def _look_at_once(door: FilterObject) -> None:
    """aiogram hands filters that are no coroutines to a thread; ours look at one value (decision 0010)."""
    if door.magic is None:
        return
    resolve = door.magic.resolve

    async def looked(*args: Any, **kwargs: Any) -> Any:
        return resolve(*args, **kwargs)

    door.callback, door.awaitable = looked, True
