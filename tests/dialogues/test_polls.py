"""Residents are asked what they think: a poll is made, voted in, closed."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from tests.dialogues.people import Operator, Person, Resident, labels, words_of
from tests.dialogues.polls import AFTER, begin, consents, drafts, opens, picks, sends
from tests.dialogues.stage import Stage


@pytest.fixture(autouse=True)
async def sunday(offstage: Stage) -> None:
    """The day of all these dialogues."""
    await begin(offstage)


async def test_a_poll_is_made_looked_at_and_published(stage: Stage, editor: Person) -> None:
    shown = await drafts(editor, options="Каток\n\n  Сцену  \nДетскую площадку")
    assert words_of(shown).startswith("📝 Черновик опроса № 1. Кого спросим: все жители.")
    assert "1. Каток\n2. Сцену\n3. Детскую площадку" in words_of(shown)
    assert "Выберите один вариант" in words_of(shown)
    assert "до 29 ноября (воскресенье), 20:00" in words_of(shown)
    assert "не имеет юридической силы" in words_of(shown)
    await editor.presses("Разрешить несколько")
    assert (await editor.sees("Можно выбрать несколько"))["message_id"] == shown["message_id"]
    await editor.presses("14 дней")
    await editor.sees("до 6 декабря")
    await editor.presses("Другой день")
    await editor.sees("До какого дня")
    await editor.says("когда-нибудь")
    await editor.sees("Не понял, какой это день")
    await editor.says("1 марта 2030")
    await editor.sees("Опрос длится от одного до 92 дней")
    await editor.says("в пятницу")
    await editor.sees("Черновик", "до 27 ноября (пятница), 20:00")
    await editor.presses("Другой день")
    await editor.sees("До какого дня")
    await editor.says("1 декабря")
    await editor.sees("Черновик", "до 1 декабря (вторник), 20:00")
    await editor.presses("Кого спросить")
    await editor.sees("какого муниципалитета")
    await editor.presses("Икрянинский район")
    await editor.sees("Кого спросим: Икрянинский район")
    await editor.presses("Вопрос")
    await editor.sees("О чём спросим")
    await editor.says("Что построить в сквере?")
    await editor.sees("Черновик", "Что построить в сквере?")
    await editor.presses("Опубликовать")
    await editor.sees("Опрос № 1 идёт", "Проголосовали: 0")
    assert await stage.rows("select 1 from acts where deed = 'open_poll' and note like '%в сквере%'")
    await editor.says("/poll")
    assert labels(await editor.sees("Опросы."))[0] == "🗳 1. Что построить в сквере?"


async def test_what_cannot_be_asked_is_told_and_asked_for_again(stage: Stage, editor: Person) -> None:
    await editor.says("/poll")
    await editor.presses("Новый опрос")
    await editor.says("О" * 301)
    await editor.sees("от 1 до 300 знаков, а у вас 301")
    await editor.says("Где?")
    await editor.sees("Какие варианты")
    for options, told in (
        ("Тут", "У вас: 1"),
        ("Тут\nТУТ", "написан дважды: «ТУТ». Оставьте его один раз"),
        ("Тут\n" + "Т" * 101, "длиннее 100"),
    ):
        await editor.says(options)
        await editor.sees(told)
    await editor.says("Тут\nТам")
    await editor.sees("Черновик опроса № 1")
    await editor.presses("Удалить черновик")
    await editor.sees("Черновик удалён")
    await stage.quiet()
    assert await stage.rows("select * from polls") == []


async def test_a_poll_comes_as_a_file(stage: Stage, editor: Person) -> None:
    file = """question = "Когда открывать ярмарку?"
