"""Statements compiled once: each value in its place, and through its type, there and back."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, select, text, update

from storage.letters import letters
from storage.statements import compiled
from tests.storage.samples import AT

KEY = letters.c.id == bindparam("key")


def test_a_statement_is_compiled_once_for_the_same_names() -> None:
    statement = select(letters).where(KEY)
    assert compiled(statement, ("key",)) is compiled(statement, ("key",))


def test_constants_stand_beside_what_is_given() -> None:
    statement = update(letters).where(KEY, letters.c.state.in_(("dead", "sent"))).values(state="pending")
    ready = compiled(statement, ("key",))
    assert ready.parameters({"key": 7}) == ["pending", 7, "dead", "sent"]


def test_constants_go_through_their_type_as_well() -> None:
    early, late = (
        compiled(select(letters.c.id).where(letters.c.due_at.in_((AT,))), ()),
        compiled(select(letters.c.id).where(letters.c.due_at == AT), ()),
    )
    assert early.parameters({}) == late.parameters({}) == [AT.strftime("%Y-%m-%d %H:%M:%S.%f")]


def test_what_is_missing_is_no_null() -> None:
    with pytest.raises(KeyError):
        compiled(select(letters).where(KEY), ("key",)).parameters({"kee": 1})


def test_a_list_given_later_is_refused() -> None:
    statement = select(letters).where(letters.c.id.in_(bindparam("keys", expanding=True)))
    with pytest.raises(NotImplementedError):
        compiled(statement, ("keys",))


def test_plain_sql_takes_values_by_name() -> None:
    ready = compiled(text("SELECT :one + :two, :one"), ("one", "two"))
    assert ready.parameters({"two": 2, "one": 1}) == [1, 2, 1]
