"""The chain of acts: whatever is changed, taken away or moved shows, and where."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest

from desk.act import Act
from desk.chain import START, Chain, Flaw, hash_in, hash_of, line
from desk.deed import Deed
from tests.desk.samples import AT, OLGA

EVERY = [Act(AT, Deed.BAN, OLGA.id, OLGA.name, 7, 9, "Спам «1»", number=number) for number in range(1, 7)]


def lines() -> list[bytes]:
    """An exported file."""
    head, made = START, []
    for act in EVERY:
        head = hash_of(head, act.canonical)
        made.append(line(act.canonical, head))
    return made


def followed(written: list[bytes], noted: tuple[int, str] | None = None) -> Chain:
    chain = Chain(noted)
    for one in written:
        chain.follow_line(one)
    chain.end()
    return chain


def test_a_whole_file_follows_and_its_hashes_are_plain_sha256() -> None:
    chain = followed(lines())
    assert (chain.flaws, chain.count, chain.number) == ([], 6, 6)
    first = lines()[0]
    act = first.removeprefix(b'{"act":').partition(b',"hash":')[0]
    assert sha256(b"0" * 64 + b"\n" + act).hexdigest() == hash_in(first)
    assert chain.head == hash_in(lines()[-1])


def test_each_changed_byte_of_a_file_is_found_at_its_line() -> None:
    tried = missed = 0
    for place, one in enumerate(lines()):
        for at in range(len(one)):
            changed = lines()
            changed[place] = one[:at] + bytes([one[at] ^ 1]) + one[at + 1 :]
            tried += 1
            flaws = followed(changed).flaws
            missed += not flaws or flaws[0][0] not in (place + 1, place + 2)
    print(f"\nbytes of an exported register changed: {tried}; not found: {missed}")
    assert tried > 1000 and not missed


@pytest.mark.parametrize("gone", range(5))
def test_a_removed_act_is_found(gone: int) -> None:
    assert followed(lines()[:gone] + lines()[gone + 1 :]).flaws == [(gone + 2, Flaw.MISSING)]


def test_a_swapped_pair_and_an_act_that_stands_twice_are_found() -> None:
    one = lines()
    assert followed([one[0], one[2], one[1], *one[3:]]).flaws[0] == (3, Flaw.MISSING)
    assert followed([*one[:2], one[1], *one[2:]]).flaws == [(3, Flaw.MISPLACED)]


def test_acts_with_their_numbers_swapped_are_found() -> None:
    second, third = (replace(EVERY[n], note=f"{n}", number=3 - n + 1) for n in (1, 2))
    forged = [
        lines()[0],
        line(third.canonical, hash_in(lines()[1])),
        line(second.canonical, hash_in(lines()[2])),
    ]
    assert [number for number, _ in followed(forged).flaws] == [2, 3]


def test_a_cut_tail_and_a_chain_made_anew_show_by_a_noted_hash_only() -> None:
    noted = (6, hash_in(lines()[-1]))
    assert followed(lines(), noted).flaws == []
    assert followed(lines()[:-1]).flaws == []
    assert followed(lines()[:-1], noted).flaws == [(6, Flaw.CUT)]
    head, forged = START, []
    for act in EVERY:
        other = replace(act, by_name="Другая").canonical
        head = hash_of(head, other)
        forged.append(line(other, head))
    assert followed(forged).flaws == []
    assert followed(forged, noted).flaws == [(6, Flaw.REWRITTEN)]


@pytest.mark.parametrize(
    "odd", [b"", b"\n", b"{}\n", b'{"act":{"number":1e400},"hash":"' + b"0" * 64 + b'"}\n']
)
def test_what_is_no_act_is_told_where_it_stands(odd: bytes) -> None:
    assert followed([*lines()[:2], odd]).flaws[0][0] == 3
