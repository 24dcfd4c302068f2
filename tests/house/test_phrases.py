"""Every phrase the code speaks is in every catalogue, and every phrase of the catalogues is spoken."""

from __future__ import annotations

import ast
import string
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from unicodedata import category

import pytest
from babel.messages.pofile import read_po

from desk.deed import Deed
from desk.ticket import State
from faq.loading import load
from faq.plain_language import long_sentences, officialese
from faq.unmarked import unmarked
from handlers.commands import COMMANDS
from tests.house.sources import ROOT, Source, calls, sources

CATALOGUES = sorted((ROOT / "locales").glob("*/LC_MESSAGES/messages.po"))
ORIGINAL = "ru"
COMPLETE = tomllib.loads((ROOT / "config.toml").read_text("utf-8"))["desk"]["languages"]
ALL = tuple(path.parent.parent.name for path in CATALOGUES)
# Calls whose first argument is a phrase id.
SPEAKING = {"Say", "plain", "text", "fact", "tell", "_tell_admins"}


@cache
def catalogue(language: str) -> dict[str, str]:
    """Phrase id → text."""
    with (ROOT / "locales" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id}


def places(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def strings(node: ast.expr | None) -> Iterator[str]:
    """The texts an expression may be, as far as they are written out."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from strings(one)
            yield from strings(other)


def spoken(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Every phrase id at a place where only phrase ids stand."""
    for call, name in calls(source):
        if name.split(".")[-1] in SPEAKING and call.args:
            yield from ((call, phrase) for phrase in strings(call.args[0]))
        for keyword in call.keywords:
            if keyword.arg == "phrase":
                yield from ((call, phrase) for phrase in strings(keyword.value))
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Assign) and any(getattr(one, "id", "") == "phrase" for one in node.targets):
            yield from ((node, phrase) for phrase in strings(node.value))
        if isinstance(node, ast.Return) and source.name.startswith("handlers/"):
            yield from ((node, one) for one in strings(node.value) if one.startswith("notice-"))


def composed() -> set[str]:
    """Phrase ids put together from parts."""
    states = {f"{front}{state.value}" for front in ("state-", "my-ticket-") for state in State}
    deeds = {
        f"act-{one.name.lower()}"
        for one in Deed
        if one not in (Deed.WAIT, Deed.AUDIT, Deed.TEMPLATE, Deed.BAN_FOREVER)
    }
    return states | deeds | {one.phrase for one in COMMANDS}


SPEAKERS = sources("bot", "desk", "handlers")
SPOKEN = [(source.at(node), phrase) for source in SPEAKERS for node, phrase in spoken(source)]


@pytest.mark.parametrize("language", COMPLETE)
def test_every_phrase_the_code_speaks_is_in_the_catalogue(language: str) -> None:
    known = catalogue(language)
    missing = [f"{where}: {phrase}" for where, phrase in SPOKEN if not known.get(phrase)]
    missing += sorted(phrase for phrase in composed() if not known.get(phrase))
    assert not missing, f"locales/{language} lacks: {missing}"


def test_every_phrase_of_the_catalogue_is_spoken() -> None:
    nodes = [node for source in SPEAKERS for node in ast.walk(source.tree)]
    written = {node.value for node in nodes if isinstance(node, ast.Constant)}
    idle = set(catalogue(ORIGINAL)) - written - composed()
    assert not idle, f"nobody says these, remove them from every catalogue: {sorted(idle)}"


@pytest.mark.parametrize("language", ALL)
def test_catalogues_have_the_same_phrases_with_the_same_places(language: str) -> None:
    original, translated = catalogue(ORIGINAL), catalogue(language)
    strange = set(translated) - set(original)
    assert not strange, f"locales/{language} has phrases that {ORIGINAL} has not: {sorted(strange)}"
    wrong = [one for one, text in translated.items() if text and places(text) != places(original[one])]
    assert not wrong, f"locales/{language}: other places in braces than in {ORIGINAL}: {wrong}"


@pytest.mark.parametrize("language", ALL)
def test_no_sentence_begins_without_a_space(language: str) -> None:
    """As where two versions of a phrase were put one behind the other."""
    stuck = [
        phrase
        for phrase, words in catalogue(language).items()
        for mark, after in pairwise(words[1:])
        if mark in ".!?" and (after.isupper() or category(after) == "So")
    ]
    assert stuck == []


def russian() -> Iterator[tuple[str, str]]:
    """Where each of our texts stands, and the text."""
    yield from catalogue(ORIGINAL).items()
    for entry in load(ROOT / "faq" / "entries").entries.values():
        yield entry.id, f"{entry.question}\n{unmarked(entry.answer)}\n{entry.term or ''}"
        yield from ((entry.id, one) for one in entry.documents)


def test_nobody_gets_an_ending_in_brackets() -> None:
    found = [phrase for phrase, text in catalogue(ORIGINAL).items() if "(а)" in text or "(ла)" in text]
    assert not found, f"«взял(а)» is an office's word: say «ведёт», «передаёт»: {found}"


def test_russian_is_plain() -> None:
    texts = list(russian())
    assert len(texts) > 500, "are the entries and phrases still looked at?"
    heavy = [(where, *one) for where, text in texts for one in (*long_sentences(text), *officialese(text))]
    assert not heavy, f"say it in shorter sentences, in residents' words: {heavy}"


def test_the_languages_offered_have_catalogues() -> None:
    assert set(COMPLETE) <= set(ALL)


def test_a_phrase_gets_a_value_for_each_of_its_places() -> None:
    known = catalogue(ORIGINAL)
    for source in SPEAKERS:
        for call, name in calls(source):
            if name != "Say" or (given := _given(call)) is None:
                continue
            for phrase in strings(call.args[0]) if call.args else ():
                lacking = places(known.get(phrase, "")) - given
                assert not lacking, f"{source.at(call)}: {phrase} has places nobody fills: {sorted(lacking)}"


def _given(call: ast.Call) -> set[str] | None:
    """Names of a Say's arguments; None when they are not written out in the call."""
    named = [one.value for one in call.keywords if one.arg == "args"]
    args = call.args[1] if len(call.args) > 1 else (named[0] if named else None)
    match args:
        case None:
            return set()
        case ast.Dict(keys=keys) if all(isinstance(one, ast.Constant) for one in keys):
            return {text for key in keys for text in strings(key)}
        case _:
            return None
