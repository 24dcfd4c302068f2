"""Revisions of the knowledge base, and drafts of the next one: rows and store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    LargeBinary,
    Row,
    Table,
    Text,
    bindparam,
    delete,
    select,
)

from desk.revision import Draft, Origin, Revision
from faq.publishing import Figures
from faq.revision import Files, packed, unpacked
from storage.database import Moment, Reader, metadata
from storage.upserts import adding, upsert
from storage.writer import Change

revisions = Table(
    "revisions",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("published_at", Moment, nullable=False),
    Column("origin", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("by_id", BigInteger),
    Column("by_name", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("figures", JSON),
    Column("files", LargeBinary, nullable=False),
    Index(None, "digest"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("admin_id", BigInteger, primary_key=True, autoincrement=False),
    Column("id", BigInteger, nullable=False),
    Column("based_on", BigInteger, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("change", LargeBinary, nullable=False),
    Column("returns_to", BigInteger),
    Column("note", Text, nullable=False),
    Column("below_bar", Boolean, nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
)

_HEADS = select(*(column for column in revisions.c if column.name != "files"))  # the files are long
_LATEST = _HEADS.order_by(revisions.c.id.desc()).limit(bindparam("most"))
_NEWEST = select(revisions.c.id).order_by(revisions.c.id.desc()).limit(1)
_FILES = select(revisions.c.files).where(revisions.c.id == bindparam("key"))
_KNOWN = select(revisions.c.id).where(revisions.c.digest == bindparam("key")).limit(1)
_DRAFT = select(drafts).where(drafts.c.admin_id == bindparam("key"))
_DROP = delete(drafts).where(drafts.c.admin_id == bindparam("key"))


class RevisionStore:
    """Revisions and drafts of one visit. It reads what is committed: a visit publishes and is done."""

    def __init__(self, reader: Reader, dialect: str) -> None:
        self._reader = reader
        self._dialect = dialect
        self._added: list[tuple[Revision, Files]] = []
        self._drafts: dict[int, Draft | None] = {}

    async def newest(self) -> Revision | None:
        """The revision that answers."""
        return next(iter(await self.latest(1)), None)

    async def newest_id(self) -> int:
        """Its number, 0 before the first: what a process asks every few seconds."""
        return (await self._reader.execute(_NEWEST)).scalar() or 0

    async def latest(self, limit: int) -> Sequence[Revision]:
        """The last ones, newest first."""
        return [_revision(row) for row in await self._reader.execute(_LATEST, {"most": limit})]

    async def files(self, revision_id: int) -> Files | None:
        """What was published under that number."""
        piece = (await self._reader.execute(_FILES, {"key": revision_id})).scalar()
        return None if piece is None else unpacked(piece)

    async def knows(self, digest: str) -> bool:
        """Whether these very files were ever published."""
        return (await self._reader.execute(_KNOWN, {"key": digest})).first() is not None

    def add(self, revision: Revision, files: Files) -> None:
        """Publish. The commit is a Conflict when somebody else has taken the number meanwhile."""
        self._added.append((revision, files))

    async def draft(self, admin_id: int) -> Draft | None:
        """What the administrator has been shown last."""
        row = (await self._reader.execute(_DRAFT, {"key": admin_id})).first()
        return None if row is None else _draft(row)

    def save_draft(self, draft: Draft) -> None:
        """Keep it in the place of the administrator's earlier one."""
        self._drafts[draft.admin_id] = draft

    def drop_draft(self, admin_id: int) -> None:
        """It has been decided about."""
        self._drafts[admin_id] = None

    @property
    def published(self) -> bool:
        """Whether this visit publishes."""
        return bool(self._added)

    def changes(self) -> list[Change]:
        """What this visit writes."""
        new = adding(revisions, self._dialect).on_conflict_do_nothing(index_elements=["id"])
        return [
            *(Change(new, _row(revision, files), guarded=True) for revision, files in self._added),
            *(self._draft_change(admin_id, draft) for admin_id, draft in self._drafts.items()),
        ]

    def _draft_change(self, admin_id: int, draft: Draft | None) -> Change:
        if draft is None:
            return Change(_DROP, {"key": admin_id})
        row = {name: getattr(draft, name) for name in drafts.columns.keys()}
        row |= {"change": packed(draft.change), "before": asdict(draft.before), "after": asdict(draft.after)}
        return Change(upsert(drafts, self._dialect), row)


def _row(revision: Revision, files: Files) -> dict[str, Any]:
    return asdict(revision) | {"origin": revision.origin.value, "files": packed(files)}


def _revision(row: Row[Any]) -> Revision:
    values = row._asdict()
    figures = values.pop("figures")
    origin = Origin(values.pop("origin"))
    return Revision(origin=origin, figures=None if figures is None else Figures(**figures), **values)


def _draft(row: Row[Any]) -> Draft:
    values = row._asdict()
    before, after = Figures(**values.pop("before")), Figures(**values.pop("after"))
    return Draft(change=unpacked(values.pop("change")), before=before, after=after, **values)
