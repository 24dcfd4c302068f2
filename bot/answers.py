"""The answer card: what an entry says, who decides, where to apply."""

from __future__ import annotations

from aiogram.utils.formatting import Bold, Text
from babel.dates import format_date

from bot.markdown import formatted
from bot.phrases import Phrases
from desk.button import Button, Choices
from desk.choices.catalogue import AskPerson, Helped, ShowRelated, ShowSubject
from desk.choices.link import Link
from desk.rows import laid
from faq.entry import Channel, Entry, Shelf
from faq.translated import lacking

DAY = {"en": "d MMMM y"}  # 01.11 is the eleventh of January to some who read English


def card(entry: Entry, shelf: Shelf, phrases: Phrases, language: str) -> Text:
    """The text of the card."""
    said = entry.in_language(language)
    lines = [Bold(said.question), "\n\n", formatted(said.answer)]
    if lacking(language, entry):
        lines = [phrases.text("answer-in-russian", language, {}), "\n\n", *lines]
    facts = _facts(entry, shelf, phrases, language)
    if facts:
        lines.append("\n")
    for fact in facts:
        lines += ["\n", fact]
    lines += ["\n\n", _signature(entry, phrases, language)]
    return Text(*lines)


def links(entry: Entry, shelf: Shelf, language: str) -> Choices:
    """Where to apply."""
    every = [
        Button(Link(shelf.channels[one].url or ""), text=shelf.channels[one].called(language))
        for one in entry.channels
        if one in shelf.channels and shelf.channels[one].url
    ]
    return laid(every)


def choices(entry: Entry, shelf: Shelf, language: str, asked: int | None) -> Choices:
    """Links where to apply; «Помогло / Не помогло» when it answers a question."""
    rows = list(links(entry, shelf, language))
    if asked is not None:
        helped = Button(Helped(asked, True), phrase="button-helped")
        rows.append((helped, Button(Helped(asked, False), phrase="button-did-not-help")))
    else:
        back = Button(ShowSubject(entry.subject), phrase="button-back")
        rows.append((back, Button(ShowRelated(entry.id), phrase="button-related")))
        rows.append((Button(AskPerson(), phrase="button-ask-person"),))
    return tuple(rows)


def _facts(entry: Entry, shelf: Shelf, phrases: Phrases, language: str) -> list[Text]:
    facts: list[Text] = []

    def fact(phrase: str, value: str) -> None:
        if value:
            facts.append(phrases.text(phrase, language, {"value": value}))

    fact("answer-municipality", entry.municipality or "")
    authority = shelf.authorities.get(entry.authority or "")
    fact("answer-authority", authority.in_language(language).name if authority else "")
    known = [shelf.channels[one] for one in entry.channels if one in shelf.channels]
    fact("answer-channels", "; ".join(_channel(one, language) for one in known))
    fact("answer-documents", "; ".join(entry.documents))
    fact("answer-term", entry.term or "")
    return facts


def _channel(channel: Channel, language: str) -> str:
    name = channel.called(language)
    return f"{name}: {channel.phone}" if channel.phone else name


def _signature(entry: Entry, phrases: Phrases, language: str) -> Text:
    if entry.verified is None:
        return phrases.text("answer-signature-undated", language, {})
    verified = format_date(entry.verified, DAY.get(language, "dd.MM.y"), locale=language)
    return phrases.text("answer-signature", language, {"verified": verified})
