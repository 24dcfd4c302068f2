"""Our bot as the bench runs it: webhook, SQLite, and Telegram's limits out of the way."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.process import Program, free_port
from bench.updates import TOKEN
from desk.people import Resident
from desk.records import Thread
from desk.ticket import Ticket, ticket_id
from storage.database import Database
from storage.migrating import migrate
from storage.records import Storage

SECRET = "bench-secret"  # noqa: S105  nobody's secret
GROUPS = 20  # operators' groups: a group takes one call at a time, as Telegram's limit for it is its own
UNLIMITED = "1000000"
NOT_DUE = timedelta(days=30)  # nobody is reminded while the bench runs


class ContactCenter:
    """The bot's process, started and started again on the same addresses and data."""

    def __init__(
        self,
        folder: Path,
        api_url: str,
        encoder: str = "none",
        database_url: str = "",
        more: Mapping[str, str] | None = None,
    ) -> None:
        """`more`: environment variables that differ from the bench's."""
        self.database = folder / "bench.sqlite3"
        self.url = database_url or f"sqlite+aiosqlite:///{self.database}"
        web, hook = free_port(), free_port()
        self.log = folder / f"bot-{web}.log"
        self.ready_url = f"http://127.0.0.1:{web}/ready"
        self.metrics_url = f"http://127.0.0.1:{web}/metrics"
        self.webhook_url = f"http://127.0.0.1:{hook}/telegram"
        prefix = "CONTACT_CENTER__"
        settings = {
            "TELEGRAM__API_URL": api_url,
            "TELEGRAM__MODE": "webhook",
            "TELEGRAM__WEBHOOK__URL": "https://bench.invalid/telegram",
            "TELEGRAM__WEBHOOK__LISTEN": f"127.0.0.1:{hook}",
            "TELEGRAM__WEBHOOK__SECRET": SECRET,
            "TELEGRAM__PACING__OVERALL_PER_SECOND": UNLIMITED,
            "TELEGRAM__PACING__CHAT_PER_SECOND": UNLIMITED,
            "TELEGRAM__PACING__CHAT_BURST": UNLIMITED,
            "TELEGRAM__PACING__GROUP_PER_MINUTE": UNLIMITED,
            "STORAGE__DATABASE_URL": self.url,
            "DEPARTMENTS": json.dumps([{"id": "main", "title": "Отдел", "chat_id": _group(0)}]),
            "FAQ__ENCODER": encoder,  # most figures are of the path; encoders cost what they cost
            "FAQ__VECTORS": str(folder / "vectors.sqlite3"),
            "WEB__LISTEN": f"127.0.0.1:{web}",
        }
        self._environment = {"BOT_TOKEN": TOKEN} | {prefix + name: value for name, value in settings.items()}
        self._environment |= more or {}
        self.runs_as("bot", "run")

    def runs_as(self, *words: str) -> None:
        """From the next start on the process is `python -m words…`."""
        self.program = Program(words, self.log, self._environment)

    async def start(self) -> float:
        """Seconds until it was ready."""
        return await self.program.start(self.ready_url)

    async def open_tickets(self, residents: Iterable[int]) -> None:
        """Before the start: an open ticket, taken by nobody, for each of them, spread over the groups."""
        database = Database.open(self.url)
        await migrate(database)
        storage = Storage(database)
        at = datetime.now(UTC)
        writing = asyncio.ensure_future(storage.writer.serve())
        async with storage.visit(at) as records:
            for serial, resident_id in enumerate(residents, 1):
                one = ticket_id(at.year, serial)
                records.residents.save(Resident(resident_id, "Анна", "ru"))
                records.tickets.add(Ticket(one, resident_id, "main", "Отдел", at, at + NOT_DUE))
                records.threads.save(Thread(one, _group(serial % GROUPS), 100 + serial, 100_000 + serial))
            await records.commit()
        writing.cancel()
        await database.close()


def _group(number: int) -> int:
    return -1_002_000_000_000 - number
