"""What /metrics tells: each figure with its kind and its meaning, as Prometheus reads them."""

from __future__ import annotations

from collections.abc import Mapping

# Prometheus' text format, version 0.0.4.
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PREFIX = "contact_center_"
COUNTER, GAUGE = "counter", "gauge"

FIGURES = {
    "visits_done": (COUNTER, "Updates dealt with since the start."),
    "visits_waiting": (GAUGE, "Updates taken in that wait for their turn."),
    "calls": (COUNTER, "Calls made to the Bot API since the start."),
    "too_many_requests": (COUNTER, "Calls answered with 429 since the start."),
    "commits": (COUNTER, "Transactions written since the start."),
    "last_commit_seconds": (GAUGE, "How long the last of them took."),
    "entries": (GAUGE, "Entries of the knowledge base in use."),
    "letters_pending": (GAUGE, "Letters that wait to be sent."),
    "letters_sending": (GAUGE, "Letters whose call is under way."),
    "letters_uncertain": (GAUGE, "Letters that may have arrived: a person decides."),
    "letters_dead": (GAUGE, "Letters refused for good: a person decides."),
    "oldest_pending_letter_seconds": (GAUGE, "Age of the oldest letter that waits, 0 when there is none."),
    "oldest_uncertain_letter_seconds": (GAUGE, "Age of the oldest uncertain letter, 0 when there is none."),
    "oldest_dead_letter_seconds": (GAUGE, "Age of the oldest dead letter, 0 when there is none."),
    "inbox_pending": (GAUGE, "Updates stored whose visit has not ended."),
    "inbox_dead": (GAUGE, "Updates put aside because they cannot be dealt with."),
    "replicas": (GAUGE, "Processes that live and work on this database."),
    "shares": (GAUGE, "Parts of the chats, of 64, that this process works on."),
    "leads": (GAUGE, "1 when this process does what only one may do: reminders, polling."),
    "pace_is_shared": (GAUGE, "1 while Redis keeps the pace of all processes, 0 while each has its part."),
    "pace_longest_wait_seconds": (GAUGE, "The longest that a call has waited for Redis since the start."),
    "pace_lost": (COUNTER, "How often Redis did not answer in time since the start."),
}


def written(figures: Mapping[str, float]) -> str:
    """The figures as text. Raises KeyError for one that nobody has described."""
    lines = []
    for name, value in figures.items():
        kind, meaning = FIGURES[name]
        full = PREFIX + name
        lines += [f"# HELP {full} {meaning}", f"# TYPE {full} {kind}", f"{full} {value!r}"]
    return "\n".join(lines) + "\n"
