"""Labelled questions put to bases that do not contain them: what weights are fitted and judged on."""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np

from faq.encoders import Encoder, Vectors
from faq.entry import Entry
from faq.evaluation import Case, cases
from faq.index import Index
from faq.loading import load
from faq.matching import Evidence
from faq.meaning import Meaning
from faq.mistyping import WAYS
from faq.postings import Floats
from faq.search import kind_of, neighbours
from faq.semantic import Semantics
from faq.vectors import VectorStore

FOLDS = 4
SETTINGS = ("bare", "paraphrased")  # what weights are fitted on; trials in other settings only judge
COMPLETE = "complete"
EXAMPLE = "example "


@dataclass(frozen=True, slots=True)
class Material:
    """One knowledge base without its paraphrases, and questions labelled with its ids (or with none).

    `complete` are the entries as they are in use, `checks` the questions put to those. `labelled` are those
    of the cases that were labelled by hand, where others are what editors wrote beside the entries.
    """

    name: str
    entries: tuple[Entry, ...]
    cases: tuple[Case, ...]
    complete: tuple[Entry, ...] = ()
    checks: tuple[Case, ...] = ()
    labelled: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """The evidence a base gave for one case; `right` 0/1 for each candidate.

    `near`: the evidence for neighbours of the base's own titles, the same for all trials of a base.
    """

    base: str
    setting: str
    case: Case
    ids: tuple[str, ...]
    evidence: Evidence
    right: Floats
    near: tuple[Evidence, ...]


class Recorded:
    """An encoder whose questions are kept on disk too: the same thousands are asked at every fit."""

    def __init__(self, encoder: Encoder, store: VectorStore) -> None:
        self.name, self.is_quick, self.passages = encoder.name, encoder.is_quick, encoder.passages
        self._encoder, self._store = encoder, store

    def question(self, text: str) -> Vectors:
        known = self._store.known(f"{self.name} question", [text])
        if not known:
            known = {text: self._encoder.question(text)}
            self._store.keep(f"{self.name} question", known)
        return known[text]


def gather(data: Path, shipped: Path, labelled: Path | None) -> list[Material]:
    """Read the shipped base, with the checks beside it, and every `data/*/{entries,questions}.jsonl`.

    Each base is also asked what it cannot answer: `data/*.jsonl`, and the questions of the other bases.
    Raises OSError, ValueError, BadBase.
    """
    bases = [_shipped(shipped, labelled)]
    bases += [_from_json(path.parent) for path in sorted(data.glob("*/entries.jsonl"))]
    loose = [case for path in sorted(data.glob("*.jsonl")) for case in _read_cases(path)]
    strangers = {base.name: [Case(case.question, ()) for case in base.cases] for base in bases}
    return [replace(base, cases=(*base.cases, *loose, *_of_others(base.name, strangers))) for base in bases]


def _of_others(name: str, strangers: Mapping[str, Sequence[Case]]) -> Iterator[Case]:
    for other, asked in strangers.items():
        if other != name:
            yield from asked


def _shipped(folder: Path, labelled: Path | None) -> Material:
    entries = tuple(load(folder).entries.values())
    by_hand = _read_cases(labelled) if labelled else []
    asked = [*by_hand]
    asked += [Case(text, (entry.id,)) for entry in entries for text in entry.also]
    unique = {case.question.lower(): case for case in asked}
    bare = tuple(replace(entry, also=(), keywords=()) for entry in entries)
    checks = tuple(_checks(folder.with_name("checks")))
    answerable = tuple(case for case in by_hand if case.right)
    return Material("shipped", bare, tuple(unique.values()), entries, checks, answerable)


def _checks(folder: Path) -> Iterator[Case]:
    for path in sorted(folder.glob("*.toml")):
        for check in tomllib.loads(path.read_text("utf-8"))["check"]:
            yield Case(check["q"], (check["id"],) if check["id"] else ())


