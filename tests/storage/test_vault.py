"""The vault: what is sealed opens with its key in its place, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.vault import (
    BadKeys,
    Broken,
    Vault,
    from_text,
    hashed,
    in_text,
    key_of,
    made_of,
    masters,
    new_master,
    seal,
    unseal,
)

PLACE = "passages|words|7|12"
VAULT = Vault({"first": bytes(32)})


@given(st.binary(min_size=1), st.text())
def test_what_is_sealed_opens_where_it_was_put_and_nowhere_else(said: bytes, place: str) -> None:
    key = VAULT.make(1001)
    sealed = seal(key, place, said)
    assert key_of(sealed) == key.id
    assert unseal(key, place, sealed) == said
    with pytest.raises(Broken):
        unseal(key, place + "0", sealed)
    with pytest.raises(Broken):
        unseal(VAULT.make(1001), place, sealed)


def test_any_changed_byte_is_noticed() -> None:
    key = VAULT.make(1001)
    sealed = seal(key, PLACE, "Иванова".encode())
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        if key_of(changed) == key.id:  # else it is another's, or no sealed value at all
            with pytest.raises(Broken):
                unseal(key, PLACE, changed)


def test_the_same_words_never_look_the_same() -> None:
    key = VAULT.make(1001)
    assert len({seal(key, PLACE, b"yes") for _ in range(100)}) == 100
    assert len(seal(key, PLACE, b"yes")) == 3 + 38


@given(st.text())
def test_what_was_never_sealed_is_told_from_what_was(said: str) -> None:
    assert key_of(from_text(said)) is None
    sealed = seal(VAULT.make(1), PLACE, said.encode())
    assert from_text(in_text(sealed)) == sealed


@pytest.mark.parametrize("typed", ["\x1e1", "\x1e1привет", "\x1e1" + "A" * 8, "\x1e1=" + "A" * 60])
def test_the_mark_in_somebodys_words_makes_nothing_sealed(typed: str) -> None:
    assert key_of(from_text(typed)) is None


def test_a_key_comes_out_of_its_wrapping_with_its_master_for_its_owner_only() -> None:
    both = Vault({"first": bytes(32), "second": bytes(range(32))})
    assert both.newest == "second"
    key = both.make(1001)
    wrapped = both.wrap(key)
    assert key.secret not in wrapped
    assert both.unwrap(key.id, 1001, "second", wrapped) == key
    for other in ((key.id, 1002, "second"), (key.id + 1, 1001, "second"), (key.id, 1001, "first")):
        with pytest.raises(Broken):
            both.unwrap(*other, wrapped)
    with pytest.raises(KeyError):
        VAULT.unwrap(key.id, 1001, "second", wrapped)


def test_numbers_of_keys_are_drawn() -> None:
    assert len({VAULT.make(1).id for _ in range(1000)}) == 1000
    assert all(0 <= VAULT.make(1).id < 2**63 for _ in range(100))


def test_a_hashed_word_is_the_same_under_its_key_only() -> None:
    one, other = VAULT.make(1), VAULT.make(1)
    assert hashed(one, "мусор") == hashed(one, "мусор") != hashed(other, "мусор")
    assert hashed(one, "мусор") != hashed(one, "двор")
    assert len(hashed(one, "мусор")) == 8


def test_no_key_shows_itself() -> None:
    key = VAULT.make(1)
    assert repr(key) == f"Key(id={key.id}, owner=1)"


def test_master_keys_are_read_line_by_line_the_last_one_writes() -> None:
    lines = new_master("2026"), new_master("2027")
    found = masters(f"{lines[0]}\n\n  {lines[1]}\n")
    assert list(found) == ["2026", "2027"]
    assert found == masters(",".join(lines))
    assert {len(one) for one in found.values()} == {32}
    assert Vault(found).newest == "2027"
    assert masters("  \n") == {}
    assert not Vault().is_on


@pytest.mark.parametrize("bad", ["abc", "name:", "name:AAAA", ":" + "A" * 43 + "=", "a b:" + "A" * 43 + "="])
def test_what_is_no_key_is_refused_and_not_quoted(bad: str) -> None:
    with pytest.raises(BadKeys) as refusal:
        masters(bad)
    assert "new-key" in str(refusal.value)
    assert "AAAA" not in str(refusal.value)


def test_two_keys_of_one_name_are_refused() -> None:
    with pytest.raises(BadKeys, match="«one» уже было"):
        masters(f"{new_master('one')} {new_master('one')}")


def test_a_master_key_is_made_of_any_secret_that_is_long_enough() -> None:
    made = made_of("correct horse battery staple")
    assert made == made_of("correct horse battery staple")
    assert made != made_of("correct horse battery staple!")
    assert [len(one) for one in made.values()] == [32]
    assert made_of("") == {}
    with pytest.raises(BadKeys, match=r"privacy\.key короче 16 знаков") as refused:
        made_of("short one")
    assert "short one" not in str(refused.value)
