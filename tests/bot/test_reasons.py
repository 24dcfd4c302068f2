"""Telegram's reasons, told to people."""

from zoneinfo import ZoneInfo

import pytest

from bot.phrases import Phrases

PHRASES = Phrases(ZoneInfo("Europe/Astrakhan"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Forbidden: bot was blocked by the user", "житель остановил бота"),
        ("Bad Request: message can't be copied", "такие сообщения Telegram не даёт пересылать"),
        ("Bad Request: message to copy not found", "сообщение уже удалено"),
        ("Bad Request: there are no messages to copy", "сообщение уже удалено"),
        ("Forbidden: the group chat was deleted", "группа удалена"),
        ("Bad Request: VOICE_MESSAGES_FORBIDDEN", "голосовые"),
        ("Bad Request: user restricted receiving of voice note messages", "голосовые"),
        ("Bad Request: user restricted receiving of video messages", "видеосообщения"),
        ("Bad Request: MESSAGE_TOO_LONG", "слишком длинн"),
        ("Bad Request: MEDIA_CAPTION_TOO_LONG", "слишком длинн"),
        ("Bad Request: message media can't be edited", "нельзя исправить"),
        ("Bad Request: can't change media type in the album", "нельзя исправить"),
        ("Bad Request: message content type can't be used in an album", "нельзя исправить"),
        ("TimeoutError", "Telegram не ответил вовремя"),
        ("ConnectionResetError", "связь с Telegram прервалась"),
        ("HTTP 502 без ответа Bot API", "сбой на стороне Telegram"),
        ("Bad Request: SOMETHING_NEW", "Bad Request: SOMETHING_NEW"),
        ("ошибка в программе, подробности в журнале", "ошибка в программе, подробности в журнале"),
    ],
)
def test_a_known_reason_is_told_in_plain_words_and_an_unknown_one_as_it_is(said: str, told: str) -> None:
    assert told in PHRASES.plain("letter-undelivered", "ru", {"reason": said})


def test_it_is_told_in_the_reader_s_language() -> None:
    said = PHRASES.plain("letter-undelivered", "en", {"reason": "Forbidden: bot was blocked by the user"})
    assert "stopped the bot" in said


def test_a_bot_that_was_put_out_of_a_group_is_said_to_be() -> None:
    assert "бота удалили из группы" in PHRASES.plain(
        "group-rights-missing", "ru", {"chat": "-1", "reason": "kicked"}
    )
