"""What a resident comes for, in Russian and in English: the same steps, each in their language."""

import string
from collections.abc import AsyncIterator

import pytest

from tests.dialogues.people import Operator, Resident, labels, words_of
from tests.dialogues.stage import Stage, is_bots
from tests.dialogues.test_languages import only_russian, phrases
from tests.dialogues.test_my_tickets import read
from tests.house.test_phrases import catalogue

MONDAY = "2026-03-02T{}:00+04:00"  # in Astrakhan
NUMBER = "ЕКЦ-2026-000001"
PLACES = ("Астрахань", "Икрянинский район")
SAID = {
    "question": ("хочу детские на сына куда идти", "How do I apply for the child benefit?"),
    "answer": ("Подайте заявление на Госуслугах", "Apply on Gosuslugi"),
    "subject": ("Семья и дети", "Family and children"),
    "title": ("Как оформить единое пособие", "How do I apply for the child benefit?"),
    "unknown": ("где найти клад на луне", "where is the treasure on the moon"),
    "danger": ("плохо с сердцем и где взять справку", "a heart attack, and where do I get a certificate"),
    "number": ("Позвоните 103 или 112 прямо сейчас", "Call 103 or 112 right now"),
    "medicine": ("какие таблетки лучше от давления", "which pills should I take for blood pressure"),
    "no doctor": ("Я не врач", "I am not a doctor"),
    "thanks": ("спасибо большое", "thank you"),
}


