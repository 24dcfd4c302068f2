"""What is out of order: announced in the group, told to whoever asks, and told when it is over."""

from __future__ import annotations

import pytest

from tests.dialogues.people import Operator, Resident, labels, words_of
from tests.dialogues.stage import Json, Stage

NOON = "2026-03-03T12:00:00+04:00"
PLACES = ("Астрахань", "Икрянинский район", "Лиманский район")
IN_ONE_LINE = (
    "/incident Вывоз мусора; Икрянинский район; до 18:00; Мусоровоз сломался, новый выехал; "
    "слова: не вывозят мусор, где мусоровоз"
)
TOLD = "Икрянинский район: Мусоровоз сломался, новый выехал"
ASKED = "почему не вывозят мусор"


async def opened(stage: Stage, now: str = NOON) -> None:
    """The bot runs, at that hour, for those municipalities."""
    stage.changed["desk"] = {"municipalities": PLACES}
    await stage.client.clock(now=now)
    await stage.start()


async def announced(stage: Stage, supervisor: Operator, words: str = IN_ONE_LINE) -> Json:
    """A notice that residents see; its card."""
    await supervisor.says(words)
    await supervisor.sees("Извещение № 1", "Жители его не видят")
    await supervisor.presses("📣 Объявить")
    return await supervisor.finds("Жители его видят")


async def later(stage: Stage, now: str) -> None:
    """Move the clock, and let the watch look."""
    await stage.client.clock(now=now)


async def test_a_notice_in_one_line_is_told_before_the_answer(
    offstage: Stage, resident: Resident, supervisor: Operator
) -> None:
    await opened(offstage)
    card = await announced(offstage, supervisor)
    assert "Срок: 3 марта (вторник), 18:00" in words_of(card) and "Где: Икрянинский район" in words_of(card)
    assert labels(card) == ["✅ Всё исправили", "⏰ Ещё 2 часа", "До завтра, 10:00"]
    await resident.says(ASKED)
    told = await resident.sees(TOLD, "Когда исправят: 3 марта (вторник), 18:00")
    assert labels(told) == ["🙋 У меня тоже", "🔔 Сообщите, когда исправят"]
    answer = await resident.sees("Почему не вывозят мусор?")
    assert answer["message_id"] > told["message_id"], "then the usual answer"
    await resident.says("Как оформить единое пособие на ребёнка?")
    await resident.sees("Подайте заявление на Госуслугах")
    await offstage.quiet()
    told_again = [one for one in await resident.history() if TOLD in words_of(one)]
    assert len(told_again) == 1, "another question has nothing to do with it"


@pytest.mark.parametrize(
    ("home", "words", "is_told"),
    [
        (None, ASKED, True),
        ("Икрянинский район", ASKED, True),
        ("Лиманский район", ASKED, False),
        ("Лиманский район", "почему не вывозят мусор в Икрянинском районе", True),
        ("Икрянинский район", "почему не вывозят мусор в Лиманском районе", False),
    ],
)
async def test_it_is_told_where_it_is(
    offstage: Stage, resident: Resident, supervisor: Operator, home: str | None, words: str, is_told: bool
) -> None:
    await opened(offstage)
    await announced(offstage, supervisor)
    if home is not None:
        await resident.says("/municipality")
        await resident.presses(home)
        await resident.sees(f"Запомнил: {home}")
    await resident.says(words)
    if is_told:
        await resident.sees(TOLD)
    else:
        await resident.sees("Может быть" if "Лим" in words else "Позвоните")
        await resident.never_sees("Мусоровоз сломался")


async def test_buttons_lead_through_a_new_notice(
    offstage: Stage, resident: Resident, operator: Operator, supervisor: Operator
) -> None:
    await opened(offstage)
    await operator.says("/incident")
    await operator.sees("только")
    await supervisor.says("/incident")
    await supervisor.sees("Извещений о неполадках сейчас нет")
    await supervisor.presses("Новое извещение")
    await supervisor.finds("О чём оно?")
    await supervisor.presses("Вывоз мусора")
    place = await supervisor.finds("Где это случилось?")
    assert labels(place)[-1] == "◂ К извещению"
    assert "только руководитель" in await operator.presses("Везде")
    await supervisor.presses("Везде")
    draft = await supervisor.finds("Чтобы дополнить, ответьте")
    assert "📣 Объявить" not in labels(draft), "nothing to tell yet"
    await supervisor.says("Мусор сегодня вывозят с опозданием.\nзавтра 10:00", reply_to=draft["message_id"])
    await supervisor.sees_reaction_on_last("👌")
    draft = await supervisor.finds("Срок: 4 марта (среда), 10:00")
    assert "Мусор сегодня вывозят с опозданием." in words_of(draft)
    await resident.says(ASKED)
    await resident.sees("Почему не вывозят мусор?")
    await resident.never_sees("с опозданием")
    await supervisor.presses("📣 Объявить")
    await supervisor.finds("Жители его видят")
    await resident.says("А когда нужно вывозить крупный мусор?")
    await resident.sees("📢 Мусор сегодня вывозят с опозданием.")
    await resident.says("/menu")
    await resident.presses("Вывоз мусора")
    await resident.finds("🤖 Вывоз мусора\n\n📢 Мусор сегодня")
    acts = await offstage.rows("select deed, note from acts where by_id is not null")
    assert acts == [("announce", "№ 1: Мусор сегодня вывозят с опозданием.")]


