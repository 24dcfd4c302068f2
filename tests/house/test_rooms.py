"""Rooms get what they ask for; buttons and commands lead somewhere."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

from aiogram.dispatcher.event.handler import FilterObject, HandlerObject
from aiogram.filters import Command as CommandFilter

from desk.choices import Choice
from desk.choices.link import Link
from handlers.buttons import PLACES
from handlers.codes import CODES
from handlers.commands import COMMANDS
from handlers.doors import Banned, InDanger, Pressed
from handlers.house import ROOMS
from handlers.incidents import AnswersIncident
from handlers.offices import AsksWay, NamesPlace
from handlers.places import NamesHome
from handlers.proposals import IsProposal
from tests.house.sources import ROOT, calls, sources

BUTTONS = Path(__file__).with_name("buttons.txt")
# What the house itself adds.
ADDED = {"bot"}


def handlers() -> Iterator[tuple[str, HandlerObject]]:
    """Every handler of every room: `room.function` and the handler."""
    for room in ROOMS:
        for observer in room.observers.values():
            for handler in observer.handlers:
                yield f"{room.name}.{handler.callback.__name__}", handler


HANDLERS = list(handlers())


def _filters(handler: HandlerObject, kind: type[Any]) -> list[Any]:
    found: list[FilterObject] = handler.filters or []
    return [one.callback for one in found if isinstance(one.callback, kind)]


def _passed() -> set[str]:
    """The keyword arguments with which a visit enters the house."""
    visit = next(one for one in sources("bot") if one.name == "bot/visit.py")
    call = next(node for node, name in calls(visit) if name.endswith("_house.enter"))
    assert all(isinstance(one, ast.keyword) for one in call.keywords)
    return {one.arg for one in call.keywords if one.arg}


def test_every_parameter_of_a_handler_is_passed() -> None:
    passed = _passed() | ADDED
    for name, handler in HANDLERS:
        asked = list(inspect.signature(handler.callback).parameters)[1:]
        by_filters = {"choice"} if _filters(handler, Pressed) else set()
        by_filters |= {"rule"} if _filters(handler, InDanger) else set()
        by_filters |= {"ban"} if _filters(handler, Banned) else set()
        by_filters |= {"way"} if _filters(handler, AsksWay) else set()
        by_filters |= {"office"} if _filters(handler, NamesPlace) else set()
        by_filters |= {"home"} if _filters(handler, NamesHome) else set()
        by_filters |= {"incident_id"} if _filters(handler, AnswersIncident) else set()
        by_filters |= {"proposal"} if _filters(handler, IsProposal) else set()
        by_filters |= {"command"} if _filters(handler, CommandFilter) else set()
        unknown = set(asked) - passed - by_filters
        assert not unknown, f"{name}: nobody passes {sorted(unknown)}; a visit passes {sorted(passed)}"


def test_a_handler_expects_the_choice_its_door_lets_in() -> None:
    for name, handler in HANDLERS:
        hint = get_type_hints(handler.callback).get("choice")
        for door in _filters(handler, Pressed):
            expected = set(get_args(hint) or (hint,))
            assert hint is None or expected == set(door._kinds), f"{name}: expects {hint}, gets {door._kinds}"


def test_every_choice_has_one_code_and_one_door() -> None:
    choices = set(get_args(Choice)) - {Link}
    assert len(set(CODES.values())) == len(CODES), "two codes mean the same"
    assert set(CODES.values()) == choices, "handlers/codes.py: CODES and desk.choices.Choice differ"
    open_to = {kind for _, handler in HANDLERS for door in _filters(handler, Pressed) for kind in door._kinds}
    assert open_to == choices, f"no room takes {[one.__name__ for one in choices - open_to]}"


def test_codes_of_buttons_never_change() -> None:
    # Messages keep their buttons for years: a code keeps its meaning and its places for ever.
    now = {
        f"{code} {kind.__name__} {' '.join(name for name, _ in PLACES[kind])}".strip()
        for code, kind in CODES.items()
    }
    frozen = set(BUTTONS.read_text("utf-8").splitlines())
    assert frozen - now == set(), "these were promised to old messages; take another code for another meaning"
    assert now - frozen == set(), f"new codes: add these lines to {BUTTONS.relative_to(ROOT)}"


def test_every_command_that_is_listed_is_taken_and_the_other_way_round() -> None:
    taken = {
        str(one)
        for _, handler in HANDLERS
        for door in _filters(handler, CommandFilter)
        for one in door.commands
    }
    assert taken == {one.name for one in COMMANDS}
