"""Verdicts, terms and figures, as a terminal shows them."""

from faq.entry import Entry
from faq.evaluation import Figures
from faq.knowledge_base import Outdated, Ranking, Sure, Unknown, Unsure, Verdict

_ORIGINAL = "ru"


def ranked(ranking: Ranking) -> list[dict[str, object]]:
    """The entries that match, the likeliest first."""
    return [{"id": match.entry.id, "score": round(match.score, 4)} for match in ranking]


def word(verdict: Verdict) -> str:
    """The verdict in one word, for programs."""
    match verdict:
        case Sure():
            return "sure"
        case Unsure():
            return "unsure"
        case Unknown():
            return "unknown"
        case Outdated(entries=entries):  # never an answer: what is offered beside the news decides
            return "unsure" if entries else "unknown"


def told(verdict: Verdict) -> str:
    """The verdict as a person reads it."""
    match verdict:
        case Sure(entry):
            return f"Уверен: {entry.question}\n\n{entry.answer}\n"
        case Unsure(entries):
            return "Не уверен. Предложит: " + " / ".join(entry.title(_ORIGINAL) for entry in entries) + "\n"
        case Unknown():
            return "Не знает. Предложит специалиста.\n"
        case Outdated(entry, entries):
            others = "".join(f" / {one.title(_ORIGINAL)}" for one in entries)
            return f"Не действует: {entry.question} ({_term(entry)}). Предложит специалиста{others}\n"


def _term(entry: Entry) -> str:
    parts = (("с", entry.valid_from), ("по", entry.valid_until))
    return " ".join(f"{word} {day:%d.%m.%Y}" for word, day in parts if day is not None)


def table(told: Figures) -> str:
    """What was measured."""
    rows = (
        ("Вопросов", str(told.cases)),
        ("Из них с ответом в базе", str(told.answerable)),
        ("R@1: верная запись первая", _share(told.recall_1)),
        ("R@3: верная среди трёх", _share(told.recall_3)),
        ("MRR@10", _share(told.mrr_10)),
        ("AUROC: отличает знакомое", _share(told.knows)),
        ("Отвечает уверенно", _share(told.answered)),
        ("Из них неверно", _share(told.wrong)),
        ("Время p50, мс", _ms(told.ms_p50)),
        ("Время p95, мс", _ms(told.ms_p95)),
    )
    return "\n".join(f"{name:<28} {value:>8}" for name, value in rows)


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def _ms(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}"
