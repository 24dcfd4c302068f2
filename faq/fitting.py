"""Weights fitted on labelled questions.

    python -m faq.fitting --data DIR [--cases FILE] --date 2026-11-22

writes `faq/weights.json` with where it came from and the cross-validated figures.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from faq.encoders import AUTO, chosen
from faq.evaluation import Outcome, figures, rejected
from faq.matching import (
    INCOMPLETE,
    KINDS,
    LEXICAL,
    SAME_WORDS,
    WEIGHTS,
    Weights,
    nearness,
    signs,
    softmax,
    utilities,
    weigh,
)
from faq.mistyping import WAYS
from faq.postings import Floats
from faq.regression import whether, which
from faq.semantic import Semantics
from faq.trials import COMPLETE, EXAMPLE, SETTINGS, Material, Recorded, Trial, gather, run
from faq.vectors import VectorStore

SHIPPED = Path(__file__).with_name("entries")
LEXICAL_COLUMNS = ("stems", "starts", "letters", "text", "order")
QUICK_COLUMNS = ("quick", "quick_centre")
DEEP_COLUMNS = ("deep", "deep_text", "deep_apart", "deep_centre")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "lexical": LEXICAL_COLUMNS,
    "quick": (*LEXICAL_COLUMNS, *QUICK_COLUMNS),
    "deep": (*LEXICAL_COLUMNS, *DEEP_COLUMNS),
    "quick+deep": (*LEXICAL_COLUMNS, *QUICK_COLUMNS, *DEEP_COLUMNS),
}
COVERED = 0.65  # words alone cannot tell what a word they do not find would change
COVERED_BY_MEANING = 0.35  # encoders tell more, but take «потерял военный билет» for a lost passport
KNOWN = ("one", "utility", "others", "own", "covered")
RIGHT = ("one", "utility", "others", "margin", "own")
MAX_WRONG = 0.045  # of sure answers, in every base held out: a margin under the promised 5 %
MIN_ACCEPTED = 0.95  # of answerable questions get an answer or suggestions


@dataclass(frozen=True, slots=True)
class Judged:
    """What was said in one trial, and what the verdict is made of."""

    outcome: Outcome
    known: float


Groups = Mapping[str, Sequence[Judged]]


def fit(kind: str, trials: Sequence[Trial], *, sure: float = 1.0, unknown: float = 0.0) -> Weights:
    """Fit the columns, then the two probabilities, each base and setting counting the same.

    Other settings only judge: the checks of a complete base are chosen to be hard, mistyped questions are
    the same questions again.
    """
    trials = [trial for trial in trials if trial.setting in SETTINGS]
    columns = _fit_columns(COLUMNS[kind], [trial for trial in trials if trial.right.any()])
    near = _nearness(trials, columns)
    seen = [(trial, _signs(trial, columns, near)) for trial in trials if len(trial.ids)]
    inside = [(trial, sign) for trial, sign in seen if trial.case.right]
    known = _fit_chance(seen, KNOWN, [float(bool(trial.case.right)) for trial, _ in seen])
    right = _fit_chance(inside, RIGHT, [_first_is_right(trial, columns) for trial, _ in inside])
    return Weights(columns, known, right, sure, unknown, COVERED if kind == LEXICAL else COVERED_BY_MEANING)


def _fit_columns(names: Sequence[str], trials: Sequence[Trial]) -> dict[str, float]:
    features = np.concatenate([np.stack([t.evidence.columns[c] for c in names], axis=1) for t in trials])
    right = np.concatenate([trial.right for trial in trials])
    groups = np.repeat(np.arange(len(trials)), [len(trial.ids) for trial in trials])
    return _named(names, which(features, right, groups, _importance(trials)))


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


def _nearness(trials: Sequence[Trial], columns: Mapping[str, float]) -> dict[int, float]:
    """By the identity of `Trial.near`, which the trials of one index share."""
    return {id(near): nearness(near, columns) for near in {id(t.near): t.near for t in trials}.values()}


def _signs(trial: Trial, columns: Mapping[str, float], near: Mapping[int, float]) -> dict[str, float]:
    utility = utilities(trial.evidence, columns)
    chances = softmax(utility)
    return signs(trial.evidence, utility, np.argsort(-chances, kind="stable"), chances, near[id(trial.near)])


def _first_is_right(trial: Trial, columns: Mapping[str, float]) -> float:
    return float(trial.right[int(np.argmax(utilities(trial.evidence, columns)))])


def judge(trials: Sequence[Trial], weights: Weights) -> list[Judged]:
    """What the weights would have said in each trial."""
    near = _nearness(trials, weights.columns)
    found = []
    for trial in trials:
        weighed = weigh(trial.evidence, weights, near[id(trial.near)], 10)
        ids = dict(zip(trial.evidence.candidates.tolist(), trial.ids, strict=True))
        score = weighed.scores[0] if weighed.scores else 0.0
        outcome = Outcome(trial.case, tuple(ids[one] for one in weighed.entries), score, sure=False)
        found.append(Judged(outcome, weighed.known))
    return found


def held_out(kind: str, trials: Sequence[Trial]) -> dict[str, list[Judged]]:
    """By base and setting, each base judged by weights fitted on the other bases only."""
    found: dict[str, list[Judged]] = {}
    for base in dict.fromkeys(trial.base for trial in trials):
        weights = fit(kind, [trial for trial in trials if trial.base != base])
        own = [trial for trial in trials if trial.base == base]
        for setting in dict.fromkeys(trial.setting for trial in own):
            found[f"{base}, {setting}"] = judge([t for t in own if t.setting == setting], weights)
    return found


def sure_bar(judged: Groups) -> float:
    """The lowest score from which at most MAX_WRONG of the sure are wrong in each base, mean of SETTINGS.

    `judged` by base and setting, as `held_out` gives it.
    """
    bases: dict[str, list[Sequence[Judged]]] = {}
    for name, group in judged.items():
        base, setting = name.split(", ")
        if setting in SETTINGS:
            bases.setdefault(base, []).append(group)
    for bar in (cent / 200 for cent in range(round(INCOMPLETE * 200) + 1, 198)):
        if all(np.mean([_wrong(one, bar) for one in groups]) <= MAX_WRONG for groups in bases.values()):
            return bar
    return SAME_WORDS


def _wrong(group: Sequence[Judged], bar: float) -> float:
    sure = [one.outcome.rank != 1 for one in group if one.outcome.score >= bar]
    return sum(sure) / max(len(sure), 1)


def unknown_bar(judged: Groups) -> float:
    """The chance to be known that MIN_ACCEPTED of the answerable questions reach, averaged over groups."""
    bars = [
        np.quantile([one.known for one in group if one.outcome.case.right], 1 - MIN_ACCEPTED)
        for name, group in judged.items()
        if name.split(", ")[1] in (*SETTINGS, COMPLETE)
    ]
    return round(float(np.mean(bars)), 4)


def told(group: Sequence[Judged], bar: float) -> dict[str, float | None]:
    """The figures of one base and setting at the bar of sure answers."""
    counted = figures([replace(one.outcome, sure=one.outcome.score >= bar) for one in group])
    inside = [one.outcome.score >= bar for one in group if one.outcome.case.right]
    found = {
        "recall_1": counted.recall_1,
        "recall_3": counted.recall_3,
        "mrr_10": counted.mrr_10,
        "knows_auroc": counted.knows,
        "rejected_at_95_accepted": rejected([replace(one.outcome, score=one.known) for one in group]),
        "sure_of_answerable": sum(inside) / len(inside),
        "wrong_of_sure": counted.wrong,
    }
    return {key: None if value is None else round(value, 3) for key, value in found.items()}


def fitted(kind: str, trials: Sequence[Trial]) -> tuple[Weights, dict[str, object]]:
    """Weights of one kind with both bars, and their held-out figures."""
    judged = held_out(kind, trials)
    sure = sure_bar(judged)
    weights = fit(kind, trials, sure=sure, unknown=unknown_bar(judged))
    return weights, {name: told(group, sure) for name, group in judged.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and write. Exit 2 when the data cannot be read or an encoder is missing."""
    options = _parser().parse_args(arguments)
    if options.show:
        sys.stdout.write(held_out_table(json.loads(WEIGHTS.read_text("utf-8"))["provenance"]["held_out"]))
        return 0
    if not (options.data and options.date):
        sys.stderr.write("--data and --date are needed, or --show\n")
        return 2
    encoders, missing = chosen(AUTO)
    if missing:
        sys.stderr.write("\n".join(missing) + "\n")
        return 2
    try:
        materials = gather(options.data, SHIPPED, options.cases)
    except (OSError, ValueError, KeyError) as exc:
        sys.stderr.write(f"data cannot be read: {exc}\n")
        return 2
    store = VectorStore(options.vectors)
    trials = _trials(materials, Semantics([Recorded(one, store) for one in encoders], store))
    found = {kind: fitted(kind, trials[kind]) for kind in KINDS}
    provenance = {
        "date": options.date,
        "command": "python -m faq.fitting --data DIR --cases FILE --date DAY",
        "encoders": [encoder.name for encoder in encoders],
        "data": {m.name: {"entries": len(m.entries), "cases": len(m.cases)} for m in materials},
        "held_out": {kind: figures_ for kind, (_, figures_) in found.items()},
    }
    weights = {kind: asdict(one) for kind, (one, _) in found.items()}
    text = json.dumps({**weights, "provenance": provenance}, ensure_ascii=False, indent=1)
    WEIGHTS.write_text(text + "\n", "utf-8")
    sys.stdout.write(text + "\n")
    return 0


