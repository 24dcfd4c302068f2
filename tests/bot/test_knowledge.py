"""The knowledge base in use remembers what it was asked, and only of the base it has."""

from __future__ import annotations

from datetime import date

from bot.knowledge import EMPTY, REMEMBERED, LiveKnowledge
from faq.knowledge_base import KnowledgeBase, Verdict

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


class Counting:
    """A base that counts how often it is asked."""

    is_slow = False
    local = frozenset[str]()
    shelf = EMPTY

    def __init__(self) -> None:
        self.asked = 0
        self._base = KnowledgeBase.build(EMPTY)

    def where(self, municipality: str | None) -> str | None:
        """The municipality, if any entry is for it."""
        return municipality if municipality in self.local else None

    def look_up(self, text: str, on: date, municipality: str | None) -> Verdict:
        """An answer."""
        self.asked += 1
        return self._base.look_up(text, on=on, municipality=municipality)


def using(base: Counting) -> LiveKnowledge:
    knowledge = LiveKnowledge()
    knowledge.take(base)  # type: ignore[arg-type]  # asked in the same way
    return knowledge


async def test_the_same_question_is_looked_up_once_a_day() -> None:
    base = Counting()
    knowledge = using(base)
    for day in (MONDAY, MONDAY, TUESDAY):
        await knowledge.look_up("как получить паспорт", day)
    assert base.asked == 2


async def test_residents_of_several_municipalities_share_a_verdict_unless_an_entry_tells_them_apart() -> None:
    base = Counting()
    base.local = frozenset({"Знаменск"})
    knowledge = using(base)
    for municipality in (None, "Астрахань", "Лиманский район", "Знаменск", "Знаменск"):
        await knowledge.look_up("как получить паспорт", MONDAY, municipality)
    assert base.asked == 2


async def test_another_base_is_asked_anew() -> None:
    knowledge, other = using(Counting()), Counting()
    await knowledge.look_up("как получить паспорт", MONDAY)
    knowledge.take(other)  # type: ignore[arg-type]
    await knowledge.look_up("как получить паспорт", MONDAY)
    assert other.asked == 1


async def test_only_so_many_questions_are_remembered() -> None:
    base = Counting()
    knowledge = using(base)
    for number in range(REMEMBERED + 1):
        await knowledge.look_up(f"вопрос {number}", MONDAY)
    await knowledge.look_up(f"вопрос {REMEMBERED}", MONDAY)
    assert base.asked == REMEMBERED + 1
    await knowledge.look_up("вопрос 0", MONDAY)
    assert base.asked == REMEMBERED + 2
