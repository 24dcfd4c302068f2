"""A small contact centre: two departments, a few entries, people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from desk.centre import Centre
from desk.department import Department, Departments
from desk.medium import Medium
from desk.people import Operator, Resident, Role
from desk.question import Message
from desk.sla import WorkingHours
from desk.source import Source
from desk.ticket import Ticket, ticket_id
from desk.words import Words
from faq.entry import Entry, Shelf, Subject
from faq.knowledge_base import Match, Sure, Unknown, Unsure, Verdict

MOSCOW = ZoneInfo("Europe/Moscow")
WEEK = {day: (time(9), time(18)) for day in range(5)}
HOURS = WorkingHours(WEEK, MOSCOW)
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday, noon in Moscow
SUNDAY = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
FAMILY = Department("family", "Семья и дети", -1001, HOURS, timedelta(hours=4), ("fam",))
HOUSING = Department("housing", "Жильё", -1002, HOURS, timedelta(hours=8), ("zhku",))
NEIGHBOURS = Department("care", "Опека", -1001, HOURS, timedelta(hours=2))  # works in the family's chat

ANNA = Resident(7001, "Анна", consent_version=1, consent_at=AT)
OLGA = Operator(55, "Ольга")
PAVEL = Operator(56, "Павел")
CHIEF = Operator(57, "Ирина", Role.SUPERVISOR)

BENEFIT = Entry("fam-01", "fam", "Как получить пособие?", "Подайте заявление.")
SCHOOL = Entry("fam-02", "fam", "Как записать в школу?", "Подайте заявление в школу.")
RENT = Entry("zhku-01", "zhku", "Как получить субсидию?", "Подайте заявление в центр.")
ENTRIES = {one.id: one for one in (BENEFIT, SCHOOL, RENT)}

TICKET = Ticket(ticket_id(2026, 1), ANNA.id, "family", "Семья и дети", AT, AT + timedelta(hours=4))
CLOSED = TICKET.closed(AT)
NUMBER = "ЕКЦ-2026-000001"


@dataclass
class FakeKnowledge:
    """Answers as told beforehand; `verdicts` are those to certain texts."""

    verdict: Verdict = field(default_factory=lambda: Unknown(()))
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    asked: list[tuple[str, date]] = field(default_factory=list)
    shelf: Shelf = field(
        default_factory=lambda: Shelf(
            {"fam": Subject("fam", "Семья", 1), "zhku": Subject("zhku", "Жильё", 2)}, ENTRIES, {}, {}
        )
    )

    async def look_up(self, text: str, on: date, municipality: str | None = None) -> Verdict:
        self.asked.append((text, on))
        return self.verdicts.get(text, self.verdict)

    async def in_front(self, text: str, on: date, entries: tuple[Entry, ...]) -> tuple[str, ...]:
        """Those one of whose phrasings the text is."""
        return tuple(one.id for one in entries if text in (one.question, *one.also))

    def entry(self, entry_id: str) -> Entry | None:
        return self.shelf.entries.get(entry_id)


def ranking(*entries: Entry) -> tuple[Match, ...]:
    return tuple(Match(entry, 1 / (place + 1)) for place, entry in enumerate(entries))


def sure(entry: Entry) -> Sure:
    return Sure(entry, ranking(entry, *(one for one in ENTRIES.values() if one is not entry)))


def unsure(*entries: Entry) -> Unsure:
    return Unsure(entries, ranking(*entries))


def unknown(*guesses: Entry) -> Unknown:
    return Unknown(ranking(*guesses))


def centre(verdict: Verdict | None = None) -> Centre:
    return Centre(
        departments=Departments((FAMILY, HOUSING, NEIGHBOURS)),
        knowledge=FakeKnowledge(verdict or unknown()),
        admins=(900, 901),
        consent="Согласие на обработку данных.",
        consent_version=1,
    )


def message(
    text: str = "Здравствуйте",
    number: int = 10,
    chat_id: int = ANNA.id,
    media: str | None = None,
    album: str | None = None,
    quoting: Source | None = None,
    medium: Medium | None = None,
) -> Message:
    return Message(Source(chat_id, number), Words(text), AT, media, album, quoting, medium)
