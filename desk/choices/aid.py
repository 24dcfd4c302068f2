"""Help to act: where a resident finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ShowAids:
    """What the bot helps with besides answers."""

    choice: Literal["aids"] = "aids"


@dataclass(frozen=True, slots=True)
class DropForm:
    """What was being filled in is not wanted."""

    choice: Literal["drop-form"] = "drop-form"


AidChoice = ShowAids | DropForm
