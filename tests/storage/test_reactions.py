"""Who put which reaction on a message."""

from __future__ import annotations

from desk.source import Source
from storage.records import Storage
from tests.desk.fakes import FakeStorage
from tests.storage.samples import AT, GROUP, MINUTE

Records = Storage | FakeStorage
HERE = Source(GROUP, 100)


async def put(records: Records, *given: tuple[int, str | None]) -> list[tuple[int, str]]:
    """Reactions of these people, a minute between; gives what stands then."""
    for minute, (person_id, emoji) in enumerate(given):
        async with records.visit(AT) as visit:
            visit.reactions.put(HERE, person_id, emoji, AT + minute * MINUTE)
            visit.reactions.put(Source(GROUP, 101), person_id, "🔥", AT)
            await visit.commit()
    async with records.visit(AT) as visit:
        return list((await visit.reactions.on(HERE)).items())


async def test_the_newest_reaction_stands_last(records: Records) -> None:
    assert await put(records, (1, "👍"), (2, "❤"), (1, "👎")) == [(2, "❤"), (1, "👎")]


async def test_a_reaction_taken_back_leaves_the_others(records: Records) -> None:
    assert await put(records, (1, "👍"), (2, "❤"), (2, None)) == [(1, "👍")]


async def test_a_residents_are_those_in_their_own_chat(records: Records) -> None:
    async with records.visit(AT) as visit:
        for chat_id, number, person_id, emoji in (
            (7, 1, 7, "👍"),
            (7, 2, 7, "❤"),
            (7, 2, 8, "👎"),
            (GROUP, 3, 7, "🔥"),
        ):
            visit.reactions.put(Source(chat_id, number), person_id, emoji, AT)
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.reactions.of(7) == ["👍", "❤"]