async def test_me_too_is_counted_once_and_shown_to_supervisors(
    offstage: Stage, resident: Resident, neighbour: Resident, supervisor: Operator
) -> None:
    await opened(offstage)
    card = await announced(offstage, supervisor)
    for one in (resident, neighbour):
        await one.says(ASKED)
        await one.sees(TOLD)
    assert "Напишем, когда исправят" in await resident.presses("У меня тоже")
    await resident.presses("У меня тоже")
    assert "напишем" in await neighbour.presses("Сообщите, когда исправят")
    await later(offstage, "2026-03-03T12:02:00+04:00")
    shown = await supervisor.finds("У меня тоже: 1")
    assert "Ждут сообщения: 2" in words_of(shown) and shown["message_id"] == card["message_id"]


async def test_who_asks_for_a_person_reads_the_notice_before_the_number(
    offstage: Stage, resident: Resident, supervisor: Operator
) -> None:
    await opened(offstage)
    await announced(offstage, supervisor)
    await resident.asks_a_person(ASKED)
    told, ticket = await resident.finds(TOLD), await resident.finds("Вопрос передан специалисту")
    assert told["message_id"] < ticket["message_id"]
    assert labels(told) == ["🙋 У меня тоже", "🔔 Сообщите, когда исправят"]
    await resident.says("И вчера не вывозили мусор")
    await supervisor.finds("И вчера не вывозили мусор", ticket=1)
    await resident.never_sees("Может быть")


async def test_what_the_base_does_not_know_is_answered_by_the_notice_alone(
    offstage: Stage, resident: Resident, supervisor: Operator
) -> None:
    await opened(offstage)
    await announced(
        offstage,
        supervisor,
        "/incident Вывоз мусора; везде; без срока; Портал не открывается; слова: не открывается портал",
    )
    await resident.says("портал не открывается")
    told = await resident.sees("📢 Портал не открывается", "Когда исправят: пока неизвестно")
    assert labels(told)[-1] == "👤 Спросить специалиста"
    await resident.never_sees("Я не знаю точного ответа")
    assert await offstage.rows("select outcome from questions") == [("incident",)]
    assert await offstage.rows("select * from gaps") == [], "nothing for the base to learn"


async def test_an_answer_to_the_card_changes_it_or_ends_it(
    offstage: Stage, resident: Resident, supervisor: Operator
) -> None:
    await opened(offstage)
    card = await announced(offstage, supervisor)
    await supervisor.says("до 20:00; Новый мусоровоз уже работает", reply_to=card["message_id"])
    await supervisor.sees("Заменить текст для жителей на этот?", "Новый мусоровоз уже работает", "20:00")
    await supervisor.presses("✅ Заменить")
    await supervisor.finds("текст заменён")
    await resident.says(ASKED)
    await resident.sees("Новый мусоровоз уже работает", "20:00")
    await supervisor.says("до 1.01.2026", reply_to=card["message_id"])
    await supervisor.sees("Этот срок уже прошёл")
    for words in ("до 31 февраля", "до 25:00", "до вечера", "через неделю", "31.02"):
        await supervisor.says(words, reply_to=card["message_id"])
        await supervisor.sees("Не понял срок", "Пока ничего не изменилось")
    await resident.says(ASKED)
    await resident.sees("Новый мусоровоз уже работает", "20:00")
    await resident.presses("У меня тоже")
    await supervisor.says("Всё исправили!", reply_to=card["message_id"])
    await supervisor.finds("закончено: исправили")
    await later(offstage, "2026-03-03T12:02:00+04:00")
    over = await resident.sees("✅ Исправили", "Новый мусоровоз уже работает")
    assert labels(over) == ["👤 Спросить специалиста"]
    assert "уже закончилось" in await resident.presses("У меня тоже")
    await resident.says(ASKED)
    await resident.sees("Почему не вывозят мусор?")
    await offstage.quiet()
    assert sum("📢" in words_of(one) for one in await resident.history()) == 2
    deeds = [row[0] for row in await offstage.rows("select deed from acts where by_id is not null")]
    assert deeds == ["announce", "amend", "end_incident"]


