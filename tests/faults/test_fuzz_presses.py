"""Presses and links made by hand: `make fuzz`. What only the bot can have made is read, no other."""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram.types import Update

from bot.sealing import unsealed
from handlers import links
from handlers.buttons import LIMIT, NotAButton, key, packed, unpacked
from handlers.codes import CODES
from tests.faults import seeds
from tests.faults.mutants import GROUP, LINKS, OPERATORS, RESIDENTS, TICKETS
from tests.faults.presses import ODD, SEALS, SHELF, Presses
from tests.figures import TRIED

COUNT = 2 * int(os.environ.get("FUZZ", "1500"))
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.mark.timeout(3600)
def test_no_press_made_by_hand_is_taken_for_a_button(record_property: Any) -> None:
    seed = seeds.drawn()
    chance = random.Random(seed)
    presses = Presses(chance, TICKETS, (*RESIDENTS[:3], *OPERATORS))
    refused = choices = 0
    for _ in range(COUNT):
        chat = chance.choice((GROUP, *RESIDENTS))
        data = presses.data(chat)
        seen = _opened(data, chat)
        if seen is None:
            refused += 1
            assert SEALS.sealed(_plain(data), chat) != data, f"SEED={seed}: our own {data!r} is refused"
            continue
        assert SEALS.sealed(seen, chat) == data, f"SEED={seed}: {data!r} is taken"
        try:
            choice = unpacked(seen, SHELF)
        except NotAButton:
            continue
        choices += 1
        assert type(choice) in CODES.values()
        if len(seen.encode()) <= LIMIT:
            assert unpacked(packed(choice), SHELF) == choice, f"SEED={seed}: {data!r} is read in two ways"
    print(f"\nfuzz: SEED={seed}: {COUNT} presses: {refused} without a seal of ours, {choices} read, 0 wrong")
    record_property(TRIED, COUNT)
    assert refused > COUNT / 10 < choices


@pytest.mark.timeout(3600)
def test_a_link_opens_what_it_names_or_nothing(record_property: Any) -> None:
    seed = seeds.drawn()
    chance = random.Random(seed)
    opened = 0
    for _ in range(COUNT):
        given = chance.choice(LINKS)
        for _ in range(chance.randrange(3)):
            at = chance.randrange(len(given) + 1)
            given = given[:at] + chance.choice(ODD) + given[at + chance.randrange(3) :]
        found = links.opened(given, SHELF)
        poll = links.poll_in(given)
        assert found is None or poll is None
        if found is not None:
            opened += 1
            front, _, _ = (payload := links.payload(found, SHELF)).partition("_")
            assert given in (payload, f"{front}_{key(found.id)}"), f"SEED={seed}: {given!r} opens {found.id}"
        assert poll is None or 0 <= poll < 10**15
    print(f"\nfuzz: SEED={seed}: {COUNT} links: {opened} open something, 0 wrong")
    record_property(TRIED, COUNT)
    assert COUNT / 10 < opened < COUNT


def _opened(data: str, chat: int) -> str | None:
    """What the rooms would read of such a press."""
    below = {"message_id": 5, "date": AT, "chat": {"id": chat, "type": "private"}}
    by = {"id": 1, "is_bot": False, "first_name": "А"}
    press = {"id": "1", "from": by, "chat_instance": "1", "data": data, "message": below}
    update = Update.model_validate({"update_id": 1, "callback_query": press})
    found = SEALS.opened(update, {}, AT)
    return found.callback_query.data if found is not None and found.callback_query else None


def _plain(data: str) -> str:
    return unsealed(data).encode("utf-8", "replace").decode()
