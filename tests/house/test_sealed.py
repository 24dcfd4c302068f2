"""Every column that can hold words is sealed, or says here why nobody's words are in it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import JSON, LargeBinary, Text

from storage.sealed import Sealed
from storage.tables import TABLES

CAN_HOLD_WORDS = Text, LargeBinary, JSON
STAFF = "a name of the staff, or an operator's own words"
ENTRIES = "ids of the knowledge base"
STATE = "one of a few values"
KEYS = "made by the program: numbers, hashes, ids"
KNOWLEDGE = "the knowledge base, published by an editor"
OPEN: Mapping[str, tuple[str, ...]] = {
    STAFF: (
        "acts.by_name",
        "acts.note",  # what is no resident's; of other notes a hash: the words are in act_notes
        "asides.author_name",
        "bans.by_name",
        "notes.author",
        "revisions.by_name",
        "shifts.name",
        "staff.name",
        "tickets.assignee_name",
        "campaigns.content",  # told to everybody
        "incidents.phrasings",
        "incidents.text",  # told to everybody who asks
        "polls.author",
        "polls.decision",
        "polls.options",  # asked of everybody
        "polls.question",
    ),
    ENTRIES: (
        "gaps.entries",
        "gaps.subject",
        "incidents.subject",
        "journeys.done",
        "journeys.reminded",
        "journeys.route_id",
        "questions.entries",
        "reminders.entry_id",
        "tickets.department_id",
        "tickets.hints",
        "tickets.subject",  # as the base calls it
        "usage.entry_id",
    ),
    STATE: (
        "acts.deed",
        "asides.media",
        "campaigns.course",
        "campaigns.municipality",
        "campaigns.roll",
        "gaps.fate",
        "gaps.reason",
        "hidden_words.kinds",
        "inbox.problem",  # the name of an exception
        "inbox.state",
        "incidents.municipality",
        "incidents.state",
        "keys.opens",
        "letters.problem",  # as Telegram tells it
        "letters.state",
        "letters.to_kind",
        "passages.speaker",
        "polls.municipality",
        "polls.state",
        "proposals.state",
        "questions.outcome",
        "proposals.state",
        "reactions.emoji",
        "residents.language",
        "residents.municipality",  # of those in the settings; rolls are looked through by it
        "revisions.origin",
        "rolls.roll",
        "staff.role",
        "tickets.alert",
        "tickets.state",
    ),
    KEYS: (
        "acts.hash",
        "act_notes.note_hash",
        "asides.album",
        "campaigns.id",
        "counters.name",
        "inbox.key",
        "keys.hash",
        "inbox.lane",
        "letters.album",
        "letters.message_ids",
        "questions.album",
        "questions.parts",
        "replicas.name",
        "shares.holder",
        "vault_keys.master",
        "vault_keys.wrapped",
    ),
    KNOWLEDGE: (
        "drafts.after",
        "drafts.before",
        "drafts.change",
        "drafts.note",
        "revisions.digest",
        "revisions.figures",
        "revisions.files",
        "revisions.note",
    ),
}
NAMED = {name for names in OPEN.values() for name in names}


def test_every_column_that_can_hold_words_is_sealed_or_says_why_not() -> None:
    lacking = []
    for table in TABLES:
        for column in table.columns:
            name = f"{table.name}.{column.name}"
            if isinstance(column.type, CAN_HOLD_WORDS) and Sealed not in column.info and name not in NAMED:
                lacking.append(name)
    assert not lacking, (
        f"{lacking}: words of residents are sealed (`info=sealed(…)`, storage/sealed.py), and the rows go "
        "through `secrets` when they are written; other columns are named here, with the reason"
    )


def test_nothing_is_named_that_is_sealed_or_is_not_there() -> None:
    there = {f"{table.name}.{column.name}": column for table in TABLES for column in table.columns}
    assert sorted(NAMED - there.keys()) == []
    assert [name for name in sorted(NAMED) if Sealed in there[name].info] == []


def test_what_tells_a_sealed_row_apart_stands_in_it() -> None:
    for table in TABLES:
        for column in table.columns:
            how = column.info.get(Sealed)
            assert how is None or set(how.row) <= set(table.columns.keys()), f"{table.name}.{column.name}"
