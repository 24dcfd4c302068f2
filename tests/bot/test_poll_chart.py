"""The picture of a poll's results: everything fits, whatever it is called."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from PIL import Image, ImageFont

from bot.poll_chart import FONT, MARGIN, PAPER, WIDTH, chart
from desk.poll import OPTION, QUESTION, Poll, Tally

AT = datetime(2026, 11, 22, tzinfo=UTC)
FIRST, FULL = (0x24, 0x63, 0xB4), (0x8F, 0xB4, 0xE0)


def drawn(question: str, options: tuple[str, ...], *votes: int) -> Image.Image:
    poll = Poll(1, question, options, AT, 1, "Елена")
    picture = chart(poll, Tally(sum(votes), votes), "Проголосовали: 5")
    return Image.open(io.BytesIO(picture)).convert("RGB")


def longest(picture: Image.Image, colour: tuple[int, int, int]) -> int:
    """Pixels of that colour in the row that has most of them."""
    data = picture.load()
    assert data is not None
    rows = (sum(data[x, y] == colour for x in range(picture.width)) for y in range(picture.height))
    return max(rows)


def test_a_bar_is_as_long_as_its_share() -> None:
    picture = drawn("Где?", ("Тут", "Там"), 3, 1)
    assert longest(picture, FIRST) / longest(picture, FULL) == pytest.approx(3, rel=0.02)
    nobody = drawn("Где?", ("Тут", "Там"), 0, 0)
    assert longest(nobody, FIRST) == longest(nobody, FULL) == 0


@pytest.mark.parametrize("letter", ["Ш", "Ш ", "i", "🎡", "Ә"])
def test_the_longest_texts_stay_within_the_margins(letter: str) -> None:
    options = tuple((str(n) + letter * OPTION)[:OPTION] for n in range(10))
    picture = drawn((letter * QUESTION)[:QUESTION], options, *range(10))
    assert picture.width == WIDTH
    right = picture.crop((WIDTH - MARGIN + 4, 0, WIDTH, picture.height))
    assert right.getcolors() == [(right.width * right.height, (255, 255, 255))], PAPER
    bottom = picture.crop((0, picture.height - MARGIN // 2, WIDTH, picture.height))
    assert len(bottom.getcolors() or ()) == 1


def test_the_font_has_the_letters_of_every_language_of_ours() -> None:
    font = ImageFont.truetype(FONT, 40)
    empty = bytes(font.getmask("\uffff"))
    for letter in "ЖыёЁәғқңөұүһіҗ«»—№%·Az09…":
        assert bytes(font.getmask(letter)) != empty, letter
