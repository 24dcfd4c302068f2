"""Offices as residents read them: where, how far, open until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold, Text
from babel.numbers import format_decimal

from bot.phrases import ORIGINAL, Phrases
from desk.button import Button, Choices
from desk.choices.link import Link
from desk.choices.office import FindOffices, OfficesIn, ShowOfficeKinds, ShowPin
from desk.letters import Offices
from desk.receiving import receiving
from desk.sla import WorkingHours
from faq.entry import Shelf
from faq.office import FAR, Office

KILOMETRE = 1000  # metres
TENS = 10  # metres are told in tens


def page(
    offices: Sequence[Office],
    ways: Sequence[int],
    calendar: WorkingHours,
    phrases: Phrases,
    language: str,
    at: datetime,
) -> Text:
    """The text: each office in a paragraph."""
    lines: list[str | Text] = []
    if ways and min(ways) >= FAR:
        lines.append(phrases.text("offices-far", language, {"far": FAR // KILOMETRE}))
        lines.append("\n\n")
    for number, one in enumerate(offices):
        lines += ["\n\n" if number else "", f"{number + 1}. ", Bold(one.title)]
        if number < len(ways):
            lines.append(f" — {_way(ways[number], phrases, language)}")
        lines.append(f"\n📍 {one.address}")
        if one.hours:
            lines += [f"\n🕘 {one.hours}", "\n", _now(one, calendar, phrases, language, at)]
        lines += [f"\n📞 {one.phone}" if one.phone else "", f"\n{one.note}" if one.note else ""]
    if language != ORIGINAL:  # an office is written down as it is called on its door
        lines += ["\n\n", phrases.text("text-in-russian", language, {})]
    return Text(*lines)


def choices(content: Offices, offices: Sequence[Office], phrases: Phrases, language: str) -> Choices:
    """The map and the site of each, more of them, another place, another kind."""
    rows: list[tuple[Button, ...]] = []
    for number, one in enumerate(offices, 1):
        row = []
        if one.lat is not None:
            label = f"📍 {number}. {phrases.plain('office-on-map', language)}"
            row.append(Button(ShowPin(one.id), text=label))
        if one.url:
            row.append(Button(Link(one.url), text=f"🌐 {number}. {phrases.plain('office-site', language)}"))
        if row:
            rows.append(tuple(row))
    if content.next_page is not None:
        rows.append((Button(OfficesIn(offices[0].id, content.next_page), phrase="button-next"),))
    kinds = {one.kind for one in offices}
    other = Button(ShowOfficeKinds(), phrase="button-other-offices")
    if len(kinds) == 1:
        rows.append((Button(FindOffices(kinds.pop()), phrase="button-other-place"), other))
    else:
        rows.append((other,))
    return tuple(rows)


def known(content: Offices, shelf: Shelf) -> list[Office]:
    """Those that the base still has."""
    return [shelf.offices[one] for one in content.offices if one in shelf.offices]


def _way(metres: int, phrases: Phrases, language: str) -> str:
    if metres < KILOMETRE:
        return phrases.plain("office-metres", language, {"metres": max(round(metres / TENS), 1) * TENS})
    far = format_decimal(metres / KILOMETRE, format="#,##0.#", locale=language)
    phrase = "office-kilometres" if metres < FAR else "office-far"
    return phrases.plain(phrase, language, {"far": far})


def _now(office: Office, calendar: WorkingHours, phrases: Phrases, language: str, at: datetime) -> Text:
    opening = office.opening
    now = receiving(opening, calendar, at) if opening else None
    if now is not None and now.until is not None:
        return phrases.text("office-open", language, {"until_time": f"{now.until:%H:%M}"})
    if now is None or now.opens is None:
        return phrases.text("office-shut", language, {})
    today = now.opens.date() == at.astimezone(calendar.zone).date()
    if not today:
        return phrases.text("office-opens", language, {"promised": now.opens.isoformat()})
    phrase = "office-break" if now.break_ else "office-opens-today"
    return phrases.text(phrase, language, {"opening_time": f"{now.opens:%H:%M}"})
