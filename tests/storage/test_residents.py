"""Residents are kept as they were saved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.form import Form, Purpose
from storage.records import Storage
from tests.desk.fakes import FakeStorage
from tests.storage.samples import ANNA, AT, NUMBER, TEXTS, ZONES

Records = Storage | FakeStorage


async def test_a_stranger_is_not_known(records: Records) -> None:
    async with records.visit(AT) as visit:
        assert await visit.residents.get(ANNA.id) is None


async def test_a_saved_resident_is_known_to_the_next_visit(records: Records) -> None:
    saved = replace(ANNA, consent_version=2, consent_at=AT, reachable=False, commenting=NUMBER)
    saved = saved.living_in("Икрянинский район")
    async with records.visit(AT) as visit:
        visit.residents.save(saved)
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.residents.get(ANNA.id) == saved


async def test_saving_again_replaces_everything(records: Records) -> None:
    for one in (replace(ANNA, wants_person=True, commenting=5, prompted_at=AT), ANNA):
        async with records.visit(AT) as visit:
            visit.residents.save(one)
            await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.residents.get(ANNA.id) == ANNA


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
async def test_a_form_comes_back_as_far_as_it_was_filled_in(records: Records, text: str) -> None:
    form = Form(Purpose.APPEAL).filled(what=text, where="").asking("ask", AT)
    beside = Form(Purpose.DEADLINE).filled(deadline="d").asking("day", AT)
    for one in (
        ANNA.filling(form),
        ANNA.filling(form).unprompted(),
        ANNA.filling(form).filling(beside),
        ANNA,
    ):
        async with records.visit(AT) as visit:
            visit.residents.save(one)
            await visit.commit()
        async with records.visit(AT) as visit:
            assert await visit.residents.get(ANNA.id) == one


async def test_a_visit_sees_what_it_has_saved(records: Records) -> None:
    async with records.visit(AT) as visit:
        visit.residents.save(ANNA)
        visit.residents.save(ANNA.speaking("tt"))
        assert await visit.residents.get(ANNA.id) == ANNA.speaking("tt")


async def test_nothing_is_kept_without_commit(records: Records) -> None:
    async with records.visit(AT) as visit:
        visit.residents.save(ANNA)
    async with records.visit(AT) as visit:
        assert await visit.residents.get(ANNA.id) is None


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
async def test_any_name_comes_back_letter_by_letter(records: Records, text: str) -> None:
    async with records.visit(AT) as visit:
        visit.residents.save(ANNA.known_as(text))
        await visit.commit()
    async with records.visit(AT) as visit:
        kept = await visit.residents.get(ANNA.id)
        assert kept is not None
        assert kept.name == text


@pytest.mark.parametrize("zone", ZONES, ids=str)
async def test_a_moment_comes_back_aware_whatever_zone_it_had(storage: Storage, zone: object) -> None:
    local = AT.astimezone(zone)  # type: ignore[arg-type]
    async with storage.visit(AT) as visit:
        visit.residents.save(ANNA.consenting(1, local))
        await visit.commit()
    async with storage.visit(AT) as visit:
        kept = await visit.residents.get(ANNA.id)
        assert kept is not None
        assert kept.consent_at == AT
        assert kept.consent_at.utcoffset() is not None
        assert kept.consent_at.microsecond == AT.microsecond
