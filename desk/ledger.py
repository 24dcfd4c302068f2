"""Letters that have not arrived, as administrators see them: of what kind, how old, why. Never their text."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from desk.addressee import ToResident, ToThread
from desk.button import Button, Choices
from desk.choices.ledger import LetterFate, SettleListed, ShowLetters
from desk.enclosure import Document, FiguresPicture, FiguresTable, PollResults, Poster, Transcript
from desk.errors import LetterSettled
from desk.letters import (
    AlbumAhead,
    Announcement,
    Answer,
    Checklist,
    Leaflet,
    Letter,
    Offices,
    Pin,
    Relay,
    Say,
)
from desk.records import Held, Records
from desk.rows import turning
from desk.ticket import number
from desk.touches import Amend

ON_A_PAGE = 5
REASON = 100  # characters of what was in the way
SIGNS = {
    LetterFate.UNCERTAIN: "❔",
    LetterFate.DEAD: "✖️",
    LetterFate.UNHANDLED: "🚫",
    LetterFate.WAITING: "⏳",
}


class Kind(StrEnum):
    """What a letter brings."""

    PERSON = "💬"  # a person's words or media
    BOT = "🤖"  # what the bot says
    EDIT = "✏️"  # an edit of either
    MARK = "⚙️"  # a card, a title, a reaction
    UNREADABLE = "⁉️"  # of a newer release, or damaged


async def tell(fate: LetterFate | None, page: int, records: Records, at: datetime, without: int = 0) -> Say:
    """A page of the ledger; by default of what asks for a decision first. `without`: one just decided."""
    numbers = dict(await records.ledger.numbers())
    if fate is None:
        fate = next((one for one in SIGNS if numbers[one]), LetterFate.UNCERTAIN)
    page = min(page, max(numbers[fate] - 1, 0) // ON_A_PAGE)
    found = await records.ledger.held(fate, page * ON_A_PAGE, ON_A_PAGE)
    shown = [one for one in found if one.id != without]
    if without:
        numbers[fate] -= 1
    args: dict[str, str | int] = {
        "waiting": numbers[LetterFate.WAITING],
        "uncertain": numbers[LetterFate.UNCERTAIN],
        "dead": numbers[LetterFate.DEAD],
        "unhandled": numbers[LetterFate.UNHANDLED],
        "letters": "\n\n".join(f"{SIGNS[fate]} {_line(one, fate, at)}" for one in shown) or "—",
    }
    return Say("letters", args, _buttons(fate, page, shown, numbers))


async def settle_update(update_id: int, again: bool, records: Records) -> None:
    """Try an update that could not be handled once more, or put it away. Raises LetterSettled."""
    if not await records.ledger.decide(update_id, again):
        raise LetterSettled()


def kind(letter: Letter | None) -> Kind:
    """What it brings; None is a letter that cannot be read."""
    match letter.content if letter else None:
        case None:
            return Kind.UNREADABLE
        case Relay() | AlbumAhead():
            return Kind.PERSON
        case Say() | Answer() | Announcement() | Leaflet() | Checklist() | Offices() | Pin():
            return Kind.BOT
        case Document() | FiguresPicture() | FiguresTable() | PollResults() | Poster() | Transcript():
            return Kind.BOT
        case Amend():
            return Kind.EDIT
        case _:
            return Kind.MARK


def ticket_number(letter: Letter | None) -> str:
    """The number of the ticket it belongs to, — when it belongs to none."""
    match letter:
        case (
            Letter(content=Relay(ticket_id=one) | AlbumAhead(ticket_id=one))
            | Letter(to=ToThread(ticket_id=one))
        ):
            return number(one)
        case Letter(about=int(one)):
            return number(one)
        case _:
            return "—"


def age(since: datetime, at: datetime) -> str:
    """Hours and minutes."""
    minutes = max(at - since, timedelta()) // timedelta(minutes=1)
    return f"{minutes // 60}:{minutes % 60:02d}"


def _line(held: Held, fate: LetterFate, at: datetime) -> str:
    letter = held.letter
    if fate is LetterFate.UNHANDLED:
        return f"📥 № {held.id} · ⏱ {age(held.since, at)}\n{held.problem[:REASON] or '—'}"
    to = "👤" if letter and isinstance(letter.to, ToResident) else "👥"
    reason = held.problem[:REASON] or "—"
    return (
        f"№ {held.id} · {kind(letter)} → {to} · {ticket_number(letter)} · ⏱ {age(held.since, at)}\n{reason}"
    )


def _buttons(fate: LetterFate, page: int, shown: list[Held], numbers: dict[LetterFate, int]) -> Choices:
    rows: list[tuple[Button, ...]] = []
    for one in shown if fate is not LetterFate.WAITING else ():
        again = Button(SettleListed(one.id, True, fate, page), text=f"🔁 {one.id}")
        arrived = Button(SettleListed(one.id, False, fate, page), text=f"✔️ {one.id}")
        rows.append((again, arrived) if one.letter or fate is LetterFate.UNHANDLED else (arrived,))
    others = [one for one in SIGNS if one is not fate and numbers[one]]
    rows.append(tuple(Button(ShowLetters(one, 0), text=f"{SIGNS[one]} {numbers[one]}") for one in others))
    rows += turning(page, numbers[fate] > (page + 1) * ON_A_PAGE, lambda to: ShowLetters(fate, to))
    return tuple(row for row in rows if row)
