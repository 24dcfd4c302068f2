"""`contact-center vault`: a new master key."""

from __future__ import annotations

from datetime import date
from secrets import token_hex

from storage.vault import new_master

WELL = 0


def new_key() -> int:
    """Print a line for the file of keys, or for the environment."""
    print(new_master(f"{date.today():%Y%m%d}-{token_hex(2)}"))  # noqa: DTZ011, T201
    return WELL
