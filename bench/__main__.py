"""`python -m bench`: all figures, or those that are named."""

from __future__ import annotations

import argparse
import asyncio
import signal
import tempfile
from pathlib import Path

from bench import cost, kills, latency, matching, spikes, steady

LONG = "steady"  # ten minutes and more


def main() -> None:
    """Measure and tell."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the children must not be left behind
    measures = {
        "cost": cost.measured,
        "latency": latency.measured,
        "kills": kills.measured,
        "matching": matching.measured,
        "spikes": spikes.measured,
        "steady": steady.measured,
    }
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", nargs="*", choices=[[], *measures], help="default: all but steady")
    chosen = parser.parse_args().what or [one for one in measures if one != LONG]
    for name in chosen:
        print(f"── {name}", flush=True)  # noqa: T201
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(measures[name](Path(folder), _tell))


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
