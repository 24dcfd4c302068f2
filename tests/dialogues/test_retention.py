"""What is older than the settings say goes by itself, also from the group; admins hear of it weekly."""

from __future__ import annotations

import pytest

from bot.retaining import retain
from tests.dialogues.people import Operator, Person, Resident
from tests.dialogues.stage import Stage
from tests.dialogues.test_forgetting import said_anywhere

pytestmark = pytest.mark.plain

ASKED = "Кенар улетел, почему не вывозят мусор?"
CHAT = "Где щегол?"
DAY = 24 * 3600
KEEP = {"keep": {"letters": 1, "forms": 1, "questions": 2, "tickets": 3, "profiles": 4}}


@pytest.fixture
async def closed(offstage: Stage, resident: Resident, operator: Operator) -> Stage:
    """A ticket that is closed, and a question that only the bot has seen."""
    offstage.changed["privacy"] = KEEP
    await offstage.client.clock(now="2026-11-18T08:00:00+00:00")
    await offstage.start()
    await resident.says(CHAT)
    await resident.sees("🤖")
    await resident.asks_a_person(ASKED)
    await operator.finds(ASKED, ticket=1)
    await operator.says("/close", ticket=1)
    await resident.sees("Специалист закрыл")
    await offstage.quiet()
    return offstage


async def test_words_go_by_themselves_and_the_figures_stay(
    closed: Stage, resident: Resident, editor: Person
) -> None:
    before = await closed.rows("select count(*) from questions")
    await closed.client.clock(advance=10 * DAY)
    await closed.until("select * from counters where name like 'erased%profiles'")
    await closed.quiet()
    left = await said_anywhere(closed, "Кенар", "щегол", "Мария")
    assert set(left) <= {"inbox"}, "raw updates have a term of their own"
    assert await closed.rows("select count(*) from questions") == before
    assert await closed.rows("select resident_id, state, is_spam from tickets") == [(0, "closed", 0)]
    state = await closed.client.state()
    assert not [one for chat in state["chats"] for one in chat["topics"]], "the group's copy is gone, too"
    assert await closed.rows("select * from residents") == []
    await closed.client.clock(advance=7 * DAY)
    await editor.sees("Стёрто по сроку за неделю 2026-W48", "Вопросов: 1", "Обращений со всей перепиской: 1")
    await closed.quiet()
    assert await closed.rows("select note from acts where deed = 'retention'") != []
    await resident.says("/my")
    await resident.sees("обращений")


async def test_the_command_line_counts_first_and_erases_beside_the_bot(
    closed: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    await closed.stop()
    await closed.client.clock(advance=10 * DAY)
    settings = closed.settings()
    assert await retain(settings, dry_run=True) == 0
    counted = capsys.readouterr().out.splitlines()
    assert "вопросы\tстарше 2 дн.\t1" in counted and "обращения\tстарше 3 дн.\t1" in counted
    assert counted[-1] == "Пока ничего не стёрто."
    assert await retain(settings, dry_run=True) == 0
    assert capsys.readouterr().out.splitlines() == counted, "nothing was erased by counting"
    assert await retain(settings, dry_run=False) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Стёрто."
    assert await retain(settings, dry_run=True) == 0
    again = capsys.readouterr().out.splitlines()
    left = [line for line in again[:-1] if not line.endswith("\t0")]
    # The newest letter stays until there is a newer one: the deletion of the topic is.
    assert left in ([], ["письма\tстарше 1 дн.\t1"])
