"""A forgotten resident's words and key are in no file: the database's, its log's, a new copy's."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from storage.backing_up import back_up
from storage.records import Storage
from storage.sealing import vault_keys
from storage.vault import Vault
from tests.figures import PLAINTEXT
from tests.storage.conftest import VAULT, opened
from tests.storage.postgres import Server
from tests.storage.samples import ANNA, AT, NUMBER
from tests.storage.test_erasure import BORIS, forget, live

CANARY = "зяблик свиристель"  # words of its own: the server's files keep what other tests have said
WORDS = tuple(one.encode() for one in CANARY.split())


async def key(storage: Storage) -> bytes:
    """Anna's, as it is kept."""
    async with storage.database.reader() as reader:
        asked = await reader.execute(select(vault_keys).where(vault_keys.c.owner == ANNA.id))
        return next((bytes(row.wrapped) for row in asked), b"")


def found(files: Iterable[Path], *canaries: bytes) -> int:
    """How many of them stand in these files, and in how many."""
    # A server may put a file away between the list and the look.
    contents = [one.read_bytes() for one in files if one.is_file()]
    return sum(canary in content for content in contents for canary in canaries)


async def boris_is_known(storage: Storage) -> bool:
    async with storage.visit(AT) as visit:
        boris = await visit.residents.get(BORIS.id)
    return boris is not None and boris.name == "Борис ворона"


@pytest.mark.parametrize("vault", [None, VAULT], ids=["plain", "sealed"])
async def test_no_file_of_sqlite_holds_them_nor_does_a_new_copy(
    vault: Vault | None, fresh: Callable[[str], str], record_property: Any
) -> None:
    path = Path((url := fresh("sqlite")).partition("///")[2])
    copy = path.with_name("copy.sqlite3")
    files = [path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))]
    async with opened(url, vault) as storage:
        await live(storage, ANNA, NUMBER, CANARY)
        await live(storage, BORIS, NUMBER + 1, "ворона")
        before = await asyncio.to_thread(found, files, *WORDS)
        assert (before == 0) is (vault is not None)
        wrapped = await key(storage)
        assert await asyncio.to_thread(found, files, wrapped) == (1 if vault else 3)  # b"" is in every file
        await forget(storage)
        with closing(sqlite3.connect(path)) as file:
            busy, _, _ = file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        assert not busy
        await back_up(url, copy)
        canaries = (*WORDS, wrapped) if vault else WORDS
        after = await asyncio.to_thread(found, [*files, copy], *canaries)
        print(f"sqlite, {'sealed' if vault else 'plain'}: canaries before {before}, after erasure {after}")
        record_property(PLAINTEXT, after)
        assert after == 0
        assert await boris_is_known(storage)


async def test_no_file_of_postgresql_ever_holds_them(
    postgres: Server, fresh: Callable[[str], str], tmp_path: Path, record_property: Any
) -> None:
    url = fresh("postgresql")
    async with opened(url, VAULT) as storage:
        await live(storage, ANNA, NUMBER, CANARY)
        await live(storage, BORIS, NUMBER + 1, "ворона")
        wrapped = await key(storage)
        await asyncio.to_thread(postgres.sql, "CHECKPOINT")
        before = await asyncio.to_thread(lambda: found(postgres.files(), *WORDS))
        assert await asyncio.to_thread(lambda: found(postgres.files(), wrapped))
        await forget(storage)
        await asyncio.to_thread(postgres.sql, "\\c migrated\nVACUUM FULL;\nCHECKPOINT")
        await back_up(url, tmp_path / "copy.sqlite3")
        copy = [tmp_path / "copy.sqlite3"]
        after = await asyncio.to_thread(lambda: found([*postgres.files(), *copy], *WORDS))
        print(f"postgresql, sealed: canaries before {before}, after erasure {after}")
        record_property(PLAINTEXT, after)
        assert before == after == 0
        # The log that the server replays after a crash has the key till it is written over.
        tables = [one for one in postgres.files() if "pg_wal" not in one.parts]
        assert await asyncio.to_thread(found, [*tables, *copy], wrapped) == 0
        assert await boris_is_known(storage)
