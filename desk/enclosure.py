"""Enclosures: files made when they are sent, of what is in the database then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

TableKind = Literal["xlsx", "csv", "json"]


@dataclass(frozen=True, slots=True)
class Document:
    """A file made when it is sent, of what is in the database then: its bytes are kept in no letter.

    `made_of` "base": the published knowledge base as a workbook; "acts": the register, with its chain;
    "my-data", "my-data-json": what is kept of the resident it goes to.
    """

    made_of: Literal["base", "acts", "my-data", "my-data-json"]
    kind: Literal["document"] = "document"


@dataclass(frozen=True, slots=True)
class PollResults:
    """How a poll stands, as a file made when it is sent. `managed`: also while it is open."""

    poll_id: int
    made_of: Literal["picture", "table"]
    managed: bool = False
    kind: Literal["poll-results"] = "poll-results"


@dataclass(frozen=True, slots=True)
class FiguresTable:
    """The figures of a span of days, as a file made when it is sent. `last` is counted, too."""

    first: date
    last: date
    made_of: TableKind = "xlsx"
    kind: Literal["figures-table"] = "figures-table"


@dataclass(frozen=True, slots=True)
class FiguresPicture:
    """The same span as charts, drawn when it is sent."""

    first: date
    last: date
    kind: Literal["figures-picture"] = "figures-picture"


@dataclass(frozen=True, slots=True)
class Poster:
    """A link with its QR code, to be printed. `name`: of the file."""

    link: str
    title: str
    name: str
    kind: Literal["poster"] = "poster"


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a resident and the centre have said to each other in a ticket, as a file made when it is sent."""

    ticket_id: int
    kind: Literal["transcript"] = "transcript"
