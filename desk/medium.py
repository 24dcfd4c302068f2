"""A medium: a photo or a file, as the messenger keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Medium:
    """A photo or a file that can take another's place in a message, or be added to a text."""

    kind: Literal["photo", "video", "document", "audio", "animation"]
    file: str  # the messenger's own name for it
    veiled: bool = False  # seen only after a tap