async def test_those_who_wait_are_told_once_not_at_night_and_after_a_restart(
    offstage: Stage, resident: Resident, neighbour: Resident, supervisor: Operator
) -> None:
    await opened(offstage, "2026-03-03T20:00:00+04:00")
    await announced(offstage, supervisor, IN_ONE_LINE.replace("до 18:00", "до 22:00"))
    for one, button in ((resident, "У меня тоже"), (neighbour, "Сообщите")):
        await one.says(ASKED)
        await one.presses(button)
    await later(offstage, "2026-03-03T21:30:00+04:00")
    await supervisor.presses("✅ Всё исправили")
    await supervisor.finds("закончено: исправили")
    for time in ("21:32", "23:59"):
        await later(offstage, f"2026-03-03T{time}:00+04:00")
        await resident.never_sees("✅ Исправили")
    await offstage.restart()
    await later(offstage, "2026-03-04T08:59:00+04:00")
    await resident.never_sees("✅ Исправили")
    await later(offstage, "2026-03-04T09:01:00+04:00")
    for one in (resident, neighbour):
        await one.sees("✅ Исправили", TOLD)
    await offstage.restart()
    await later(offstage, "2026-03-04T09:05:00+04:00")
    await offstage.until("select 1 from campaigns where course = 'over'")
    for one in (resident, neighbour):
        assert sum("✅ Исправили" in words_of(said) for said in await one.history()) == 1


async def test_supervisors_are_asked_before_its_end_and_it_ends_by_itself(
    offstage: Stage, resident: Resident, supervisor: Operator
) -> None:
    await opened(offstage)
    await announced(offstage, supervisor)
    await resident.says(ASKED)
    await resident.presses("Сообщите")
    await later(offstage, "2026-03-03T17:46:00+04:00")
    asked = await supervisor.finds("срок подходит")
    assert labels(asked) == ["✅ Всё исправили", "⏰ Ещё 2 часа", "До завтра, 10:00"]
    await supervisor.presses("Ещё 2 часа")
    await supervisor.finds("Срок: 3 марта (вторник), 20:00")
    await later(offstage, "2026-03-03T20:10:00+04:00")
    await offstage.until("select 1 from incidents where asked")
    await resident.says(ASKED)
    await resident.sees("Обещали исправить до этого срока: 3 марта (вторник), 20:00")
    await later(offstage, "2026-03-03T21:01:00+04:00")
    await supervisor.finds("никто его не продлил")
    await resident.says(ASKED)
    await resident.sees("Почему не вывозят мусор?")
    await resident.never_sees("Срок прошёл")
    await later(offstage, "2026-03-04T09:01:00+04:00")
    await resident.finds("Подтверждения, что всё исправили, у нас пока нет")


async def test_a_resident_who_reads_english_is_told_in_russian_with_a_word(
    offstage: Stage, resident: Resident, supervisor: Operator
) -> None:
    await opened(offstage)
    await announced(offstage, supervisor)
    await resident.says("/language")
    await resident.presses("English")
    await resident.says(ASKED)
    told = await resident.sees("A notice, in Russian", TOLD, "Until:")
    assert labels(told) == ["🙋 Same here", "🔔 Tell me when it is fixed"]
    assert "Noted" in await resident.presses("Same here")
    await supervisor.presses("✅ Всё исправили")
    await later(offstage, "2026-03-03T12:02:00+04:00")
    await resident.sees("It is fixed", TOLD)


