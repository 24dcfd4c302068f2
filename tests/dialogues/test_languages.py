"""A resident is spoken to in Kazakh or Tatar, from the greeting to the rating."""

import string
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from bot.phrases import Phrases
from tests.dialogues.people import Operator, Resident, labels, words_of
from tests.dialogues.stage import Stage, is_bots
from tests.house.test_phrases import catalogue

CONSENT = {"kk": "Келісім мәтіні.", "tt": "Ризалык тексты."}
LANGUAGES = tuple(CONSENT)
SHORT = 5  # letters of a piece of a phrase that is no sign of its language


@cache
def phrases() -> Phrases:
    """What the bot says."""
    return Phrases(ZoneInfo("Europe/Astrakhan"))


def pieces(language: str) -> set[str]:
    """The words of the catalogue between places, line ends and bold."""
    whole = {
        words
        for template in catalogue(language).values()
        for part, _, _, _ in string.Formatter().parse(template)
        for line in part.splitlines()
        for words in line.split("**")
    }
    return {one.strip() for one in whole if sum(map(str.isalpha, one)) > SHORT}


@cache
def only_russian(language: str) -> frozenset[str]:
    """Pieces of our Russian phrases that the language's own phrases have not."""
    own = "\n".join(catalogue(language).values())
    return frozenset(one for one in pieces("ru") if one not in own)


async def speaker(stage: Stage, language: str, languages: tuple[str, ...] = LANGUAGES) -> Resident:
    """Somebody whose Telegram speaks that language, at a desk that offers it."""
    stage.changed["desk"] = {"languages": ["ru", *languages]}
    stage.changed["privacy"] = {"consent_in": CONSENT}
    await stage.start()
    person = await stage.client.people("resident", "Айгөл", language_code=language)
    return Resident(stage, person["id"])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_from_the_greeting_to_the_rating_all_of_ours_is_in_their_language(
    offstage: Stage, operator: Operator, language: str
) -> None:
    def said(phrase: str, **args: str | int) -> str:
        return phrases().plain(phrase, language, args)

    someone = await speaker(offstage, language)
    await someone.says("/start")
    await someone.sees(said("welcome"))
    await someone.sees(CONSENT[language])
    assert await someone.presses(said("button-consent")) == said("notice-thanks")
    await someone.sees(said("consent-given"))
    await someone.says("хочу детские на сына куда идти")
    await someone.sees(said("answer-in-russian"), "Подайте заявление", said("answer-term", value="10"))
    await someone.presses(said("button-did-not-help"))
    await someone.sees(said("answer-did-not-help"))
    await someone.presses(said("button-ask-person"))
    await someone.sees("ЕКЦ-2026-000001", catalogue(language)["ticket-opened"].splitlines()[0])
    await operator.says("Придёт 10-го", ticket=1)
    await someone.sees(said("operator-signature", name="Анна"), "Придёт 10-го")
    await someone.says("/my")
    await someone.presses("ЕКЦ-2026-000001")
    await operator.presses("Закрыть", ticket=1)
    await someone.sees(said("ticket-closed", number="ЕКЦ-2026-000001"))
    await someone.presses("⭐ 4")
    await someone.sees(said("thanks-for-rating", stars=4))
    await someone.says("/menu")
    await someone.presses(said("button-aids"))
    await someone.sees(said("aids"))
    await someone.says("/help")
    await someone.says("/nonsense")
    await someone.sees(said("unknown-command"))
    await offstage.quiet()
    told = [one for one in await someone.history() if is_bots(one)]
    shown = "\n".join("\n".join([words_of(one), *labels(one)]) for one in told)
    assert len(told) > 12
    assert not [one for one in only_russian(language) if one in shown]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_the_base_has_in_russian_only_is_shown_with_a_note(offstage: Stage, language: str) -> None:
    someone = await speaker(offstage, language)
    note = phrases().plain("text-in-russian", language)
    for command in ("/deadline", "/route", "/appeal"):
        await someone.says(command)
        await someone.sees(note)
    await someone.says("/language")
    offered = await someone.sees(phrases().plain("choose-language", language))
    rows = offered["reply_markup"]["inline_keyboard"]
    assert [[one["text"] for one in row] for row in rows] == [["Русский", "Қазақша"], ["Татарча"]]
    await someone.presses("Русский")
    await someone.says("/deadline")
    await someone.sees(phrases().plain("deadlines", "ru"))
    await offstage.quiet()
    assert note not in words_of((await someone.history())[-1])


async def test_the_language_changes_in_the_midst_of_a_ticket(offstage: Stage, operator: Operator) -> None:
    someone = await speaker(offstage, "kk")
    await someone.says("/operator")
    await someone.presses(phrases().plain("button-consent", "kk"))
    await someone.says("Мусор не вывозят, кто отвечает")
    await someone.sees(catalogue("kk")["ticket-opened"].splitlines()[0])
    await someone.says("/language")
    await someone.presses("Татарча")
    await someone.sees(phrases().plain("language-chosen", "tt"))
    await operator.says("Уточняем", ticket=1)
    await someone.sees(phrases().plain("operator-signature", "tt", {"name": "Анна"}), "Уточняем")


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("kk", "103 немесе 112 нөміріне дереу қоңырау шалыңыз."),
        ("tt", "Хәзер үк 103 яки 112 номерына шалтыратыгыз."),
    ],
)
async def test_in_danger_the_number_is_told_in_their_language(
    offstage: Stage, language: str, first: str
) -> None:
    someone = await speaker(offstage, language)
    await someone.says("плохо с сердцем")
    told = await someone.sees(first)
    assert phrases().plain("text-in-russian", language) not in words_of(told)


async def test_personal_numbers_are_called_in_their_language(offstage: Stage) -> None:
    someone = await speaker(offstage, "kk")
    await someone.says("мой снилс 112-233-445 95, когда пенсия")
    told = phrases().plain("private-numbers-hidden", "kk", {"kinds": "СНИЛС"})
    await someone.sees(told)
    await someone.presses(phrases().plain("button-wipe-own", "kk"))
    await someone.sees(phrases().plain("own-wiped", "kk"))
