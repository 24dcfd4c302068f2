"""What the base lacks in a resident's language is known."""

from faq.route import Route, RouteWords, Step, StepWords
from faq.translated import lacking

ROUTE = Route("birth", "Родился", translations={"kk": RouteWords("Бала туды"), "en": RouteWords("Birth")})
STEP = Step("snils", "Найти СНИЛС", translations={"kk": StepWords("СНИЛС табу")})


def test_russian_lacks_nothing() -> None:
    assert not lacking("ru", ROUTE, STEP)


def test_one_piece_in_russian_is_enough_to_say_so() -> None:
    assert not lacking("kk", ROUTE, STEP)
    assert not lacking("en", ROUTE)
    assert lacking("en", ROUTE, STEP)
    assert lacking("tt", ROUTE)
