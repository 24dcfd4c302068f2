"""Every table there is: import `metadata` from here when all of them must be known."""

from __future__ import annotations

from storage import (
    acts,
    asides,
    bans,
    campaigns,
    gaps,
    hidden,
    inbox,
    journeys,
    letters,
    notes,
    passages,
    questions,
    reactions,
    reminders,
    residents,
    revisions,
    rolls,
    shares,
    shifts,
    staff,
    threads,
    tickets,
    usage,
)
from storage.database import metadata

TABLES = (
    residents.residents,
    tickets.tickets,
    tickets.counters,
    questions.questions,
    gaps.gaps,
    gaps.gap_reports,
    threads.threads,
    threads.mirrors,
    threads.moved_chats,
    notes.notes,
    passages.passages,
    asides.asides,
    acts.acts,
    bans.bans,
    hidden.hidden_words,
    reactions.reactions,
    staff.staff,
    shifts.shifts,
    revisions.revisions,
    revisions.drafts,
    reminders.reminders,
    usage.usage,
    journeys.journeys,
    rolls.rolls,
    campaigns.campaigns,
    letters.letters,
    inbox.inbox,
    shares.replicas,
    shares.shares,
)

__all__ = ["TABLES", "metadata"]
