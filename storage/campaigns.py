"""Campaigns: row and store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    Row,
    Table,
    Text,
    bindparam,
    delete,
    or_,
    select,
)

from desk.campaign import Campaign, Course
from desk.letters import Content
from desk.roll import Audience
from storage.database import Moment, Reader, metadata
from storage.upserts import newer
from storage.writer import Change

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("roll", Text, nullable=False),
    Column("municipality", Text),
    Column("starts_at", Moment, nullable=False),
    Column("by_id", BigInteger),
    Column("course", Text, nullable=False),
    Column("told_up_to", BigInteger, nullable=False),
    Column("written", Integer, nullable=False),
    Column("planned", Integer, nullable=False),
    Column("shown_at", BigInteger),
    Column("version", Integer, nullable=False),
    Index(None, "course"),
)

CONTENT: TypeAdapter[Content] = TypeAdapter(Content)
ALIKE = (
    "id",
    "starts_at",
    "by_id",
    "told_up_to",
    "written",
    "planned",
    "shown_at",
)  # in the row as in the value
_BY_ID = select(campaigns).where(campaigns.c.id == bindparam("key"))
_OPEN = (
    select(campaigns)
    .where(or_(*(campaigns.c.course == one.value for one in (Course.RUNNING, Course.PAUSED, Course.WRITTEN))))
    .order_by(campaigns.c.starts_at, campaigns.c.id)
)
_LATEST = select(campaigns).order_by(campaigns.c.starts_at.desc(), campaigns.c.id).limit(bindparam("limit"))
_REMOVE = delete(campaigns).where(
    campaigns.c.id == bindparam("key"), campaigns.c.course == Course.DRAFT.value
)
PAUSED = select(campaigns.c.id).where(campaigns.c.course == Course.PAUSED.value)


class CampaignStore:
    """Campaigns of one visit."""

    def __init__(self, reader: Reader, dialect: str) -> None:
        self._reader = reader
        self._dialect = dialect
        self._staged: dict[str, Campaign | None] = {}

    async def get(self, campaign_id: str) -> Campaign | None:
        """The campaign, as this visit has left it."""
        if campaign_id in self._staged:
            return self._staged[campaign_id]
        row = (await self._reader.execute(_BY_ID, {"key": campaign_id})).first()
        return None if row is None else _campaign(row)

    async def open(self) -> Sequence[Campaign]:
        """Committed ones that have not ended, the first to start first."""
        return [_campaign(row) for row in await self._reader.execute(_OPEN)]

    async def latest(self, limit: int) -> Sequence[Campaign]:
        """Committed ones, the last to start first."""
        return [_campaign(row) for row in await self._reader.execute(_LATEST, {"limit": limit})]

    def save(self, campaign: Campaign) -> None:
        """Add or replace; the commit is a Conflict if somebody else has changed it meanwhile."""
        self._staged[campaign.id] = campaign

    def remove(self, draft: Campaign) -> None:
        """It is not wanted; the commit is a Conflict if somebody has sent it off meanwhile."""
        self._staged[draft.id] = None

    def changes(self) -> list[Change]:
        """What this visit writes."""
        return [
            Change(_REMOVE, {"key": id_}, guarded=True)
            if one is None
            else Change(newer(campaigns, self._dialect), _row(one), guarded=True)
            for id_, one in self._staged.items()
        ]


def _row(campaign: Campaign) -> dict[str, Any]:
    return {name: getattr(campaign, name) for name in ALIKE} | {
        "content": CONTENT.dump_json(campaign.content),
        "roll": campaign.audience.roll,
        "municipality": campaign.audience.municipality,
        "course": campaign.course.value,
        "version": campaign.version + 1,
    }


def _campaign(row: Row[Any]) -> Campaign:
    return Campaign(
        **{name: getattr(row, name) for name in ALIKE},
        content=CONTENT.validate_json(row.content),
        audience=Audience(row.roll, row.municipality),
        course=Course(row.course),
        version=row.version,
    )
