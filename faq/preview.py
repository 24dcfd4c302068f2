"""A proposed change told to an editor: what is new, what reads or would be answered otherwise."""

from collections.abc import Iterable, Sequence

from faq.fields import length
from faq.publishing import EntryChange, Figures, Proposal, Said, Turn

SHOWN = 5  # of each kind; the rest is counted
WORDS = 90  # characters of a text before it is shortened
REMOVING = "удаляет их только faq import --remove на сервере"
BESIDE = "Темы, ведомства, каналы, шаблоны, памятки, учреждения"
UNITS = 3500  # a Telegram message holds 4096 UTF-16 units; the rest is for the words around


def told(proposal: Proposal, absent: int = 0) -> str:
    """The proposal in plain Russian, at most `UNITS` long. `absent` entries, not in the table, stay."""
    parts = [
        f"Новых записей: {len(proposal.added)}, изменённых: {len(proposal.changed)}, "
        f"удалённых: {len(proposal.removed)}.",
        *([f"Записей базы, которых нет в таблице: {absent}. Они остаются: {REMOVING}."] if absent else []),
        *_some("➕ ", [f"{one.id}: {one.question}" for one in proposal.added]),
        *_some("✏️ ", [_change(one) for one in proposal.changed]),
        *_some("➖ ", [f"{one.id}: {one.question}" for one in proposal.removed]),
        *([f"{BESIDE}: {', '.join(proposal.others)}"] if proposal.others else []),
        *(["Для жителей ничего не изменится."] if proposal.is_empty else []),
        *_turns(proposal.turns),
        compared(proposal.before, proposal.after),
    ]
    return _within(UNITS, "\n".join(parts))


def _within(units: int, text: str) -> str:
    if length(text) <= units:
        return text
    return text.encode("utf-16-le")[: (units - 1) * 2].decode("utf-16-le", "ignore") + "…"


def compared(before: Figures, after: Figures) -> str:
    """The figures before → after, in words."""
    if not after.checks:
        return "Проверочных вопросов нет."
    return (
        f"Проверочных вопросов: {after.checks}. Верных: {_share(before)} → {_share(after)}. "
        f"Уверенных ошибок: {before.misled} → {after.misled}, "
        f"из них лишних ответов: {before.needless} → {after.needless}."
    )


def _share(figures: Figures) -> str:
    return f"{figures.share * 100:.1f} %".replace(".", ",")


def _some(mark: str, lines: Sequence[str], title: str = "") -> Iterable[str]:
    yield from (f"{mark}{title}{line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield f"{mark}… и ещё {len(lines) - SHOWN}"


def _change(change: EntryChange) -> str:
    fields = change.fields[:3]
    shown = "; ".join(f"{one.field}: {_apart(one.before, one.after)}" for one in fields)
    return f"{change.entry.id}: {shown}" + ("; …" if len(change.fields) > 3 else "")


def _apart(before: str, after: str) -> str:
    """Both texts from where they part, shortened."""
    start = next(
        (i for i, (old, new) in enumerate(zip(before, after, strict=False)) if old != new),
        min(len(before), len(after)),
    )
    start = max(start - 20, 0)
    return f"{_short(before, start)} → {_short(after, start)}"


def _short(text: str, start: int) -> str:
    words = " ".join(text[start:].split())
    if not words:
        return "нет"
    cut = words if len(words) <= WORDS else words[: WORDS - 1] + "…"
    return f"«{'…' if start else ''}{cut}»"


def _turns(turns: Sequence[Turn]) -> Iterable[str]:
    if not turns:
        return
    yield f"Проверочные вопросы, на которые бот ответит иначе: {len(turns)}."
    # What gets worse first: that is what the editor has to see.
    ordered = sorted(
        turns, key=lambda one: one.after.is_right_for(one.check) - one.before.is_right_for(one.check)
    )
    yield from _some("", [_turn(one) for one in ordered])


def _turn(turn: Turn) -> str:
    gain = turn.after.is_right_for(turn.check) - turn.before.is_right_for(turn.check)
    mark = {1: "🟢", 0: "⚪", -1: "🔴"}[gain]
    return f"{mark} «{turn.check.question[:WORDS]}»: {_said(turn.before)} → {_said(turn.after)}"


def _said(said: Said) -> str:
    match said.verdict:
        case "sure":
            return said.entries[0]
        case "unsure":
            return f"на выбор ({', '.join(said.entries)})"
        case "unknown":
            return "нет ответа"
