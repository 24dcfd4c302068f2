"""What stores read and write through, whichever database is behind it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Protocol

from sqlalchemy import Executable


class Found(Protocol):
    """What a statement brings: by SQLAlchemy from PostgreSQL, by ourselves from SQLite."""

    @property
    def rowcount(self) -> int:
        """How many rows it has changed."""
        ...

    def __iter__(self) -> Iterator[Any]: ...

    def first(self) -> Any:
        """The first row, None when there is none."""
        ...

    def scalar(self) -> Any:
        """The first row's first value, None when there is no row."""
        ...


class Reader(Protocol):
    """What stores read through."""

    async def execute(self, statement: Executable, parameters: Any = None, /) -> Found:
        """The statement's rows."""
        ...


# A statement with its values, read where nobody waits for it (`Database.aside`).
ReadAside = Callable[[Executable, dict[str, Any]], Awaitable[Found]]


class Writing(Reader, Protocol):
    """A transaction that writes."""

    async def scalar(self, statement: Executable, parameters: Any = None, /) -> Any:
        """The first row's first value, None when there is no row."""
        ...
