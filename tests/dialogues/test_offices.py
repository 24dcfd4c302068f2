"""A resident looks for an office: by kind and municipality, by a place on the map, in words."""

import asyncio
import shutil
from pathlib import Path

import pytest

from tests import ear
from tests.dialogues.people import Operator, Resident, labels, words_of
from tests.dialogues.stage import BASE, Stage

SUNDAY = "2026-11-22T09:00:00+00:00"
MONDAY = "2026-11-23T06:00:00+00:00"  # ten o'clock in Astrakhan
KINDS = """
[[kind]]
id = "mfc"
title = "МФЦ"
words = ["мфц"]
[kind.en]
title = "Service centre"

[[kind]]
id = "jobs"
title = "Центр занятости"
words = ["центр занятости"]
"""
OFFICES = "".join(
    f"""
[[office]]
id = "{id_}"
kind = "{id_.split(".")[0]}"
title = "{title}"
address = "{address}"
municipality = "{municipality}"
hours = "пн–пт 08:00–18:00; обед 12:00–13:00"
lat = {lat}
lon = 48.0
{more}
"""
    for id_, title, address, municipality, lat, more in (
        ("mfc.1", "МФЦ на Советской", "Советская, 1", "Астрахань", 46.35, 'url = "https://mfc.example"'),
        ("mfc.2", "МФЦ на Кирова", "Кирова, 2", "Астрахань", 46.36, 'phone = "8-800-100-00-01"'),
        ("mfc.3", "МФЦ на Победы", "Победы, 3", "Астрахань", 46.37, ""),
        ("mfc.4", "МФЦ на Боевой", "Боевая, 4", "Астрахань", 46.38, ""),
        ("mfc.ikr", "МФЦ в Икряном", "с. Икряное", "Икрянинский район", 46.1, ""),
        ("jobs.1", "Центр занятости", "Ленина, 5", "Астрахань", 46.4, ""),
    )
)


@pytest.fixture(autouse=True)
async def offices(offstage: Stage, tmp_path: Path) -> Path:
    """A base with offices, on a Sunday."""
    shutil.copytree(BASE.parent, tmp_path / "base")
    file = tmp_path / "base" / "offices.toml"
    file.write_text(KINDS + OFFICES, "utf-8")
    offstage.changed["faq"] = {"path": str(tmp_path / "base" / "entries")}
    offstage.changed["desk"] = {"municipalities": ("Астрахань", "Икрянинский район")}
    await offstage.client.clock(now=SUNDAY)
    await offstage.start()
    return file


async def test_by_kind_and_municipality_three_at_a_time(offstage: Stage, resident: Resident) -> None:
    await resident.says("/menu")
    await resident.presses("🧰 Обращения")
    await resident.presses("📍 Рядом со мной")
    asked = await resident.sees("Что вам нужно найти?")
    assert labels(asked) == ["МФЦ", "Центр занятости", "📋 Темы"]
    await resident.presses("МФЦ")
    where = await resident.sees("МФЦ. Где искать?", "Геопозиция")
    assert labels(where) == ["Астрахань", "Икрянинский район", "🏛 Другое учреждение"]
    await resident.presses("Астрахань")
    shown = await resident.sees(
        "1. МФЦ на Советской\n📍 Советская, 1\n🕘 пн–пт 08:00–18:00; обед 12:00–13:00\n"
        "Закрыто. Откроется: 23 ноября (понедельник), 08:00",
        "2. МФЦ на Кирова",
        "📞 8-800-100-00-01",
    )
    assert shown["message_id"] == asked["message_id"]
    assert "МФЦ на Боевой" not in shown["text"]
    assert labels(shown) == [
        "📍 1. На карте", "🌐 1. Сайт", "📍 2. На карте", "📍 3. На карте",
        "Дальше ▸", "🗺 Другой район", "🏛 Другое учреждение",
    ]  # fmt: skip
    await resident.presses("Дальше")
    await resident.sees("1. МФЦ на Боевой")
    await resident.presses("📍 1. На карте")
    await offstage.quiet()
    venue = (await resident.history())[-1]["venue"]
    assert (venue["title"], venue["address"]) == ("МФЦ на Боевой", "Боевая, 4")
    assert venue["location"]["latitude"] == 46.38


async def test_by_a_place_on_the_map_the_nearest_come_first(
    offstage: Stage, resident: Resident, operator: Operator
) -> None:
    await offstage.client.clock(now=MONDAY)
    await resident.says("/near")
    await resident.presses("МФЦ")
    await resident.sees("Где искать?")
    await resident.sends("location", latitude=46.3605, longitude=48.0)
    shown = await resident.sees(
        "1. МФЦ на Кирова — 60\xa0м", "2. МФЦ на Победы — 1,1\xa0км", "3. МФЦ на Советской"
    )
    assert "Открыто до 18:00" in shown["text"]
    await offstage.client.clock(now="2026-11-23T08:30:00+00:00")
    await resident.sends("venue", latitude=46.1, longitude=48.0)
    shown = await resident.sees(
        "1. МФЦ в Икряном — 10\xa0м", "Перерыв до 13:00", "2. Центр занятости — 33,4\xa0км"
    )
    assert labels(shown)[-1] == "🏛 Другое учреждение"
    assert await offstage.rows("select count(*) from questions") == [(0,)]


