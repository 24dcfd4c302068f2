"""Where a resident lives, as they tell it."""

from __future__ import annotations

from datetime import datetime

from desk.addressee import ToResident
from desk.form import Form, Purpose
from desk.letters import Letter, Say, brought_up_to_date
from desk.people import Resident
from desk.records import Records
from desk.source import Source
from desk.ticket import Ticket


def ask(said: Say, resident: Resident, records: Records, at: datetime) -> None:
    """Offer what `said` offers; they may also write where they live."""
    if said.choices:
        records.residents.save(resident.filling(Form(Purpose.HOME).asking("home", at)))
    records.outbox.add(Letter(ToResident(resident.id), said))


def live_in(
    municipality: str | None,
    resident: Resident,
    ticket: Ticket | None,
    asked: Source | None,
    records: Records,
) -> None:
    """There, or they would rather not say (None). The card of an open ticket shows it at once.

    `asked`: the message with the list, which turns into the answer; None when they have written it.
    """
    if resident.form is not None and resident.form.purpose is Purpose.HOME:
        resident = resident.filling(None)
    records.residents.save(resident.living_in(municipality))
    said = Say("municipality-forgotten", replacing=asked)
    if municipality is not None:
        said = Say("municipality-kept", {"place": municipality}, replacing=asked)
    records.outbox.add(Letter(ToResident(resident.id), said))
    if ticket is not None and ticket.is_open:
        for letter in brought_up_to_date(ticket.id, retitle=False):
            records.outbox.add(letter)
