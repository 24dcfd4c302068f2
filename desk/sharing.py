"""Answers to share in any chat: what somebody is looking for there."""

from __future__ import annotations

from datetime import datetime

from desk.centre import Centre
from faq.entry import Entry
from faq.knowledge_base import Unknown
from faq.safety import Rule

SHORTEST = 2  # characters that say what is looked for
OFFERED = 8  # answers to choose from


async def found(words: str, centre: Centre, at: datetime) -> Rule | tuple[Entry, ...]:
    """What the base has for these words, best first. Danger in them goes before any search."""
    rule = centre.safety.first(words)
    if rule is not None and rule.pages:
        return rule
    if len(words.strip()) < SHORTEST:
        return ()
    verdict = await centre.knowledge.look_up(words, centre.day(at))
    return () if isinstance(verdict, Unknown) else tuple(one.entry for one in verdict.ranking[:OFFERED])
