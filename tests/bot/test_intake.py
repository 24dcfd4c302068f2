"""How updates are known, and which wait for each other."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import Clock
from bot.intake import NAME_LIMIT, Intake, incoming
from storage.inbox import Incoming, Kept

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)


def update(number: int = 1, kind: str = "message", **event: Any) -> dict[str, Any]:
    """An update of that kind."""
    plain = {"message_id": 5, "date": 100, "chat": {"id": 7, "type": "private"}}
    return {"update_id": number, kind: plain | event}


def test_a_message_is_known_under_any_update_id() -> None:
    assert incoming(update(1)).key == incoming(update(999)).key


def test_one_update_id_for_two_messages_hides_neither() -> None:
    assert incoming(update(1)).key != incoming(update(1, message_id=6)).key


def test_edits_are_told_apart_even_within_a_second() -> None:
    edits = [
        update(1, "edited_message", edit_date=101, text="а"),
        update(2, "edited_message", edit_date=102, text="б"),
        update(3, "edited_message", edit_date=102, text="в"),
    ]
    assert len({incoming(one).key for one in [update(1), *edits]}) == 4


def test_a_press_is_known_by_its_own_id() -> None:
    press = {"id": "77", "from": {"id": 1}}
    first, again = ({"update_id": n, "callback_query": press} for n in (1, 2))
    assert incoming(first).key == incoming(again).key


def test_reactions_under_one_restarted_id_are_told_apart() -> None:
    chat = {"id": 7}
    first, other = ({"update_id": 1, "message_reaction": {"chat": chat, "date": n}} for n in (1, 2))
    assert incoming(first).key != incoming(other).key


@pytest.mark.parametrize(
    ("event", "lane"),
    [
        (update(), "7:0"),
        (update(message_thread_id=9, is_topic_message=True), "7:9"),
        (update(message_thread_id=9), "7:0"),
        ({"update_id": 1, "callback_query": {"id": "1", "message": update()["message"]}}, "7:0"),
        ({"update_id": 1, "inline_query": {"from": {"id": 3}}}, "user:3"),
        ({"update_id": 1}, "other"),
        ([1], "malformed"),
    ],
)
def test_what_waits_for_what(event: Any, lane: str) -> None:
    assert incoming(event).lane == lane


@given(JSON)
def test_anything_can_be_stored(given_: Any) -> None:
    stored = incoming(given_)
    assert stored.key
    assert stored.raw.decode("ascii")


ODD = ["\ud800", "\0", "ы", "\n", "9" * 5000, {"deep": "\ud800"}]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("kind", ["callback_query", "message", "edited_message"])
def test_keys_and_lanes_are_short_printable_ascii_whatever_comes(kind: str, odd: Any) -> None:
    chat = {"id": odd}
    event = {"id": odd, "message_id": odd, "date": odd, "edit_date": odd, "chat": chat, "from": {"id": odd}}
    stored = incoming({"update_id": odd, kind: event})
    for name in (stored.key, stored.lane):
        assert name.isascii(), name
        assert name.isprintable(), name
        assert len(name) <= NAME_LIMIT, name


@pytest.mark.parametrize("deep", [990, 2000, 100_000])
def test_what_is_too_deep_to_be_written_down_is_malformed_not_an_error(deep: int) -> None:
    nested: Any = []
    for _ in range(deep):
        nested = [nested]
    assert incoming({"update_id": 1, "message": nested}).key


class Choosy:
    """An inbox that takes nothing which holds `bad`, and nothing beside it."""

    def __init__(self) -> None:
        self.kept: list[Incoming] = []

    async def keep(self, updates: list[Incoming], _: Any) -> list[Kept]:
        if any(one.key == "bad" for one in updates):
            raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")
        self.kept += updates
        return [Kept(n, one.lane, one.raw) for n, one in enumerate(updates)]


class Guests:
    """Visits that only count."""

    def __init__(self) -> None:
        self.waiting = 0

    def accept(self, updates: list[Kept]) -> None:
        self.waiting += len(updates)


async def test_an_update_that_cannot_be_stored_is_put_aside_and_the_others_are_kept() -> None:
    choosy, guests = Choosy(), Guests()
    intake = Intake(choosy, guests, Clock())  # type: ignore[arg-type]
    serving = asyncio.create_task(intake.serve())
    one, bad, other = (Incoming(key, "lane", key.encode()) for key in ("one", "bad", "other"))
    async with asyncio.timeout(2):
        await asyncio.gather(intake.take([one, bad]), intake.take([other]))
    serving.cancel()
    assert [(stored.lane, stored.raw) for stored in choosy.kept] == [
        ("lane", b"one"),
        ("malformed", b"bad"),
        ("lane", b"other"),
    ]
    assert guests.waiting == 3
