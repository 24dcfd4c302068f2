"""An update that is newer or older than this aiogram, read as far as it is understood."""

from __future__ import annotations

import contextlib
import json
import logging
import re
from typing import Any

from aiogram import Bot
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

log = logging.getLogger(__name__)

Step = str | int
Path = tuple[Step, ...]

ROUNDS = 12  # a field that its holder cannot do without takes the holder along: a round for each storey
# Without these nobody knows who said what to whom: the update is poison then.
NEEDED = {
    *("update_id", "message", "edited_message", "callback_query", "id", "data"),
    *("chat", "from", "message_id", "date", "edit_date", "message_thread_id", "is_topic_message"),
    *("media_group_id", "text", "caption"),
}
NEEDED_DEPTH = 2  # the event itself, and what stands in it
# What older servers do not tell yet and newer aiogram asks for; with what it would have been.
FLAG = re.compile(r"(can|allows)_\w+|members_only|is_anonymous")
STAND_INS: dict[str, Any] = {"persistent_id": ""}
OTHER_READING = "InaccessibleMessage"  # its complaints about a message that is accessible say nothing
BEYOND = 1 << 63
HALF = re.compile("[\ud800-\udfff]")  # as long as what stands for it, in UTF-16: markup keeps its place
DIGITS_AS_NOUGHTS = bytes.maketrans(b"123456789", b"000000000")
LONG_NUMBER = b"0" * 19  # the shortest that can be beyond


class Malformed(Exception):
    """What came is no update."""


def parsed(raw: bytes, bot: Bot) -> Update:
    """The update of a stored text. Raises Malformed."""
    if LONG_NUMBER not in raw.translate(DIGITS_AS_NOUGHTS):
        with contextlib.suppress(ValidationError):
            return Update.model_validate_json(raw, context={"bot": bot})  # nearly all, in half the time
    try:
        return read(_whole(json.loads(raw, parse_int=_number)), bot)
    except (ValueError, ValidationError, RecursionError) as error:
        raise Malformed(f"{type(error).__name__}") from error


def _number(digits: str) -> int:
    """No number of Telegram's is longer than a database takes. Raises ValueError."""
    number = int(digits)
    if not -BEYOND <= number < BEYOND:
        raise ValueError("a number beyond 64 bits")
    return number


def _whole(given: Any) -> Any:
    """The same with U+FFFD for each half of a letter, which no database, file or address can hold."""
    match given:
        case str():
            return HALF.sub("\ufffd", given)
        case dict():
            return {_whole(name): _whole(value) for name, value in given.items()}
        case list():
            return [_whole(one) for one in given]
        case _:
            return given


def is_known(update: Update) -> bool:
    """Whether this aiogram knows what kind of update it is; Telegram invents new ones every year."""
    try:
        return bool(update.event_type)
    except UpdateTypeLookupError:
        return False


def read(given: Any, bot: Bot) -> Update:
    """The update, without the parts that nobody here can read. Raises ValidationError.

    `given` is parsed JSON, and changed.
    """
    for left in reversed(range(ROUNDS)):
        try:
            return Update.model_validate(given, context={"bot": bot})
        except ValidationError as error:
            problems = error.errors(include_url=False, include_context=False, include_input=False)
            places = [(one["loc"], one["type"]) for one in problems if OTHER_READING not in one["loc"]]
            unreadable = {path for loc, kind in places if (path := _unreadable(given, loc, kind)) is not None}
            if not left or not places or not all(map(_can_be_left_out, unreadable)):
                raise
            _leave_out(given, unreadable)
            if unreadable:
                log.warning(
                    "left out of an update: %s", sorted("/".join(map(str, one)) for one in unreadable)
                )
    raise AssertionError  # the last round has ended above


def _unreadable(given: Any, loc: Path, kind: str) -> Path | None:
    """The part that has to go. None: what was missing in it has been filled in."""
    path = _path(given, loc)
    if kind == "missing":
        name = str(loc[-1])
        if FLAG.fullmatch(name) or name in STAND_INS:
            _at(given, path)[name] = STAND_INS.get(name, False)
            return None
    return path


def _can_be_left_out(path: Path) -> bool:
    return bool(path) and (len(path) > NEEDED_DEPTH or path[-1] not in NEEDED)


def _leave_out(given: Any, unreadable: set[Path]) -> None:
    """From the end, so that what is taken out of a list leaves the numbers before it as they are."""
    for path in sorted(unreadable, key=_order, reverse=True):
        if not any(path[:storey] in unreadable for storey in range(len(path))):
            del _at(given, path[:-1])[path[-1]]


def _path(given: Any, loc: Path) -> Path:
    """The part of an error's place that is there: pydantic also names the readings it has tried."""
    path: list[Step] = []
    for step in loc:
        inside = range(len(given)) if isinstance(given, list) else given
        if not isinstance(inside, dict | range) or step not in inside:
            continue
        given = given[step]
        path.append(step)
    return tuple(path)


def _at(given: Any, path: Path) -> Any:
    for step in path:
        given = given[step]
    return given


def _order(path: Path) -> list[tuple[bool, Step]]:
    return [(isinstance(step, str), step) for step in path]
