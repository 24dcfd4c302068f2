"""What the appeal helper shows: kinds, subjects, bodies, and where the text is filed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from desk import bodies
from desk.button import Button, Choices
from desk.choices.aid import DropForm
from desk.choices.appeal import (
    AppealPart,
    ChooseAppeal,
    RewritePart,
    SetAppealSubject,
    SetBody,
    ShowAppealSubjects,
    ShowBodies,
)
from desk.choices.deadline import ShowDeadlines
from desk.choices.link import Link
from desk.form import Form
from desk.letters import Say
from desk.rows import paged
from desk.source import Source
from faq.appeal import AppealKind
from faq.entry import Shelf
from faq.translated import lacking

SUBJECTS_ON_A_PAGE = 10
BODIES = 6  # of a subject


def kinds(shelf: Shelf, language: str) -> Iterator[Say]:
    """What there is, each with what it is and how long it takes."""
    for kind in shelf.appeals.values():
        words = kind.in_language(language)
        choices = ((Button(ChooseAppeal(kind.id), phrase="button-choose-appeal"),),)
        args = {"title": words.title, "about": words.about}
        yield Say("appeal-kind", args, choices, in_russian=lacking(language, kind))


def subjects(page: int, shelf: Shelf, language: str, replacing: Source | None = None) -> Say:
    """A page of subjects, one of which it is about."""
    ordered = sorted(shelf.subjects.values(), key=lambda one: one.order)
    part, turns = paged(ordered, page, SUBJECTS_ON_A_PAGE, ShowAppealSubjects, "button-more-subjects")
    rows = [(Button(SetAppealSubject(one.id), text=one.called(language)),) for one in part]
    return Say("appeal-subject", choices=(*rows, *turns, dropping()), replacing=replacing)


def receivers(form: Form, shelf: Shelf, language: str, every: bool, replacing: Source | None = None) -> Say:
    """The bodies it can go to."""
    near = bodies.of_subject(form.values.get("subject", ""), shelf)[:BODIES]
    shown = bodies.every(shelf) if every or not near else near
    rows: list[tuple[Button, ...]] = [
        (Button(SetBody(one.id), text=one.in_language(language).name),) for one in shown
    ]
    if shown is near:
        rows.append((Button(ShowBodies(every=True), phrase="button-every-body"),))
    return Say("appeal-body", choices=tuple(rows), replacing=replacing)


def filing(kind: AppealKind, shelf: Shelf, language: str) -> Choices:
    """Where it is filed, and what can be changed about it."""
    known = [shelf.channels[one] for one in kind.channels if one in shelf.channels]
    links = tuple(Button(Link(one.url), text=one.called(language)) for one in known if one.url)
    parts = (
        (Button(RewritePart(AppealPart.WHERE), phrase="button-rewrite-where"),),
        (Button(RewritePart(AppealPart.WHAT), phrase="button-rewrite-what"),),
        (Button(RewritePart(AppealPart.ASK), phrase="button-rewrite-ask"),),
    )
    other = (Button(ShowBodies(), phrase="button-other-body"),)
    count = (Button(ShowDeadlines(), phrase="button-deadlines"),)
    return (*((one,) for one in links), other, *parts, *([count] if shelf.deadlines else []), dropping())


def filled(values: Mapping[str, str], shelf: Shelf) -> dict[str, str]:
    """A value for each of faq.appeal.PLACES, in Russian: officials read it."""
    return {
        "кому": shelf.authorities[values["body"]].name,
        "тема": shelf.subjects[values["subject"]].title,
        "где": values["where"],
        "что": values["what"],
        "просьба": values["ask"],
    }


def dropping() -> tuple[Button, ...]:
    """The way out."""
    return (Button(DropForm(), phrase="button-drop-appeal"),)
