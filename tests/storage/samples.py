"""Values to write down: ordinary ones, and those that break careless storage."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from desk.addressee import ToResident, ToThread
from desk.letters import Letter, Relay, Say
from desk.people import Resident
from desk.question import Question
from desk.source import Source
from desk.ticket import Ticket, ticket_id

AT = datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

ANNA = Resident(id=7_000_000_001, name="Анна Петрова")
GROUP = -1002345678901  # a supergroup's id needs more than 32 bits
NUMBER = ticket_id(2026, 1)

TICKET = Ticket(
    id=NUMBER,
    resident_id=ANNA.id,
    department_id="family",
    subject="Семья и дети",
    opened_at=AT,
    promised_at=AT + timedelta(hours=4),
)
QUESTION = Question(ANNA.id, 10, "Как получить пособие?", AT)
SAID = Letter(ToResident(ANNA.id), Say("ticket-opened", {"number": "ЕКЦ-2026-000001", "stars": 5}))
PASSED_ON = Letter(ToThread(NUMBER), Relay((Source(ANNA.id, 10),), NUMBER))

TEXTS = {
    "emoji": "👨‍👩‍👧‍👦🇷🇺👍🏽 семья",
    "right to left": "שלום \u202eمرحبا\u202c мир",
    "four bytes": "𠜎𝄞𐍈",
    "combining": "й" + "\u0301" * 50 + "e\u0308",
    "controls": "a\tb\nc\r\n\u200b\u2028\u2029\x7f",
    "quotes": "'; DROP TABLE tickets; -- \"`\\%_?:name",
    "100 kB": "Ж🙂" * 17_000,
    "empty": "",
}
ZONES = (
    UTC,
    ZoneInfo("Europe/Moscow"),
    ZoneInfo("Asia/Kamchatka"),
    ZoneInfo("America/St_Johns"),
    timezone(timedelta(hours=-11, minutes=-45)),
)


def ticket(serial: int, **changed: object) -> Ticket:
    """The `serial`-th ticket of the year."""
    return replace(TICKET, id=ticket_id(2026, serial), **changed)  # type: ignore[arg-type]