@pytest.fixture(params=["ru", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def someone(offstage: Stage, language: str) -> AsyncIterator[Resident]:
    """Somebody whose Telegram speaks that language. At the end all of ours was said in it."""
    offstage.changed["desk"] = {"municipalities": PLACES}
    offstage.changed["privacy"] = {"consent": "Согласие.", "consent_in": {"en": "My consent."}}
    await offstage.client.clock(now=MONDAY.format("10:00"))
    await offstage.start()
    person = await offstage.client.people("resident", "Vera", language_code=language)
    resident = Resident(offstage, person["id"])
    yield resident
    await offstage.quiet()
    told = [one for one in await resident.history() if is_bots(one)]
    shown = "\n".join("\n".join([words_of(one), *labels(one)]) for one in told)
    assert language == "ru" or not [one for one in only_russian(language) if one in shown]


class Tongue:
    """What is said in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __getitem__(self, name: str) -> str:
        """What a resident says or the base answers."""
        return SAID[name][self.language == "en"]

    def button(self, phrase: str) -> str:
        """A button."""
        return phrases().plain(phrase, self.language)

    def phrase(self, phrase: str) -> list[str]:
        """The pieces of a phrase between its places."""
        whole = string.Formatter().parse(catalogue(self.language)[phrase])
        lines = [line for part, _, _, _ in whole for line in part.replace("**", "\n").splitlines()]
        return [line for line in lines if any(map(str.isalpha, line))]


@pytest.fixture
def tongue(language: str) -> Tongue:
    return Tongue(language)


async def asks_a_person(someone: Resident, tongue: Tongue) -> None:
    """The shortest way to a ticket."""
    await someone.says("/operator")
    await someone.presses(tongue.button("button-consent"))
    await someone.sees(*tongue.phrase("write-your-question"))
    await someone.says(tongue["unknown"])
    await someone.sees(NUMBER)


async def test_from_the_subjects_to_an_answer_what_is_near_and_a_person(
    someone: Resident, tongue: Tongue, operator: Operator
) -> None:
    await someone.says("/start")
    await someone.presses(tongue.button("button-subjects"))
    await someone.sees(*tongue.phrase("menu"))
    await someone.presses(tongue["subject"])
    await someone.sees(*tongue.phrase("subject"))
    await someone.presses(tongue["title"])
    await someone.sees(tongue["answer"], *tongue.phrase("answer-signature"))
    await someone.presses(tongue.button("button-related"))
    await someone.sees(*tongue.phrase("related"))
    await someone.presses(tongue.button("button-previous"))
    await someone.sees(tongue["answer"])
    await someone.says(tongue["question"])
    await someone.sees(tongue["answer"])
    await someone.presses(tongue.button("button-did-not-help"))
    await someone.sees(*tongue.phrase("answer-did-not-help"))
    await someone.presses(tongue.button("button-ask-person"))
    await someone.sees(*tongue.phrase("consent"))
    await someone.presses(tongue.button("button-consent"))
    await someone.sees(NUMBER)
    await operator.finds(tongue["question"], ticket=1)


async def test_a_posters_link_opens_an_answer_and_a_subject(someone: Resident, tongue: Tongue) -> None:
    await someone.says("/start entry_fam-edinoe_how")
    await someone.sees(tongue["answer"])
    await someone.says("/start topic_fam")
    await someone.sees(*tongue.phrase("subject"))
    await someone.says("/start entry_fam-long-gone")
    await someone.sees(*tongue.phrase("refused-entry-gone"))


async def test_danger_gets_its_number_and_a_person_and_what_is_none_an_answer(
    someone: Resident, tongue: Tongue, operator: Operator
) -> None:
    await someone.says(tongue["medicine"])
    await someone.sees(tongue["no doctor"])
    await someone.says(tongue["danger"])
    told = await someone.sees(tongue["number"])
    assert "112" in told["text"].splitlines()[0]
    await operator.finds(tongue["danger"], ticket=1)
    await operator.sees_title("🆘 Плохо со здоровьем", ticket=1)


async def test_lines_sent_one_after_another_are_answered_twice_at_most(
    someone: Resident, tongue: Tongue
) -> None:
    for word in tongue["unknown"].split():
        await someone.says(word)
    await someone.sees(*tongue.phrase("question-unknown"))
    await someone.stage.quiet()
    answers = [one for one in await someone.history() if "🤖" in words_of(one)]
    assert len(answers) <= 2, await someone.transcript()
    await someone.stage.client.clock(now=MONDAY.format("10:10"))
    await someone.says(tongue["thanks"])
    await someone.sees(*tongue.phrase("small-talk-thanks"))


async def test_where_one_lives_is_told_and_taken_back(someone: Resident, tongue: Tongue) -> None:
    await someone.says("/municipality")
    await someone.presses("Икрянинский район")
    await someone.sees("Икрянинский район", *tongue.phrase("municipality-kept"))
    await someone.says("/municipality")
    await someone.presses(tongue.button("button-no-municipality"))
    await someone.sees(*tongue.phrase("municipality-forgotten"))


async def test_a_ticket_from_the_queue_to_the_rating(
    someone: Resident, tongue: Tongue, operator: Operator
) -> None:
    await asks_a_person(someone, tongue)
    await someone.says("/my")
    await someone.sees(*tongue.phrase("my-tickets"))
    await someone.presses(NUMBER)
    await someone.sees(*tongue.phrase("my-ticket-new"))
    await someone.presses(tongue.button("button-transcript"))
    file = await someone.sees(*tongue.phrase("transcript-file"))
    assert tongue["unknown"] in await read(someone.stage, file)
    await someone.presses(tongue.button("button-unanswered"))
    await someone.sees(*tongue.phrase("queue-place"))
    await someone.stage.client.clock(now=MONDAY.format("14:30"))
    await someone.says("/my")
    await someone.presses(NUMBER)
    await someone.presses(tongue.button("button-unanswered"))
    await someone.sees(*tongue.phrase("complaint-passed-on"))
    await operator.says("42", ticket=1)
    await someone.sees("42", *tongue.phrase("operator-signature"))
    await someone.says("/my")
    await someone.presses(NUMBER)
    await someone.presses(tongue.button("button-close-own"))
    await someone.sees(*tongue.phrase("ticket-closed-by-resident"))
    await someone.presses("⭐ 5")
    await someone.sees(*tongue.phrase("thanks-for-rating"))
    await someone.presses(tongue.button("button-reopen"))
    await someone.sees(*tongue.phrase("ticket-reopened"))