Told = Mapping[str, Mapping[str, float | None]]


def held_out_table(told_: Mapping[str, Told]) -> str:
    """The held-out figures as lines to read: kind, base and setting, then name and value."""
    lines = []
    for kind, groups in told_.items():
        lines.append(f"{kind}, every base judged by weights fitted on the others:")
        for name, figures_ in groups.items():
            if name.split(", ")[1].split()[0] not in WAYS:
                lines.append(_line(name, figures_))
        lines += [_line(name, figures_) for name, figures_ in summary(groups).items()]
    return "\n".join(lines) + "\n"


def summary(groups: Told) -> dict[str, dict[str, float | None]]:
    """The means over bases and SETTINGS, of questions labelled by hand only; and what typing badly loses."""
    bases = list(dict.fromkeys(name.split(", ")[0] for name in groups))
    clean = [_clean(groups, base, setting) for base in bases for setting in SETTINGS]
    found = {"mean": {key: _mean([one[key] for one in clean]) for key in clean[0]}}
    for way in WAYS:
        typed = [groups.get(f"{base}, {way} {setting}") for base in bases for setting in SETTINGS]
        losses = [(one, two) for one, two in zip(clean, typed, strict=True) if two]
        if losses:
            keys = ("recall_1", "recall_3")
            found[f"lost by {way}"] = {k: _mean([_less(one[k], two[k]) for one, two in losses]) for k in keys}
    return found


