"""Weights fitted on labelled questions.

    python -m faq.fitting --data DIR [--cases FILE] --date 2026-11-22

writes `faq/weights.json` with where it came from and the cross-validated figures.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from faq.evaluation import Outcome, figures, rejected
from faq.matching import INCOMPLETE, SAME_WORDS, WEIGHTS, Weights, signs, softmax, utilities, weigh
from faq.postings import Floats
from faq.regression import whether, which
from faq.trials import Material, Trial, gather, run

SHIPPED = Path(__file__).with_name("entries")
COLUMNS = ("stems", "starts", "letters", "text", "order")
KNOWN = ("one", "utility", "others")
RIGHT = ("one", "top", "margin")
MAX_WRONG = 0.04  # of sure answers, on bases held out: a margin under the promised 5 %
MIN_ACCEPTED = 0.95  # of answerable questions get an answer or suggestions


def fit(trials: Sequence[Trial], *, sure: float = 1.0, unknown: float = 0.0) -> Weights:
    """Fit the columns, then the two probabilities, each base and setting counting the same."""
    columns = _fit_columns([trial for trial in trials if trial.right.any()])
    seen = [(trial, _signs(trial, columns)) for trial in trials if len(trial.ids)]
    inside = [(trial, sign) for trial, sign in seen if trial.case.right]
    known = _fit_chance(seen, KNOWN, [float(bool(trial.case.right)) for trial, _ in seen])
    right = _fit_chance(inside, RIGHT, [_first_is_right(trial, columns) for trial, _ in inside])
    return Weights(columns, known, right, sure, unknown)


def _fit_columns(trials: Sequence[Trial]) -> dict[str, float]:
    features = np.concatenate([np.stack([t.evidence.columns[c] for c in COLUMNS], axis=1) for t in trials])
    right = np.concatenate([trial.right for trial in trials])
    groups = np.repeat(np.arange(len(trials)), [len(trial.ids) for trial in trials])
    return _named(COLUMNS, which(features, right, groups, _importance(trials)))


def _fit_chance(
    seen: Sequence[tuple[Trial, Mapping[str, float]]], names: Sequence[str], true: Sequence[float]
) -> dict[str, float]:
    features = np.array([[sign[name] for name in names] for _, sign in seen])
    return _named(names, whether(features, np.array(true), _importance([trial for trial, _ in seen])))


def _importance(trials: Sequence[Trial]) -> Floats:
    """Each base and setting weighs the same, half for what it can answer and half for what it cannot."""
    kinds = [(trial.base, trial.setting, bool(trial.case.right)) for trial in trials]
    sizes = Counter(kinds)
    return np.array([1 / sizes[kind] for kind in kinds])


def _named(names: Sequence[str], values: Floats) -> dict[str, float]:
    return {name: round(float(value), 3) for name, value in zip(names, values, strict=True)}


def _signs(trial: Trial, columns: Mapping[str, float]) -> dict[str, float]:
    utility = utilities(trial.evidence, columns)
    chances = softmax(utility)
    return signs(utility, np.argsort(-chances, kind="stable"), chances)


def _first_is_right(trial: Trial, columns: Mapping[str, float]) -> float:
    return float(trial.right[int(np.argmax(utilities(trial.evidence, columns)))])


def outcomes(trials: Sequence[Trial], weights: Weights) -> list[Outcome]:
    """What the weights would have said in each trial."""
    found = []
    for trial in trials:
        weighed = weigh(trial.evidence, weights, 10)
        ids = {number: id_ for number, id_ in zip(trial.evidence.candidates.tolist(), trial.ids, strict=True)}
        score = weighed.scores[0] if weighed.scores else 0.0
        ranking = tuple(ids[number] for number in weighed.entries)
        found.append(Outcome(trial.case, ranking, score, score >= weights.sure))
    return found


def held_out(trials: Sequence[Trial]) -> dict[str, list[Outcome]]:
    """Outcomes by base and setting, each base judged by weights fitted on the other bases only."""
    found: dict[str, list[Outcome]] = {}
    for base in dict.fromkeys(trial.base for trial in trials):
        weights = fit([trial for trial in trials if trial.base != base])
        for setting in ("bare", "paraphrased"):
            own = [trial for trial in trials if (trial.base, trial.setting) == (base, setting)]
            found[f"{base}, {setting}"] = outcomes(own, weights)
    return found


def sure_bar(judged: Mapping[str, Sequence[Outcome]]) -> float:
    """The lowest score from which at most MAX_WRONG of the sure are wrong, on average over the groups."""
    for bar in (cent / 100 for cent in range(round(INCOMPLETE * 100) + 1, 99)):
        if np.mean([_wrong(group, bar) for group in judged.values()]) <= MAX_WRONG:
            return bar
    return SAME_WORDS


def _wrong(group: Sequence[Outcome], bar: float) -> float:
    sure = [outcome.rank != 1 for outcome in group if outcome.score >= bar]
    return sum(sure) / max(len(sure), 1)


def unknown_bar(judged: Mapping[str, Sequence[Outcome]]) -> float:
    """The score that MIN_ACCEPTED of the answerable questions reach, averaged over bases and settings."""
    bars = [
        np.quantile([outcome.score for outcome in group if outcome.case.right], 1 - MIN_ACCEPTED)
        for group in judged.values()
    ]
    return round(float(np.mean(bars)), 4)


def report(
    materials: Sequence[Material], judged: Mapping[str, Sequence[Outcome]], bar: float
) -> dict[str, object]:
    """Sizes of the data and the held-out figures, for the file and for the reader."""
    table = {}
    for name, group in judged.items():
        counted = figures([Outcome(o.case, o.ranking, o.score, o.score >= bar) for o in group])
        inside = [outcome.score >= bar for outcome in group if outcome.case.right]
        told = {
            "recall_1": counted.recall_1,
            "recall_3": counted.recall_3,
            "mrr_10": counted.mrr_10,
            "knows_auroc": counted.knows,
            "rejected_at_95_accepted": rejected(group),
            "sure_of_answerable": sum(inside) / len(inside),
            "wrong_of_sure": counted.wrong,
        }
        table[name] = {key: None if value is None else round(value, 3) for key, value in told.items()}
    sizes = {m.name: {"entries": len(m.entries), "cases": len(m.cases)} for m in materials}
    return {"data": sizes, "held_out": table}


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and write. Exit 2 when the data cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m faq.fitting", description="Fit faq/weights.json.")
    parser.add_argument(
        "--data", type=Path, required=True, help="*/entries.jsonl, */questions.jsonl, *.jsonl"
    )
    parser.add_argument("--cases", type=Path, help="labelled questions of the shipped base (JSONL)")
    parser.add_argument("--date", required=True, help="the day of the fit, for the file")
    options = parser.parse_args(arguments)
    try:
        materials = gather(options.data, SHIPPED, options.cases)
    except (OSError, ValueError, KeyError) as exc:
        sys.stderr.write(f"data cannot be read: {exc}\n")
        return 2
    trials = [trial for material in materials for trial in run(material)]
    judged = held_out(trials)
    weights = fit(trials, sure=sure_bar(judged), unknown=unknown_bar(judged))
    command = "python -m faq.fitting --data DIR --cases FILE --date DAY"
    told = {"date": options.date, "command": command, **report(materials, judged, weights.sure)}
    text = json.dumps({**asdict(weights), "provenance": told}, ensure_ascii=False, indent=1)
    WEIGHTS.write_text(text + "\n", "utf-8")
    sys.stdout.write(text + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
