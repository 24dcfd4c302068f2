"""What an editor should look at again in deadlines, routes and offices: dead answers, old dates."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from faq import deadline, office, route, source_file
from faq.entry import Shelf
from faq.fields import nearest
from faq.problems import Problem
from faq.route import Route

STALE = timedelta(days=180)


def review(shelf: Shelf, folder: Path, *, on: date, departments: frozenset[str] | None) -> Iterator[Problem]:
    """Everything worth a look; `folder` is where the three files lie."""
    yield from _deadlines(shelf, folder / deadline.FILE, on, departments)
    for number, one in enumerate(shelf.routes.values()):
        for field, told in _of_route(one, shelf, on):
            line = source_file.read(folder / route.FILE).line("route", number, field)
            yield Problem(str(folder / route.FILE), line, one.id, field, told)
    yield from _offices(shelf, folder / office.FILE, on)


def _offices(shelf: Shelf, path: Path, on: date) -> Iterator[Problem]:
    for number, one in enumerate(shelf.offices.values()):
        if one.verified is not None and on - one.verified > STALE:
            line = source_file.read(path).line("office", number, "verified")
            told = f"адрес и часы сверяли {(on - one.verified).days} дн. назад. Сверьте"
            yield Problem(str(path), line, one.id, "verified", told)


def _deadlines(shelf: Shelf, path: Path, on: date, departments: frozenset[str] | None) -> Iterator[Problem]:
    for number, one in enumerate(shelf.deadlines.values()):
        told = []
        if departments is not None and one.department is not None and one.department not in departments:
            hint = nearest(one.department, departments)
            told.append(("department", f"в config.toml нет отдела «{one.department}». {hint}"))
        if (said := _dead(one.entry, shelf, on)) is not None:
            told.append(("entry", said))
        for field, message in told:
            yield Problem(
                str(path), source_file.read(path).line("deadline", number, field), one.id, field, message
            )


def _of_route(one: Route, shelf: Shelf, on: date) -> Iterator[tuple[str, str]]:
    if one.valid_until is not None and one.valid_until < on:
        yield "valid_until", "срок прошёл: жителям она больше не предлагается"
    if one.verified is not None and on - one.verified > STALE:
        yield (
            "verified",
            f"шаги и сроки сверяли {(on - one.verified).days} дн. назад. Сверьте с записями базы",
        )
    for number, step in enumerate(one.steps, 1):
        if (said := _dead(step.entry, shelf, on)) is not None:
            yield f"step.{number}.entry", said


def _dead(entry_id: str | None, shelf: Shelf, on: date) -> str | None:
    """What is wrong with the entry that is named, if one is: residents are not shown the way there."""
    if entry_id is None:
        return None
    entry = shelf.entries.get(entry_id)
    if entry is None:
        return f"в базе нет записи «{entry_id}». {nearest(entry_id, frozenset(shelf.entries))}"
    return None if entry.valid_on(on) else f"запись «{entry_id}» сейчас не действует, житель её не увидит"
