"""The keys of residents, each wrapped by a master key; and values sealed with them as they are written.

Stores hand over `Secret`s; the writer has them sealed in its transaction, with one look for all the keys of
a batch. Decision 70.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    LargeBinary,
    Select,
    Table,
    Text,
    bindparam,
    column,
    delete,
    or_,
    select,
    table,
)

from storage.outages import DatabaseUnusable, Unavailable
from storage.readers import Reader
from storage.schema import metadata
from storage.sealed import HOUSE, RETIRED, SEARCH, Lost, Secret
from storage.upserts import adding
from storage.vault import Broken, Key, Vault, hashed, in_text, seal

log = logging.getLogger(__name__)

KEPT = 10_000  # unwrapped keys, and owners of tickets, that are remembered
AT_ONCE = 256  # of them in one look

vault_keys = Table(
    "vault_keys",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("owner", BigInteger, nullable=False, unique=True),
    Column("master", Text, nullable=False),  # the name of the master key that wraps it
    Column("wrapped", LargeBinary, nullable=False),
)
_THEIRS = bindparam("key", type_=BigInteger)
DESTROY = delete(vault_keys).where(
    or_(vault_keys.c.owner == _THEIRS, vault_keys.c.owner == _THEIRS + RETIRED)
)
_MASTERS = select(vault_keys.c.master).distinct()
_ONE_OF = select(vault_keys).where(vault_keys.c.master == bindparam("key")).limit(1)
_TICKETS = table("tickets", column("id", BigInteger), column("resident_id", BigInteger))


class Sealing:
    """A database's keys, unwrapped as they are needed."""

    def __init__(self, vault: Vault, dialect: str) -> None:
        self.vault = vault
        self.damaged: set[str] = set()  # places of texts that did not open
        self._keys: dict[int, Key] = {}
        self._residents: dict[int, int] = {}  # of tickets
        self._add = adding(vault_keys, dialect).on_conflict_do_nothing(index_elements=["owner"])

    async def fits(self, reader: Reader) -> None:
        """Whether all that is sealed can be opened. Raises DatabaseUnusable: it says what is missing."""
        for (name,) in await reader.execute(_MASTERS):
            if name not in self.vault.names:
                raise DatabaseUnusable(
                    f"База зашифрована ключом «{name}», а его нет. Впишите его: переменная "
                    "CONTACT_CENTER__VAULT__KEYS или файл vault.keys_file."
                )
            row = (await reader.execute(_ONE_OF, {"key": name})).first()
            try:
                self.vault.unwrap(*row)
            except Broken as error:
                raise DatabaseUnusable(
                    f"Ключ «{name}» не тот, которым зашифрована база. Впишите прежний."
                ) from error

    async def seal(self, rows: Sequence[dict[str, Any]], connection: Reader) -> Sequence[dict[str, Any]]:
        """The rows as they are to be written. Keys that are missing are made in the same transaction."""
        found = [one for row in rows for one in row.values() if type(one) is Secret]
        if not found:
            return rows
        keys = await self._keys_for(found, connection) if self.vault.is_on else {}
        return [
            {name: self._sealed(one, keys) if type(one) is Secret else one for name, one in row.items()}
            for row in rows
        ]

    async def destroy(self, owner: int, connection: Reader) -> None:
        """What was sealed with that owner's key cannot be read any more once this is committed."""
        await connection.execute(DESTROY, {"key": owner})
        for key_id in [one.id for one in self._keys.values() if one.owner in (owner, owner + RETIRED)]:
            del self._keys[key_id]
        self._residents = {one: whose for one, whose in self._residents.items() if whose != owner}

    async def hashed(self, words: Sequence[str], reader: Reader) -> Sequence[str]:
        """Words as they stand in a hashed column; none when the vault is off, or nothing was hashed yet."""
        if not self.vault.is_on:
            return ()
        key = (await self._of_owners({SEARCH}, reader)).get(SEARCH)
        return [hashed(key, one) for one in words] if key is not None else ()

    async def keys(self, numbers: set[int], reader: Reader) -> Mapping[int, Key | None]:
        """Those of these numbers that were not destroyed; None: it was damaged. Raises Unavailable."""
        found: dict[int, Key | None] = {one: self._keys[one] for one in numbers if one in self._keys}
        for part in _parts(numbers - found.keys()):
            for row in await reader.execute(_keys(_BY_NUMBER, len(part)), _named(part)):
                try:
                    found[row.id] = self._unwrapped(row)
                except Broken:
                    found[row.id] = None
        return found

    def lost(self, place: str, stored: str) -> Lost:
        """A text that does not open and may lack. It is told once."""
        if place not in self.damaged and len(self.damaged) < KEPT:
            self.damaged.add(place)
            log.error(
                "%s does not open and is taken as missing; `contact-center doctor` lists such rows", place
            )
        return Lost(stored)

    def _sealed(self, one: Secret, keys: Mapping[int, Key]) -> Any:
        if isinstance(one.said, Lost):
            return one.said.stored
        if not (one.said and self.vault.is_on):
            return one.said
        if one.how.is_hashed:
            return f" {' '.join(hashed(keys[SEARCH], word) for word in one.said.split())} "
        key = keys[self._owner(one)]
        if isinstance(one.said, str):
            return in_text(seal(key, one.place, one.said.encode()))
        return seal(key, one.place, one.said)

    def _owner(self, one: Secret) -> int:
        if one.how.is_hashed:
            return SEARCH
        # Without its ticket nobody knows whose it is.
        return self._residents.get(one.owner.id, HOUSE) if one.owner.by_ticket else one.owner.id

    async def _keys_for(self, found: Sequence[Secret], connection: Reader) -> dict[int, Key]:
        """By owner. A resident writes to a ticket in the very transaction that opens it."""
        for one in found:
            if one.column.table.name == _TICKETS.name:
                _remember(self._residents, one.row[0], one.owner.id)
        wanted = {one.owner.id for one in found if one.owner.by_ticket} - self._residents.keys()
        for part in _parts(wanted):
            for row in await connection.execute(_residents_of(len(part)), _named(part)):
                _remember(self._residents, row.id, row.resident_id)
        owners = {self._owner(one) for one in found if one.said}
        keys = await self._of_owners(owners, connection)
        # In one order, so that no two processes wait for each other.
        for owner in sorted(owners - keys.keys()):
            key = self.vault.make(owner)
            values = {
                "id": key.id,
                "owner": owner,
                "master": self.vault.newest,
                "wrapped": self.vault.wrap(key),
            }
            await connection.execute(self._add, values)
        return keys | await self._of_owners(owners - keys.keys(), connection)

    async def _of_owners(self, owners: set[int], reader: Reader) -> dict[int, Key]:
        """Those that have one now: another process may have destroyed what is remembered here."""
        found = {}
        for part in _parts(owners):
            for row in await reader.execute(_keys(_BY_OWNER, len(part)), _named(part)):
                found[row.owner] = self._unwrapped(row)
        return found

    def _unwrapped(self, row: Any) -> Key:
        if (known := self._keys.get(row.id)) is not None:
            return known
        try:
            key = self.vault.unwrap(row.id, row.owner, row.master, row.wrapped)
        except KeyError as error:  # it was written by a process that has newer keys
            raise Unavailable(f"no master key «{row.master}» here") from error
        _remember(self._keys, key.id, key)
        return key


_BY_OWNER, _BY_NUMBER = "owner", "id"


@cache
def _keys(by: str, count: int) -> Select[Any]:
    return select(vault_keys).where(_one_of(vault_keys.c[by], count))


@cache
def _residents_of(count: int) -> Select[Any]:
    return select(_TICKETS.c.id, _TICKETS.c.resident_id).where(_one_of(_TICKETS.c.id, count))


def _one_of(one: Any, count: int) -> Any:
    """No IN: the driver must know the statement's length."""
    return or_(*(one == bindparam(f"key_{number}", type_=BigInteger) for number in range(count)))


def _parts(numbers: set[int]) -> Iterable[list[int]]:
    """Lists of few lengths, so that there are few statements: the last number is repeated."""
    left = sorted(numbers)
    for start in range(0, len(left), AT_ONCE):
        part = left[start : start + AT_ONCE]
        yield part + part[-1:] * ((1 << (len(part) - 1).bit_length()) - len(part))


def _named(part: Sequence[int]) -> dict[str, int]:
    return {f"key_{number}": one for number, one in enumerate(part)}


def _remember(kept: dict[int, Any], key: int, one: Any) -> None:
    if len(kept) >= KEPT:
        del kept[next(iter(kept))]
    kept[key] = one
