"""What is other in the settings than at the last start, written into the register. Never what it says."""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import blake2b

from bot.settings import Settings
from desk.act import Act
from desk.deed import Deed
from desk.records import Records

PASSWORD = re.compile(r"://[^@/\s]*@")
BEHIND = " | "  # what is compared stands behind it, what people read before


async def note(settings: Settings, records: Records, at: datetime) -> None:
    """Add an act when a section has changed; at the first start all have. The token counts for nothing."""
    now = {name: _digest(getattr(settings, name)) for name in Settings.model_fields if name != "token"}
    last = await records.acts.last(Deed.SETTINGS)
    told = last.note.partition(BEHIND)[2] if last is not None else ""
    before = dict(one.split(":", 1) for one in told.split())
    changed = [name for name in now if now[name] != before.get(name)]
    if changed:
        compared = " ".join(f"{name}:{digest}" for name, digest in now.items())
        records.acts.add(Act(at, Deed.SETTINGS, note=f"{', '.join(changed)}{BEHIND}{compared}"))


def _digest(section: object) -> str:
    """Of what it holds but for secrets: those are not shown in a section's repr, or cut out here."""
    return blake2b(PASSWORD.sub("://", repr(section)).encode(), digest_size=4).hexdigest()
