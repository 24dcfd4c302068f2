"""Statements that add a row or replace it, in either database's dialect."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite


@cache
def upsert(table: Table, dialect: str, *key: str) -> Any:
    """Add the row, or replace its other columns when its key (by default the primary one) is there."""
    statement = adding(table, dialect)
    primary = [column.name for column in table.primary_key]
    rest = {name: statement.excluded[name] for name in table.columns.keys() if name not in (*primary, *key)}
    return statement.on_conflict_do_update(index_elements=list(key) or primary, set_=rest)


@cache
def newer(table: Table, dialect: str) -> Any:
    """Add the row, or put the next version in the place of the one that is there; of any other nothing."""
    statement = adding(table, dialect)
    primary = [column.name for column in table.primary_key]
    rest = {name: statement.excluded[name] for name in table.columns.keys() if name not in primary}
    follows = table.c.version == statement.excluded.version - 1
    return statement.on_conflict_do_update(index_elements=primary, set_=rest, where=follows)


@cache
def adding(table: Table, dialect: str) -> Any:
    """The dialect's own insert, which knows ON CONFLICT."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
