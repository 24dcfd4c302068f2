"""Telegram's side breaks: topics, groups, rights, sends. Nothing is lost, nobody is told twice."""

import asyncio
from collections.abc import Sequence

import pytest

from bot import healing, settling
from bot import pacing as paced
from bot.delivery import Outcome, Rejected
from bot.lines import Lines
from bot.rendering import Call
from sandbox.chats import GROUP_ID
from sandbox.people import BOT_ID
from storage.writer import Change, Unavailable
from tests.dialogues.people import Operator, Person, Resident, labels, words_of
from tests.dialogues.stage import Json, Stage

ASKED = "Почему не вывозят мусор?"


@pytest.mark.parametrize("short_of_calls", [False, True], ids=["room for each", "said together"])
async def test_a_deleted_topic_under_many_letters_becomes_one_new_topic_with_the_story_first(
    stage: Stage,
    resident: Resident,
    operator: Operator,
    monkeypatch: pytest.MonkeyPatch,
    short_of_calls: bool,
) -> None:
    stage.expects("message thread not found", "TOPIC_ID_INVALID")
    await resident.asks_a_person(ASKED)
    await operator.says("Сейчас узнаю", ticket=1)
    await resident.sees("Сейчас узнаю")
    await stage.quiet()
    topic = await operator.topic(1)
    await stage.client.topic(2001, "delete", thread=topic["id"])
    if short_of_calls:
        monkeypatch.setattr(paced, "MINUTE", 1.0)
        pacing = stage.settings().telegram.pacing.model_copy(update={"group_per_minute": 6})
        await stage.restart(telegram={"pacing": pacing.model_dump()})
    await asyncio.gather(*(resident.says(f"Слово {n}") for n in range(50)))
    await stage.quiet(within=30)
    assert len(await stage.telegram_calls("createForumTopic")) == 2
    told = [words_of(one) for one in await operator.history(1) if words_of(one)]
    assert "ЕКЦ-2026-000001" in told[0]
    assert told[1:4] == [
        "📜 Разговор до этого места, сообщений: 2. Слова специалистов подписаны 👤.",
        ASKED,
        "👤 Анна, специалист:\nСейчас узнаю",
    ]
    assert (len(told) < 40) is short_of_calls
    assert sorted("\n\n".join(told[4:]).split("\n\n")) == sorted(f"Слово {n}" for n in range(50))
    await operator.says("Я снова здесь", ticket=1)
    await resident.sees("Я снова здесь")
    await stage.quiet(within=20)


