"""What administrators choose about a change of the knowledge base."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class PublishDraft:
    """The change that was shown becomes the knowledge base; `anyway`: though it gets worse."""

    draft_id: int
    anyway: bool = False
    choice: Literal["publish-draft"] = "publish-draft"


@dataclass(frozen=True, slots=True)
class DropDraft:
    """The change that was shown is not wanted."""

    draft_id: int
    choice: Literal["drop-draft"] = "drop-draft"


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """The same change, compared with the knowledge base as it is now."""

    draft_id: int
    choice: Literal["review-draft"] = "review-draft"


@dataclass(frozen=True, slots=True)
class ReturnTo:
    """An earlier revision of the knowledge base is wanted back."""

    revision_id: int
    choice: Literal["return-to"] = "return-to"


@dataclass(frozen=True, slots=True)
class ExportBase:
    """The published knowledge base is wanted as a table."""

    choice: Literal["export-base"] = "export-base"


RevisionChoice = PublishDraft | DropDraft | ReviewDraft | ReturnTo | ExportBase
