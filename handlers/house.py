"""All rooms, in door order: a message goes into the first that lets it in."""

from __future__ import annotations

from functools import cache

from aiogram import Dispatcher, Router

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
    return built
