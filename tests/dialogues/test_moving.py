"""Several groups: a ticket that moves keeps its story, lock and deadline; what is said late is not lost."""

from __future__ import annotations

import pytest

from bot import pacing
from sandbox.chats import GROUP_ID
from tests.dialogues.people import Operator, Resident, labels, words_of
from tests.dialogues.stage import DEPARTMENTS, SECOND_GROUP, Stage

ASKED = "Почему не вывозят мусор?"


@pytest.fixture
async def apart(offstage: Stage) -> Stage:
    """Housing works in a group of its own."""
    offstage.second_group()
    offstage.expects("TOPIC_NOT_MODIFIED")  # a title to repaint may still wait when the ticket leaves
    offstage.changed["departments"] = [
        {"id": "social", "title": "Социальная поддержка"},
        {"id": "housing", "title": "Дом и двор", "chat_id": SECOND_GROUP},
    ]
    await offstage.start()
    return offstage


@pytest.fixture
def there(offstage: Stage) -> Operator:
    """Тимур, in the second group."""
    return Operator(offstage, 2002, SECOND_GROUP)


async def is_closed(operator: Operator, ticket: int = 1) -> None:
    """Wait until the ticket's topic in the operator's group is closed."""

    async def probe() -> bool:
        return bool((await operator.topic(ticket))["closed"])

    await operator.client.wait_for(probe, 5)


