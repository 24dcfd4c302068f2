"""Terms of answers: which end soon or have ended, and how an editor is told."""

from collections.abc import Sequence
from datetime import date, timedelta

from faq.entry import Entry, Shelf

SOON = timedelta(days=14)
SHOWN = 15  # entries in one message
WORDS = 70  # characters of a question or an owner: all lines fit into one message


def ending(shelf: Shelf, on: date) -> tuple[Entry, ...]:
    """Entries whose last day is at most SOON after `on`, or past; the earliest first."""
    found = [one for one in shelf.entries.values() if one.valid_until is not None]
    due = [one for one in found if one.valid_until is not None and one.valid_until - on <= SOON]
    return tuple(sorted(due, key=lambda one: (one.valid_until or date.max, one.id)))


def has_ended(entry: Entry, on: date) -> bool:
    """Whether its last day is past."""
    return entry.valid_until is not None and entry.valid_until < on


def told(entries: Sequence[Entry], on: date) -> str:
    """A line an entry: ⏳ ends soon or ⛔ has ended, the last day, the question, who looks after it."""
    lines = [_line(entry, on) for entry in entries[:SHOWN]]
    if len(entries) > SHOWN:
        lines.append(f"… и ещё {len(entries) - SHOWN}. Все: contact-center faq check")
    return "\n".join(lines)


def _line(entry: Entry, on: date) -> str:
    sign = "⛔" if has_ended(entry, on) else "⏳"
    owner = f"Отвечает: {_short(entry.owner)}" if entry.owner else "Кто отвечает, не указано"
    return f"{sign} {entry.valid_until:%d.%m.%Y} · «{_short(entry.title('ru'))}» ({entry.id}). {owner}"


def _short(text: str) -> str:
    return text if len(text) <= WORDS else text[: WORDS - 1] + "…"
