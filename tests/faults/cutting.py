"""A wire to PostgreSQL that is cut when a commit has been carried out and nobody has heard of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

SOCKET = ".s.PGSQL.5432"
COMMIT = b"COMMIT;\0"  # as asyncpg says it
PIECE = 1 << 16


class Wire:
    """All connections between the bot and its server. `commits_to_spare` before one is cut; None: all."""

    def __init__(self, server: Path) -> None:
        self._server = server
        self.commits_to_spare: int | None = None
        self.cuts = 0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, both ways, to its end."""
        there, to_there = await asyncio.open_unix_connection(str(self._server))
        back = asyncio.ensure_future(_pass(there, writer))
        with suppress(OSError):
            while said := await reader.read(PIECE):
                if said.endswith(COMMIT) and self._is_cut():
                    back.cancel()
                    await asyncio.wait([back])
                    to_there.write(said)
                    await there.read(PIECE)  # done, as the server says
                    break
                to_there.write(said)
        for end in (writer, to_there):
            end.close()

    def _is_cut(self) -> bool:
        if self.commits_to_spare is None:
            return False
        self.commits_to_spare -= 1
        if self.commits_to_spare >= 0:
            return False
        self.commits_to_spare = None
        self.cuts += 1
        return True


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while said := await reader.read(PIECE):
            writer.write(said)
    writer.close()


@asynccontextmanager
async def wired(url: str, folder: Path) -> AsyncIterator[tuple[Wire, str]]:
    """The wire, and the address of the same database at its near end."""
    [host] = parse_qs(urlsplit(url).query)["host"]
    wire = Wire(Path(host) / SOCKET)
    server = await asyncio.start_unix_server(wire.carry, str(folder / SOCKET))
    try:
        yield wire, url.replace(host, str(folder))
    finally:
        server.close()
