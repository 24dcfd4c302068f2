"""A resident goes through an event of life by a checklist."""

import asyncio
import shutil
from pathlib import Path

import pytest

from tests.dialogues.people import Resident, labels
from tests.dialogues.stage import BASE, Stage

SUNDAY = "2026-11-22T09:00:00+00:00"
NIGHT = "2026-12-02T21:00:00+00:00"  # one o'clock in Astrakhan, a day before the birth must be registered
MORNING = "2026-12-03T06:00:00+00:00"


@pytest.fixture(autouse=True)
async def sunday(offstage: Stage) -> None:
    """The day of all these dialogues."""
    await offstage.client.clock(now=SUNDAY)


async def begins(resident: Resident, day: str = "3 ноября") -> None:
    """A child was born."""
    await resident.says("/route")
    await resident.sees("Что у вас произошло?")
    await resident.presses("Родился ребёнок")
    await resident.sees("Когда это было?")
    await resident.says(day)
    await resident.sees("🧭 Родился ребёнок", "Событие: 3 ноября 2026 года")


async def test_risky_steps_stand_first_with_their_days_and_are_ticked_off(
    stage: Stage, resident: Resident
) -> None:
    await resident.says("/menu")
    await resident.presses("🧰 Обращения, сроки, памятки")
    await resident.presses("🧭 Памятки на случай")
    events = await resident.sees("Что у вас произошло?")
    assert labels(events) == ["Родился ребёнок", "Икрянинский район: Переехали"]
    await begins(resident)
    shown = await resident.sees(
        "⚠️ Важно успеть\n"
        "☐ 1. Зарегистрировать рождение — до 3 декабря 2026\n"
        "☐ 2. Подать на пособие при рождении — до 3 мая 2027 (позже не дадут)\n",
        "Ещё полезно\n☐ 3. Подать на единое пособие\n",
    )
    assert labels(shown)[:3] == ["☐ 1. Отметить", "☐ 2. Отметить", "📄 2. Подробнее"]
    await resident.presses("☐ 1. Отметить")
    done = await resident.sees("✅ 1. Зарегистрировать рождение")
    assert done["message_id"] == shown["message_id"]
    assert any(one["type"] == "strikethrough" for one in done["entities"])
    await resident.presses("✅ 1. Сделано")
    await resident.sees("☐ 1. Зарегистрировать рождение")
    await resident.presses("📄 3. Подробнее")
    await resident.sees("Подайте заявление на Госуслугах")
    await resident.presses("☐ 3. Отметить")
    await resident.says("/route")
    events = await resident.sees("Что у вас произошло?")
    assert labels(events)[0] == "Родился ребёнок · 1/3"
    await resident.presses("Родился ребёнок · 1/3")
    await resident.sees("✅ 3. Подать на единое пособие")


async def test_a_checklist_outlives_a_restart_and_can_be_dropped(stage: Stage, resident: Resident) -> None:
    await begins(resident)
    await resident.presses("☐ 2. Отметить")
    await resident.sees("✅ 2.")
    await stage.restart()
    await resident.says("/route")
    await resident.presses("Родился ребёнок · 1/3")
    await resident.sees("✅ 2. Подать на пособие при рождении")
    await resident.presses("🗑 Удалить")
    await resident.sees("Памятка «Родился ребёнок» удалена")
    await stage.quiet()
    assert await stage.rows("select * from journeys") == []


async def test_without_a_date_terms_are_told_and_a_reminder_asks_for_it(
    stage: Stage, resident: Resident
) -> None:
    await resident.says("/route")
    await resident.presses("Родился ребёнок")
    await resident.presses("Без даты")
    await resident.sees("Зарегистрировать рождение — срок: 30 дн.", "срок: 6 мес.")
    await resident.presses("🔔 Напоминать о сроках")
    await resident.sees("Когда это было?")
    await resident.says("вчера")
    await resident.sees("Событие: 21 ноября 2026 года", "до 21 декабря 2026")


