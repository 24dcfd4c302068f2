"""Who is an operator, and who gets nothing done."""

import pytest

from bot import visit
from sandbox.chats import GROUP_ID
from tests.dialogues.people import Operator, Person, Resident, labels, words_of
from tests.dialogues.stage import Stage

ASKED = "Почему не вывозят мусор?"


async def test_a_stranger_in_the_group_gets_nothing_done(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    number = (await stage.client.people("operator", "Чужой"))["id"]
    stranger = Operator(stage, number)
    await resident.asks_a_person(ASKED)
    assert "для специалистов" in await stranger.presses("Взять", ticket=1)
    await stranger.says("Я всё решу", ticket=1)
    await stranger.sees("Вы не в списке специалистов", "не отправлено", ticket=1)
    for command in ("/take", "/close", "/transfer Дом и двор", "/wait", "// заметка"):
        await stranger.says(command, ticket=1)
    await stage.quiet()
    assert await stage.rows("select state, assignee_id from tickets") == [("new", None)]
    await resident.never_sees("Я всё решу")


async def test_a_listed_operator_outside_the_group_gets_nothing_done(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Первое", ticket=1)
    await resident.sees("Первое")
    await stage.client.member(2001, "left")
    await stage.quiet()
    message = {"message_id": 900, "date": 1, "message_thread_id": (await operator.topic(1))["id"],
               "is_topic_message": True, "text": "Уже не ваш",
               "chat": {"id": GROUP_ID, "type": "supergroup", "is_forum": True, "title": "x"},
               "from": {"id": 2001, "is_bot": False, "first_name": "Анна"}}  # fmt: skip
    await stage.client.update({"message": message})
    await resident.never_sees("Уже не ваш")


@pytest.mark.parametrize("how", [{"anonymous": True}, {"sender_chat": -1001000000077}])
async def test_nobody_writes_in_the_name_of_a_chat(
    stage: Stage, resident: Resident, operator: Operator, supervisor: Operator, how: dict[str, object]
) -> None:
    await resident.asks_a_person(ASKED)
    await supervisor.says("Тайное слово", ticket=1, **how)
    await resident.never_sees("Тайное слово")
    await supervisor.says("/close", ticket=1, **how)
    await stage.quiet()
    assert await stage.rows("select state from tickets") == [("new",)]
    if "anonymous" in how:
        await operator.finds("Вы пишете от имени группы", ticket=1)


async def test_an_appointed_member_works_until_dismissed(
    stage: Stage, resident: Resident, operator: Operator, supervisor: Operator
) -> None:
    number = (await stage.client.people("operator", "Новая"))["id"]
    new = Operator(stage, number)
    await resident.asks_a_person(ASKED)
    hello = await new.says("Я новенькая", ticket=1)
    await operator.says("/appoint", ticket=1, reply_to=hello["message_id"])
    await operator.sees("только руководитель", ticket=1)
    await supervisor.says("/appoint", ticket=1, reply_to=hello["message_id"])
    await supervisor.sees("Новая теперь специалист", ticket=1)
    await new.says("Добрый день", ticket=1)
    await resident.sees("👤 Новая, специалист:\nДобрый день")
    await supervisor.says("/dismiss 2001")
    await supervisor.sees("остаётся специалистом")
    await supervisor.says(f"/dismiss {number}")
    await supervisor.sees("больше не специалист")
    await new.says("Меня сняли", ticket=1)
    await resident.never_sees("Меня сняли")


async def test_the_group_explains_itself(stage: Stage, resident: Resident, operator: Operator) -> None:
    await operator.says("/help")
    await operator.sees("Группа специалистов")
    await resident.asks_a_person(ASKED)
    await operator.says("/help", ticket=1)
    await operator.sees("Как здесь работать", ticket=1)
    await operator.says("/card", ticket=1)
    await operator.sees("ЕКЦ-2026-000001", ticket=1)


@pytest.mark.parametrize("command", ["/help", "/start"])
async def test_an_administrator_reads_all_their_commands_in_one_message(
    stage: Stage, editor: Person, command: str
) -> None:
    await editor.says(command)
    said = words_of(await editor.sees("Кроме того, для вас", "/faq — ", "/letters — ", "/broadcast — "))
    assert len(said.splitlines()) >= 7


async def test_chatter_outside_topics_is_left_alone(stage: Stage, operator: Operator) -> None:
    await operator.says("Коллеги, обед?")
    await stage.quiet()
    assert not [one for one in await operator.history() if one["from"]["is_bot"]]


async def test_a_group_without_topics_works_by_quotes(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("not a forum")
    await stage.client.group(is_forum=False)
    await resident.asks_a_person(ASKED)
    card = await operator.sees("ЕКЦ-2026-000001", "новое")
    assert "🙋 Взять" in labels(card)
    asked = await operator.finds(ASKED)
    assert asked
    await operator.says("Ответ по карточке", reply_to=card["message_id"])
    await resident.sees("👤 Анна, специалист:\nОтвет по карточке")
    await resident.says("Ещё вопрос")
    words = await operator.finds("Ещё вопрос")
    await operator.says("Ответ на вопрос", reply_to=words["message_id"])
    await resident.sees("Ответ на вопрос")
    await operator.says("просто болтаем")
    await resident.never_sees("болтаем")
    await stage.quiet()
    await operator.presses("Закрыть")
    await resident.sees("Специалист закрыл обращение")
    assert not [one for one in await operator.history() if "темы" in words_of(one)]


async def test_an_operators_words_wait_while_membership_cannot_be_asked_for(
    stage: Stage, resident: Resident, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visit, "AWAY_PAUSE", 0.01)
    monkeypatch.setattr(visit, "LONGEST_PAUSE", 0.01)
    stage.expects("500", "502", "429", "connection reset")
    await resident.asks_a_person(ASKED)
    for kind in ("500", "502", "reset"):
        await stage.breaks(kind, "getChatMember", times=4)
    await stage.breaks("429", "getChatMember", retry_after=1)
    await operator.says("Добрый день", ticket=1)
    await resident.sees("Добрый день")


@pytest.mark.parametrize("whom", ["99999999999999999999", "²", "-5", "0", "٣", "Анна"])
@pytest.mark.parametrize("command", ["/appoint", "/dismiss"])
async def test_whoever_cannot_be_meant_is_asked_for(
    stage: Stage, supervisor: Operator, command: str, whom: str
) -> None:
    await supervisor.says(f"{command} {whom}")
    await supervisor.sees("допишите его id")


@pytest.mark.parametrize("command", ["/take", "/close", "/ban", "/note слово", "/card", "/transfer Дом"])
async def test_a_command_for_tickets_outside_of_one_is_explained(
    stage: Stage, operator: Operator, command: str
) -> None:
    await operator.says(command)
    await operator.sees("напишите её в его теме")


async def test_whoever_may_not_command_is_told_why(stage: Stage, supervisor: Operator) -> None:
    number = (await stage.client.people("operator", "Чужой"))["id"]
    stranger = Operator(stage, number)
    await stranger.says("/queue")
    await stranger.sees("Вы не в списке специалистов")
    await supervisor.says("/duty on", anonymous=True)
    await supervisor.sees("Вы пишете от имени группы")
    await stranger.says("/weather")
    await supervisor.says("Всем привет", anonymous=True)
    await stage.quiet()
    assert (
        len([one for one in await supervisor.history() if one["from"]["is_bot"] and "⚠️" in words_of(one)])
        == 2
    )


@pytest.mark.parametrize("command", ["/close", "/wait", "/take", "/bot", "/reopen"])
async def test_words_beside_a_command_that_takes_none_are_not_lost_unseen(
    stage: Stage, resident: Resident, operator: Operator, command: str
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says(f"{command} ваш билет готов", ticket=1)
    await operator.sees("Ничего не сделано", f"одно {command}", ticket=1)
    assert await stage.rows("select state from tickets") == [("new",)]


@pytest.mark.plain
async def test_an_empty_note_and_an_unknown_subject_are_explained(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    for empty in ("/note", "//"):
        await operator.says(empty, ticket=1)
        await operator.sees("Заметка пустая", ticket=1)
    assert await stage.rows("select * from notes") == []
    await operator.says("/note\nпервое слово", ticket=1)
    await operator.sees_reaction("✍", "первое слово", ticket=1)
    assert await stage.rows("select words from notes") == [("первое слово",)]
    await operator.says("/subject ызыз", ticket=1)
    await operator.sees("Такой темы нет", ticket=1)
    await operator.says("/dismiss")
    await operator.sees("/dismiss 123456789")


async def test_the_card_shown_again_is_the_only_one(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    old = await operator.finds("новое", ticket=1)
    await operator.says("/card", ticket=1)
    await operator.sees("ЕКЦ-2026-000001", "новое", ticket=1)
    await operator.says("/take", ticket=1)
    await operator.finds("Специалист: Анна", ticket=1)
    above = await operator.finds("Карточка обращения теперь ниже", ticket=1)
    assert above["message_id"] == old["message_id"]
    assert labels(above) == []
    await operator.never_sees("· новое", ticket=1)


async def test_without_topics_an_answer_to_a_card_shown_before_still_arrives(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("not a forum")
    await stage.client.group(is_forum=False)
    await resident.asks_a_person(ASKED)
    old = await operator.sees("ЕКЦ-2026-000001", "новое")
    await operator.says("/card", reply_to=old["message_id"])
    await operator.sees("ЕКЦ-2026-000001", "новое")
    await operator.says("Ответ по прежней карточке", reply_to=old["message_id"])
    await resident.sees("Ответ по прежней карточке")
