"""What is sealed: a column says so itself; a value on its way there knows its row and its owner."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Column, Table

# Owners that are nobody: beyond all ids of Telegram, which have 52 bits.
HOUSE = -(2**62)  # what is no resident's, or must not be known to be
SEARCH = HOUSE + 1  # not for words: for their hashes
DAYS = HOUSE + 2**32  # raw updates, by the day they came
RETIRED = 2**60  # added to the owner of a key that opens, and seals no more


class Owner(NamedTuple):
    """Whose key it is: a resident's id, or a ticket's whose resident has to be found."""

    id: int
    by_ticket: bool = False


@dataclass(frozen=True, slots=True)
class Sealed:
    """How a column is sealed. `row`: columns that tell its rows apart and never change."""

    row: tuple[str, ...]
    owner: Callable[[Mapping[str, Any]], Owner]
    is_hashed: bool = False  # its words, each by itself: they are compared and never read
    may_lack: bool = False  # what does not open is taken as missing; else whoever reads it is held up


def sealed(
    *row: str, of: Callable[[Mapping[str, Any]], Owner], is_hashed: bool = False, may_lack: bool = False
) -> dict[Any, Any]:
    """For `Column(…, info=…)`."""
    return {Sealed: Sealed(row, of, is_hashed, may_lack)}


class Lost(str):
    """A text that does not open: none for whoever reads it. Written again it stays as it stood: `stored`."""

    stored: str

    def __new__(cls, stored: str) -> Lost:
        lost = super().__new__(cls)
        lost.stored = stored
        return lost


def resident(name: str) -> Callable[[Mapping[str, Any]], Owner]:
    """The resident whose id stands in that column."""
    return lambda values: Owner(values[name])


def ticket(name: str) -> Callable[[Mapping[str, Any]], Owner]:
    """The resident of the ticket whose id stands in that column."""
    return lambda values: Owner(values[name], by_ticket=True)


def nobody(_: Mapping[str, Any]) -> Owner:
    """No resident, or none that may be told from it."""
    return Owner(HOUSE)


def day(name: str) -> Callable[[Mapping[str, Any]], Owner]:
    """The day of that moment: what is kept for days only."""
    return lambda values: Owner(day_of(values[name]))


def day_of(moment: datetime) -> int:
    """The owner of a day's key; days follow each other."""
    return DAYS + moment.astimezone(UTC).toordinal()


class Secret(NamedTuple):
    """A value that is to be sealed in that column, in the row that these values tell."""

    column: Column[Any]
    said: Any
    values: Mapping[str, Any]

    @property
    def row(self) -> tuple[Any, ...]:
        """What tells its row apart."""
        return tuple(self.values[name] for name in self.how.row)

    @property
    def owner(self) -> Owner:
        """Whose key it is sealed with."""
        return self.how.owner(self.values)

    @property
    def how(self) -> Sealed:
        """As the column has it."""
        found: Sealed = self.column.info[Sealed]
        return found

    @property
    def place(self) -> str:
        """What is authenticated with it."""
        return place(self.column, self.row)


def place(of: Column[Any], row: Iterable[Any]) -> str:
    """Table, column and row, the same on either database."""
    told = [one.astimezone(UTC).isoformat() if isinstance(one, datetime) else str(one) for one in row]
    return "|".join((of.table.name, of.name, *told))


def secrets(of: Table, values: dict[str, Any]) -> dict[str, Any]:
    """A row's values, those of sealed columns as Secrets."""
    return values | {one.name: Secret(one, values[one.name], values) for one in sealed_columns(of)}


@cache
def sealed_columns(of: Table) -> tuple[Column[Any], ...]:
    """Those of a table."""
    return tuple(one for one in of.columns if Sealed in one.info)
