"""Plain words that wait for the same thread, said in one message when the group has no room for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desk.letters import BETWEEN, Letter, Relay
from desk.source import Source
from desk.touches import Amend
from desk.words import Words

TEXT_UNITS = 4096  # Bot API: length of a text, UTF-16 units


def merged(letters: Sequence[Letter]) -> tuple[Letter, int]:
    """The first letter with the words of those right behind it; how many of the letters that says.

    In their order and whole, up to what one message holds. An edit of words among them is one of the
    letters: they say what it changes. Anything else ends it: a quote, a medium, a notice.
    """
    first = letters[0]
    if not isinstance(first.content, Relay) or not first.content.plain:
        return first, 1
    said: dict[Source, Words] = {}
    told = 0
    for letter in letters:
        more = _with(said, letter)
        if more is None or _together(more).units > TEXT_UNITS:
            break
        said, told = more, told + 1
    if len(said) < 2:
        return first, 1
    together = replace(first.content, sources=tuple(said), words=_together(said))
    return replace(first, content=together), told


def _with(said: dict[Source, Words], letter: Letter) -> dict[Source, Words] | None:
    match letter.content:
        case Relay(sources=(source,), words=Words() as words) as relay if relay.plain:
            return {**said, source: words}
        case Amend(source=source, words=words, captioned=False, signed=None) if source in said:
            return {**said, source: words}
        case _:
            return None


def _together(said: dict[Source, Words]) -> Words:
    text, marks = "", []
    for words in said.values():
        before = Words(text + BETWEEN if text else "")
        marks += [{**mark, "offset": _number(mark["offset"]) + before.units} for mark in words.marks]
        text = before.text + words.text
    return Words(text, tuple(marks))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
