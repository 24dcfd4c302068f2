"""Telegram's refusals, and what heals each."""

from dataclasses import replace

import pytest

from bot.delivery import Rejected
from bot.mending import Mend, diagnosis
from desk.addressee import To, ToChat, ToResident, ToThread
from desk.letters import Relay, Say
from desk.source import Source
from desk.touches import Card, React, Retitle
from desk.words import Excerpt, Words

THREAD, RESIDENT = ToThread(1), ToResident(5)
WORDS = Relay((Source(5, 1),), 1)


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        ("Bad Request: message is not modified: specified new message content…", Mend.DONE),
        ("Bad Request: TOPIC_NOT_MODIFIED", Mend.DONE),
        ("Bad Request: can't parse entities: Can't find end", Mend.PLAIN),
        ("Bad Request: ENTITY_BOUNDS_INVALID", Mend.PLAIN),
        ("Bad Request: can't parse MessageEntity: Unsupported type specified", Mend.PLAIN),
        ("Bad Request: entity begins in a middle of a UTF-16 symbol at byte offset 4", Mend.PLAIN),
        ("Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text…", Mend.PLAIN),
        ("Bad Request: entity URL 'https://пример' is invalid: Wrong HTTP URL", Mend.PLAIN),
        ("Bad Request: message thread not found", Mend.NEW_TOPIC),
        ("Bad Request: TOPIC_DELETED", Mend.NEW_TOPIC),
        ("Bad Request: TOPIC_ID_INVALID", Mend.NEW_TOPIC),
        ("Bad Request: the chat is not a forum", Mend.NO_TOPICS),
        ("Bad Request: TOPIC_CLOSED", Mend.REOPEN_TOPIC),
        ("Bad Request: group chat was upgraded to a supergroup chat", Mend.MOVED),
        ("Bad Request: not enough rights to create a topic", Mend.WAIT_FOR_RIGHTS),
        ("Bad Request: CHAT_ADMIN_REQUIRED", Mend.WAIT_FOR_RIGHTS),
        ("Bad Request: group chat was deactivated", Mend.WAIT_FOR_RIGHTS),
        ("Bad Request: have no write access to the chat", Mend.WAIT_FOR_RIGHTS),
        ("Bad Request: CHAT_WRITE_FORBIDDEN", Mend.WAIT_FOR_RIGHTS),
        ("Bad Request: CHANNEL_PRIVATE", Mend.WAIT_FOR_RIGHTS),
        ("Bad Request: chat not found", Mend.WAIT_FOR_RIGHTS),
        ("Bad Request: message to react not found", Mend.DONE),
        ("Bad Request: message to copy not found", Mend.HOPELESS),
        ("Bad Request: QUOTE_TEXT_INVALID", Mend.HOPELESS),
        ("Something new", Mend.HOPELESS),
    ],
)
def test_each_refusal_has_its_mend(words: str, mend: Mend) -> None:
    assert diagnosis(Rejected(400, words), THREAD, WORDS) is mend


@pytest.mark.parametrize(
    ("to", "mend"),
    [(RESIDENT, Mend.BLOCKED), (THREAD, Mend.WAIT_FOR_RIGHTS), (ToChat(-1), Mend.WAIT_FOR_RIGHTS)],
)
def test_a_forbidden_chat_is_a_blocked_bot_or_a_missing_right(to: To, mend: Mend) -> None:
    assert diagnosis(Rejected(403, "Forbidden: whatever"), to, WORDS) is mend


def test_only_what_can_be_said_anew_is_said_anew() -> None:
    gone = Rejected(400, "Bad Request: message to edit not found")
    assert diagnosis(gone, RESIDENT, Say("menu")) is Mend.AS_NEW
    assert diagnosis(gone, THREAD, Card()) is Mend.AS_NEW
    assert diagnosis(gone, THREAD, React(Source(1, 1), None)) is Mend.HOPELESS
    assert diagnosis(gone, THREAD, Retitle()) is Mend.HOPELESS


def test_the_groups_new_number_says_enough() -> None:
    assert diagnosis(Rejected(400, "any words", -5), THREAD, WORDS) is Mend.MOVED


@pytest.mark.parametrize(
    "words", ["message can't be copied", "message has protected content and can't be forwarded"]
)
def test_words_that_may_not_be_copied_are_said_and_media_are_told_of(words: str) -> None:
    refused, source = Rejected(400, f"Bad Request: {words}"), (Source(1, 1),)
    assert diagnosis(refused, THREAD, Relay(source, 1, Words("Да"))) is Mend.SPELL
    assert diagnosis(refused, THREAD, Relay(source, 1, Words("Да"), captioned=True)) is Mend.HOPELESS
    assert diagnosis(refused, THREAD, Relay(source, 1)) is Mend.HOPELESS


def test_a_part_that_is_not_there_is_quoted_no_more() -> None:
    refused = Rejected(400, "Bad Request: QUOTE_TEXT_INVALID")
    part = replace(WORDS, quoting=Source(5, 9), excerpt=Excerpt(Words("часть"), 0))
    assert diagnosis(refused, THREAD, part) is Mend.WHOLE
