"""The bot's program whose minute is short: `python -m tests.faults.hasty SECONDS run`."""

from __future__ import annotations

import sys

from bot import pacing
from bot.cli import main

if __name__ == "__main__":
    pacing.MINUTE = float(sys.argv[1])
    sys.argv[1:] = sys.argv[2:]
    main()
