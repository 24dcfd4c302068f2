"""Phrases: complete in every language, formatted, deaf to what people write."""

import json
import re
import string
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.pofile import read_po

import bot.phrases
import locales
from bot.phrases import ACTS, DAYS, MOMENTS, PEOPLE, SPANS, TIMES, Phrases
from desk.errors import DeskError
from handlers.commands import COMMANDS, Audience

ZONE = ZoneInfo("Europe/Astrakhan")
NAMED = re.compile(r'(?:Say\(|phrase=|phrase = |return )"([a-z]+(?:-[a-z]+)+)"')
ROOT = Path(locales.__file__).parent.parent


def catalogue(language: str) -> dict[str, str]:
    """Phrase id → words."""
    with (locales.FOLDER / language / locales.CATALOGUE).open("rb") as source:
        return {str(one.id): str(one.string) for one in read_po(source) if one.id}


def places(template: str) -> set[str]:
    """The names a phrase has places for."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_all_catalogues_say_the_same_things() -> None:
    russian, english = catalogue("ru"), catalogue("en")
    residents = {one for one in russian if english.get(one)}
    assert all(places(russian[one]) == places(english[one]) for one in residents)
    assert set(english) <= set(russian)


def test_every_refusal_and_command_has_its_phrase() -> None:
    russian = catalogue("ru")
    assert {one.phrase for one in DeskError.__subclasses__()} <= set(russian)
    assert {one.phrase for one in COMMANDS} <= set(russian)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_help_names_every_command_of_its_place(language: str) -> None:
    said = catalogue(language)
    pages = {
        Audience.RESIDENT: "help-resident",
        Audience.OPERATOR: "help-thread",
        Audience.GENERAL: "help-group",
        Audience.SUPERVISOR: "help-group",
    }
    untold = {
        (pages[one.audience], one.name)
        for one in COMMANDS
        if one.audience in pages and not re.search(rf"/{one.name}\b", said[pages[one.audience]])
    }
    assert untold - {("help-resident", "start"), ("help-resident", "help")} == set()


def test_every_phrase_the_code_names_is_there() -> None:
    named: set[str] = set()
    for folder in ("bot", "desk", "handlers"):
        for file in (ROOT / folder).glob("*.py"):
            named |= set(NAMED.findall(file.read_text()))
    assert len(named) > 50
    assert named <= set(catalogue("ru"))


@pytest.mark.parametrize("language", locales.languages())
def test_bold_is_an_entity_and_never_a_star(language: str) -> None:
    phrases = Phrases(ZONE)
    for phrase, words in catalogue(language).items():
        now = datetime.now(UTC)
        filled = dict.fromkeys((*MOMENTS, *TIMES), now.isoformat()) | dict.fromkeys(PEOPLE, "")
        filled |= dict.fromkeys(DAYS, now.date().isoformat()) | dict.fromkeys(SPANS, "90")
        filled |= dict.fromkeys(ACTS, "[]")
        args = {name: filled.get(name, "x") for name in places(words)}
        text, entities = phrases.text(phrase, language, args).render()
        assert "**" not in text
        assert any(one.type == "bold" for one in entities) == ("**" in words)


def test_what_people_wrote_is_no_markup() -> None:
    said = Phrases(ZONE).text("resident-commented", "ru", {"words": "**ж** {x} <b>"})
    text, entities = said.render()
    assert text.endswith("**ж** {x} <b>")
    assert not [one for one in entities if one.offset > 0]


def test_a_moment_is_told_in_the_centres_zone() -> None:
    said = Phrases(ZONE).moment(datetime(2026, 11, 24, 6, 0, tzinfo=UTC), "ru")
    assert said == "24 ноября (вторник), 10:00"


def test_a_language_without_a_catalogue_speaks_russian() -> None:
    assert Phrases(ZONE).plain("notice-closed", "zz") == "Закрыто"


def test_what_a_catalogue_lacks_is_said_in_russian_with_its_dates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, words in {"ru": ("Срок: {due}", "Открыто"), "kk": ("", "Ашық")}.items():
        file = tmp_path / language / locales.CATALOGUE
        file.parent.mkdir(parents=True)
        pairs = zip(("term", "open"), words, strict=True)
        file.write_text("\n".join(f'msgid "{one}"\nmsgstr "{said}"\n' for one, said in pairs), "utf-8")
    monkeypatch.setattr(locales, "FOLDER", tmp_path)
    monkeypatch.setattr(bot.phrases, "FOLDER", tmp_path)
    phrases = Phrases(ZONE)
    assert phrases.plain("open", "kk") == "Ашық"
    assert phrases.plain("term", "kk", {"due": "2026-11-24"}) == "Срок: 24 ноября 2026"


@pytest.mark.parametrize(("minutes", "said"), [(5, "5 мин"), (60, "1 ч"), (130, "2 ч 10 мин"), (0, "0 мин")])
def test_a_span_is_told_in_hours_and_minutes(minutes: int, said: str) -> None:
    now = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
    told = Phrases(ZONE).plain("due-left", "ru", {"left": minutes, "now": now.isoformat()})
    assert f"осталось {said} рабочего времени (на {now.astimezone(ZONE):%H:%M})" == told


@pytest.mark.parametrize(
    ("language", "moment", "day"),
    [
        ("kk", "24 қараша (сейсенбі), 10:00", "соңғы күні: 2026 ж. 24 қараша"),
        ("tt", "24 ноябрь (сишәмбе), 10:00", "соңгы көне: 24 ноябрь, 2026 ел"),
    ],
)
def test_days_are_told_as_people_write_them(language: str, moment: str, day: str) -> None:
    phrases = Phrases(ZONE)
    assert phrases.moment(datetime(2026, 11, 24, 6, 0, tzinfo=UTC), language) == moment
    assert phrases.plain("step-until", language, {"due": "2026-11-24"}) == day


def test_a_person_is_mentioned_by_number() -> None:
    text, entities = Phrases(ZONE).text("ticket-assigned", "ru", {"whom": "2001 Анна Ивановна"}).render()
    assert "Анна Ивановна" in text
    assert [(one.type, one.user.id if one.user else 0) for one in entities] == [("text_mention", 2001)]


def test_a_number_leads_to_its_topic_only_where_there_is_one() -> None:
    args: dict[str, str | int] = {
        "count": 2,
        "tickets": "-1001000000001:42:ЕКЦ-2026-000001 · А\nЕКЦ-2026-000002 · Б",
    }
    text, entities = Phrases(ZONE).text("queue", "ru", args).render()
    assert "ЕКЦ-2026-000001 · А\nЕКЦ-2026-000002 · Б" in text and "-100" not in text
    assert [one.url for one in entities if one.url] == ["https://t.me/c/1000000001/42"]


def test_a_catalogues_head_says_that_it_awaits_a_natives_review(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locales, "FOLDER", tmp_path)
    for language, head in {"kk": "# Needs a native's review: …\n", "tt": "# Tatar phrases.\n"}.items():
        file = tmp_path / language / locales.CATALOGUE
        file.parent.mkdir(parents=True)
        file.write_text(f'{head}msgid "a"\nmsgstr "Needs a native\'s review"\n', "utf-8")
    assert [one for one in locales.languages() if locales.needs_review(one)] == ["kk"]


def test_codes_in_notes_of_the_register_are_told_in_words() -> None:
    notes = ("→ urgent", "№ 1: accepted", "→ Дом: urgent", "1д: грубость")
    acts = [[datetime(2026, 3, 2, tzinfo=UTC).isoformat(), "act-priority", "Ольга", "", one] for one in notes]
    told = Phrases(ZONE).plain("acts-of-person", "ru", {"acts": json.dumps(acts), "page": 1, "id": "7"})
    assert "→ ‼️ Срочный" in told and "№ 1: принято" in told
    assert "→ Дом: urgent" in told and "1д: грубость" in told


def test_commands_are_listed_each_on_its_line() -> None:
    told = Phrases(ZONE).plain("help-staff", "ru", {"commands": "command-editor-faq command-admin-letters"})
    assert [one[:5] for one in told.splitlines()[2:]] == ["/faq ", "/lett"]
