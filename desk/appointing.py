"""Who becomes an operator, and who is one no longer."""

from __future__ import annotations

from datetime import datetime

from desk.centre import Centre
from desk.errors import StillListed
from desk.people import Operator
from desk.records import Records


def appoint(person: Operator, records: Records, at: datetime) -> None:
    """Make somebody an operator."""
    records.staff.appoint(person, at)


def dismiss(person: Operator, records: Records, centre: Centre) -> None:
    """No operator any longer. Raises StillListed for somebody whom the settings name."""
    if person.id in centre.listed:
        raise StillListed(name=person.name)
    records.staff.dismiss(person.id)
