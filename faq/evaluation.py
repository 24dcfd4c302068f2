"""Labelled questions → how well a knowledge base answers them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from time import perf_counter

import numpy as np

from faq.knowledge_base import KnowledgeBase, Sure
from faq.regression import auroc


@dataclass(frozen=True, slots=True)
class Case:
    """A question and the ids that would answer it; none for a question that must not be answered."""

    question: str
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a base said to one case: ids best first, the first one's score (0 for none), sure or not."""

    case: Case
    ranking: tuple[str, ...]
    score: float
    sure: bool
    ms: float = 0.0

    @property
    def rank(self) -> int | None:
        """The place of the first right entry, from 1; None when it is not in the ranking."""
        return next((i for i, id_ in enumerate(self.ranking, 1) if id_ in self.case.right), None)


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares 0…1, times in milliseconds; None where the cases say nothing about a figure.

    `recall_*` and `mrr_10` are over answerable cases; `knows` is the AUROC of the first score between
    answerable and unanswerable cases; `answered` is the share of all cases answered as sure, `wrong` the
    share of those that were answered wrongly or should not have been answered.
    """

    cases: int
    answerable: int
    recall_1: float | None
    recall_3: float | None
    mrr_10: float | None
    knows: float | None
    answered: float | None
    wrong: float | None
    ms_p50: float | None
    ms_p95: float | None


def cases(lines: Iterable[str]) -> list[Case]:
    """Read `{"q": …, "id": … or null}` lines; `also_right` may list further ids; empty lines are skipped.

    Raises ValueError that names the line.
    """
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(_case(json.loads(line)))
        except (ValueError, TypeError, KeyError, RecursionError) as exc:
            raise ValueError(f'строка {number}: нужно {{"q": "вопрос", "id": "id записи" или null}}') from exc
    return found


def _case(raw: dict[str, object]) -> Case:
    question, right, also = raw["q"], raw["id"], raw.get("also_right") or []
    if not isinstance(question, str) or not isinstance(right, str | None) or not isinstance(also, list):
        raise TypeError
    return Case(question, tuple(map(str, [right, *also])) if right else ())


def ask(base: KnowledgeBase, asked: Sequence[Case], on: date) -> list[Outcome]:
    """Put every case to the base as on the day `on`."""
    outcomes = []
    for case in asked:
        begun = perf_counter()
        verdict = base.look_up(case.question, on=on)
        ms = (perf_counter() - begun) * 1000
        score = verdict.ranking[0].score if verdict.ranking else 0.0
        ids = tuple(match.entry.id for match in verdict.ranking)
        outcomes.append(Outcome(case, ids, score, isinstance(verdict, Sure), ms))
    return outcomes


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Sum the outcomes up."""
    answerable = [outcome for outcome in outcomes if outcome.case.right]
    others = [outcome for outcome in outcomes if not outcome.case.right]
    sure = [outcome for outcome in outcomes if outcome.sure]
    times = [outcome.ms for outcome in outcomes]
    ranks = [outcome.rank for outcome in answerable]
    return Figures(
        cases=len(outcomes),
        answerable=len(answerable),
        recall_1=_mean([rank == 1 for rank in ranks]),
        recall_3=_mean([rank is not None and rank <= 3 for rank in ranks]),
        mrr_10=_mean([1 / rank if rank is not None and rank <= 10 else 0.0 for rank in ranks]),
        knows=auroc([outcome.score for outcome in answerable], [outcome.score for outcome in others]),
        answered=_mean([outcome.sure for outcome in outcomes]),
        wrong=_mean([outcome.rank != 1 for outcome in sure]),
        ms_p50=float(np.percentile(times, 50)) if times else None,
        ms_p95=float(np.percentile(times, 95)) if times else None,
    )


def rejected(outcomes: Sequence[Outcome], accepted: float = 0.95) -> float | None:
    """The share of unanswerable cases that score below the bar which `accepted` of the answerable pass."""
    inside = [outcome.score for outcome in outcomes if outcome.case.right]
    outside = [outcome.score for outcome in outcomes if not outcome.case.right]
    if not inside or not outside:
        return None
    bar = float(np.quantile(inside, 1 - accepted))
    return fmean(score < bar for score in outside)


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None
