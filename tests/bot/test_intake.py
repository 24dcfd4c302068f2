"""How updates are known, and which wait for each other."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake import incoming

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
