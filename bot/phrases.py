"""Phrases of the catalogues, filled in and formatted, as Telegram wants them."""

from __future__ import annotations

import gettext
import io
import json
import re
import string
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from aiogram.types import User
from aiogram.utils.formatting import Bold, Code, Text, TextLink, TextMention
from aiogram.utils.i18n import I18n
from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.reasons import phrase_of
from locales import CATALOGUE, FOLDER, languages

ORIGINAL = "ru"
STAFF_LANGUAGE = "ru"
# Places filled with a point in time, given in ISO format.
MOMENTS = ("promised", "published", "paused", "closes", "starts")
TIMES = ("now",)  # of that only the time of the day
SPANS = ("left",)  # a number of minutes
PEOPLE = ("whom", "supervisors")  # mentioned, so that Telegram tells them
TICKETS = ("ticket", "tickets")  # numbers that lead to their topics
COPIED = ("draft", "head")  # one touch copies it
ACTS = ("acts",)  # lines of the register: desk/register.py
LISTED = ("commands",)  # phrases of ours, each a line
# Places that may be left empty, and what stands there then.
EMPTY = {"where": "word-everywhere", "closes": "word-no-end", "phrasings": "word-any-phrasing"}
KNOWN_WHY = re.compile("ban-why-[a-z]+", re.ASCII)  # desk/ban.py: WHYS
NOTED = {
    "normal": "button-priority-normal",
    "high": "button-priority-high",
    "urgent": "button-priority-urgent",
    "accepted": "word-accepted",
    "rejected": "word-rejected",
}  # what notes of the register name by a code: desk/sorting.py, desk/proposing.py
KNOWN_NOTE = re.compile(r"(?<=^→ )(?:normal|high|urgent)$|(?<=: )(?:accepted|rejected)$")
KNOWN_WORD = re.compile("word-[a-z-]+", re.ASCII)
# Places filled with a phrase of ours, or with a name as it is.
WORDS = {"why": KNOWN_WHY} | dict.fromkeys(("course", "roll", "place", "starts"), KNOWN_WORD)
WHY = 100  # characters of a reason
LINKED = re.compile(r"(-100\d{1,16}):(\d{1,12}):(ЕКЦ-\d{4}-\d{6,9})", re.ASCII)
DAY = {"kk": "y 'ж.' d MMMM", "tt": "d MMMM, y 'ел'"}  # with the year, as CLDR has it
DAYS = ("since", "until", "filed", "due", "unmoved")  # places filled with a day, given in ISO format


class Catalogues(I18n):
    """aiogram's catalogues, read from the .po files themselves: nothing to compile, nothing stale."""

    def find_locales(self) -> dict[str, gettext.GNUTranslations]:
        """Every language that has a catalogue."""
        return {name: _read(FOLDER / name / CATALOGUE) for name in languages()}


