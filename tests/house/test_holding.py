"""What is erased with a resident is told to them by /mydata, or it is said here why not."""

from __future__ import annotations

from storage.erasure import BY_RESIDENT, BY_TICKET, IN_PARTS
from tests.house.sources import sources

# Table → the store through which desk/holding.py reads it.
TOLD = {
    "residents": "resident",
    "tickets": "tickets",
    "questions": "questions",
    "passages": "passages",
    "mirrors": "threads",
    "threads": "threads",
    "letters": "outbox",
    "journeys": "journeys",
    "rolls": "rolls",
    "votes": "polls",
    "proposals": "proposals",
    "bans": "bans",
    "reactions": "reactions",
    "act_notes": "acts",
    "inbox": "arrivals",  # kinds of attachments: bot/my_data.py
}
NOT_TOLD = {
    "notes": "the staff's words for each other",
    "asides": "an operator's words that are not said yet",
    "gaps": "the same words as the question's, with personal data masked",
    "hidden_words": "the same words as the message's, with numbers hidden",
    "vault_keys": "the key that seals all of it",
}


def test_every_table_of_a_resident_is_told_or_it_is_said_why_not() -> None:
    tables = {one.name for one in (*BY_RESIDENT, *BY_TICKET, *IN_PARTS)}
    lacking = sorted(tables - TOLD.keys() - NOT_TOLD.keys())
    assert not lacking, f"{lacking}: add a chapter to desk/holding.py, and name them in TOLD, or say why not"
    assert not set(TOLD) & set(NOT_TOLD)


def test_what_is_said_to_be_told_is_read() -> None:
    readers = "desk/holding.py", "bot/my_data.py"
    text = "".join(one.text for one in sources("desk", "bot") if one.name in readers)
    unread = [store for store in TOLD.values() if f".{store}" not in text]
    assert not unread, f"desk/holding.py does not read {unread}"
