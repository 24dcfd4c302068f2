"""Small talk gets a kind word; whatever may be a question is looked up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import reception, small_talk
from desk.addressee import ToResident
from desk.choices.catalogue import AskPerson
from desk.letters import Say
from desk.question import Outcome, Question
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, BENEFIT, FakeKnowledge, centre, message, sure


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Спасибо!", "thanks"),
        ("спасибо большое, вы мне помогли", "thanks"),
        ("Ок, благодарю вас", "thanks"),
        ("нет, спасибо", "thanks"),
        ("спс 🙏", "thanks"),
        ("спасибо, милая", "thanks"),
        ("Спасибо доченька, дай бог здоровья", "thanks"),
        ("низкий поклон и сердечное спасибо", "thanks"),
        ("Здравствуйте", "greeting"),
        ("добрый вечер!!", "greeting"),
        ("Здравствуйте, подскажите пожалуйста", "greeting"),
        ("как дела бот?", "greeting"),
        ("До свидания", "farewell"),
        ("всего доброго вам", "farewell"),
        ("ок", "agreed"),
        ("Всё понятно", "agreed"),
        ("не надо", "agreed"),
        ("👍🏽", "agreed"),
        ("❤️❤️", "agreed"),
        ("+", "agreed"),
    ],
)
def test_small_talk_is_recognised(text: str, kind: str) -> None:
    said = small_talk.reply(text)
    assert said is not None
    assert said.phrase == f"small-talk-{kind}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "?",
        "...",
        "помогите",
        "нет ответа",
        "пожалуйста",
        "пока не пришла пенсия",
        "пока нет денег",
        "спасибо, а куда идти?",
        "здравствуйте, где моя пенсия",
        "хорошо, а документы?",
        "нет отопления",
        "благодарность губернатору кому передать",
        "ответ не помог",
        "😡",
        "ывапывап",
        "спасибо " * 30,
    ],
)
def test_what_may_be_a_question_is_no_small_talk(text: str) -> None:
    assert small_talk.reply(text) is None


async def test_a_kind_word_is_no_question_and_leaves_none_behind() -> None:
    records, here = FakeRecords(), centre(sure(BENEFIT))
    await reception.receive(message("спасибо"), ANNA, records, here)
    assert records.outbox.to(ToResident(ANNA.id)) == [Say("small-talk-thanks")]
    assert records.questions.all == {}
    assert isinstance(here.knowledge, FakeKnowledge)
    assert here.knowledge.asked == []


async def test_a_caption_is_about_its_picture() -> None:
    records = FakeRecords()
    await reception.receive(message("спасибо", media="photo"), ANNA, records, centre())
    assert await records.questions.get(ANNA.id, 10) is not None


@pytest.mark.parametrize(
    "text",
    [
        "оператор",
        "Оператора!!",
        "соедините со специалистом пожалуйста",
        "хочу поговорить с живым человеком",
        "нужен человек",
        "да, передайте специалисту",
    ],
)
def test_who_asks_for_a_person_is_understood(text: str) -> None:
    assert small_talk.wants_person(text)
    assert small_talk.reply(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "можно",
        "пожалуйста",
        "передайте показания счётчика",
        "специалист по соцзащите не отвечает",
        "человек упал на улице",
        "оператор связи списал деньги",
        "да, а документы?",
        "нужен социальный работник",
    ],
)
def test_a_question_about_people_is_a_question(text: str) -> None:
    assert not small_talk.wants_person(text)


ASKED = Question(ANNA.id, 8, "где найти клад", AT, Outcome.UNKNOWN)


@pytest.mark.parametrize(
    ("before", "handed_over"),
    [
        (ASKED, 8),
        (replace(ASKED, text="", outcome=Outcome.UNREAD), 8),
        (replace(ASKED, asked_at=AT - timedelta(hours=1)), None),
        (replace(ASKED, ticket_id=1), None),
        (None, None),
    ],
    ids=["a question", "a photo", "an old one", "a person's", "none"],
)
async def test_a_person_gets_the_question_before_and_not_the_word(
    before: Question | None, handed_over: int | None
) -> None:
    records = FakeRecords()
    if before is not None:
        records.questions.save(before)
    await reception.receive(message("оператор"), ANNA, records, centre())
    (said,) = records.outbox.to(ToResident(ANNA.id))
    assert isinstance(said, Say)
    assert said.phrase == "person-wanted"
    assert [button.choice for row in said.choices for button in row] == [AskPerson(handed_over)]
    assert await records.questions.get(ANNA.id, 10) is None


@pytest.mark.parametrize("text", ["да", "Да!", "да, передайте", "да пожалуйста"])
def test_yes_is_yes(text: str) -> None:
    assert small_talk.says_yes(text)
    assert not small_talk.says_yes(f"{text} а документы")


READ = replace(ASKED, outcome=Outcome.SURE, entries=("fam-01",))


@pytest.mark.parametrize(
    ("before", "phrase"),
    [
        (ASKED, "person-wanted"),
        (replace(READ, outcome=Outcome.PARTLY), "person-wanted"),
        (replace(READ, helped=False), "person-wanted"),
        (READ, "small-talk-agreed"),
        (None, "small-talk-agreed"),
    ],
    ids=["unknown", "partly", "not helped", "answered", "nothing"],
)
async def test_yes_means_the_person_only_where_one_was_offered(before: Question | None, phrase: str) -> None:
    records = FakeRecords()
    if before is not None:
        records.questions.save(before)
    await reception.receive(message("Да"), ANNA, records, centre())
    (said,) = records.outbox.to(ToResident(ANNA.id))
    assert isinstance(said, Say)
    assert said.phrase == phrase
