"""What residents choose in the knowledge base: a subject, an entry, a person instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ShowMenu:
    """The subjects, from a page on."""

    page: int = 0
    choice: Literal["menu"] = "menu"


@dataclass(frozen=True, slots=True)
class ShowSubject:
    """A subject's entries, from a page on."""

    subject: str
    page: int = 0
    choice: Literal["subject"] = "subject"


@dataclass(frozen=True, slots=True)
class ShowEntry:
    """An entry's answer. `asked` is the resident's message it was suggested for, 0: none, but told apart."""

    entry: str
    asked: int | None = None
    choice: Literal["entry"] = "entry"


@dataclass(frozen=True, slots=True)
class ShowRelated:
    """Entries near to that one."""

    entry: str
    choice: Literal["related"] = "related"


@dataclass(frozen=True, slots=True)
class Helped:
    """The answer helped, or not."""

    asked: int
    helped: bool
    choice: Literal["helped"] = "helped"


@dataclass(frozen=True, slots=True)
class AskPerson:
    """A person is to answer. `asked` is the resident's message, None when nothing was asked yet."""

    asked: int | None = None
    choice: Literal["person"] = "person"


CatalogueChoice = ShowMenu | ShowSubject | ShowEntry | ShowRelated | Helped | AskPerson
