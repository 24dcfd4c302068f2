"""Log lines: one line each or JSON, no token, no personal data, control characters escaped."""

from __future__ import annotations

import json
import logging
import re
import sys
import unicodedata
from datetime import UTC, datetime

TOKEN = re.compile(r"\d{5,}(?::|%3A)[A-Za-z0-9_-]{5,}", re.IGNORECASE)


class OneLine(logging.Formatter):
    """A record as one printable line; a traceback follows indented, the token never appears."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        text = TOKEN.sub("<token>", super().format(record))
        return "\n    ".join(_printable(line) for line in text.splitlines())


class AsJson(logging.Formatter):
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
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("aiogram", "aiohttp.access", "alembic", "watchfiles"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _printable(line: str) -> str:
    return "".join(
        one if one == "\t" or unicodedata.category(one) not in ("Cc", "Cf", "Cs") else ascii(one)[1:-1]
        for one in line
    )
