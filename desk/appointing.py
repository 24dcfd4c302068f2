"""Who becomes an operator, and who is one no longer."""

from __future__ import annotations

from datetime import datetime

from desk.act import about
from desk.centre import Centre
from desk.deed import Deed
from desk.errors import StillListed
from desk.people import Operator
from desk.records import Records


def appoint(person: Operator, by: Operator, records: Records, at: datetime) -> None:
    """Make somebody an operator."""
    records.staff.appoint(person, at)
    records.acts.add(about(Deed.APPOINT, by, at, person.id, person.name))


def dismiss(person: Operator, by: Operator, records: Records, centre: Centre, at: datetime) -> None:
    """No operator any longer. Raises StillListed for somebody whom the settings name."""
    if person.id in centre.listed:
        raise StillListed(name=person.name)
    records.staff.dismiss(person.id)
    records.acts.add(about(Deed.DISMISS, by, at, person.id, person.name))
