"""An administrator writes a broadcast, looks at it, sends it, and steers it by one message."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.dialogues.people import Person, Resident, labels
from tests.dialogues.stage import Json, Stage
from tests.dialogues.test_campaigns import NIGHT, NOON, is_over

TEXT = "Завтра отключат воду"
BOLD = {"type": "bold", "offset": 0, "length": 6}
FOOTER = "Отписаться: /subscriptions"
FIRST = 700_000_000  # residents that only the database knows


@pytest.fixture(autouse=True)
async def noon(offstage: Stage) -> None:
    """Nothing is broadcast at night."""
    await offstage.client.clock(now=NOON)


async def subscribes(resident: Resident) -> None:
    """To what concerns everybody."""
    await resident.says("/subscriptions")
    await resident.presses("▫️ Важные новости для всех")
    await resident.sees("Отмечено то, о чём я пишу вам сам")


async def writes(editor: Person) -> Json:
    """A broadcast; its draft."""
    await editor.says("/broadcast")
    await editor.presses("✏️ Новая рассылка")
    await editor.sees("Пришлите сообщение для рассылки")
    await editor.says(TEXT, entities=[BOLD])
    return await editor.sees("Черновик рассылки", TEXT)


async def receivers(stage: Stage, method: str = "sendMessage") -> Counter[int]:
    """How often who got it, but for the administrator."""
    calls = await stage.telegram_calls(method)
    said = [one for one in calls if FOOTER in str(one["params"].get("text") or one["params"].get("caption"))]
    return Counter(one["params"]["chat_id"] for one in said if one["params"]["chat_id"] != 3001)


async def test_it_is_written_looked_at_and_sent_to_those_who_subscribe(
    stage: Stage, resident: Resident, neighbour: Resident, editor: Person
) -> None:
    await neighbour.says("/start")
    await subscribes(resident)
    draft = await writes(editor)
    assert "Получат: 1" in draft["text"] and "Начало: сразу" in draft["text"]
    shown = await editor.sees(TEXT, FOOTER)
    assert BOLD in [{name: one[name] for name in BOLD} for one in shown["entities"]]
    await editor.presses("🧪 Проба администраторам")
    await editor.sees("Пробное сообщение ушло администраторам: 1")
    await editor.presses("📣 Отправить…")
    await editor.sees("Отправить рассылку?", "Получат: 1")
    assert not await receivers(stage)
    await editor.presses("✅ Да, отправить")
    heard = await resident.sees(TEXT, FOOTER)
    assert labels(heard) == ["🔕 Отписаться"]
    assert BOLD in [{name: one[name] for name in BOLD} for one in heard["entities"]]
    await is_over(stage)
    board = await editor.sees("Рассылка: закончена", "Отправлено: 1 из 1", "Ждут: 0")
    assert board["message_id"] == draft["message_id"], "one message tells how it goes"
    assert await receivers(stage) == Counter([resident.id])
    await editor.says("/audit")
    await editor.sees("отправлена рассылка")


async def test_a_photo_keeps_its_caption_and_a_draft_is_changed_as_often_as_one_likes(
    stage: Stage, resident: Resident, editor: Person
) -> None:
    await subscribes(resident)
    await writes(editor)
    await editor.presses("✏️ Другое сообщение")
    await editor.sees("Пришлите сообщение для рассылки")
    await editor.sends("voice")
    await editor.sees("подойдёт текст, одно фото или один файл")
    await editor.sends("photo", caption="Ремонт окончен")
    await editor.sees("Черновик рассылки", "Ремонт окончен")
    await editor.presses("🕒 Когда")
    await editor.presses("Другое время")
    await editor.sees("Когда начать?")
    await editor.says("когда-нибудь")
    await editor.sees("Время не понял")
    await editor.says("25 ноября")
    await editor.sees("25 ноября (среда), 10:00")
    await editor.presses("🕒 Когда")
    await editor.presses("Другое время")
    await editor.says("завтра 12:00")
    await editor.sees("24 ноября (вторник), 12:00")
    await editor.presses("📣 Отправить…")
    await editor.presses("✅ Да, отправить")
    await editor.sees("Рассылка: ждёт своего времени", "Ждут: 1")
    assert not await receivers(stage, "sendPhoto")
    await stage.client.clock(now="2026-11-24T08:00:01+00:00")
    heard = await resident.sees("Ремонт окончен", FOOTER)
    assert heard["photo"]
    await is_over(stage)


async def test_it_goes_to_a_subject_and_a_municipality(
    offstage: Stage, resident: Resident, neighbour: Resident, editor: Person
) -> None:
    offstage.changed["desk"] = {"municipalities": ("Астрахань", "Лиманский район")}
    await offstage.start()
    for one, place in ((resident, "Астрахань"), (neighbour, "Лиманский район")):
        await one.says("/subscriptions")
        await one.presses("▫️ Вывоз мусора")
        await one.sees("Отмечено то")
        await one.says("/municipality")
        await one.presses(place)
        await one.sees("Запомнил")
    await writes(editor)
    await editor.presses("👥 Кому")
    await editor.sees("Кому отправить?")
    await editor.presses("Вывоз мусора")
    await editor.sees("Подписка: Вывоз мусора", "Получат: 2")
    await editor.presses("📍 Район")
    await editor.presses("Лиманский район")
    await editor.sees("Район: Лиманский район", "Получат: 1")
    await editor.presses("📣 Отправить…")
    await editor.presses("✅ Да, отправить")
    await neighbour.sees(TEXT)
    await is_over(offstage)
    assert await receivers(offstage) == Counter([neighbour.id])
    await neighbour.presses("🔕 Отписаться")
    await neighbour.sees("по теме «Вывоз мусора»")


async def test_it_is_paused_goes_on_through_a_restart_and_is_cancelled(
    stage: Stage, resident: Resident, editor: Person
) -> None:
    await subscribes(resident)
    await stage.client.clock(now=NIGHT)
    await writes(editor)
    await editor.presses("📣 Отправить…")
    await editor.presses("✅ Да, отправить")
    await editor.sees("Рассылка: ждёт утра", "Ждут: 1")
    await editor.presses("⏸ Пауза")
    await editor.sees("Рассылка: на паузе")
    await stage.client.clock(now="2026-11-24T08:00:00+00:00")
    await stage.restart()
    await editor.says("/broadcast")
    await editor.presses(f"⏸ {TEXT}")
    await editor.sees("Рассылка: на паузе")
    assert not await receivers(stage)
    await editor.presses("⛔ Отменить…")
    await editor.sees("Отменить рассылку", "вернуть нельзя")
    await editor.presses("⛔ Да, отменить")
    await editor.sees("Рассылка: отменена", "Ждут: 0")
    await editor.presses("◂ Все рассылки")
    await editor.sees("Рассылки")
    await stage.client.clock(now="2026-11-24T09:00:00+00:00")
    await resident.says("/help")
    await resident.sees("Что я умею")
    assert not await receivers(stage)


async def test_what_cannot_be_done_is_said(stage: Stage, resident: Resident, editor: Person) -> None:
    await writes(editor)
    assert "никто не подписан" in await editor.presses("📣 Отправить…")
    await subscribes(resident)
    await editor.presses("📣 Отправить…")
    await editor.presses("✅ Да, отправить")
    await is_over(stage)
    await editor.says("/broadcast")
    await editor.presses("✏️ Новая рассылка")
    await editor.says("Ж" * 4001)
    await editor.sees("Знаков в нём: 4001")
    await editor.says("/cancel")
    await resident.says("/broadcast")
    await resident.never_sees("Рассылки")


async def test_a_large_one_tells_how_it_goes_and_delays_nobody(
    stage: Stage, resident: Resident, editor: Person
) -> None:
    """Counted, not timed: what goes between a question and its answer."""
    people = 20_000
    stage.expects("chat not found")
    await subscribes(resident)
    await stage.stop()
    stage.write(
        "with recursive n(id) as (select ? union all select id + 1 from n where id < ?)"
        " insert into residents (id, name, language, consent_version, reachable, wants_person)"
        " select id, 'Житель', 'ru', 0, 1, 0 from n",
        FIRST,
        FIRST + people - 2,
    )
    stage.write("insert into rolls select 'news', id from residents where id >= ? and id < 800000000", FIRST)
    limits = {"overall_per_second": 30, "chat_per_second": 1, "chat_burst": 5, "group_per_minute": 20}
    await stage.restart(telegram={"pacing": limits})
    draft = await writes(editor)
    assert f"Получат: {people}" in draft["text"]
    await editor.presses("📣 Отправить…")
    await editor.presses("✅ Да, отправить")
    await stage.until("select 1 from letters where lane = 5 and state = 'sent' limit 1")
    between = []
    for _ in range(5):
        before = (await stage.telegram_calls())[-1]["n"]
        await resident.says("/help")
        await resident.sees("Что я умею")
        calls = await stage.client.calls("sendMessage", after=before)
        between.append(sum(FOOTER in str(one["params"].get("text")) for one in calls))
    usual = sorted(between)[2]
    assert usual <= limits["overall_per_second"], f"{between}: it went at once, whatever else waited"
    ((written,),) = await stage.rows("select count(*) from letters where lane = 5")
    assert written < people / 10, "they are written as they go"
    await editor.sees(f"из {people}", "Ждут: 19", within=30)  # told every few seconds, if it has changed
    await editor.presses("⛔ Отменить…")
    await editor.presses("⛔ Да, отменить")
    await editor.sees("Рассылка: отменена")
    await stage.quiet()
    assert max((await receivers(stage)).values()) == 1
