"""Where a resident lives: told once, seen on the card."""

from __future__ import annotations

from tests.dialogues.people import Operator, Resident, labels, words_of
from tests.dialogues.stage import Stage

ASKED = "Почему не вывозят мусор?"
PLACES = ("Астрахань", "Икрянинский район", "Лиманский район")


async def test_a_resident_tells_it_after_asking_and_the_card_shows_it(
    offstage: Stage, resident: Resident, operator: Operator
) -> None:
    offstage.changed["desk"] = {"municipalities": PLACES}
    await offstage.start()
    await resident.asks_a_person(ASKED)
    await operator.finds("Житель: Мария (ru)", ticket=1)
    await resident.presses("Указать мой район")
    asked = await resident.sees("Где вы живёте?")
    assert labels(asked) == [*PLACES, "Не указывать"]
    await resident.presses("Икрянинский район")
    kept = await resident.sees("Запомнил: Икрянинский район")
    assert kept["message_id"] == asked["message_id"] and labels(kept) == []
    await operator.finds("Житель: Мария (ru, Икрянинский район)", ticket=1)
    await operator.says("/close", ticket=1)
    await resident.sees("Специалист закрыл обращение")
    await resident.says("/operator")
    await resident.sees("Напишите вопрос одним сообщением")
    await resident.says("И снова не вывозят")
    opened = await resident.sees("Вопрос передан специалисту")
    assert labels(opened) == [], "known already"
    await operator.finds("(ru, Икрянинский район)", ticket=2)


async def test_it_is_changed_and_taken_back_at_any_time(offstage: Stage, resident: Resident) -> None:
    offstage.changed["desk"] = {"municipalities": PLACES}
    await offstage.start()
    await resident.says("/municipality")
    await resident.presses("Астрахань")
    await resident.sees("Запомнил: Астрахань")
    await resident.says("/municipality")
    await resident.sees("Ваш район: Астрахань")
    await resident.presses("Не указывать")
    await resident.sees("район не храню")
    assert await offstage.rows("select municipality from residents where id = 1001") == [(None,)]
    await resident.says("/municipality")
    asked = await resident.sees("Где вы живёте?")
    await offstage.restart(desk={"municipalities": ("Астрахань",)})
    assert "списке больше нет" in await resident.presses("Лиманский")
    assert "Где вы живёте" in words_of(asked)


async def test_many_places_have_pages_and_none_are_told(offstage: Stage, resident: Resident) -> None:
    offstage.changed["desk"] = {"municipalities": tuple(f"Район {number}-й" for number in range(20))}
    await offstage.start()
    await resident.says("/municipality")
    first = await resident.sees("Где вы живёте?")
    assert labels(first)[-2:] == ["Дальше ▸", "Не указывать"]
    await resident.presses("Дальше")
    await resident.presses("Район 19-й")
    await resident.sees("Запомнил: Район 19-й")
    await offstage.restart(desk={"municipalities": ()})
    await resident.says("/municipality")
    await resident.sees("Список районов ещё не задан")


async def test_it_may_be_written_too_while_it_is_asked(offstage: Stage, resident: Resident) -> None:
    offstage.changed["desk"] = {"municipalities": (*PLACES, "Районный центр")}
    await offstage.start()
    for words, home in (
        ("я живу в Икрянинском районе", "Икрянинский район"),
        ("Лиман", "Лиманский район"),
        ("г. Астрахань", "Астрахань"),
    ):
        await resident.says("/municipality")
        await resident.says(words)
        await resident.sees(f"Запомнил: {home}")
    await resident.says("Лиман")
    await resident.sees("не знаю точного ответа")
    assert await offstage.rows("select municipality from residents where id = 1001") == [("Астрахань",)]
