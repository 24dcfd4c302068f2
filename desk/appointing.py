"""Who becomes an operator, and who is one no longer."""

from __future__ import annotations

from datetime import datetime

from desk.act import about
from desk.centre import Centre
from desk.deed import Deed
from desk.errors import StillListed
from desk.people import Operator
from desk.records import Records
from desk.rights import check


def appoint(person: Operator, by: Operator, records: Records, at: datetime) -> None:
    """Make somebody an operator. Raises NotAllowed."""
    check(Deed.APPOINT, by)
    records.staff.appoint(person, at)
    records.acts.add(about(Deed.APPOINT, by, at, person.id, person.name))


def dismiss(person: Operator, by: Operator, records: Records, centre: Centre, at: datetime) -> None:
    """No operator any longer. Raises NotAllowed; StillListed for somebody whom the settings name."""
    check(Deed.DISMISS, by)
    if person.id in centre.listed:
        raise StillListed(name=person.name)
    records.staff.dismiss(person.id)
    records.acts.add(about(Deed.DISMISS, by, at, person.id, person.name))