options = ["В субботу", "В воскресенье"]
several = true
municipality = "Икрянинский район"
until = 2026-12-01
"""
    await sends(editor, "poll.toml", file)
    await editor.sees(
        "Черновик опроса № 1", "Икрянинский район", "Когда открывать", "до 1 декабря", "несколько"
    )
    for wrong, told in (
        (file.replace("several", "sevral"), "Поле «sevral»"),
        (file.replace('"В субботу", ', ""), "У вас: 1"),
        (file.replace("Икрянинский", "Лунный"), "нет в списке: «Лунный район»"),
        (file.replace("2026-12-01", "2026-11-01"), "от одного до 92 дней"),
        (file.replace('субботу"', "субботу"), "строка 2"),
        (file + "#" * 20_000, "больше 20 КБ"),
    ):
        await sends(editor, "опрос 2.toml", wrong)
        await editor.sees(told)


async def test_a_resident_votes_once_and_thinks_better_of_it(
    stage: Stage, editor: Person, resident: Resident, neighbour: Resident
) -> None:
    await opens(editor)
    await consents(resident)
    await resident.says("/menu")
    await resident.presses("🗳 Опросы")
    await resident.sees("Какой опрос открыть?")
    await resident.presses("🗳 Что построить")
    shown = await resident.sees("1. Каток\n2. Сцену", "Выберите один", "не имеет юридической силы")
    assert labels(shown) == ["1. Каток", "2. Сцену", "🗳 Все опросы"]
    assert await resident.presses("1. Каток") == "Голос учтён."
    voted = await resident.sees("✅ 1. Каток", "Ваш голос учтён")
    assert voted["message_id"] == shown["message_id"]
    await resident.presses("2. Сцену")
    await resident.sees("1. Каток\n✅ 2. Сцену")
    assert await resident.presses("✅ 2. Сцену") == "Голос учтён."
    await consents(neighbour)
    await picks(neighbour, "1. Каток")
    await editor.presses("🔄 Обновить")
    await editor.sees("Проголосовали: 2", "1. Каток\n▓▓▓▓▓░░░░░ 50 % · 1")
    assert await resident.presses("Отозвать голос") == "Голос отозван."
    await stage.quiet()
    assert await stage.rows("select resident_id, chosen from votes") == [(neighbour.id, 1)]


async def test_of_several_options_each_press_takes_one_more_or_back(
    stage: Stage, editor: Person, resident: Resident
) -> None:
    await opens(editor, "Разрешить несколько")
    await consents(resident)
    await picks(resident, "1. Каток")
    await resident.presses("2. Сцену")
    await resident.sees("✅ 1. Каток\n✅ 2. Сцену")
    await resident.presses("✅ 1. Каток")
    await resident.sees("1. Каток\n✅ 2. Сцену")
    assert await resident.presses("✅ 2. Сцену") == "Голос отозван."


async def test_a_vote_needs_consent_and_goes_on_after_it(
    stage: Stage, editor: Person, resident: Resident
) -> None:
    await opens(editor)
    await resident.says("/start poll_1")
    await resident.sees("🗳 Что построить в парке?")
    assert "нужно ваше согласие" in await resident.presses("1. Каток")
    await resident.presses("Согласен")
    await resident.sees("Спасибо")
    await resident.presses("1. Каток")
    await resident.sees("Ваш голос учтён")


async def test_a_poster_leads_to_the_poll(stage: Stage, editor: Person, resident: Resident) -> None:
    await opens(editor)
    await editor.presses("Ссылка и QR-код")
    poster = await editor.sees("Что построить в парке?", "?start=poll_1")
    picture = Image.open(io.BytesIO(await stage.client.file(poster["document"]["file_id"])))
    [code] = zxingcpp.read_barcodes(picture)
    await resident.says(f"/start {code.text.partition('=')[2]}")
    await resident.sees("🗳 Что построить в парке?")
    await resident.says("/start poll_77")
    await resident.sees("Этого опроса больше нет")


async def test_a_poll_of_one_municipality_is_for_those_who_live_there(
    stage: Stage, editor: Person, resident: Resident
) -> None:
    await drafts(editor)
    await editor.presses("Кого спросить")
    await editor.presses("Икрянинский район")
    await editor.presses("Опубликовать")
    await editor.sees("Опрос № 1 идёт", "Для жителей: Икрянинский район")
    await consents(resident)
    await resident.says("/polls")
    await resident.sees("Опросов пока не было")
    await resident.says("/start poll_1")
    await resident.sees("Этот опрос для жителей: Икрянинский район")
    await resident.says("/municipality")
    await resident.presses("Икрянинский район")
    await resident.sees("Икрянинский район")
    await picks(resident, "2. Сцену")


async def test_it_closes_by_itself_and_the_last_vote_comes_too_late(
    stage: Stage, editor: Person, resident: Resident
) -> None:
    await opens(editor)
    await consents(resident)
    await picks(resident, "1. Каток")
    await stage.client.clock(now=AFTER)
    assert "голоса больше не принимаются" in await resident.presses("2. Сцену")
    await stage.restart()
    await editor.sees("Опрос № 1 ждёт решения", "Проголосовали: 1", "1. Каток\n▓▓▓▓▓▓▓▓▓▓ 100 % · 1")
    await resident.says("/polls")
    await resident.presses("📊 Что построить")
    await resident.sees(
        "Опрос закончен. Проголосовали: 1.", "Решения пока нет", "2. Сцену\n░░░░░░░░░░ 0 % · 0"
    )
    await resident.says("/menu")
    assert "🗳 Опросы" not in labels(await resident.sees("Выберите тему"))


async def test_it_is_closed_on_purpose_after_a_second_word(stage: Stage, editor: Person) -> None:
    await opens(editor)
    await editor.presses("Закончить сейчас")
    sure = await editor.sees("Закончить опрос «Что построить в парке?»?")
    assert labels(sure) == ["⏹ Да, закончить", "◂ Назад"]
    await editor.presses("Да, закончить")
    await editor.sees("ждёт решения")
    assert await stage.rows("select 1 from acts where deed = 'close_poll'")


async def test_only_those_who_may_make_polls(
    stage: Stage, resident: Resident, operator: Operator, supervisor: Operator
) -> None:
    await resident.says("/poll")
    await resident.sees("Я не знаю такой команды")
    await operator.says("/poll")
    await operator.sees("Опросы создают в личном чате")
    private = Person(stage, supervisor.id)
    await private.says("/start")
    await private.says("/poll")
    await private.presses("Новый опрос")
    await private.sees("О чём спросим")


async def test_in_english(stage: Stage, editor: Person, resident: Resident) -> None:
    await opens(editor)
    await resident.says("/language")
    await resident.presses("English")
    await resident.sees("English")
    await resident.says("/start poll_1")
    await resident.sees(
        "Choose one option.", "Voting is open until 29 November (Sunday), 20:00", "no legal force"
    )
    await resident.presses("1. Каток")
    await resident.presses("I agree")
    await resident.presses("1. Каток")
    await resident.sees("Your vote is counted.")