async def test_a_reminder_comes_once_by_day_and_says_how_to_stop(stage: Stage, resident: Resident) -> None:
    await begins(resident)
    assert await resident.presses("🔔 Напоминать о сроках") == "Напомню о важных сроках."
    await resident.sees("О важных сроках напомню")
    await stage.client.clock(now=NIGHT)
    await stage.restart()
    await resident.never_sees("Напоминаю:")
    await stage.client.clock(now=MORNING)
    await stage.restart()
    told = await resident.sees("Напоминаю: Зарегистрировать рождение", "до 3 декабря 2026", "Не напоминать")
    assert labels(told) == ["✅ Уже сделано", "🧭 Вся памятка", "🔕 Не напоминать"]
    await stage.restart()
    await stage.quiet()
    reminders = [one for one in await resident.history() if "Напоминаю:" in one.get("text", "")]
    assert len(reminders) == 1
    await resident.presses("✅ Уже сделано")
    await resident.sees("✅ 1. Зарегистрировать рождение", "☐ 2.")
    await resident.presses("🔕 Не напоминать")
    await stage.quiet()
    assert await stage.rows("select reminding, remind_on from journeys") == [(0, None)]


async def test_what_is_done_or_over_is_not_reminded_of(stage: Stage, resident: Resident) -> None:
    await begins(resident)
    await resident.presses("🔔 Напоминать о сроках")
    await resident.sees("О важных сроках напомню")
    await resident.presses("☐ 1. Отметить")
    await resident.sees("✅ 1.")
    await stage.client.clock(now=MORNING)
    await stage.restart()
    await resident.never_sees("Напоминаю:")
    await stage.client.clock(now="2027-05-04T08:00:00+00:00")
    await stage.restart()
    await resident.never_sees("Напоминаю:")


async def test_a_term_that_is_over_says_so(stage: Stage, resident: Resident) -> None:
    await resident.says("/route")
    await resident.presses("Переехали")
    await resident.says("1 ноября")
    await resident.sees("срок прошёл 8 ноября 2026")


async def test_an_edited_day_moves_the_terms(stage: Stage, resident: Resident) -> None:
    await begins(resident)
    await resident.edits("4 ноября")
    await resident.sees("Событие: 4 ноября 2026", "до 4 декабря 2026")


async def test_a_question_in_between_is_answered(stage: Stage, resident: Resident) -> None:
    await resident.says("/route")
    await resident.presses("Родился ребёнок")
    await resident.sees("Когда это было?")
    await resident.says("хочу детские на сына куда идти")
    await resident.sees("Подайте заявление на Госуслугах")
    await resident.says("/route")
    await resident.presses("Родился ребёнок")
    await resident.sees("Когда это было?")
    await resident.says("весной")
    await resident.sees("Не понял, какой это день")
    await resident.presses("Сегодня")
    await resident.sees("Событие: 22 ноября 2026 года")


async def test_a_changed_file_is_in_use_at_once_and_a_route_that_is_gone_is_told(
    offstage: Stage, resident: Resident, tmp_path: Path
) -> None:
    shutil.copytree(BASE.parent, tmp_path / "base")
    offstage.changed["faq"] = {"path": str(tmp_path / "base" / "entries")}
    await offstage.start()
    await begins(resident)
    file = tmp_path / "base" / "routes.toml"
    file.write_text(file.read_text("utf-8").replace('id = "birth"', 'id = "born"'), "utf-8")
    await offstage.until("select 1 from revisions where id = 2")
    async with asyncio.timeout(10):
        while "больше нет" not in await resident.presses("☐ 1. Отметить"):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await resident.says("/route")
    events = await resident.sees("Что у вас произошло?")
    assert labels(events)[0] == "Родился ребёнок"


async def test_in_english(stage: Stage, resident: Resident) -> None:
    await resident.says("/language")
    await resident.presses("English")
    await resident.sees("English")
    await resident.says("/route")
    await resident.presses("A child was born")
    await resident.sees("When was it?")
    await resident.says("3 November")
    await resident.sees(
        "Date of the event: 3 November 2026", "☐ 1. Register the birth — by 3 December 2026", "Also useful"
    )
    await resident.presses("🔔 Remind me of deadlines")
    await resident.sees("I will remind you once")
    await stage.client.clock(now=MORNING)
    await stage.restart()
    await resident.sees("A reminder: Register the birth", "by 3 December 2026", "To stop reminders, press")
    await resident.presses("🗑 Delete")
    await resident.sees("is deleted")
