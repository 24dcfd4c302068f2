"""Names in a reader's language: what a ticket is about, and which department has it."""

from __future__ import annotations

from collections.abc import Mapping

from desk.centre import Centre
from desk.ticket import URGENT
from faq.translated import ORIGINAL

NAMED = ("subject", "department")  # places of phrases that hold such a name


def said(words: str, language: str, centre: Centre) -> str:
    """The title of a subject or a department in `language`, in Russian where it has no other.

    `words` are Russian, as tickets keep them, maybe behind a danger («🆘 Угроза жизни · Пенсии»), whose name
    is the staff's and is not said in other languages.
    """
    if language == ORIGINAL:
        return words
    names = {one.title: one.called(language) for one in centre.departments.all}
    names |= {one.title: one.called(language) for one in centre.knowledge.shelf.subjects.values()}
    if words.startswith(URGENT):
        own = words.rpartition(" · ")[2]
        return f"{URGENT} {names[own]}" if own in names else words
    return names.get(words, words)


def named(args: Mapping[str, str | int], language: str, centre: Centre) -> dict[str, str | int]:
    """What a phrase is filled with, such names said in `language`."""
    return {
        place: said(value, language, centre) if place in NAMED and isinstance(value, str) else value
        for place, value in args.items()
    }
