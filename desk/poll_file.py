"""A poll written as a file: a few lines of TOML, read strictly."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desk.poll import PollWrong, checked_options, checked_question

LARGEST = 20_000  # bytes; ten options are a tenth of that
_LINE = re.compile(r"at line (\d+)")
_KINDS: dict[str, type] = {
    "question": str,
    "options": list,
    "several": bool,
    "proposals": bool,
    "municipality": str,
    "until": date,
}


@dataclass(frozen=True, slots=True)
class Written:
    """What the file says. `until`: the last day; None: as long as polls usually last."""

    question: str
    options: tuple[str, ...]
    several: bool
    proposing: bool
    municipality: str | None
    until: date | None


def read(content: bytes) -> Written:
    """Raises PollWrong for the first mistake."""
    try:
        told = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise PollWrong("poll-wrong-encoding") from error
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        raise PollWrong("poll-wrong-toml", line=int(found[1]) if found else 1) from error
    for name, value in told.items():
        if name not in _KINDS or not _is(_KINDS[name], value):
            raise PollWrong("poll-wrong-field", field=name)
    options = told.get("options", [])
    if not all(isinstance(one, str) for one in options):
        raise PollWrong("poll-wrong-field", field="options")
    return Written(
        checked_question(told.get("question", "")),
        checked_options(options),
        told.get("several", False),
        told.get("proposals", False),
        told.get("municipality") or None,
        told.get("until"),
    )


def _is(kind: type, value: Any) -> bool:
    return isinstance(value, kind) and not isinstance(value, datetime)
