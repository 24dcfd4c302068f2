"""What the passing of time brings about in incidents: they end, and those who wait are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal

from desk import incident_pages
from desk.addressee import ToChat
from desk.centre import Centre
from desk.incident import Incident, IncidentState
from desk.letters import Lane, Letter, Say
from desk.records import Records


async def going_on(records: Records) -> list[int]:
    """Those that want to be looked at."""
    return [one.id for one in await records.incidents.running()]


async def attend(incident_id: int, records: Records, centre: Centre, at: datetime) -> None:
    """What is due with it now."""
    incident = await records.incidents.get(incident_id)
    if incident is None or not incident.is_running:
        return
    now = incident
    if at >= incident.ends_at:
        now = incident.ended(IncidentState.EXPIRED)
        records.campaigns.save(incident_pages.over(now, at))
        _tell_staff("incident-ran-out", now, records, centre)
    elif at >= incident.ask_at and not incident.asked:
        now = replace(incident, asked=True)
        _tell_staff("incident-ask", now, records, centre)
    voices = await incident_pages.voices(now, records)
    if now.card is not None and (voices.mark != now.shown or not now.is_running):
        card = incident_pages.repainted(now, voices, centre)
        records.outbox.add(Letter(ToChat(now.card.chat_id), card, Lane.CARDS))
        now = now.showing(voices)
    if now is not incident:
        records.incidents.save(now)


def _tell_staff(
    phrase: Literal["incident-ask", "incident-ran-out"], incident: Incident, records: Records, centre: Centre
) -> None:
    chat_id = incident.card.chat_id if incident.card is not None else next(iter(centre.departments.chats()))
    choices = incident_pages.going_on(incident) if incident.is_running else ()
    args: dict[str, str | int] = {"number": incident.id, "notice": incident.said}
    records.outbox.add(Letter(ToChat(chat_id), Say(phrase, args, choices), Lane.NOTICES))
