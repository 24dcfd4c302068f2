"""Offices to go to: a resident chooses a kind, then a municipality or a place on the map."""

from __future__ import annotations

from datetime import datetime

from desk.addressee import ToResident
from desk.aid_errors import OfficeGone
from desk.button import Button, Choices
from desk.centre import Centre
from desk.choices.catalogue import ShowMenu
from desk.choices.office import FindOffices, OfficesIn, ShowOfficeKinds
from desk.form import Form, Purpose
from desk.letters import Letter, Offices, Pin, Say
from desk.people import Resident
from desk.personal_data import masked
from desk.records import Records, say
from desk.rows import laid
from desk.source import Source
from faq.office import FAR, Office
from faq.places import own_stems
from faq.wayfinding import at_place, behind_command

AT_ONCE = 3  # offices in a message
SHOWN = 60  # characters of what is not known, in the answer


def search(words: str, resident: Resident, records: Records, centre: Centre, at: datetime) -> None:
    """The kind or the place, or both, that were said behind the command; without any, or of others: which?"""
    shelf = centre.knowledge.shelf
    way = behind_command(words, shelf)
    if way is not None and way.office is not None:
        show_in(way.office, 0, resident, records, centre)
    elif way is not None:
        ask_where(way.kind, resident, records, centre, at)
    elif there := at_place(words, shelf):
        records.outbox.add(Letter(ToResident(resident.id), Offices(there)))
    else:
        show_kinds(resident, records, centre, unknown=words)


def show_kinds(
    resident: Resident,
    records: Records,
    centre: Centre,
    replacing: Source | None = None,
    unknown: str = "",
) -> None:
    """Which kind? Where no office is known, that is said; `unknown`: that this one is not."""
    shelf = centre.knowledge.shelf
    held = {one.kind for one in shelf.offices.values()}
    back = (Button(ShowMenu(), phrase="button-subjects"),)
    kinds: Choices = tuple(
        (Button(FindOffices(one.id), text=one.name(resident.language)),)
        for one in shelf.kinds.values()
        if one.id in held
    )
    if kinds and unknown:
        args: dict[str, str | int] = {"words": masked(unknown)[:SHOWN]}
        say(Say("office-unknown", args, (*kinds, back)), resident, records)
        return
    phrase = "office-kinds" if kinds else "offices-none"
    say(Say(phrase, choices=(*kinds, back), replacing=replacing), resident, records)


def ask_where(
    kind: str,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    replacing: Source | None = None,
) -> None:
    """Offer the municipalities, the resident's own first; a place that is sent next is near what they want.

    Raises OfficeGone.
    """
    shelf = centre.knowledge.shelf
    if kind not in shelf.kinds:
        raise OfficeGone()
    form = Form(Purpose.OFFICE).filled(kind=kind).asking("place", at)
    records.residents.save(resident.filling(form))
    first: dict[str, Office] = {}
    for one in shelf.offices.values():
        if one.kind == kind:
            first.setdefault(one.municipality, one)
    home = own_stems(resident.municipality) if resident.municipality else None
    places = sorted(first.values(), key=lambda one: own_stems(one.municipality) != home)
    part = [Button(OfficesIn(one.id), text=one.municipality) for one in places]
    back = (Button(ShowOfficeKinds(), phrase="button-other-offices"),)
    args: dict[str, str | int] = {"kind": shelf.kinds[kind].name(resident.language)}
    say(Say("office-where", args, (*laid(part), back), replacing=replacing), resident, records)


def show_in(
    office_id: str,
    page: int,
    resident: Resident,
    records: Records,
    centre: Centre,
    replacing: Source | None = None,
) -> None:
    """Those of the same kind and municipality as that office. Raises OfficeGone."""
    every = centre.knowledge.shelf.offices
    if (one := every.get(office_id)) is None:
        raise OfficeGone()
    there = [other.id for other in every.values() if _alike(other, one)]
    shown = there[page * AT_ONCE : (page + 1) * AT_ONCE]
    following = page + 1 if len(there) > (page + 1) * AT_ONCE else None
    if resident.form is not None and resident.form.purpose is Purpose.OFFICE:
        records.residents.save(resident.filling(None))  # the place is told: none is waited for
    told = Offices(tuple(shown), next_page=following, replacing=replacing)
    records.outbox.add(Letter(ToResident(resident.id), told))


def show_near(lat: float, lon: float, resident: Resident, records: Records, centre: Centre) -> None:
    """The nearest of the kind that was chosen; of none, the nearest of every kind. The place is not kept.

    What is far is shown only where nothing is near.
    """
    form = resident.form
    kind = form.values.get("kind") if form is not None and form.purpose is Purpose.OFFICE else None
    ways = {
        one.id: way
        for one in centre.knowledge.shelf.offices.values()
        if (way := one.metres_from(lat, lon)) is not None and kind in (None, one.kind)
    }
    nearest = sorted(ways, key=lambda id_: ways[id_])
    if kind is None:
        kinds = {centre.knowledge.shelf.offices[id_].kind: id_ for id_ in reversed(nearest)}
        nearest = sorted(kinds.values(), key=lambda id_: ways[id_])
    else:
        near = [one for one in nearest if ways[one] < FAR]
        nearest = (near or nearest)[:AT_ONCE]
        records.residents.save(resident.filling(None))
    told = Offices(tuple(nearest), tuple(round(ways[id_]) for id_ in nearest))
    records.outbox.add(Letter(ToResident(resident.id), told))


def show_pin(office_id: str, resident: Resident, records: Records, centre: Centre) -> None:
    """The office on the map. Raises OfficeGone."""
    one = centre.knowledge.shelf.offices.get(office_id)
    if one is None or one.lat is None:
        raise OfficeGone()
    records.outbox.add(Letter(ToResident(resident.id), Pin(office_id)))


def _alike(one: Office, other: Office) -> bool:
    return one.kind == other.kind and one.municipality == other.municipality
