"""Choice ↔ callback_data, both ways."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from hashlib import blake2b
from types import UnionType
from typing import Any, get_args, get_type_hints

from desk.choices import (
    Choice,
)
from desk.choices.link import Link
from faq.entry import Shelf
from handlers.codes import BY_TYPE, CODES

LIMIT = 55  # Bot API: 64 bytes of callback_data, of which nine are the seal (bot/sealing.py)
KEY_BYTES = 8
NUMBER = re.compile(r"\d{1,19}", re.ASCII)
FLAG = (0, 1)
BOUNDS = {
    "stars": (1, 5),
    "version": (1, 2**31 - 1),
    "days_ago": (0, 10_000),
    "hours": (0, 48),
    "days": (1, 366),
    "page": (0, 10_000),  # a page's first row is a number too
    "incident": (0, 2**31 - 1),
} | dict.fromkeys(
    (
        "helped",
        "anyway",
        "again",
        "settled",
        "into_appeal",
        "every",
        "anew",
        "done",
        "wanted",
        "sure",
        "as_table",
    ),
    FLAG,
)
ANY_ID = (0, 2**63 - 1)  # what a database's column takes
# Ids of the knowledge base may be longer than a button can hold.
NAMED = (
    "entry",
    "subject",
    "template",
    "deadline",
    "appeal",
    "authority",
    "route",
    "step",
    "office_kind",
    "office",
)


class NotAButton(ValueError):
    """The press is not one of ours."""


def packed(choice: Choice) -> str:
    """callback_data before it is sealed, 1–55 bytes. ids of the knowledge base go as their keys."""
    if isinstance(choice, Link):
        raise TypeError("a link is not pressed")
    parts = [BY_TYPE[type(choice)]]
    for name, _ in PLACES[type(choice)]:
        value = getattr(choice, name)
        if name in NAMED:
            value = key(value)
        parts.append("" if value is None else str(int(value) if isinstance(value, bool) else value))
    data = ":".join(parts)
    if len(data.encode()) > LIMIT:
        raise ValueError(f"{data!r} does not fit a button")
    return data


def unpacked(data: str, shelf: Shelf) -> Choice:
    """The choice behind a press. Raises NotAButton, also for an entry that is gone."""
    code, *values = data.split(":")
    kind = CODES.get(code)
    places = PLACES[kind] if kind is not None else ()
    if kind is None or len(values) != len(places):
        raise NotAButton(data)
    try:
        given = {
            name: _read(name, hint, value, shelf) for (name, hint), value in zip(places, values, strict=True)
        }
    except (ValueError, KeyError) as error:
        raise NotAButton(data) from error
    choice: Choice = kind(**given)
    return choice


def key(id_: str) -> str:
    """A short name for an id of any length."""
    return blake2b(id_.encode(), digest_size=KEY_BYTES).hexdigest()


def _read(name: str, hint: Any, value: str, shelf: Shelf) -> Any:
    if name in NAMED:
        return _ids(id(shelf), *map(tuple, _named(shelf)))[name, value]
    if isinstance(hint, UnionType):
        if not value:
            return None
        hint = next(one for one in get_args(hint) if one is not type(None))
    return value if hint is str else hint(_number(value, *BOUNDS.get(name, ANY_ID)))


def _named(shelf: Shelf) -> tuple[Mapping[str, object], ...]:
    """What NAMED stands for, in its order."""
    aids = (
        shelf.deadlines,
        shelf.appeals,
        shelf.authorities,
        shelf.routes,
        shelf.steps,
        shelf.kinds,
        shelf.offices,
    )
    return shelf.entries, shelf.subjects, shelf.templates, *aids


def _number(value: str, least: int, most: int) -> int:
    if not NUMBER.fullmatch(value) or not least <= int(value) <= most:
        raise ValueError(value)
    return int(value)


@lru_cache(maxsize=4)
def _ids(_: int, *ids: tuple[str, ...]) -> dict[tuple[str, str], str]:
    return {(name, key(one)): one for name, some in zip(NAMED, ids, strict=True) for one in some}


def _of(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((one.name, hints[one.name]) for one in fields(kind) if one.name != "choice")


PLACES = {kind: _of(kind) for kind in CODES.values()}  # what follows a code, in order
