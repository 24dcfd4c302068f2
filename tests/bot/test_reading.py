"""What is read of a message, where an update is not as Telegram makes it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from aiogram.types import Chat, Message, MessageEntity

from handlers import reading

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("offset", "length", "kept"),
    [(0, 2, True), (1, 3, True), (0, 4, True), (-1, 2, False), (0, 0, False), (0, -1, False), (2, 3, False)],
)
def test_markup_beyond_the_words_is_left_out(offset: int, length: int, kept: bool) -> None:
    bold = MessageEntity(type="bold", offset=offset, length=length)
    seen = Message(message_id=1, date=AT, chat=Chat(id=7, type="private"), text="да😀", entities=[bold])
    words = reading.words(seen)
    assert words.text == "да😀"
    assert len(words.marks) == kept


def test_a_field_that_nobody_knows_is_left_out() -> None:
    bold = MessageEntity.model_validate({"type": "bold", "offset": 0, "length": 2, "odd": "\udfff"})
    seen = Message(message_id=1, date=AT, chat=Chat(id=7, type="private"), text="да", entities=[bold])
    assert [*reading.words(seen).marks] == [{"type": "bold", "offset": 0, "length": 2}]
