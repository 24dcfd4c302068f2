"""Revisions of the knowledge base: what was published, when, by whom; and drafts that wait for a word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from faq.publishing import Figures
from faq.revision import Files

DRAFT_KEPT = timedelta(days=1)


class Origin(Enum):
    """Where a revision came from."""

    FILES = "files"  # the folder was edited
    CHAT = "chat"  # an administrator sent a file
    ROLLBACK = "rollback"  # an administrator wanted an earlier one back


@dataclass(frozen=True, slots=True)
class Revision:
    """A knowledge base as it was published. `id` counts up from 1; the newest one answers.

    `by_id` is a Telegram id, None for files edited on disk; `note` names the file, or the revision that came
    back; `digest` is its files'; `figures` are its answers to the check questions, if they were asked.
    """

    id: int
    published_at: datetime
    origin: Origin
    digest: str
    by_id: int | None = None
    by_name: str = ""
    note: str = ""
    figures: Figures | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A change that an administrator has been shown and not yet decided about; each has one at most.

    It changes the revision `based_on` and no other. `change` are the files sent, or `returns_to` is the
    revision that is to come back.
    """

    id: int
    admin_id: int
    based_on: int
    made_at: datetime
    change: Files
    returns_to: int | None
    note: str
    below_bar: bool
    before: Figures
    after: Figures

    def is_waiting(self, at: datetime) -> bool:
        """Whether it may still be published."""
        return at < self.made_at + DRAFT_KEPT
