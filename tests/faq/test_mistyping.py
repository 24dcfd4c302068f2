"""Questions typed badly in the ways that figures are told of."""

from faq.mistyping import LONG, in_latin, in_wrong_layout, slipped

QUESTION = "Как оформить щедрое пособие на ребёнка, если я в декрете?"


def test_two_long_words_get_a_slip_each_and_always_the_same() -> None:
    typed = slipped(QUESTION)
    pairs = list(zip(QUESTION.split(), typed.split(), strict=True))
    changed = [said for said, got in pairs if said != got]
    assert len(changed) == 2
    assert all(len(word) >= LONG for word in changed)
    assert slipped(QUESTION) == typed
    assert slipped("а на ту") == "а на ту"


def test_the_wrong_layout_and_latin_letters() -> None:
    assert in_wrong_layout("Пособие, ёлка?") == "gjcj,bt? `krf&"
    assert in_latin("Щедрое пособие, съезд") == "schedroe posobie, sezd"


def test_nobody_hits_a_russian_letter_among_latin_ones() -> None:
    typed = [slipped(text) for text in ("kak oformit posobie", "gjcj,bt yf ht,tyrf", "ochered v sadik")]
    assert all(text.isascii() for text in typed)
