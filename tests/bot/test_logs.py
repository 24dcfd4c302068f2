"""Log lines give nothing away and cannot be forged."""

import json
import logging

import pytest

from bot.logs import AsJson, OneLine
from storage.database import DatabaseUnusable

TOKEN = "7000000001:AAH-very_secret_token"


def line(words: str, *args: object) -> str:
    """The record as it would be written."""
    record = logging.LogRecord("x", logging.INFO, "f", 1, words, args, None)
    return OneLine("%(levelname)s %(message)s").format(record)


@pytest.mark.parametrize("token", [TOKEN, TOKEN.replace(":", "%3A"), TOKEN.replace(":", "%3a")])
def test_the_token_never_appears(token: str) -> None:
    said = line("GET https://x/bot%s/getMe failed", token)
    assert "very_secret" not in said
    assert "<token>" in said


def test_a_token_in_a_traceback_never_appears() -> None:
    try:
        raise OSError(f"bad address http://x/bot{TOKEN}/")
    except OSError as error:
        record = logging.LogRecord("x", 40, "f", 1, "m", (), (OSError, error, error.__traceback__))
    assert "very_secret" not in OneLine("%(message)s").format(record)


@pytest.mark.parametrize("mark", ["\x1b", "\x07", "\u202e", "\u2066", "\u200b", "\ud83d"])
def test_control_and_bidi_characters_are_escaped(mark: str) -> None:
    said = line("имя %s", f"а{mark}б")
    assert mark not in said
    assert ascii(mark)[1:-1] in said


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028", "\x85", "\x0b"])
def test_words_with_a_line_end_cannot_look_like_another_line(end: str) -> None:
    said = line("имя %s", f"а{end}ERROR forged")
    assert all(one.startswith("    ") for one in said.split("\n")[1:])
    assert end == "\n" or end not in said


def test_json_is_an_object_a_line_that_nothing_in_it_can_end() -> None:
    try:
        raise OSError(f"bad address http://x/bot{TOKEN}/")
    except OSError as error:
        given = (OSError, error, error.__traceback__)
    words = "имя а\u202eб\n\u2028ERROR %s"
    record = logging.LogRecord("bot.x", logging.ERROR, "f", 1, words, (TOKEN,), given)
    written = AsJson().format(record)
    assert written.isascii() and len(written.splitlines()) == 1
    told = json.loads(written)
    assert (told["level"], told["logger"]) == ("ERROR", "bot.x")
    assert told["message"] == "имя а\u202eб\n\u2028ERROR <token>"
    assert told["error"].endswith("builtins.OSError: bad address http://x/bot<token>/")
    assert told["at"].endswith("+00:00")


@pytest.mark.parametrize("formatter", [OneLine(), AsJson()])
def test_errors_of_others_do_not_say_what_people_wrote(formatter: logging.Formatter) -> None:
    try:
        try:
            {"Пётр": 1}["Мария"]
        except KeyError as error:
            raise DatabaseUnusable("База занята") from error
    except DatabaseUnusable as error:
        given = (DatabaseUnusable, error, error.__traceback__)
    record = logging.LogRecord("bot.x", logging.ERROR, "f", 1, "m", (), given)
    written = formatter.format(record)
    if isinstance(formatter, AsJson):
        written = json.loads(written)["error"]
    assert "builtins.KeyError\n" in written
    assert ".DatabaseUnusable: База занята" in written
    assert "KeyError: " not in written
