"""Who comes to the dashboard: by a link, once, in time; and only as long as they may."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.choices.link import Link
from desk.deed import Deed
from desk.entering import enter, holder, invite, known, leave
from desk.errors import NotAllowed
from desk.key import LINK, SESSION, Opens, hashed
from desk.people import Operator, Role
from tests.desk.fakes import FakeRecords
from tests.desk.samples import AT, centre

CHIEF, EDITOR, ADMIN, STRANGER = 31, 32, 900, 99
HERE = replace(centre(), supervisors=(CHIEF,), editors=(EDITOR,), pages="https://figures.example")
SECOND = timedelta(seconds=1)


async def link(records: FakeRecords, person: int = CHIEF) -> str:
    said = await invite(person, records, HERE, AT)
    ((button,),) = said.choices
    assert isinstance(button.choice, Link)
    return button.choice.url.rpartition("/")[2]


async def test_a_link_gives_a_session_and_is_used_up() -> None:
    records = FakeRecords()
    key = await link(records)
    session = await enter(key, records, HERE, AT + LINK - SECOND)
    assert session is not None and session != key
    assert await enter(key, records, HERE, AT) is None
    assert await holder(session, records, HERE, AT) == Operator(CHIEF, "", Role.SUPERVISOR)
    assert [(one.deed, one.by_id) for one in records.acts.all] == [(Deed.DASHBOARD, CHIEF)]
    assert list(records.keys.all) == [hashed(session)], "of keys only hashes are kept"


async def test_a_link_ends_and_a_session_ends() -> None:
    records = FakeRecords()
    late, soon = await link(records), await link(records)
    assert await enter(late, records, HERE, AT + LINK) is None
    session = await enter(soon, records, HERE, AT)
    assert session is not None
    assert await holder(session, records, HERE, AT + SESSION - SECOND) is not None
    assert await holder(session, records, HERE, AT + SESSION) is None


async def test_one_does_not_do_for_the_other() -> None:
    records = FakeRecords()
    key = await link(records)
    assert await holder(key, records, HERE, AT) is None
    session = await enter(key, records, HERE, AT)
    assert session is not None and await enter(session, records, HERE, AT) is None
    await leave(hashed(session), records)
    assert await holder(session, records, HERE, AT) is not None, "a hash opens and ends nothing"
    await leave(session, records)
    assert await holder(session, records, HERE, AT) is None


async def test_who_is_dismissed_meanwhile_does_not_come_in_and_sees_nothing() -> None:
    records = FakeRecords()
    key, session = await link(records), await enter(await link(records), records, HERE, AT)
    assert session is not None
    later = replace(HERE, supervisors=())
    assert await enter(key, records, later, AT) is None
    assert await holder(session, records, later, AT) is None


@pytest.mark.parametrize(
    ("person", "role"),
    [(CHIEF, Role.SUPERVISOR), (EDITOR, Role.EDITOR), (ADMIN, Role.ADMIN), (STRANGER, None)],
)
async def test_it_is_for_supervisors_editors_and_administrators(person: int, role: Role | None) -> None:
    found = await known(person, FakeRecords(), HERE)
    assert (found.role if found else None) is role


async def test_of_the_appointed_it_is_for_supervisors() -> None:
    records = FakeRecords()
    records.staff.appoint(Operator(51, "Ольга"), AT)
    records.staff.appoint(Operator(52, "Павел", Role.SUPERVISOR), AT)
    assert await known(51, records, HERE) is None
    assert await known(52, records, HERE) == Operator(52, "Павел", Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        await invite(51, records, HERE, AT)


async def test_without_an_address_it_says_what_to_set_and_keeps_nothing() -> None:
    records = FakeRecords()
    assert (await invite(CHIEF, records, replace(HERE, pages=""), AT)).phrase == "dashboard-off"
    assert not records.keys.all


async def test_a_key_says_what_it_opens() -> None:
    records = FakeRecords()
    key = await link(records)
    kept = await records.keys.get(hashed(key))
    assert kept is not None and kept.opens is Opens.LINK and key not in repr(kept)
