"""A press that takes long is answered while it is worked at; what comes of it comes into the chat."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot import patience
from bot.workshop import Workshop
from desk.base_errors import DraftGone
from storage.records import VisitRecords
from storage.writer import Conflict
from tests.dialogues.people import Person
from tests.dialogues.stage import Stage
from tests.dialogues.test_publishing import NEW, OLD, folder, sends_file, tko

__all__ = ["folder"]
Hold = Callable[[Exception | None], asyncio.Event]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Hold:
    """From now on a comparison of bases lasts until the event, and may end in a refusal."""
    compare = Workshop.compare

    def hold(refusal: Exception | None) -> asyncio.Event:
        go_on = asyncio.Event()

        async def slow(self: Workshop, *args: Any) -> Any:
            await go_on.wait()
            if refusal is not None:
                raise refusal
            return await compare(self, *args)

        monkeypatch.setattr(patience, "SECONDS", 0.05)
        monkeypatch.setattr(Workshop, "compare", slow)
        return go_on

    return hold


async def publishes(editor: Person, folder: Path) -> None:
    await sends_file(editor, "tko.toml", tko(folder).replace(OLD, NEW))
    await editor.presses("Опубликовать")
    await editor.sees("Опубликована база знаний № 2")
    await editor.says("/faq history")


async def test_who_presses_is_asked_to_wait_and_gets_the_preview(
    offstage: Stage, editor: Person, folder: Path, held: Hold
) -> None:
    await publishes(editor, folder)
    go_on = held(None)
    assert await editor.presses("↩️ № 1") == "Считаю. Ответ придёт сюда через несколько секунд"
    go_on.set()
    await editor.sees("Что изменит № 1", "изменённых: 1")
    await offstage.quiet()
    assert len(await offstage.telegram_calls("answerCallbackQuery")) == 2, "each press is answered once"


async def test_who_was_asked_to_wait_hears_of_a_visit_that_began_anew(
    offstage: Stage, editor: Person, folder: Path, held: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publishes(editor, folder)
    go_on = held(DraftGone())
    commit = VisitRecords.commit
    seen: list[VisitRecords] = []

    async def at_odds(self: VisitRecords, *changes: Any) -> None:
        if go_on.is_set() and not seen:
            seen.append(self)
            raise Conflict
        await commit(self, *changes)

    monkeypatch.setattr(VisitRecords, "commit", at_odds)
    assert "Считаю" in await editor.presses("↩️ № 1")
    go_on.set()
    await editor.sees("Это изменение уже не ждёт решения")
    await offstage.quiet()
    assert seen and len(await offstage.telegram_calls("answerCallbackQuery")) == 2


async def test_a_refusal_too_late_for_an_answer_is_said_in_the_chat(
    offstage: Stage, editor: Person, folder: Path, held: Hold
) -> None:
    await publishes(editor, folder)
    go_on = held(DraftGone())
    assert "Считаю" in await editor.presses("↩️ № 1")
    go_on.set()
    await editor.sees("Это изменение уже не ждёт решения")
