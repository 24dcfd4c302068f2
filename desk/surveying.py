"""The gaps of the knowledge base as editors and supervisors see them: a list, a card, a weekly report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from desk.button import Button, Choices
from desk.centre import Centre, Workshop
from desk.choices.gap import AddPhrasings, ChooseEntry, DismissGap, DraftEntry, ShowGap, ShowGaps
from desk.gap import KEPT
from desk.gathering import Cluster, clusters
from desk.letters import Say
from desk.records import Records
from desk.rows import turning
from faq.knowledge_base import Match

ON_A_PAGE = 5
EXAMPLES = 3
ENTRIES_OFFERED = 8
NEAR = 0.3  # the least chance that the likeliest entry is meant; a less likely one is not a tap away
WORDS = 150  # characters of a question in a list
ANSWER = 600  # of an operator's answer
WEEK = timedelta(days=7)


async def gaps(page: int, records: Records, workshop: Workshop, at: datetime) -> Say:
    """A page of what the base could not answer, the most asked first."""
    every = await clusters(records, workshop, at)
    if not every:
        return Say("gaps-none", {"days": KEPT.days})
    page = min(page, (len(every) - 1) // ON_A_PAGE)
    args = {"groups": len(every), "count": sum(len(one.gaps) for one in every), "days": KEPT.days}
    shown = _lines(every, page, EXAMPLES - 1)
    return Say("gaps", {**args, "gaps": shown}, _pages(every, page))


async def report(due: datetime, records: Records, workshop: Workshop, at: datetime) -> Say | None:
    """What the week up to `due` has brought, and since then; None when it has brought nothing."""
    week = await clusters(records, workshop, at, at - due + WEEK)
    if not week:
        return None
    args = {"groups": len(week), "count": sum(len(one.gaps) for one in week)}
    choices: Choices = ((Button(ShowGaps(), phrase="button-gaps"),),)
    return Say("gaps-weekly", {**args, "gaps": _lines(week, 0, 1)}, choices)


async def card(cluster: Cluster, centre: Centre, at: datetime, may_edit: bool) -> Say:
    """One cluster, with what an editor can make of it."""
    near = await _nearest(cluster, centre, at)
    subject = centre.knowledge.shelf.subjects.get(cluster.subject or "")
    args = {
        "told": f"{cluster.told} · 🏷 {subject.title}" if subject else cluster.told,
        "examples": listed(cluster.texts),
        "nearest": f"«{near[0].entry.question}» ({near[0].score * 100:.0f} %)" if near else "—",
        "answer": _short(cluster.answer, ANSWER) or "—",
    }
    back: Choices = ((Button(ShowGaps(), phrase="button-to-gaps"),),)
    return Say("gap", args, (*(what_to_do(cluster, near) if may_edit else ()), *back))


async def entries(cluster: Cluster, centre: Centre, at: datetime) -> Say:
    """To which entry do these words belong?"""
    near = await _nearest(cluster, centre, at)
    rows = tuple(
        (Button(AddPhrasings(cluster.central.id, one.entry.id), text=one.entry.question),)
        for one in near[:ENTRIES_OFFERED]
    )
    back = (Button(ShowGap(cluster.central.id), phrase="button-to-gap"),)
    return Say("gap-which-entry", {"question": _short(cluster.central.text, WORDS)}, (*rows, back))


def listed(texts: Sequence[str]) -> str:
    """A few of the texts, a line each, and how many there are besides."""
    lines = [f"— «{_short(text, WORDS)}»" for text in texts[:EXAMPLES]]
    more = [f"… + {len(texts) - EXAMPLES}"] if len(texts) > EXAMPLES else []
    return "\n".join([*lines, *more]) or "—"


def what_to_do(cluster: Cluster, near: Sequence[Match]) -> Choices:
    """An entry of its own, other words for an old one, or neither."""
    id_ = cluster.central.id
    nearest = [
        Button(AddPhrasings(id_, one.entry.id), text=f"➕ {one.entry.question}")
        for one in near[:1]
        if one.score >= NEAR
    ]
    return (
        (Button(DraftEntry(id_), phrase="button-draft-entry"),),
        *((one,) for one in nearest),
        (
            Button(ChooseEntry(id_), phrase="button-choose-entry"),
            Button(DismissGap(id_), phrase="button-dismiss-gap"),
        ),
    )


async def _nearest(cluster: Cluster, centre: Centre, at: datetime) -> Sequence[Match]:
    return (await centre.knowledge.look_up(cluster.central.text, centre.day(at))).ranking


def _lines(every: Sequence[Cluster], page: int, examples_shown: int) -> str:
    start = page * ON_A_PAGE
    pieces = []
    for number, cluster in enumerate(every[start : start + ON_A_PAGE], start + 1):
        texts = cluster.texts[: 1 + examples_shown]
        said = [f"{number}. {cluster.told}", *(f"«{_short(text, WORDS)}»" for text in texts)]
        pieces.append("\n".join(said))
    return "\n\n".join(pieces)


def _pages(every: Sequence[Cluster], page: int) -> Choices:
    start = page * ON_A_PAGE
    shown = every[start : start + ON_A_PAGE]
    numbers = tuple(
        Button(ShowGap(one.central.id), text=str(number)) for number, one in enumerate(shown, start + 1)
    )
    return (*((numbers,) if numbers else ()), *turning(page, len(every) > start + ON_A_PAGE, ShowGaps))


def _short(text: str, most: int) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1] + "…"
