"""What an editor chooses to print on a poster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class LinkSubject:
    """A subject."""

    subject: str
    choice: Literal["link-subject"] = "link-subject"


@dataclass(frozen=True, slots=True)
class LinkEntry:
    """An entry."""

    entry: str
    choice: Literal["link-entry"] = "link-entry"


PosterChoice = LinkSubject | LinkEntry
