"""What buttons may carry: every code with likely values and odd ones, sealed for its chat, wrongly or not."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from enum import Enum
from types import UnionType
from typing import Any, get_args

from bench.updates import TOKEN
from bot.sealing import Seals
from faq.loading import load
from handlers.buttons import BOUNDS, NAMED, PLACES, key
from handlers.codes import CODES
from tests.house.sources import ROOT

SEALS = Seals(TOKEN)
SHELF = load(ROOT / "faq" / "entries")
SHELVES: list[Iterable[str]] = [
    SHELF.entries,
    SHELF.subjects,
    SHELF.templates,
    SHELF.deadlines,
    SHELF.appeals,
]
SHELVES += [SHELF.authorities, SHELF.routes, SHELF.steps, SHELF.kinds, SHELF.offices]  # in the order of NAMED
KEYS = {name: [key(id_) for id_ in ids] for name, ids in zip(NAMED, SHELVES, strict=True)}
LIKELY = {"department": ("main", "other"), "language": ("ru", "en", "kk", "tt"), "target": ("", "main", "12")}
ODD = (
    *("", "0", "-1", "1", "-0", "+1", "01", "1.5", "1e3", "1_0", " 1", "²", "٣", "9" * 19, "9" * 30, "0x1"),
    *("9223372036854775807", "9223372036854775808", "None", "True", "\x00", "\n", "\ud800", "\u202e", "я"),
    *(
        "../x",
        "{0}",
        "%s",
        "*",
        "a" * 16,
        "f" * 64,
        ".",
        "main",
        "'",
        '"',
        "<b>",
        "😀",
        "e:e",
        "2026000000001",
    ),
)


class Presses:
    """Data of presses by chance; `tickets` and `people` are those that are there."""

    def __init__(self, chance: random.Random, tickets: Sequence[int], people: Sequence[int]) -> None:
        self._chance = chance
        self._likely: dict[str, Sequence[Any]] = {**KEYS, **LIKELY, "ticket_id": tickets, "ticket": tickets}
        self._likely |= dict.fromkeys(("person", "operator_id"), people)

    def data(self, chat_id: int) -> str:
        """What a press in that chat brings: most often a button of ours, else nobody's."""
        plain = self.plain()
        match self._chance.randrange(10):
            case 0:
                return plain
            case 1:
                return self._spoilt(SEALS.sealed(_encodable(plain), chat_id))
            case 2:
                return SEALS.sealed(_encodable(plain), chat_id + 1)
            case _:
                return SEALS.sealed(_encodable(plain), chat_id)

    def plain(self) -> str:
        """The same without a seal; it need not be a button."""
        code = self._chance.choice([*CODES])
        values = [self._value(name, hint) for name, hint in PLACES[CODES[code]]]
        match self._chance.randrange(12):
            case 0 if values:
                values[self._chance.randrange(len(values))] = self._chance.choice(ODD)
            case 1:
                values.append(self._chance.choice(ODD))
            case 2 if values:
                values.pop()
            case 3:
                return self._spoilt(":".join([code, *values]))
        return ":".join([code, *values])

    def _value(self, name: str, hint: Any) -> str:
        if isinstance(hint, UnionType):
            if self._chance.random() < 0.3:
                return ""
            hint = next(one for one in get_args(hint) if one is not type(None))
        if name in self._likely and self._chance.random() < 0.95:
            return str(self._chance.choice(self._likely[name]))
        if issubclass(hint, Enum):
            return str(self._chance.choice([*hint]).value)
        if hint is str:
            return self._chance.choice(ODD)
        least, most = BOUNDS.get(name, (0, 2**63 - 1))
        return str(self._chance.choice((least, least + 1, most, self._chance.randint(0, 20))))

    def _spoilt(self, data: str) -> str:
        at = self._chance.randrange(len(data) + 1)
        other = self._chance.choice((*ODD, ":", "::"))
        return self._chance.choice((data[:at], data[:at] + other + data[at:], data[at:], data[:at] + data))


def _encodable(data: str) -> str:
    """A seal is made of bytes; lone surrogates have none."""
    return data.encode("utf-8", "replace").decode()
