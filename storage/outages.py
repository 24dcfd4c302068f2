"""When it is the database that fails, and not what was asked of it."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

# Classes of SQLSTATE (PostgreSQL, appendix A) that speak of the server, not of the statement:
# connection, read-only, rolled back, resources, shut down, system error, internal error.
AWAY = frozenset(("08", "25", "40", "53", "57", "58", "XX"))
DAMAGED = ("malformed", "not a database")  # SQLite has no class of its own for these


class DatabaseUnusable(Exception):
    """The database cannot be used; the text says what and how to mend, for an administrator."""


class Unavailable(Exception):
    """The database does not answer, or cannot be read or written: try later.

    Nothing was kept, unless PostgreSQL went away in the very moment of the commit; a visit that is
    tried again finds that out by AlreadyDone.
    """


def outage(error: Exception) -> Unavailable | None:
    """Unavailable, when that is what an error of a connection means; None when the asker is at fault."""
    if isinstance(error, DBAPIError):
        its_own = isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated
        sqlstate = getattr(error.orig, "sqlstate", None) or ""
        damaged = any(sign in str(error.orig) for sign in DAMAGED)
        return Unavailable(str(error.orig)) if its_own or damaged or sqlstate[:2] in AWAY else None
    if isinstance(error, sqlite3.DatabaseError) and any(sign in str(error) for sign in DAMAGED):
        return Unavailable(str(error))
    if isinstance(error, PendingRollbackError):  # somebody else has met the outage on this connection before
        return Unavailable("the connection was lost")
    if isinstance(error, OSError | NoConnectionLeft | sqlite3.OperationalError | sqlite3.InterfaceError):
        return Unavailable(str(error) or type(error).__name__)
    return None