async def test_an_album_whose_topic_was_deleted_arrives_whole_in_the_new_one(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("message thread not found", "TOPIC_ID_INVALID", "message to edit not found")
    await resident.asks_a_person(ASKED)
    await operator.finds(ASKED, ticket=1)
    await stage.quiet()
    topic = await operator.topic(1)
    await stage.client.topic(2001, "delete", thread=topic["id"])
    await resident.sends_album("photo", "photo", "photo", caption="вот двор")
    await resident.says("Видно?")
    await operator.finds("Видно?", ticket=1)
    await stage.quiet()
    assert len(await stage.telegram_calls("createForumTopic")) == 2
    there = await operator.history(1)
    assert [one.get("caption") for one in there if "photo" in one] == ["вот двор", None, None]
    assert len({one["media_group_id"] for one in there if "photo" in one}) == 1
    words = [words_of(one) for one in there if words_of(one)]
    assert words[-3:] == [ASKED, "вот двор", "Видно?"]


async def test_words_whose_formatting_is_refused_arrive_without_it(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.finds(ASKED, ticket=1)
    await stage.quiet()
    refused = _refuses_once(stage, "SendMessage", "Bad Request: can't parse entities: unclosed tag")
    bold = [{"type": "bold", "offset": 0, "length": 6}]
    await operator.says("Завтра приедут", ticket=1, entities=bold)
    said = await resident.sees("👤 Анна, специалист:\nЗавтра приедут")
    await stage.quiet()
    assert refused
    assert not said.get("entities")
    assert await _times(resident, "Завтра приедут") == 1


async def test_a_replaced_photo_whose_formatting_is_refused_loses_only_that(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    bold: list[Json] = [{"type": "bold", "offset": 0, "length": 5}]
    await operator.sends("photo", ticket=1, caption="Схема проезда", entities=bold)
    await resident.sees("Схема проезда")
    await stage.quiet()
    refused = _refuses_once(stage, "EditMessageMedia", "Bad Request: ENTITY_BOUNDS_INVALID")
    await operator.replaces("video")
    await stage.quiet()
    said = await resident.finds("Схема проезда")
    assert refused
    assert "video" in said
    assert not said.get("caption_entities")


async def test_a_card_that_is_as_it_should_be_worries_nobody(
    stage: Stage, resident: Resident, operator: Operator, editor: Person
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.finds(ASKED, ticket=1)
    await stage.quiet()
    refused = _refuses_once(stage, "EditMessageText", "Bad Request: message is not modified: the same")
    await operator.presses("Взять", ticket=1)
    await stage.quiet()
    assert refused
    await operator.never_sees("не доставлено", ticket=1)
    await editor.never_sees("не доставлено")


async def test_notes_outlive_the_topic_they_were_written_in(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    stage.expects("message thread not found", "TOPIC_ID_INVALID")
    await resident.asks_a_person(ASKED)
    await operator.finds(ASKED, ticket=1)
    await stage.quiet()
    await operator.says("// звонила в УК, ждём", ticket=1)
    await stage.quiet()
    await operator.edits("// звонила в УК, завтра приедут")
    await operator.says("Узнаю и напишу", ticket=1)
    await resident.sees("Узнаю и напишу")
    await stage.quiet()
    await colleague.says("/note проверить адрес", ticket=1)
    await stage.quiet()
    await stage.client.topic(2001, "delete", thread=(await operator.topic(1))["id"])
    await resident.says("Есть новости?")
    await operator.finds("Есть новости?", ticket=1)
    await stage.quiet()
    told = [words_of(one) for one in await operator.history(1) if words_of(one)]
    assert told[2:] == [
        ASKED,
        "📝 Заметка, Анна: звонила в УК, завтра приедут",
        "👤 Анна, специалист:\nУзнаю и напишу",
        "📝 Заметка, Тимур: проверить адрес",
        "Есть новости?",
    ]
    await resident.never_sees("звонила")
    await resident.never_sees("проверить")


async def test_a_topic_closed_by_hand_is_opened_again_for_the_residents_words(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("TOPIC_CLOSED")
    await resident.asks_a_person(ASKED)
    await operator.sees("новое", ticket=1)
    await stage.quiet()
    await stage.client.topic(2003, "close", thread=(await operator.topic(1))["id"])
    await resident.says("Ещё одно")
    await operator.finds("Ещё одно", ticket=1)


@pytest.mark.parametrize("news_first", [True, False])
async def test_a_group_that_moved_is_found_again(
    stage: Stage,
    resident: Resident,
    operator: Operator,
    editor: Person,
    news_first: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage.expects("upgraded to a supergroup")
    await resident.asks_a_person(ASKED)
    await operator.sees("новое", ticket=1)
    await stage.quiet()
    news: list[tuple[str, Json, str]] = []
    updates = stage.sandbox.world.updates
    bring = updates.add

    def keep_back(kind: str, payload: Json, queue: str) -> None:
        if payload.keys() & {"migrate_to_chat_id", "migrate_from_chat_id"}:
            news.append((kind, payload, queue))
        else:
            bring(kind, payload, queue)

    if not news_first:
        monkeypatch.setattr(updates, "add", keep_back)
    new = await stage.client.migrate()
    there = Operator(stage, 2001, new)
    await resident.says("Мы переехали?")
    await there.finds("Мы переехали?", ticket=1)
    if not news_first:
        calls = await stage.telegram_calls()
        assert any("upgraded to a supergroup" in str(one["description"]) for one in calls)
        assert len(news) == 2
        for late in news:
            bring(*late)
    await there.says("Да", ticket=1)
    await resident.sees("👤 Анна, специалист:\nДа")
    await stage.quiet()
    said = [one for one in await editor.history() if "получила новый номер" in words_of(one)]
    assert len(said) == 1
    await stage.restart()
    await resident.says("А после перезапуска?")
    await there.finds("А после перезапуска?", ticket=1)


async def test_letters_wait_for_the_bots_rights_and_not_a_second_longer_and_administrators_are_told_once(
    stage: Stage, resident: Resident, operator: Operator, editor: Person
) -> None:
    stage.expects("403", "not enough rights", "chat not found")
    await resident.asks_a_person(ASKED)
    await operator.sees("новое", ticket=1)
    await stage.quiet()
    await stage.client.member(BOT_ID, "kicked")
    for n in range(3):
        await resident.says(f"Слово {n}")
    await editor.sees("боту не хватает прав")
    await stage.client.member(BOT_ID, "administrator")
    for n in range(3):
        await operator.finds(f"Слово {n}", ticket=1)
    await stage.quiet()
    assert await _times(editor, "не хватает прав") == 1
    await stage.client.member(BOT_ID, "kicked")
    await stage.quiet()
    assert await _times(editor, "не хватает прав") == 2


async def test_letters_wait_while_the_token_is_not_known_and_ready_says_so(
    stage: Stage, resident: Resident, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.expects("401")
    monkeypatch.setattr(settling, "ADMISSION_PAUSE", 0.5)
    await resident.asks_a_person(ASKED)
    await operator.sees("новое", ticket=1)
    await stage.quiet()
    await stage.breaks("401", times=2)
    await resident.says("Слово")
    await stage.until("select 1 from letters where state = 'pending' and problem like '401%'")
    assert stage.app is not None
    assert any("BOT_TOKEN" in reason for reason in (await stage.app.health()).reasons)
    await operator.finds("Слово", ticket=1)
    await stage.quiet()
    assert (await stage.app.health()).ready


async def test_a_bot_without_the_right_to_make_topics_waits(
    stage: Stage, resident: Resident, operator: Operator, editor: Person
) -> None:
    stage.expects("not enough rights", "CHAT_ADMIN_REQUIRED")
    await stage.client.member(BOT_ID, "member")
    await resident.asks_a_person(ASKED)
    await editor.sees("боту не хватает прав")
    await stage.client.member(BOT_ID, "administrator")
    await operator.sees("новое", ticket=1)
    await operator.finds(ASKED, ticket=1)


async def test_a_resident_who_blocks_and_returns_is_shown_as_such(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Здравствуйте", ticket=1)
    await resident.sees("Здравствуйте")
    await stage.quiet()
    await stage.client.block(1001)
    await operator.finds("Житель остановил бота", ticket=1)
    await operator.finds("Житель остановил бота.", ticket=1)
    await operator.says("Вы здесь?", ticket=1)
    await operator.sees("Сообщение не отправлено", ticket=1)
    await stage.client.block(1001, blocked=False)
    await operator.finds("снова с нами", ticket=1)
    await operator.says("Вы вернулись", ticket=1)
    await resident.sees("Вы вернулись")


async def test_a_block_noticed_by_a_refused_send_is_said_in_the_topic(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("403", dead=1)
    await resident.asks_a_person(ASKED)
    await operator.sees("новое", ticket=1)
    await stage.quiet()
    await stage.breaks("403", "sendMessage", chat=1001)
    await operator.says("Вы здесь?", ticket=1)
    said = await operator.sees("не доставлено", ticket=1)
    assert labels(said) == ["🔁 Отправить ещё раз"]


@pytest.mark.parametrize("known", [True, False], ids=["block known", "block noticed by the send"])
async def test_the_topic_says_when_the_closing_note_did_not_reach_a_resident_who_left(
    stage: Stage, resident: Resident, operator: Operator, known: bool
) -> None:
    stage.expects("403", dead=1)
    await resident.asks_a_person(ASKED)
    await operator.sees("новое", ticket=1)
    await stage.quiet()
    if known:
        await stage.client.block(1001)
        await operator.finds("Житель остановил бота", ticket=1)
    else:
        await stage.breaks("403", "sendMessage", chat=1001)
    await operator.says("/close", ticket=1)
    said = await operator.sees("и не узнал, что обращение закрыто", ticket=1)
    assert labels(said) == ["🔁 Отправить ещё раз"]
    if known:
        await stage.client.block(1001, blocked=False)
    await operator.presses("Отправить ещё раз", ticket=1)
    await resident.sees("закрыл обращение")
    stage.left_over.clear()


async def test_a_closing_note_of_unknown_fate_is_told_in_the_topic(
    stage: Stage, resident: Resident, operator: Operator, editor: Person
) -> None:
    stage.expects("500", "Internal")
    await resident.asks_a_person(ASKED)
    await operator.sees("новое", ticket=1)
    await stage.quiet()
    await stage.breaks("500", "sendMessage", chat=1001)
    await operator.says("/close", ticket=1)
    await operator.sees("Неизвестно, дошло ли", ticket=1)
    await operator.presses("Отправить ещё раз", ticket=1)
    await resident.sees("закрыл обращение")
    await editor.never_sees("Неизвестно")


async def test_a_reply_to_a_message_that_is_gone_still_arrives(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await resident.says("Лишнее")
    lost = await operator.finds("Лишнее", ticket=1)
    await stage.quiet()
    mine = next(one for one in await resident.history() if words_of(one) == "Лишнее")
    stage.sandbox.world.state.chats[1001].posts[mine["message_id"]].deleted = True
    await operator.says("Ответ", ticket=1, reply_to=lost["message_id"])
    await resident.sees("Ответ")


async def test_too_many_requests_in_one_chat_hold_up_only_that_chat(
    stage: Stage, resident: Resident, neighbour: Resident
) -> None:
    stage.expects("429")
    await stage.breaks("429", "sendMessage", chat=1001, retry_after=2)
    await resident.says(ASKED)
    await neighbour.says(ASKED)
    await neighbour.sees("региональному оператору")
    await resident.sees("региональному оператору")
    answered = [one["params"]["chat_id"] for one in await stage.telegram_calls("sendMessage") if one["ok"]]
    assert answered.index(neighbour.id) < answered.index(resident.id)
    answers = [one for one in await resident.history() if "региональному" in words_of(one)]
    assert len(answers) == 1


@pytest.mark.parametrize("kind", ["500", "502", "lost-answer", "garbled"])
async def test_a_reply_of_unknown_fate_is_never_repeated_blindly(
    stage: Stage, resident: Resident, operator: Operator, kind: str
) -> None:
    stage.expects("500", "502", "Internal")
    await resident.asks_a_person(ASKED)
    await operator.sees("новое", ticket=1)
    await stage.quiet()
    await stage.breaks(kind, "sendMessage", chat=1001)
    await operator.says("Ответ первый", ticket=1)
    said = await operator.sees("Неизвестно, дошло ли", ticket=1)
    assert labels(said) == ["🔁 Отправить ещё раз", "✔️ Считать доставленным"]
    acted = kind in ("lost-answer", "garbled")
    await stage.quiet()
    assert await _times(resident, "Ответ первый") == int(acted)
    label = "Считать доставленным" if acted else "Отправить ещё раз"
    assert await operator.presses(label, ticket=1) in ("Отмечено как доставленное", "Отправляю ещё раз")
    await resident.sees("Ответ первый")
    await stage.quiet()
    assert await _times(resident, "Ответ первый") == 1


async def test_two_people_cannot_both_send_an_uncertain_reply_again(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    stage.expects("500", "Internal")
    await resident.asks_a_person(ASKED)
    await operator.sees("новое", ticket=1)
    await stage.quiet()
    await stage.breaks("500", "sendMessage", chat=1001)
    await operator.says("Ответ первый", ticket=1)
    await operator.sees("Неизвестно, дошло ли", ticket=1)
    answers = await asyncio.gather(
        operator.presses("Отправить ещё раз", ticket=1), colleague.presses("Отправить ещё раз", ticket=1)
    )
    assert sorted(answers) == ["Отправляю ещё раз", "ℹ️ Это письмо уже разобрали."]
    await resident.sees("Ответ первый")
    await stage.quiet()
    assert await _times(resident, "Ответ первый") == 1


async def test_a_connection_refused_before_anything_left_is_tried_again(
    offstage: Stage, resident: Resident
) -> None:
    await offstage.start()
    assert offstage.app is not None
    delivery = offstage.app._delivery
    right, delivery._lines = delivery._lines, Lines("http://127.0.0.1:1/bot1:x/")
    await resident.says(ASKED)
    await offstage.until("select 1 from letters where attempts > 0 and state = 'pending'")
    delivery._lines = right
    await resident.sees("региональному оператору", within=8)
    await offstage.quiet()
    assert await _times(resident, "региональному оператору") == 1


def _refuses_once(stage: Stage, method: str, words: str) -> list[Call]:
    """Telegram refuses the next such call in these words; the list gets it."""
    assert stage.app is not None
    delivery, refused = stage.app._delivery, list[Call]()
    make = delivery.make

    async def refusing(call: Call) -> Outcome:
        if type(call).__name__ == method and not refused:
            refused.append(call)
            return Rejected(400, words)
        return await make(call)

    delivery.make = refusing  # type: ignore[method-assign]
    return refused


async def _times(person: Person, part: str) -> int:
    return sum(part in words_of(one) for one in await person.history())


async def test_words_that_may_not_be_copied_are_said(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("can't be copied")
    await resident.asks_a_person("Почему не вывозят мусор?")
    await operator.finds("Почему не вывозят мусор?", ticket=1)
    await stage.quiet()
    await stage.breaks("not-copied", "copyMessage")
    await resident.says("Третий день стоит")
    await operator.sees("Третий день стоит", ticket=1)
    await resident.sees_reaction("👌", "Третий день стоит")


async def test_a_deleted_group_s_tickets_open_anew_in_the_group_that_takes_its_place(
    stage: Stage,
    resident: Resident,
    operator: Operator,
    editor: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(healing, "RIGHTS_PAUSE", 0.2)
    await resident.asks_a_person("Почему не вывозят мусор?")
    await operator.finds("Почему не вывозят мусор?", ticket=1)
    await stage.quiet()
    stage.expects(
        "the group chat was deleted",
    )
    await stage.breaks("deleted-group", chat=GROUP_ID, times=1000)
    await resident.says("Третий день стоит")
    await editor.sees("Группа", "удалена", "Впишите id группы в config.toml", "перезапустите")
    second = stage.second_group()
    await stage.restart(desk={"operators_chat": second})
    elsewhere = Operator(stage, operator.id, second)
    await elsewhere.finds("Почему не вывозят мусор?", ticket=1)
    await elsewhere.finds("Третий день стоит", ticket=1)
    await elsewhere.says("Приедут завтра", ticket=1)
    await resident.sees("Приедут завтра")
    await stage.client.no_faults()


async def test_a_held_reply_outlives_the_topic_it_was_written_in(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    stage.expects("message thread not found", "TOPIC_ID_INVALID", "message to react not found")
    await resident.asks_a_person(ASKED)
    await operator.presses("Взять", ticket=1)
    await operator.finds("в работе", ticket=1)
    await colleague.says("Вывезут в среду", ticket=1)
    await colleague.sees("Обращение ведёт Анна", ticket=1)
    await stage.client.topic(2001, "delete", thread=(await operator.topic(1))["id"])
    await resident.says("Есть новости?")
    await operator.finds("Тимур: ответ жителю из прежней темы", ticket=1)
    await colleague.presses("Отправить", ticket=1)
    await resident.sees("👤 Тимур, специалист:\nВывезут в среду")


async def test_a_card_whose_delay_was_written_unheard_of_is_painted_all_the_same(
    stage: Stage, resident: Resident, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stage.app is not None
    stage.expects("429", "database away")
    await resident.asks_a_person(ASKED)
    await operator.sees("новое", ticket=1)
    await stage.quiet()
    writer = stage.app.storage.writer
    commit, failures = writer.commit, iter([Unavailable("the connection was lost during the commit")])

    async def unheard(changes: Sequence[Change]) -> None:
        await commit(changes)
        if any(one.values.get("problem", "") and "Too Many" in one.values["problem"] for one in changes):
            for failure in failures:
                raise failure

    monkeypatch.setattr(writer, "commit", unheard)
    await stage.breaks("429", "editMessageText", retry_after=1)
    await operator.says("/take", ticket=1)
    await operator.finds("в работе", ticket=1)
    await stage.quiet()
    assert next(failures, None) is None, "the commit was not heard of"
