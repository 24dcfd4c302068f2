"""A ticket between groups: nothing doubled, nothing left behind."""

from sandbox.chats import GROUP_ID
from tests.dialogues.people import Operator, Resident
from tests.dialogues.stage import SECOND_GROUP, Stage


async def test_a_letter_still_queued_in_the_old_group_makes_no_second_topic(
    offstage: Stage, resident: Resident, operator: Operator
) -> None:
    group = offstage.second_group()
    offstage.expects("TOPIC_NOT_MODIFIED")
    offstage.changed["departments"] = [
        {"id": "social", "title": "Социальная поддержка"},
        {"id": "housing", "title": "Дом и двор", "chat_id": group},
    ]
    await offstage.start()
    await resident.asks_a_person("Почему не вывозят мусор?")
    await operator.sees("новое", ticket=1)
    await offstage.quiet()
    await offstage.breaks("delay", "editMessageText", chat=GROUP_ID, seconds=0.3)
    await offstage.breaks("delay", "createForumTopic", chat=SECOND_GROUP, seconds=0.6)
    await operator.says("Узнаю", ticket=1)
    await resident.sees("Узнаю")
    await operator.says("/transfer Дом и двор", ticket=1)
    await Operator(offstage, 2002, group).sees("ЕКЦ-2026-000001", ticket=1)
    await offstage.quiet()
    assert len(await offstage.telegram_calls("createForumTopic")) == 2
