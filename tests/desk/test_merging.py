"""Several plain texts in one message: all of them, whole, in order."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from desk.addressee import ToThread
from desk.letters import BETWEEN, Letter, Relay, Say
from desk.merging import TEXT_UNITS, merged
from desk.source import Source
from desk.touches import Amend
from desk.words import Words
from tests.desk.samples import ANNA, TICKET

THREAD = ToThread(TICKET.id)


def text(number: int, words: str = "Слово", *marks: dict[str, object]) -> Letter:
    source = Source(ANNA.id, number)
    return Letter(THREAD, Relay((source,), TICKET.id, Words(words, marks)), acknowledge=source)


def said(letter: Letter) -> Words:
    assert isinstance(letter.content, Relay)
    assert letter.content.words is not None
    return letter.content.words


@given(st.lists(st.text(min_size=1, max_size=1500), min_size=1, max_size=12))
def test_texts_are_said_whole_and_in_order_and_fit_into_one_message(texts: list[str]) -> None:
    letters = [text(n, words) for n, words in enumerate(texts)]
    letter, told = merged(letters)
    assert said(letter).text == BETWEEN.join(texts[:told])
    assert said(letter).units <= TEXT_UNITS
    if told < len(texts):
        assert Words(BETWEEN.join(texts[: told + 1])).units > TEXT_UNITS


def test_the_message_stands_for_all_its_texts() -> None:
    letter, told = merged([text(1, "Раз"), text(2, "Два"), text(3, "Три")])
    assert told == 3
    sources = tuple(Source(ANNA.id, n) for n in (1, 2, 3))
    assert letter == replace(text(1), content=Relay(sources, TICKET.id, Words("Раз\n\nДва\n\nТри")))


def test_formatting_moves_with_its_words() -> None:
    bold = {"type": "bold", "offset": 0, "length": 3}
    letter, _ = merged([text(1, "👍 да"), text(2, "Два", bold)])
    assert said(letter).marks == ({"type": "bold", "offset": 7, "length": 3},)


def test_an_edit_of_words_that_wait_is_said_with_them() -> None:
    change = Letter(THREAD, Amend(Source(ANNA.id, 1), Words("Раз!")))
    letter, told = merged([text(1, "Раз"), text(2, "Два"), change, text(3, "Три")])
    assert told == 4
    assert said(letter).text == "Раз!\n\nДва\n\nТри"


def test_what_is_no_plain_text_keeps_its_place() -> None:
    source = Source(ANNA.id, 9)
    for other in (
        Relay((source,), TICKET.id),
        Relay((source,), TICKET.id, Words("Ответ"), quoting=Source(ANNA.id, 3)),
        Relay((source,), TICKET.id, Words("Ответ"), signed="Ольга"),
        Amend(source, Words("Другое")),
        Say("resident-closed"),
    ):
        letter, told = merged([text(1, "Раз"), text(2, "Два"), Letter(THREAD, other), text(3)])
        assert told == 2
        assert said(letter).text == "Раз\n\nДва"
        assert merged([Letter(THREAD, other), text(3)]) == (Letter(THREAD, other), 1)


def test_one_text_with_its_edit_is_copied_as_it_is_by_then() -> None:
    change = Letter(THREAD, Amend(Source(ANNA.id, 1), Words("Раз!")))
    assert merged([text(1, "Раз"), change]) == (text(1, "Раз"), 1)