def _from_json(folder: Path) -> Material:
    rows = [json.loads(line) for line in (folder / "entries.jsonl").read_text("utf-8").splitlines()]
    entries = tuple(Entry(row["id"], folder.name, row["title"], row["answer"]) for row in rows)
    asked = [Case(text, (row["id"],)) for row in rows for text in row.get("paraphrases", ())]
    return Material(folder.name, entries, (*asked, *_read_cases(folder / "questions.jsonl")))


def _read_cases(path: Path) -> list[Case]:
    return cases(path.read_text("utf-8").splitlines())


def run(material: Material, semantics: Semantics) -> Iterator[tuple[str, Trial]]:
    """Ask the base its cases twice: bare of paraphrases, and with the paraphrases of the other folds.

    The complete base is asked its checks. Questions labelled by hand are asked apart as well, and mistyped.
    Every case is a trial for each kind of weights that `semantics` has the encoders for.
    """
    yield from _twice(material, material.cases, semantics)
    if material.checks:
        yield from _ask(material, COMPLETE, material.complete, material.checks, semantics)
    strangers = tuple(case for case in material.cases if not case.right)
    if material.labelled:
        yield from _twice(material, (*material.labelled, *strangers), semantics, EXAMPLE)
    answerable = material.labelled or tuple(case for case in material.cases if case.right)
    for way in WAYS:
        yield from _twice(material, answerable, semantics, f"{way} ")


def _twice(
    material: Material, cases_: Sequence[Case], semantics: Semantics, how: str = ""
) -> Iterator[tuple[str, Trial]]:
    """In both SETTINGS; `how` goes before their names and may be one of the WAYS to type badly."""
    bare, paraphrased = SETTINGS
    yield from _ask(material, how + bare, material.entries, _typed(cases_, how), semantics)
    for fold in range(FOLDS):
        asked = cases_[fold::FOLDS]
        others = [case for i, case in enumerate(cases_) if i % FOLDS != fold and case.right]
        entries = _with_paraphrases(material.entries, others)
        yield from _ask(material, how + paraphrased, entries, _typed(asked, how), semantics)


def _typed(asked: Sequence[Case], how: str) -> Sequence[Case]:
    way = WAYS.get(how.strip())
    return [replace(case, question=way(case.question)) for case in asked] if way else asked


def _with_paraphrases(entries: Sequence[Entry], known: Sequence[Case]) -> tuple[Entry, ...]:
    also: dict[str, list[str]] = {}
    for case in known:
        also.setdefault(case.right[0], []).append(case.question)
    return tuple(replace(entry, also=tuple(also.get(entry.id, ()))) for entry in entries)


def _ask(
    material: Material, setting: str, entries: Sequence[Entry], asked: Sequence[Case], semantics: Semantics
) -> Iterator[tuple[str, Trial]]:
    index = Index.of(entries)
    for lesson in semantics.lessons(index):
        semantics.learn(lesson)
    every = semantics.meanings(index)
    is_mistyped = setting.split(maxsplit=1)[0] in WAYS
    for meanings in [every] if is_mistyped else _subsets(every):
        near = tuple(neighbours(index, meanings))
        for case in asked:
            evidence = _evidence(index, meanings, index.read(case.question))
            ids = tuple(entries[i].id for i in evidence.candidates)
            right = np.array([float(id_ in case.right) for id_ in ids])
            trial = Trial(material.name, setting, case, ids, evidence, right, near)
            yield kind_of(meanings), trial


def _subsets(meanings: Sequence[Meaning]) -> Iterator[tuple[Meaning, ...]]:
    for size in range(len(meanings) + 1):
        yield from combinations(meanings, size)


def _evidence(index: Index, meanings: Sequence[Meaning], question: str) -> Evidence:
    scores = index.scores(question)
    strange = 0.0
    for meaning in meanings if scores else ():
        vector = meaning.vector(question)
        scores |= meaning.scores(vector)
        strange += meaning.strangeness(vector)
    return index.evidence(question, scores, strange=strange)