async def test_by_a_municipality_that_is_typed_where_it_was_asked_for(
    offstage: Stage, resident: Resident
) -> None:
    for said in ("Икрянинский район", "в Икряном", "икрянинский"):
        await resident.says("/near")
        await resident.presses("МФЦ")
        await resident.sees("Где искать?")
        await resident.says(said)
        await resident.sees("1. МФЦ в Икряном")
    await resident.says("Икрянинский район")
    await resident.never_sees("2. МФЦ")
    assert await offstage.rows("select count(*) from questions") == [(1,)], "nothing is asked any more"
    await resident.says("/near")
    await resident.presses("МФЦ")
    await resident.sees("Где искать?")
    await resident.says("почему не вывозят мусор")
    await resident.sees("Позвоните региональному оператору")


async def test_behind_the_command_the_kind_or_the_place_may_be_said(
    offstage: Stage, resident: Resident
) -> None:
    await resident.says("/near МФЦ")
    await resident.sees("МФЦ. Где искать?")
    await resident.says("/near мфц в Икряном")
    await resident.sees("1. МФЦ в Икряном")
    await resident.says("/near Астрахань")
    await resident.sees("1. МФЦ на Советской", "2. Центр занятости")
    await resident.says("/near Канск")
    unknown = await resident.sees("«Канск» в списке учреждений не нашёл")
    assert labels(unknown) == ["МФЦ", "Центр занятости", "📋 Темы"]


async def test_what_is_far_is_told_as_far(offstage: Stage, resident: Resident) -> None:
    await resident.sends("location", latitude=55.75, longitude=37.62)
    await resident.sees("Ближе 50 км от вас ничего не нашёл", "Центр занятости — 1", "км, это далеко")
    await resident.says("/near мфц")
    await resident.sees("Где искать?")
    await resident.sends("location", latitude=46.81, longitude=48.0)
    shown = await resident.sees("1. МФЦ на Боевой — 47,8\xa0км")
    assert "Икряном" not in words_of(shown) and "далеко" not in words_of(shown), "near ones are enough"


async def test_in_english_by_a_place_on_the_map(offstage: Stage) -> None:
    await offstage.client.clock(now=MONDAY)
    ann = Resident(offstage, (await offstage.client.people("resident", "Ann", language_code="en"))["id"])
    await ann.says("/near")
    await ann.sees("What are you looking for?")
    await ann.presses("Service centre")
    await ann.sees("Service centre. Where?", "send your location")
    await ann.sends("location", latitude=46.3605, longitude=48.0)
    await ann.sees("1. МФЦ на Кирова — 60\xa0m", "2. МФЦ на Победы — 1.1\xa0km", "Open until 18:00")
    await ann.presses("1. Map")
    await offstage.quiet()
    assert (await ann.history())[-1]["venue"]["title"] == "МФЦ на Кирова"


async def test_a_place_sent_to_a_person_goes_to_them(resident: Resident, operator: Operator) -> None:
    await resident.asks_a_person("Почему не вывозят мусор?")
    await resident.sends("location", latitude=46.1, longitude=48.0)
    await operator.finds("Почему не вывозят", ticket=1)
    await resident.never_sees("МФЦ в Икряном")
    await resident.says("/near")
    await resident.presses("МФЦ")
    await resident.sends("location", latitude=46.1, longitude=48.0, live_period=900)
    await resident.sees("1. МФЦ в Икряном — 10\xa0м")


async def test_in_words_also_with_the_place_and_one_s_own_municipality_stands_first(
    offstage: Stage, resident: Resident
) -> None:
    await resident.says("где мфц в Икряном?")
    await resident.sees("1. МФЦ в Икряном")
    await resident.says("/municipality")
    await resident.presses("Икрянинский район")
    await resident.sees("Запомнил")
    await resident.says("где ближайший МФЦ")
    where = await resident.sees("МФЦ. Где искать?")
    assert labels(where)[0] == "Икрянинский район"
    await resident.says("/language")
    await resident.presses("English")
    await resident.says("/near")
    await resident.presses("Service centre")
    await resident.sees("Service centre. Where?")
    await resident.presses("Икрянинский район")
    await resident.sees("Closed. Opens: 23 November (Monday), 08:00", "This text is not in English yet")


async def test_the_way_may_be_asked_by_voice(
    offstage: Stage, resident: Resident, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ear.HERE))
    model = ear.model(tmp_path / "model", {440: "где мфц в икряном"})
    await offstage.restart(voice={"model": str(model)})
    await resident.sends(**ear.voice(440))
    await resident.sees("1. МФЦ в Икряном")


async def test_a_changed_file_holds_at_once_and_an_old_button_says_so(
    offstage: Stage, resident: Resident, offices: Path
) -> None:
    await resident.says("/near")
    await resident.presses("МФЦ")
    await resident.presses("Икрянинский район")
    await resident.sees("1. МФЦ в Икряном")
    await asyncio.to_thread(offices.write_text, KINDS, "utf-8")
    await offstage.restart()
    assert "больше нет" in await resident.presses("📍 1. На карте")
    await resident.says("/near")
    await resident.sees("ещё не внесены")
    await resident.sends("location", latitude=46.1, longitude=48.0)
    await resident.sees("Я умею читать только текст")
