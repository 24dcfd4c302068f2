"""Links that open an entry or a subject fit Telegram's rules and lead back."""

from __future__ import annotations

import re

import pytest

from faq.entry import Entry, Shelf, Subject
from handlers import links

IDS = ["fam.birth_once", "a", "a.b", "a-b", "a.b-c", "a-b.c", "x" * 58, "x" * 59, "x" * 63 + ".", "x" * 64]
ENTRIES = {one: Entry(one, "fam", "Вопрос?", "Ответ.") for one in IDS}
SUBJECTS = {one: Subject(one, "Тема", 1) for one in ("fam", "fam.x", "fam-x")}
SHELF = Shelf(SUBJECTS, ENTRIES, {}, {})


@pytest.mark.parametrize("target", [*ENTRIES.values(), *SUBJECTS.values()], ids=lambda one: one.id)
def test_every_link_is_allowed_and_leads_back(target: Entry | Subject) -> None:
    payload = links.payload(target, SHELF)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    assert links.opened(payload, SHELF) == target


def test_a_short_id_can_be_read_in_its_link() -> None:
    assert links.payload(ENTRIES["fam.birth_once"], SHELF) == "entry_fam-birth_once"
    assert links.payload(SUBJECTS["fam"], SHELF) == "topic_fam"


@pytest.mark.parametrize(
    "given", ["", "fam", "entry_", "entry_gone", "topic_", "topic_a", "poll_1", "entry_\0"]
)
def test_what_the_base_does_not_have_opens_nothing(given: str) -> None:
    assert links.opened(given, SHELF) is None
