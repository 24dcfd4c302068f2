"""What was typed about a resident for the register: beside it, so that it can go while the chain holds.

An act has the hash of its note and of a salt that is kept here; without the salt nobody can guess it.
Decision 78.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Table, Text, bindparam, column, insert, select, table

from desk.act import Act
from desk.chain import NOTE_HASH, hash_of_note
from storage.readers import Reader
from storage.schema import metadata
from storage.sealed import resident, sealed
from storage.sealed import secrets as sealing
from storage.vault import MARK_IN_TEXT
from storage.writer import Change

SALT = 16  # bytes

act_notes = Table(
    "act_notes",
    metadata,
    Column("note_hash", Text, primary_key=True),
    Column("person_id", BigInteger, nullable=False),
    Column("words", Text, nullable=False, info=sealed("note_hash", of=resident("person_id"), may_lack=True)),
    Index(None, "person_id"),
)
ADD = insert(act_notes)
_ACTS = table("acts", column("number", BigInteger), column("note", Text))
_BETWEEN = (
    select(act_notes, _ACTS.c.number)
    .join(_ACTS, _ACTS.c.note == act_notes.c.note_hash)
    .where(
        _ACTS.c.number >= bindparam("first", type_=BigInteger),
        _ACTS.c.number <= bindparam("last", type_=BigInteger),
    )
)


def apart(act: Act) -> tuple[Act, Change | None]:
    """The act as it is chained, and its note, where it is about a resident's ticket."""
    if act.ticket_id is None or act.person_id is None or not act.note:
        return act, None
    words = f"{secrets.token_hex(SALT)} {act.note}"
    hash_ = hash_of_note(words)
    values = {"note_hash": hash_, "person_id": act.person_id, "words": words}
    return replace(act, note_hash=hash_), Change(ADD, sealing(act_notes, values))


def joined(note: str, words: str | None) -> dict[str, Any]:
    """The fields of an act that tell its note: as it was typed, or nothing when that is gone."""
    if not NOTE_HASH.fullmatch(note):
        return {"note": note}
    return {"note": (words or "").partition(" ")[2], "note_hash": note}


async def between(reader: Reader, numbers: Sequence[object]) -> dict[int, str]:
    """Number of an act → the words kept beside it, with their salt; "": damaged. Others are not there.

    Nor are those that cannot be opened for want of keys.
    """
    known = [one for one in numbers if isinstance(one, int)]
    if not known:
        return {}
    found = await reader.execute(_BETWEEN, {"first": min(known), "last": max(known)})
    every = [(row.number, row.words) for row in found]
    return {number: words for number, words in every if not (words or "").startswith(MARK_IN_TEXT)}
