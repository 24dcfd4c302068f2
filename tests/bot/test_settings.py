"""Settings: what is wrong is named, with its mend."""

import os
import re
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.settings import SettingsWrong, load
from bot.timetable import Term, parse_week
from desk.sla import CalendarDays, LastDay
from desk.weekly_hour import WeeklyHour

ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An empty file of settings."""
    path = tmp_path / "config.toml"
    path.write_text("")
    return path


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            "[desk]\noperator_chat = 5",
            "operator_chat: нет такой настройки. Может быть, «operators_chat»?",
        ),
        ("[dest]\nhours = 5", "dest: нет такой настройки. Может быть, «desk»?"),
        ('[desk]\nhours = "всегда"', "desk.hours: пишите часы так"),
        ('[desk]\nhours = "пн 18:00–09:00"', "конец раньше начала"),
        ('[desk]\nhours = "пн–хх 09:00–18:00"', "дни недели"),
        ('[desk]\nfirst_reply = "скоро"', "desk.first_reply: пишите срок так"),
        ("[desk]\nfirst_reply = 4", "desk.first_reply: пишите срок так"),
        ('[desk]\nfirst_reply = ""', "desk.first_reply: без этого срока нельзя"),
        ('[desk]\nresolution = "30 кд 2 ч"', "desk.resolution: календарные дни пишите отдельно"),
        (
            '[desk]\nassignment = "random"',
            "desk.assignment: можно только 'none', 'round-robin' или 'least-loaded'",
        ),
        ('[desk]\nsilence_close = ""', "desk.silence_close: без этого срока нельзя"),
        ('[desk]\nlast_day = "same"', "desk.last_day: можно только 'previous' или 'next', а не 'same'"),
        ('[desk]\ntimezone = "Mars/Olympus"', "desk.timezone: нет такого часового пояса"),
        ('[desk]\noperators_chat = "группа"', "desk.operators_chat: нужно целое число"),
        ('[telegram]\nmode = "пуш"', "telegram.mode: можно только"),
        ('[telegram]\napi_url = "ftp://x"', "telegram.api_url"),
        ('[web]\nbase_url = "http://figures.example"', "web.base_url"),
        ('[web]\nbase_url = "https://[::1"', "web.base_url"),
        ('[web]\nbase_url = "https://a.example/path"', "web.base_url"),
        ('[telegram]\napi_url = "http://[::1"', "telegram.api_url"),
        ('[telegram]\napi_url = "http://host:port"', "telegram.api_url"),
        ('[telegram]\napi_url = "http://a b"', "telegram.api_url"),
        ('[telegram]\napi_url = "http://:80"', "telegram.api_url"),
        ('[web]\nlisten = "8080"', "web.listen: пишите адрес так"),
        ('[[departments]]\nid = "Дом"\ntitle = "x"', "departments.0.id"),
        ('[[departments]]\ntitle = "x"', "departments.0.id: не хватает"),
        ("[people]\nadmins = [1.5]", "people.admins.0"),
        ("[desk\n", "строка 1: ошибка записи TOML"),
        ("[desk]\nx = 2026-02-31", "строка 2: дата записана неверно. Пишите год-месяц-день"),
        ("[desk]\noperators_chat = 5", "desk.operators_chat: 5 — это не группа: её номер с минусом"),
        (f"[desk]\noperators_chat = -{10**20}", "это не группа"),
        ('[[departments]]\nid = "a"\ntitle = "А"\nchat_id = 7', "departments.0.chat_id: 7 — это не группа"),
        ('[[departments]]\nid = "a"\ntitle = "А"\noverflow = [0]', "overflow: id других групп"),
        (
            '[[departments]]\nid = "a"\ntitle = "А"\nchat_id = -5\noverflow = [-5]',
            "overflow: id других групп",
        ),
        (2 * '[[departments]]\nid = "a"\ntitle = "А"\n', "departments: id «a» стоит у двух отделов"),
        ("departments = []", "departments: нужен хотя бы один отдел"),
        ('[desk]\nlanguages = ["ru", "zz"]', "desk.languages: нет перевода на «zz»; есть: en, kk, ru, tt"),
        ('[desk]\nlanguages = "ru"', "desk.languages: нужен список в квадратных скобках"),
        ("[desk]\nlanguages = []", "desk.languages: "),
        (
            '[desk]\nmunicipalities = ["Лиманский район", "Лиманский округ"]',
            "desk.municipalities: «Лиманский район» и «Лиманский округ» — одно и то же",
        ),
        ('[desk]\nmunicipalities = [" "]', "desk.municipalities: название района — от 1 до 64 знаков"),
        ("desk = 5", "desk: это раздел, а не значение"),
        ("[faq]\nbar = 2", "faq.bar: нужно не больше 1, а не 2"),
        ('[faq]\nbar = "много"', "faq.bar: нужно число, а не 'много'"),
        ("[telegram.pacing]\nchat_burst = 0", "telegram.pacing.chat_burst: нужно не меньше 1"),
        ("[telegram.pacing]\noverall_per_second = inf", "overall_per_second: нужно обычное число"),
        ("[privacy]\nconsent = 5", "privacy.consent: нужен текст в кавычках"),
        ("[privacy.keep]\ntickets = 0", "privacy.keep.tickets: нужно не меньше 1"),
        ('[privacy.keep]\nletters = "год"', "privacy.keep.letters: нужно целое число"),
        ("[privacy.keep]\nticket = 5", "Может быть, «tickets»?"),
        ("[privacy.keep]\nprofiles = 100", "privacy.keep: profiles = 100: вместе с жителем стираются"),
        ("[privacy.keep]\nquestions = 30", "privacy.keep: letters = 90: в письмах те же слова"),
        ('[[departments]]\nid = "a"\ntitle = ""', "departments.0.title: нужно знаков не меньше 1"),
        ('[storage]\nredis_url = "127.0.0.1:6379"', "storage.redis_url: пишите адрес Redis так"),
        ('[storage]\nredis_url = "redis://host:port"', "storage.redis_url: пишите адрес Redis так"),
        ('[faq]\nreport = "monday"', "faq.report: пишите день недели и час так"),
        ('[telegram.webhook]\nurll = "x"', "Может быть, «url»?"),
    ],
)
def test_each_mistake_is_one_line_that_names_file_and_key(file: Path, wrong: str, said: str) -> None:
    file.write_text(wrong)
    with pytest.raises(SettingsWrong) as raised:
        load(file, {})
    lines = str(raised.value).splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"{file}: ")
    assert said in lines[0]
    assert not re.search("[A-Za-z]+ [a-z]+ [a-z]+", lines[0].removeprefix(str(file))), "English in it"


def test_all_mistakes_are_told_at_once(file: Path) -> None:
    file.write_text('[desk]\nhours = "x"\ntimezone = "y"\n[web]\nlisten = "z"')
    with pytest.raises(SettingsWrong) as raised:
        load(file, {})
    assert len(str(raised.value).splitlines()) == 3


def test_a_file_in_another_encoding_is_named(file: Path) -> None:
    file.write_bytes("[desk] # привет".encode("cp1251"))
    with pytest.raises(SettingsWrong, match="UTF-8"):
        load(file, {})


def test_the_environment_stands_above_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("[desk]\noperators_chat = -5")
    monkeypatch.setenv("CONTACT_CENTER__DESK__OPERATORS_CHAT", "-7")
    settings = load(file, {"BOT_TOKEN": "1:x"})
    assert (settings.desk.operators_chat, settings.token) == (-7, "1:x")
    assert "1:x" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("CONTACT_CENTER__PEOPLE__ADMINS", "12", "нужен список в квадратных скобках"),
        ("CONTACT_CENTER__PEOPLE__ADMINS", "Елена", "список пишите так: [1, 2]"),
        ("CONTACT_CENTER__DESK__OPERATORS_CHAT", "группа", "нужно целое число"),
        ("CONTACT_CENTER__TELEGRAM__PACING__CHAT_BURST", "0", "нужно не меньше 1"),
        ("CONTACT_CENTER__FAQ__ENCODER", "bert", 'можно только "auto"'),
        ("CONTACT_CENTER__DESK__HOUR", "5", "нет такой настройки. Может быть, «hours»?"),
    ],
)
def test_a_mistake_in_a_variable_names_the_variable(
    file: Path, monkeypatch: pytest.MonkeyPatch, name: str, given: str, said: str
) -> None:
    monkeypatch.setenv(name, given)
    monkeypatch.setenv("CONTACT_CENTER__DESK__LANGUAGES", '["ru"]')
    with pytest.raises(SettingsWrong) as raised:
        load(file, dict(os.environ))
    (line,) = str(raised.value).splitlines()
    assert line.startswith(f"{name}: ")
    assert said in line


def test_a_missing_file_says_how_to_name_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match="нет такого файла настроек"):
        load(tmp_path / "config.toml", {})


def test_the_shipped_settings_are_right() -> None:
    assert len(load(ROOT / "config.toml", {}).departments) == 4


def test_weeks_and_periods_are_read_as_people_write_them(file: Path) -> None:
    assert parse_week("пн–вт 9:00-18:00; сб 10:00–14:00") == {
        0: (time(9), time(18)),
        1: (time(9), time(18)),
        5: (time(10), time(14)),
    }
    file.write_text('[desk]\nfirst_reply = "1 ч 30 мин"\n[faq]\nreport = "пт 8:30"')
    assert load(file, {}).desk.first_reply == Term(timedelta(minutes=90))
    assert load(file, {}).faq.weekly_hour() == WeeklyHour(4, time(8, 30))
    file.write_text('[faq]\nreport = ""')
    assert load(file, {}).faq.weekly_hour() is None


HOOK = '[telegram]\nmode = "webhook"\n[telegram.webhook]\n'


@pytest.mark.parametrize(
    ("webhook", "said"),
    [
        ('secret = "s"', "webhook.url"),
        ('url = "http://bot.example.org/telegram"\nsecret = "s"', "webhook.url"),
        ('url = "https:///telegram"\nsecret = "s"', "webhook.url"),
        ('url = "https://bot.example.org/telegram"', "CONTACT_CENTER__TELEGRAM__WEBHOOK__SECRET"),
        ('url = "https://bot.example.org/x"\nsecret = "пароль"', "telegram.webhook.secret: 1–256 знаков"),
        ('url = "https://bot.example.org/x"\nsecret = "a b"', "telegram.webhook.secret: 1–256 знаков"),
        ('url = "https://bot.example.org/x"\nsecret = "s"\npath = "telegram"', "telegram.webhook.path"),
    ],
)
def test_a_webhook_that_telegram_would_not_take_is_no_start(file: Path, webhook: str, said: str) -> None:
    file.write_text(HOOK + webhook)
    with pytest.raises(SettingsWrong) as raised:
        load(file, {})
    (line,) = str(raised.value).splitlines()
    assert said in line
    assert "пароль" not in line, "a secret is not shown"


def test_a_webhook_beside_a_bot_api_server_of_ones_own_may_be_plain(file: Path) -> None:
    hook = '[telegram.webhook]\nurl = "http://127.0.0.1:8081/telegram"\nsecret = "s"'
    file.write_text(f'[telegram]\nmode = "webhook"\napi_url = "http://127.0.0.1:9000"\n{hook}')
    assert load(file, {}).telegram.webhook.secret == "s"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("CONTACT_CENTER__DEKS__OPERATORS_CHAT", "Может быть, CONTACT_CENTER__DESK__…?"),
        ("contact_center__telegramm__mode", "Может быть, CONTACT_CENTER__TELEGRAM__…?"),
        ("CONTACT_CENTER__XYZ", "Есть: "),
        ("CONTACT_CENTER__TOKEN", "нет такого раздела"),
    ],
)
def test_a_variable_of_an_unknown_section_is_refused_with_the_nearest_name(
    file: Path, name: str, said: str
) -> None:
    with pytest.raises(SettingsWrong) as raised:
        load(file, {name: "1", "PATH": "/bin"})
    (line,) = str(raised.value).splitlines()
    assert line.startswith(f"{name}: ")
    assert said in line


def test_relative_paths_are_counted_from_the_file_of_settings(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONTACT_CENTER__FAQ__ENCODER", raising=False)
    monkeypatch.setenv("CONTACT_CENTER__FAQ__CHECKS", "checks")
    file.write_text('[faq]\nencoder = "onnx:model"\nvectors = "/var/vectors.sqlite3"')
    settings, folder = load(file, {}), file.parent
    assert settings.faq.path == f"{folder}/faq/entries"
    assert settings.faq.checks == f"{folder}/checks"
    assert settings.faq.encoder == f"onnx:{folder}/model"
    assert settings.faq.vectors == "/var/vectors.sqlite3"
    assert settings.storage.database_url == f"sqlite+aiosqlite:///{folder}/data/contact-center.sqlite3"
    assert settings.desk.clock_file == ""


def test_beside_the_current_folder_paths_stay_as_they_are(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    settings = load(Path("config.toml"), {})
    assert settings.faq.path == "faq/entries"
    assert settings.storage.database_url == "sqlite+aiosqlite:///data/contact-center.sqlite3"


@pytest.mark.parametrize(
    "url",
    ["sqlite+aiosqlite:////srv/x.sqlite3", "sqlite+aiosqlite:///:memory:", "postgresql+asyncpg://u@h/x"],
)
def test_addresses_of_databases_elsewhere_stay_as_they_are(file: Path, url: str) -> None:
    file.write_text(f'[storage]\ndatabase_url = "{url}"')
    assert load(file, {}).storage.database_url == url


def test_a_department_says_its_own_terms_or_that_there_is_none(file: Path) -> None:
    file.write_text(
        '[desk]\nresolution = "2 д"\n'
        '[[departments]]\nid = "a"\ntitle = "А"\n'
        '[[departments]]\nid = "b"\ntitle = "Б"\nresolution = ""\n'
        '[[departments]]\nid = "c"\ntitle = "В"\nresolution = "30 кд"\nlast_day = "next"\n'
    )
    terms = [one.resolution for one in load(file, {}).desk_departments().all]
    assert terms == [timedelta(hours=18), None, CalendarDays(30, LastDay.NEXT)]
