"""Small talk gets a kind word; whatever may be a question is looked up."""

from __future__ import annotations

import pytest

from desk import reception, small_talk
from desk.letters import Say, ToResident
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, BENEFIT, FakeKnowledge, centre, message, sure


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Спасибо!", "thanks"),
        ("спасибо большое, вы мне помогли", "thanks"),
        ("Ок, благодарю вас", "thanks"),
        ("нет, спасибо", "thanks"),
        ("спс 🙏", "thanks"),
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
        "да",
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
