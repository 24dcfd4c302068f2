"""The desk's own name is left out of what encoders compare."""

import pytest

from faq.own_name import ENTRIES, OwnName

TITLES = ["Как войти в МойБанк с телефона?", "Что такое МойБанк?", "Как закрыть вклад в МойБанке?"]
OTHERS = ["Как закрыть счёт?", "Где получить карту? Куда писать?", "Почему списали комиссию?"] * 3
BASE = OwnName.of((TITLES + OTHERS) * 2)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("как закрыть вклад в мойбанке", "как закрыть вклад"),
        ("мойбанк не пускает", "не пускает"),
        ("что такое мойбанк", "что такое мойбанк"),
        ("мойбанк", "мойбанк"),
        ("как закрыть счет", "как закрыть счет"),
    ],
)
def test_the_own_name_is_dropped_with_the_small_word_before_it_unless_no_topic_is_left(
    said: str, left: str
) -> None:
    assert BASE.dropped(said) == left


def test_everyday_forms_of_the_name_are_the_name() -> None:
    assert (
        OwnName.of(["Как войти на RUTUBE?"] * ENTRIES).stems
        == OwnName.of(["Что такое Рутуб?"] * ENTRIES).stems
    )


@pytest.mark.parametrize(
    "titles",
    [
        [*["Как войти на Госуслуги?"] * 3, *["Как получить справку? Куда идти?"] * 27],
        ["Как войти в МойБанк?"] * (ENTRIES - 1),
        ["КАК ВОЙТИ В МОЙБАНК?"] * 30,
    ],
    ids=["a subject of some entries", "too small a base", "all in capitals"],
)
def test_what_is_no_name_of_the_desk_stays(titles: list[str]) -> None:
    assert not OwnName.of(titles).stems
