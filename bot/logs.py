"""Log lines: one line each or JSON, no token, no personal data, control characters escaped."""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
import unicodedata
from copy import copy
from datetime import UTC, datetime
from typing import Any

OURS = ("bot", "desk", "faq", "handlers", "locales", "storage")
TOKEN = re.compile(r"\d{5,}(?::|%3A)[A-Za-z0-9_-]{5,}", re.IGNORECASE)


class Discreet(logging.Formatter):
    """Tells of an error where it happened and of which kind it is. In whose words only if the words are ours.

    What others say of an error quotes the value they met: asyncpg a query's argument, pydantic an input.
    """

    def formatException(self, ei: Any) -> str:  # noqa: N802  the library's name
        """The causes first, as Python tells them."""
        told: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            kind = f"{type(error).__module__}.{type(error).__qualname__}"
            words = f": {error}" if _is_ours(error) else ""
            told.append("".join(traceback.format_tb(error.__traceback__)) + kind + words)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nthen:\n".join(reversed(told))


class OneLine(Discreet):
    """A record as one printable line; a traceback follows indented, the token never appears."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        record = copy(record)
        record.exc_text = None  # as another handler may have told it
        text = TOKEN.sub("<token>", super().format(record))
        return "\n    ".join(_printable(line) for line in text.splitlines())


class AsJson(Discreet):
    """A record as one JSON object in one line of ASCII: `at` (ISO 8601, UTC), `level`, `logger`, `message`.

    `error`: the traceback, where there is one.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        # ASCII: what is no letter is escaped, so that nothing can end the line or turn it round.
        return json.dumps({name: TOKEN.sub("<token>", value) for name, value in told.items()})


def set_up(level: str = "INFO", *, as_json: bool = False) -> None:
    """Log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AsJson() if as_json else OneLine("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.raiseExceptions = False  # a line that cannot be written is not told of with all that it held
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("aiogram", "aiohttp.access", "alembic", "watchfiles"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _is_ours(error: BaseException) -> bool:
    return isinstance(error, OSError) or type(error).__module__.partition(".")[0] in OURS


def _printable(line: str) -> str:
    return "".join(
        one if one == "\t" or unicodedata.category(one) not in ("Cc", "Cf", "Cs") else ascii(one)[1:-1]
        for one in line
    )
