"""«У меня тоже»: a resident has the same trouble, or wants to hear when it is over."""

from __future__ import annotations

from desk.incident import IncidentOver
from desk.people import Resident
from desk.records import Records


async def wait(incident_id: int, affected: bool, resident: Resident, records: Records) -> None:
    """They are told of its end, and are counted, once, when it is so with them. Raises IncidentOver."""
    incident = await records.incidents.get(incident_id)
    if incident is None or not incident.is_running:
        raise IncidentOver()
    records.rolls.join(incident.waiting.roll, resident.id)
    if affected:
        records.rolls.join(incident.affected.roll, resident.id)
