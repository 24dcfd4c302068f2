"""Names of subjects, authorities and channels that lack a language which others of their kind have."""

from collections.abc import Iterator, Mapping, Set
from pathlib import Path

from faq import source_file
from faq.entry import Shelf
from faq.problems import Problem

SHOWN = 3  # ids in one warning; the rest is counted: nobody is flooded who has just begun to translate

_Known = Mapping[str, Set[str]]  # id → the languages that it is named in


def review(shelf: Shelf, entries_dir: Path) -> Iterator[Problem]:
    """One warning for each kind and language; it stands where the first of them is."""
    subjects = {one.id: one.titles.keys() for one in shelf.subjects.values()}
    for lang, ids in _lacking(subjects):
        path = entries_dir / f"{ids[0]}.toml"
        yield Problem(str(path), 1, "", f"{lang}.title", _told(f"{lang}.title", ids))
    authorities = {one.id: one.translations.keys() for one in shelf.authorities.values()}
    yield from _beside(entries_dir.parent / "authorities.toml", "authority", authorities)
    channels = {one.id: one.names.keys() for one in shelf.channels.values()}
    yield from _beside(entries_dir.parent / "channels.toml", "channel", channels)


def _beside(path: Path, table: str, known: _Known) -> Iterator[Problem]:
    for lang, ids in _lacking(known):
        line = source_file.read(path).line(table, list(known).index(ids[0]))
        yield Problem(str(path), line, ids[0], f"{lang}.name", _told(f"{lang}.name", ids))


def _lacking(known: _Known) -> Iterator[tuple[str, list[str]]]:
    """Each language that any of them has, with those that have it not."""
    for lang in sorted(set().union(*known.values())):
        if ids := [id_ for id_, languages in known.items() if lang not in languages]:
            yield lang, ids


def _told(field: str, ids: list[str]) -> str:
    more = f" и ещё {len(ids) - SHOWN}" if len(ids) > SHOWN else ""
    return f"нет перевода названия: {', '.join(ids[:SHOWN])}{more}. Впишите {field}"