async def test_the_old_topic_is_closed_and_what_is_written_there_late_comes_as_a_note(
    apart: Stage, resident: Resident, operator: Operator, there: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Сейчас узнаю", ticket=1)
    await resident.sees("Сейчас узнаю")
    await operator.says("/transfer Дом: это к вам", ticket=1)
    await operator.sees("Разговор продолжается в его группе", ticket=1)
    await is_closed(operator)
    left = await operator.finds("Карточка — в его группе", ticket=1)
    assert labels(left) == [], "nothing is left to press where the ticket was"
    card = await there.finds("ЕКЦ-2026-000001", ticket=1)
    assert "Отдел: Дом и двор" in words_of(card)
    await there.finds("Причина: это к вам", ticket=1)
    await apart.quiet()

    # Who is no administrator cannot write in a closed topic: they open it again.
    await apart.client.topic(2003, "reopen", thread=(await operator.topic(1))["id"])
    await operator.says("Адрес: Ленина, 5", ticket=1)
    told = await operator.sees("здесь больше нет", "передаём туда заметкой", ticket=1)
    link = next(one["url"] for one in told["entities"] if one["type"] == "text_link")
    assert link == f"https://t.me/c/1000000002/{(await there.topic(1))['id']}"
    await there.finds("📝 Анна, в прежней теме: Адрес: Ленина, 5", ticket=1)
    await operator.says("и телефон 12-34", ticket=1)
    await there.finds("📝 Анна, в прежней теме: и телефон 12-34", ticket=1)
    await operator.sees_reaction("✍", "и телефон", ticket=1)
    await resident.never_sees("Ленина")

    await apart.client.topic(2003, "delete", thread=(await there.topic(1))["id"], chat=SECOND_GROUP)
    apart.expects("message thread not found", "TOPIC_ID_INVALID", "message to edit not found")
    await resident.says("Есть новости?")
    await there.finds("Есть новости?", ticket=1)
    await there.finds("📝 Заметка, Анна: и телефон 12-34", ticket=1)


async def test_the_deadline_of_the_whole_matter_and_the_number_stay_and_the_lock_goes_along(
    apart: Stage, resident: Resident, operator: Operator, colleague: Operator, there: Operator
) -> None:
    await apart.restart(desk={"resolution": "5 д"})
    await resident.asks_a_person(ASKED)
    [(before,)] = await apart.rows("select resolve_by from tickets")
    await operator.says("Сейчас узнаю", ticket=1)
    await resident.sees("Сейчас узнаю")
    await colleague.says("Приедут завтра", ticket=1)
    await colleague.sees("Обращение ведёт Анна", ticket=1)
    await operator.says("/transfer Дом", ticket=1)
    held = await there.finds("Тимур: ответ жителю из прежней темы, он не отправлен", ticket=1)
    assert "Приедут завтра" in words_of(held)
    assert labels(held) == ["📤 Отправить", "📝 В заметки", "🙋 Забрать себе"]
    await there.presses("Взять", ticket=1)
    await there.presses("Отправить", ticket=1)
    await resident.sees("👤 Тимур, специалист:\nПриедут завтра")
    supervisor = Operator(apart, 2001, SECOND_GROUP)
    await supervisor.says("А я добавлю", ticket=1)
    await supervisor.sees("Обращение ведёт Тимур", ticket=1)
    [(after, number, state)] = await apart.rows("select resolve_by, id, state from tickets")
    assert (after, number % 1000, state) == (before, 1, "taken")


async def test_a_transfer_to_a_department_whose_group_is_full_goes_to_its_next_group_with_the_reminder(
    offstage: Stage,
    resident: Resident,
    neighbour: Resident,
    operator: Operator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offstage.second_group()
    offstage.expects("TOPIC_NOT_MODIFIED")
    third = SECOND_GROUP - 1
    world = offstage.sandbox.world.state.chats
    world[third] = type(world[GROUP_ID])(
        third, "supergroup", "Запасная", is_forum=True, members=dict(world[GROUP_ID].members), last_id=1
    )
    housing = {"id": "housing", "title": "Дом и двор", "chat_id": SECOND_GROUP, "overflow": [third]}
    offstage.changed["departments"] = [DEPARTMENTS[0], housing]
    await offstage.client.clock(now="2026-03-02T10:00:00+04:00")
    await offstage.start()
    await resident.asks_a_person("Где взять бланк?")
    await operator.finds("Где взять бланк?", ticket=1)
    await neighbour.asks_a_person("Как получить справку?")
    await operator.says("/transfer Дом", ticket=2)
    busy = Operator(offstage, 2001, SECOND_GROUP)
    await busy.finds("Как получить справку?", ticket=2)
    limits = offstage.settings().telegram.pacing.model_copy(update={"group_per_minute": 20})
    await offstage.restart(telegram={"pacing": limits.model_dump()})
    for _ in range(45):
        await neighbour.sends("photo")
    await offstage.until(
        "select 1 where (select count(*) from letters where state = 'pending' and lane = 1) > 21"
    )
    await operator.says("/transfer Дом", ticket=1)
    spare = Operator(offstage, 2001, third)
    await spare.finds("Где взять бланк?", ticket=1)
    monkeypatch.setattr(pacing, "MINUTE", 0.1)
    await offstage.quiet(within=30)
    await offstage.client.clock(now="2026-03-02T13:30:00+04:00")
    await spare.finds("Скоро срок", ticket=1)
    await spare.says("Бланк на втором этаже", ticket=1)
    await resident.sees("Бланк на втором этаже")
    await offstage.quiet(within=30)


async def test_a_reply_that_is_held_while_the_group_moves_is_still_sent_and_corrected(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    stage.expects("upgraded to a supergroup")
    await operator.says("/duty on")
    await operator.sees("на смене")
    await resident.asks_a_person(ASKED)
    await operator.presses("Взять", ticket=1)
    await operator.finds("Специалист: Анна", ticket=1)
    mine = await colleague.sends("photo", ticket=1, caption="Вот схема")
    await colleague.sees("Обращение ведёт Анна", ticket=1)
    await stage.quiet()
    new = await stage.client.migrate()
    here, beside = Operator(stage, 2001, new), Operator(stage, 2002, new)
    await resident.says("Мы переехали?")
    await here.finds("Мы переехали?", ticket=1)
    await beside.edits("Вот схема проезда", mine)
    await stage.quiet()
    assert await beside.presses("Отправить", ticket=1) == ""
    await stage.quiet()
    said = await resident.sees("Вот схема проезда")
    assert "photo" in said
    await here.says("/duty")
    await here.sees("Анна")
