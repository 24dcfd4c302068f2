"""What residents ask in the bench: the knowledge base's own questions, as residents word them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bench.process import ROOT
from faq import safety
from faq.knowledge_base import KnowledgeBase, Sure
from faq.loading import load

ENTRIES: Path = ROOT / "faq" / "entries"
TALK = (  # what residents mostly say to a person: it is looked up for hints, too, and brings none
    "Добрый день, есть ли новости?",
    "Да, всё отправил вчера вечером",
    "Хорошо, тогда я подожду до пятницы",
    "Мне так никто и не перезвонил",
    "Фамилия Петрова, имя Анна",
    "Улица Ленина, дом 5, квартира 12",
    "Спасибо, так и сделаю",
    "Нет, мне сказали по-другому",
    "Сейчас посмотрю и напишу",
    "А когда вы ответите?",
)


def answered() -> list[str]:
    """Questions and other wordings that the shipped base is sure of, all different.

    None of danger: these open a ticket, and what comes after them goes to a person.
    """
    base = KnowledgeBase.build(load(ENTRIES))
    today = datetime.now(UTC).date()
    texts = {text for entry in base.shelf.entries.values() for text in (entry.question, *entry.also)}
    calm = sorted(text for text in texts if safety.shipped().first(text) is None)
    return [text for text in calm if isinstance(base.look_up(text, on=today), Sure)]
