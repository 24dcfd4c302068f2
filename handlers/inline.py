"""«@bot words» in any chat: answers to share."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.types import InlineQuery

from desk import sharing
from desk.centre import Centre
from faq.entry import Entry
from faq.safety import Rule

router = Router(name="inline")


@router.inline_query()
async def look_up(query: InlineQuery, centre: Centre, at: datetime) -> Rule | tuple[Entry, ...]:
    """What there is; whoever opened the visit shows it."""
    return await sharing.found(query.query, centre, at)