def _clean(groups: Told, base: str, setting: str) -> Mapping[str, float | None]:
    return groups.get(f"{base}, {EXAMPLE}{setting}", groups[f"{base}, {setting}"])


def _less(one: float | None, two: float | None) -> float | None:
    return None if one is None or two is None else one - two


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(float(np.mean(known)), 3) if known else None


def _line(name: str, figures_: Mapping[str, float | None]) -> str:
    values = "  ".join(f"{key} {'—' if value is None else value}" for key, value in figures_.items())
    return f"  {name:<28} {values}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m faq.fitting", description="Fit faq/weights.json.")
    parser.add_argument("--show", action="store_true", help="only print the figures of the last fit")
    parser.add_argument("--data", type=Path, help="*/entries.jsonl, */questions.jsonl, *.jsonl")
    parser.add_argument("--cases", type=Path, help="labelled questions of the shipped base (JSONL)")
    parser.add_argument("--date", help="the day of the fit, for the file")
    parser.add_argument(
        "--vectors", type=Path, default=Path("data/vectors.sqlite3"), help="where vectors are kept"
    )
    return parser


def _trials(materials: Sequence[Material], semantics: Semantics) -> dict[str, list[Trial]]:
    found: dict[str, list[Trial]] = {}
    for material in materials:
        for kind, trial in run(material, semantics):
            found.setdefault(kind, []).append(trial)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
