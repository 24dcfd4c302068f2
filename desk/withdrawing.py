"""Consent: what is kept of a resident is told, and the consent can be taken back."""

from __future__ import annotations

from datetime import datetime

from desk.act import Act, with_ticket
from desk.addressee import ToThread
from desk.button import Button
from desk.centre import Centre
from desk.choices.privacy import AskForget, ReadConsent, TakeData, WithdrawConsent
from desk.deed import Deed
from desk.letters import Lane, Letter, Say
from desk.people import Resident
from desk.records import Records, keep, say


def tell(resident: Resident, records: Records, centre: Centre) -> None:
    """What is kept, how long, who answers for it; then whether there is a consent, and what can be done."""
    privacy, kept = centre.privacy, centre.privacy.keep
    told: dict[str, str | int] = {
        "responsible": privacy.who(resident.language) or "—",
        "law": privacy.stays(resident.language),
        "updates_days": kept.updates,
        "letters_days": kept.letters,
        "forms_days": kept.forms,
        "questions_days": kept.questions,
        "tickets_days": kept.tickets,
        "profiles_days": kept.profiles,
    }
    say(Say("privacy", told, in_russian=privacy.lacks(resident.language)), resident, records)
    take = (Button(TakeData(), phrase="button-take-data"),)
    erase = (Button(AskForget(), phrase="button-ask-forget"),)
    if resident.consent_version and resident.consent_at is not None:
        day = centre.day(resident.consent_at).isoformat()
        given: dict[str, str | int] = {"since": day, "version": resident.consent_version}
        withdraw = (Button(WithdrawConsent(), phrase="button-withdraw"),)
        say(Say("privacy-consented", given, (withdraw, take, erase)), resident, records)
    else:
        read = (Button(ReadConsent(), phrase="button-read-consent"),)
        say(Say("privacy-unconsented", choices=(read, take, erase)), resident, records)


async def withdraw(resident: Resident, records: Records, centre: Centre, at: datetime) -> None:
    """The consent is taken back: a person deals with nothing of theirs any more, so open tickets close."""
    if not resident.consent_version:
        say(Say("privacy-unconsented"), resident, records)
        return
    records.residents.save(resident.unprompted().withdrawing())
    note = f"версия {resident.consent_version}"
    records.acts.add(Act(at, Deed.WITHDRAW, resident.id, person_id=resident.id, note=note))
    waiting = await records.tickets.all_open_of(resident.id)
    for ticket in waiting:
        keep(ticket, ticket.closed(at), records)
        records.acts.add(with_ticket(Deed.CLOSE, None, ticket, at))
        said = Say("resident-withdrew")
        records.outbox.add(Letter(ToThread(ticket.id), said, Lane.NOTICES))
    erase = (Button(AskForget(), phrase="button-ask-forget"),)
    again = (Button(ReadConsent(), phrase="button-read-consent"),)
    if waiting:
        closed = {"numbers": ", ".join(one.number for one in waiting)}
        say(Say("consent-withdrawn-closed", closed, (again, erase)), resident, records)
    else:
        say(Say("consent-withdrawn", choices=(again, erase)), resident, records)
