"""Where a resident lives, as they tell it."""

from __future__ import annotations

from desk.letters import Letter, Say, Source, ToResident, brought_up_to_date
from desk.people import Resident
from desk.records import Records
from desk.ticket import Ticket


def live_in(
    municipality: str | None,
    resident: Resident,
    ticket: Ticket | None,
    asked: Source | None,
    records: Records,
) -> None:
    """There, or they would rather not say (None). The card of an open ticket shows it at once.

    `asked`: the message with the list, which turns into the answer.
    """
    records.residents.save(resident.living_in(municipality))
    said = Say("municipality-forgotten", replacing=asked)
    if municipality is not None:
        said = Say("municipality-kept", {"place": municipality}, replacing=asked)
    records.outbox.add(Letter(ToResident(resident.id), said))
    if ticket is not None and ticket.is_open:
        for letter in brought_up_to_date(ticket.id, retitle=False):
            records.outbox.add(letter)