async def test_many_alike_questions_propose_a_notice_and_one_tap_drafts_it(
    offstage: Stage, resident: Resident, supervisor: Operator
) -> None:
    await opened(offstage)
    people = [resident] + [
        Resident(offstage, (await offstage.client.people("resident", f"Житель {n}"))["id"]) for n in range(6)
    ]
    await offstage.stop()
    for day in range(3, 28):  # February: somebody has asked for something else each day
        offstage.write(
            "insert into questions (resident_id, message_id, text, asked_at, outcome, entries, parts) "
            "values (1, ?, '', ?, 'sure', '[\"fam.birth\"]', '[]')",
            day,
            f"2026-02-{day:02} 08:00:00.000000",
        )
    await offstage.start()
    for one in people:
        await one.says(f"{ASKED} в Лиманском районе")
        await one.sees("Может быть, вы спрашиваете")
    await later(offstage, "2026-03-03T12:06:00+04:00")
    said = await supervisor.finds("Спросили за час: 7. Обычно за час: 1.")
    assert "Где: Лиманский район" in words_of(said)
    assert "— почему не вывозят мусор в Лиманском районе" in words_of(said)
    await supervisor.presses("Да, сделать черновик")
    draft = await supervisor.finds("Слова жителей: почему не вывозят мусор в Лиманском районе")
    assert draft["message_id"] == said["message_id"] and "Где: Лиманский район" in words_of(draft)
    await supervisor.says("Мусоровоз в ремонте до вечера", reply_to=draft["message_id"])
    await supervisor.presses("📣 Объявить")
    await supervisor.finds("Жители его видят")
    await resident.says(f"{ASKED} в Лиманском районе")
    await resident.sees("📢 Лиманский район: Мусоровоз в ремонте до вечера")
    await later(offstage, "2026-03-03T12:20:00+04:00")
    await offstage.quiet()
    texts = [words_of(one) for one in await supervisor.history()]
    assert sum("об одном и том же" in one for one in texts) == 0, "the proposal has become the notice"


async def test_a_word_to_colleagues_under_a_notice_is_not_told_to_residents(
    offstage: Stage, resident: Resident, supervisor: Operator
) -> None:
    await opened(offstage)
    card = await announced(offstage, supervisor)
    await supervisor.says("спасибо!", reply_to=card["message_id"])
    asked = await supervisor.sees("Пока ничего не изменилось", "спасибо!")
    assert labels(asked) == ["✅ Заменить", "Оставить как было"]
    await resident.says(ASKED)
    assert "спасибо" not in words_of(await resident.sees("Икрянинский район: Мусоровоз сломался"))
    await supervisor.presses("Оставить как было")
    await supervisor.finds("всё осталось как было")
    await supervisor.says("Мусоровоз починили, едет к вам", reply_to=card["message_id"])
    await supervisor.presses("✅ Заменить")
    await supervisor.finds("текст заменён")
    shown = await supervisor.finds("едет к вам\n\n🙋")
    assert shown["message_id"] == card["message_id"]
    await resident.says(ASKED)
    await resident.sees("Икрянинский район: Мусоровоз починили, едет к вам")


async def test_the_buttons_of_a_reminder_take_the_place_of_the_card_s(
    offstage: Stage, resident: Resident, supervisor: Operator
) -> None:
    await opened(offstage)
    card = await announced(offstage, supervisor)
    await later(offstage, "2026-03-03T17:46:00+04:00")
    asked = await supervisor.finds("срок подходит")
    pressed = next(one for one in await supervisor.history() if one["message_id"] == card["message_id"])
    assert labels(pressed)[1] == "⏰ Ещё 2 часа"
    await press(offstage, supervisor, card, "⏰ Ещё 2 часа")
    await supervisor.finds("Срок: 3 марта (вторник), 20:00")
    answer = await press(offstage, supervisor, asked, "⏰ Ещё 2 часа")
    assert "уже изменили" in answer
    shown = await supervisor.finds("Срок: 3 марта (вторник), 20:00")
    assert shown["message_id"] == asked["message_id"], "no four hours: a colleague was quicker"
    old = await supervisor.finds("Кнопки теперь в другом сообщении")
    assert old["message_id"] == card["message_id"] and not labels(old)
    await press(offstage, supervisor, asked, "✅ Всё исправили")
    assert await offstage.rows("select state from incidents") == [("fixed",)]


async def press(stage: Stage, person: Operator, message: Json, label: str) -> str:
    """The button of that message and of no newer one."""
    answer = await stage.client.press(person.id, message["message_id"], text=label, chat=person.chat)
    assert answer is not None
    return str(answer.get("text") or "")


async def test_a_subject_that_the_base_does_not_have_is_asked_for_and_is_no_text(
    offstage: Stage, supervisor: Operator
) -> None:
    await opened(offstage)
    await supervisor.says("/incident Дороги; Икрянинский район; до 18:00; Провал на улице Ленина")
    asked = await supervisor.sees("Темы «Дороги» в базе нет", "О чём извещение?")
    assert "Вывоз мусора" in labels(asked)
    await supervisor.presses("Вывоз мусора")
    draft = await supervisor.finds("Провал на улице Ленина")
    assert "Дороги" not in words_of(draft) and "📣 Объявить" in labels(draft)
