"""Where a run of made-up input begins: at SEED, else by luck; the short selection always at the same."""

from __future__ import annotations

import os
import secrets


def drawn() -> int:
    """The seed, printed so that the run can be had again. A change is not judged by luck (`make test`)."""
    seed = int(os.environ.get("SEED") or (secrets.randbelow(10**9) if "FUZZ" in os.environ else 1))
    print(f"\nfuzz: SEED={seed}", flush=True)
    return seed