def _read(path: Path) -> gettext.GNUTranslations:
    with path.open("rb") as source:
        catalogue = read_po(source, locale=path.parent.parent.name)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Phrases:
    """Phrase id + language + arguments → text. What a language's catalogue lacks is said in Russian."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._plain: dict[tuple[str, str], str] = {}
        self._i18n = Catalogues(path=FOLDER, default_locale=ORIGINAL, domain="messages")

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages that have a catalogue."""
        return tuple(self._i18n.locales)

    def plain(self, phrase: str, language: str, args: Mapping[str, str | int] | None = None) -> str:
        """Without formatting: buttons, titles, answers to a press."""
        if args:
            return str(self.text(phrase, language, args).render()[0])
        key = phrase, self._spoken(phrase, language)
        if key not in self._plain:
            self._plain[key] = str(self.text(phrase, language, {}).render()[0])
        return self._plain[key]

    def text(self, phrase: str, language: str, args: Mapping[str, str | int]) -> Text:
        """With formatting. What people wrote goes in as it is: nothing in it is markup."""
        known = self._spoken(phrase, language)
        template = self._i18n.gettext(phrase, locale=known)
        nodes: list[str | Text] = []
        for words, name, bold in _parts(template):
            piece = words if name is None else self._node(name, args.get(name, ""), known)
            nodes.append(Bold(piece) if bold else piece)
        return Text(*nodes)

    def _spoken(self, phrase: str, language: str) -> str:
        """The language that has words for it: dates and numbers are then told in the same."""
        known = self._i18n.locales.get(language)
        has_words = known is not None and known.gettext(phrase) not in ("", phrase)
        return language if has_words else ORIGINAL

    def moment(self, at: datetime, language: str) -> str:
        """«24 ноября (вторник), 10:00» in the contact centre's time zone.

        The weekday stands in brackets, for «до вторник» would be no Russian.
        """
        local = at.astimezone(self._zone)
        day = format_date(local, "d MMMM (EEEE)", locale=language)
        return f"{day}, {format_time(local, 'HH:mm', locale=language)}"

    def _node(self, name: str, value: str | int, language: str) -> str | Text:
        if name == "whom" and value:
            number, _, person = str(value).partition(" ")
            return _mention(int(number), person)
        if name == "supervisors":
            word = self.plain("word-supervisor", language)
            mentioned = [node for one in str(value).split() for node in (_mention(int(one), word), " ")]
            return Text(*mentioned)
        if name in TICKETS:
            return _with_links(str(value))
        if name in COPIED:
            return Code(str(value))
        if name in LISTED:
            return "\n".join(self.plain(one, language) for one in str(value).split())
        if name in ACTS:
            return self._acts(json.loads(str(value) or "[]"), language)
        return self._value(name, value, language)

    def _acts(self, lines: list[list[str]], language: str) -> Text:
        """Each a line: when, who, what, where, why."""
        nodes: list[str | Text] = []
        for at, deed, who, where, why in lines:
            local = datetime.fromisoformat(at).astimezone(self._zone)
            name = self.plain(who, language) if who.startswith("act-") else who
            nodes += [f"{local:%d.%m %H:%M} · ", Bold(name), f" · {self.plain(deed, language)}"]
            nodes += [" · ", _with_links(where)] if where else []
            told = KNOWN_WHY.sub(lambda one: self.plain(one[0], language), why[:WHY])
            told = KNOWN_NOTE.sub(lambda one: self.plain(NOTED[one[0]], language), told)
            nodes.append(f" · {told}\n" if told else "\n")
        return Text(*nodes)

    def _value(self, name: str, value: str | int, language: str) -> str:
        if not value and name in EMPTY:
            return self.plain(EMPTY[name], language)
        if name == "reason" and (reason := phrase_of(str(value))) is not None:
            return self.plain(reason, language)
        if name in WORDS and WORDS[name].fullmatch(str(value)):
            return self.plain(str(value), language)
        if name in MOMENTS:
            return self.moment(datetime.fromisoformat(str(value)), language)
        if name in TIMES:
            local = datetime.fromisoformat(str(value)).astimezone(self._zone)
            return str(format_time(local, "HH:mm", locale=language))
        if name in SPANS:
            hours, minutes = divmod(int(value), 60)
            phrase = "span" if hours and minutes else "span-hours" if hours else "span-minutes"
            return self.plain(phrase, language, {"hours": hours, "minutes": minutes})
        if name in DAYS:
            pattern = DAY.get(language, "d MMMM y")
            return format_date(date.fromisoformat(str(value)), pattern, locale=language)
        return str(value)


def _mention(person: int, words: str) -> Text:
    return TextMention(words, user=User(id=person, is_bot=False, first_name=words))


def _with_links(words: str) -> Text:
    """Numbers of tickets lead to their topics. A t.me/c link is of use to members of the group only."""
    nodes: list[str | Text] = []
    end = 0
    for found in LINKED.finditer(words):
        chat, topic, number = found.groups()
        nodes += [words[end : found.start()], TextLink(number, url=f"https://t.me/c/{chat[4:]}/{topic}")]
        end = found.end()
    return Text(*nodes, words[end:])


@cache
def _parts(template: str) -> tuple[tuple[str, str | None, bool], ...]:
    """A template's pieces: (words, place's name or None, whether bold). `**` switches bold."""
    parts: list[tuple[str, str | None, bool]] = []
    bold = False
    for words, name, _, _ in string.Formatter().parse(template):
        for number, run in enumerate(words.split("**")):
            bold = bold != (number > 0)
            if run:
                parts.append((run, None, bold))
        if name is not None:
            parts.append(("", name, bold))
    return tuple(parts)
