"""What the register tells of a resident, as they read it themselves: by whose role, never by name."""

from __future__ import annotations

from collections.abc import Mapping

from desk.act import Act
from desk.centre import Centre
from desk.deed import Deed
from desk.ticket import number

PHRASES: Mapping[Deed, str] = {
    Deed.BAN: "my-data-act-ban",
    Deed.UNBAN: "my-data-act-unban",
    Deed.HISTORY: "my-data-act-history",
    Deed.KEPT: "my-data-act-kept",
    Deed.CONSENT: "my-data-act-consent",
    Deed.WITHDRAW: "my-data-act-withdraw",
    Deed.TAKE_DATA: "my-data-act-taken",
    Deed.FORGET: "my-data-act-forget",
}


def is_about(act: Act, person_id: int) -> bool:
    """Not what somebody of the staff, who is a resident as well, has done to others."""
    return act.person_id == person_id or (act.by_id == person_id and act.person_id is None)


def phrase(act: Act) -> str:
    """What happened: to the person, or to a ticket of theirs."""
    if act.deed is Deed.TAKE_DATA and act.by_id is None:
        return "my-data-act-given"
    return PHRASES.get(act.deed, "my-data-act-ticket")


def args(act: Act, day: str) -> dict[str, str | int]:
    """The places of the phrase."""
    if phrase(act) != "my-data-act-ticket":
        return {"since": day}
    return {"since": day, "number": number(act.ticket_id) if act.ticket_id is not None else "—"}


def more(act: Act, person_id: int, centre: Centre) -> dict[str, object]:
    """For programs. What else was noted may be a name of the staff; of a ban it is the reason."""
    told: dict[str, object] = {
        "at": act.at.isoformat(),
        "deed": act.deed.name.lower(),
        "by": _role(act, person_id, centre),
    }
    return told | {"note": act.note} if act.deed is Deed.BAN else told


def _role(act: Act, person_id: int, centre: Centre) -> str:
    if act.by_id is None:
        return "program"
    if act.by_id == person_id:
        return "resident"
    if act.by_id in centre.admins:
        return "admin"
    return "supervisor" if act.by_id in centre.supervisors else "operator"
