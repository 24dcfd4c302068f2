"""Log lines: one line each, no token, no personal data, control characters escaped."""

from __future__ import annotations

import logging
import re
import sys
import unicodedata

TOKEN = re.compile(r"\d{5,}(?::|%3A)[A-Za-z0-9_-]{5,}", re.IGNORECASE)


class OneLine(logging.Formatter):
    """A record as one printable line; a traceback follows indented, the token never appears."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        text = TOKEN.sub("<token>", super().format(record))
        return "\n    ".join(_printable(line) for line in text.splitlines())


def set_up(level: str = "INFO") -> None:
    """Log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("aiogram", "aiohttp.access", "alembic", "watchfiles"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _printable(line: str) -> str:
    return "".join(
        one if one == "\t" or unicodedata.category(one) not in ("Cc", "Cf", "Cs") else ascii(one)[1:-1]
        for one in line
    )
