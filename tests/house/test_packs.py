"""A pack says all that residents may read. What only the staff reads is listed, and may stay Russian.

That residents are told nothing of the list, every dialogue looks after: tests/dialogues/conftest.py.
"""

from __future__ import annotations

import re
import tomllib
from fnmatch import fnmatchcase

import pytest

from faq.loading import load
from handlers.start import LANGUAGES
from tests.house.sources import ROOT
from tests.house.staff import is_staffs, patterns
from tests.house.test_phrases import ALL, ORIGINAL, catalogue

COMMAND = re.compile(r"(?<![/\w])/[a-z]{2,}", re.ASCII)
WHAT_TO_DO = "write it, or, if residents never read it, list it in tests/house/staff_phrases.txt"


def commands_in(text: str) -> set[str]:
    """The commands a phrase names."""
    return set(COMMAND.findall(text))


@pytest.mark.parametrize("language", ALL)
def test_a_pack_has_every_phrase_that_residents_may_read(language: str) -> None:
    known = catalogue(language)
    missing = [one for one in catalogue(ORIGINAL) if not known.get(one) and not is_staffs(one)]
    assert not missing, f"locales/{language} lacks {missing}: {WHAT_TO_DO}"


@pytest.mark.parametrize("language", ALL)
def test_a_phrase_names_the_same_commands_in_each_language(language: str) -> None:
    original = catalogue(ORIGINAL)
    other = [
        one for one, text in catalogue(language).items() if commands_in(text) != commands_in(original[one])
    ]
    assert not other, f"locales/{language} names other commands than {ORIGINAL}: {other}"


@pytest.mark.parametrize("language", ALL)
def test_a_phrase_has_as_much_in_bold_in_each_language(language: str) -> None:
    original = catalogue(ORIGINAL)
    other = [
        one for one, text in catalogue(language).items() if text.count("**") != original[one].count("**")
    ]
    assert not other, f"locales/{language} has more or less in bold than {ORIGINAL}: {other}"


@pytest.mark.parametrize("language", [one for one in ALL if one != ORIGINAL])
def test_what_is_shipped_is_named_in_each_language(language: str) -> None:
    shelf = load(ROOT / "faq" / "entries")
    departments = tomllib.loads((ROOT / "config.toml").read_text("utf-8"))["departments"]
    nameless = [
        *(one.id for one in shelf.subjects.values() if language not in one.titles),
        *(one.id for one in shelf.authorities.values() if language not in one.translations),
        *(one.id for one in shelf.channels.values() if language not in one.names),
        *(one.id for one in shelf.kinds.values() if language not in one.titles),
        *(one["id"] for one in departments if language not in one["title_in"]),
    ]
    assert not nameless


def test_every_language_is_called_by_its_own_name() -> None:
    assert set(LANGUAGES) == set(ALL)


def test_each_line_of_the_list_is_about_a_phrase() -> None:
    idle = [one for one in patterns() if not any(fnmatchcase(phrase, one) for phrase in catalogue(ORIGINAL))]
    assert not idle, f"no phrase is called so: {idle}"
