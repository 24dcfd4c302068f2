"""What a change of the knowledge base would change: entries, answers to the check questions, figures."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Literal

from faq.entry import Entry, Shelf, Translation
from faq.knowledge_base import KnowledgeBase, Outdated, Sure, Unknown, Unsure


@dataclass(frozen=True, slots=True)
class Check:
    """A question and the id of the entry it must find; an empty id: it must not be answered."""

    question: str
    id: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a base gives a resident: one entry, up to three to choose from, or none."""

    verdict: Literal["sure", "unsure", "unknown"]
    entries: tuple[str, ...] = ()

    def is_right_for(self, check: Check) -> bool:
        """The resident gets the entry, or sees it among those to choose from; a stranger gets no answer."""
        return check.id in self.entries if check.id else self.verdict != "sure"

    def misleads(self, check: Check) -> bool:
        """The wrong answer, given as if it were the right one."""
        return self.verdict == "sure" and not self.is_right_for(check)


@dataclass(frozen=True, slots=True)
class Figures:
    """How a base does on the check questions; all are numbers of questions.

    `misled`: a wrong entry given as sure; `needless`: those of them that should not be answered at all.
    """

    checks: int = 0
    right: int = 0
    misled: int = 0
    needless: int = 0

    @property
    def share(self) -> float:
        """The share that is right, 0…1; 1 when there is nothing to check."""
        return self.right / self.checks if self.checks else 1.0


@dataclass(frozen=True, slots=True)
class Turn:
    """A check question that would be answered otherwise."""

    check: Check
    before: Said
    after: Said


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of an entry, before and after; empty where it was or is not there."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry that stays, with other words in it."""

    entry: Entry
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything a change would change. `others`: what else lies beside the entries, by id."""

    added: tuple[Entry, ...]
    changed: tuple[EntryChange, ...]
    removed: tuple[Entry, ...]
    others: tuple[str, ...]
    turns: tuple[Turn, ...]
    before: Figures
    after: Figures

    @property
    def is_empty(self) -> bool:
        """Whether residents would not notice."""
        return not (self.added or self.changed or self.removed or self.others)

    def is_below(self, bar: float) -> bool:
        """Whether it needs a second thought: too few right ones, or more residents misled than before."""
        return self.after.share < bar or self.after.misled > self.before.misled


def read_checks(folder: Path) -> tuple[Check, ...]:
    """The check questions of a folder, file by file. A file that cannot be read raises ValueError."""
    found: list[Check] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            tables = tomllib.loads(path.read_text("utf-8"))["check"]
            found += [Check(str(one["q"]), str(one["id"])) for one in tables]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ValueError(
                f'{path}: проверочные вопросы пишутся так: [[check]] q = "…" id = "…"'
            ) from error
    return tuple(found)


def propose(before: KnowledgeBase, after: KnowledgeBase, checks: Iterable[Check], on: date) -> Proposal:
    """Compare two bases on the day `on`. CPU work of seconds: call it in a thread.

    Check questions of an entry that no longer holds, or not yet, are left out: nobody is to be answered so.
    """
    answers = [
        (check, said(before, check.question, on), said(after, check.question, on))
        for check in checks
        if _is_to_be_found(check, (before.shelf, after.shelf), on)
    ]
    old, new = before.shelf.entries, after.shelf.entries
    return Proposal(
        added=tuple(entry for id_, entry in new.items() if id_ not in old),
        changed=tuple(_changes(old, new)),
        removed=tuple(entry for id_, entry in old.items() if id_ not in new),
        others=tuple(_others(before.shelf, after.shelf)),
        turns=tuple(Turn(*answer) for answer in answers if _is_turn(answer[1], answer[2])),
        before=figures((check, then) for check, then, _ in answers),
        after=figures((check, now) for check, _, now in answers),
    )


def said(base: KnowledgeBase, question: str, on: date) -> Said:
    """What the base would give whoever asks."""
    match base.look_up(question, on=on):
        case Sure(entry):
            return Said("sure", (entry.id,))
        case Unsure(entries):
            return Said("unsure", tuple(entry.id for entry in entries))
        case Unknown() | Outdated(entries=()):
            return Said("unknown")
        case Outdated(entries=entries):
            return Said("unsure", tuple(entry.id for entry in entries))


def figures(answers: Iterable[tuple[Check, Said]]) -> Figures:
    """Sum answers up."""
    every = list(answers)
    misled = [check for check, answer in every if answer.misleads(check)]
    return Figures(
        checks=len(every),
        right=sum(answer.is_right_for(check) for check, answer in every),
        misled=len(misled),
        needless=sum(not check.id for check in misled),
    )


def _is_to_be_found(check: Check, shelves: Iterable[Shelf], on: date) -> bool:
    known = [shelf.entries[check.id] for shelf in shelves if check.id in shelf.entries]
    return not known or any(entry.valid_on(on) for entry in known)


def _is_turn(before: Said, after: Said) -> bool:
    """Other places further down a list to choose from are no news."""
    return (before.verdict, before.entries[:1]) != (after.verdict, after.entries[:1])


def _changes(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> Iterable[EntryChange]:
    for id_, entry in new.items():
        if id_ in old and old[id_] != entry:
            then, now = _texts(old[id_]), _texts(entry)
            names = [name for name in {**then, **now} if then.get(name) != now.get(name)]
            yield EntryChange(
                entry, tuple(FieldChange(name, then.get(name, ""), now.get(name, "")) for name in names)
            )


def _texts(entry: Entry) -> dict[str, str]:
    """The fields that hold something, as an editor would read them."""
    found: dict[str, str] = {}
    for name in (one.name for one in fields(entry) if one.name not in ("id", "translations")):
        value = getattr(entry, name)
        if value:
            found[name] = "; ".join(value) if isinstance(value, tuple) else str(value)
    for language, translation in entry.translations.items():
        found |= _translated(language, translation)
    return found


def _translated(language: str, translation: Translation) -> dict[str, str]:
    return {f"{language}.question": translation.question, f"{language}.answer": translation.answer}


def _others(before: Shelf, after: Shelf) -> Iterable[str]:
    pairs: tuple[tuple[Mapping[str, object], Mapping[str, object]], ...] = (
        (before.subjects, after.subjects),
        (before.authorities, after.authorities),
        (before.channels, after.channels),
        (before.templates, after.templates),
        (before.appeals, after.appeals),
        (before.deadlines, after.deadlines),
        (before.routes, after.routes),
        (before.kinds, after.kinds),
        (before.offices, after.offices),
    )
    for old, new in pairs:
        yield from (id_ for id_ in {**old, **new} if old.get(id_) != new.get(id_))
