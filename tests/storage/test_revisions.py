"""Revisions of the knowledge base, and what waits to become one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.revision import DRAFT_KEPT, Draft, Origin, Revision
from faq.publishing import Figures
from storage.records import Storage
from storage.writer import Conflict
from tests.desk.fakes import FakeStorage
from tests.storage.samples import AT

Records = Storage | FakeStorage
FILES = {"entries/тема.toml": "\ufeff# «ё» 🏠\r\n".encode(), "channels.toml": b""}
FIRST = Revision(1, AT, Origin.FILES, "a" * 64)
SECOND = Revision(2, AT, Origin.CHAT, "b" * 64, 7_000_000_001, "Елена", "tko.toml", Figures(10, 9, 1, 0))
DRAFT = Draft(
    1_764_000_000_000,
    7_000_000_001,
    2,
    AT,
    FILES,
    None,
    "tko.toml",
    True,
    Figures(10, 9, 1, 0),
    Figures(10, 8, 2, 1),
)


async def publish(records: Records, *revisions: Revision) -> None:
    for one in revisions:
        async with records.visit(AT) as visit:
            visit.revisions.add(one, FILES)
            await visit.commit()


async def test_before_the_first_there_is_none(records: Records) -> None:
    async with records.visit(AT) as visit:
        assert await visit.revisions.newest() is None
        assert await visit.revisions.newest_id() == 0
        assert await visit.revisions.latest(10) == []
        assert await visit.revisions.files(1) is None


async def test_the_newest_answers_and_the_others_are_kept(records: Records) -> None:
    await publish(records, FIRST, SECOND)
    async with records.visit(AT) as visit:
        assert await visit.revisions.newest() == SECOND
        assert await visit.revisions.newest_id() == 2
        assert await visit.revisions.latest(10) == [SECOND, FIRST]
        assert await visit.revisions.latest(1) == [SECOND]
        assert await visit.revisions.files(1) == FILES


async def test_files_once_published_are_known_again(records: Records) -> None:
    await publish(records, FIRST, SECOND)
    async with records.visit(AT) as visit:
        assert await visit.revisions.knows("a" * 64)
        assert not await visit.revisions.knows("c" * 64)


async def test_of_two_who_publish_at_once_the_second_is_told(records: Records) -> None:
    await publish(records, FIRST)
    with pytest.raises(Conflict):
        await publish(records, replace(FIRST, digest="c" * 64))
    async with records.visit(AT) as visit:
        assert await visit.revisions.newest() == FIRST


@pytest.mark.parametrize("draft", [DRAFT, replace(DRAFT, returns_to=1, change={}, below_bar=False)])
async def test_a_draft_waits_as_it_was_made(records: Records, draft: Draft) -> None:
    async with records.visit(AT) as visit:
        visit.revisions.save_draft(draft)
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.revisions.draft(draft.admin_id) == draft
        assert await visit.revisions.draft(1) is None


async def test_an_administrator_has_one_draft_and_may_drop_it(records: Records) -> None:
    later = replace(DRAFT, id=DRAFT.id + 1, note="fam.toml")
    for one in (DRAFT, later):
        async with records.visit(AT) as visit:
            visit.revisions.save_draft(one)
            await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.revisions.draft(DRAFT.admin_id) == later
        visit.revisions.drop_draft(DRAFT.admin_id)
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.revisions.draft(DRAFT.admin_id) is None


def test_a_draft_does_not_wait_for_ever() -> None:
    assert DRAFT.is_waiting(AT + DRAFT_KEPT - timedelta(seconds=1))
    assert not DRAFT.is_waiting(AT + DRAFT_KEPT)
