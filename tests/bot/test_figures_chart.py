"""The figures as a picture: bars as long as their numbers, everything within the margins."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PIL import Image

from bot.figures_chart import COLOURS, SHADES, chart
from bot.poll_chart import MARGIN, WIDTH
from dashboard.summary import Summary, Totals
from desk.report import TicketTotals
from desk.trend import Standing, Terms

HOUR = timedelta(hours=1)
FIRST = date(2026, 11, 1)


def told(*days: tuple[int, ...], **more: object) -> Summary:
    """A span whose days have these questions, by what the bot did."""
    by_day = {FIRST + timedelta(days=n): counts for n, counts in enumerate(days)}
    totals = Totals(10**7, 10**7 - 1, 4321, TicketTotals("", 10**6, 10**6, 9, 9, 10**6, 46 * 10**5))
    last = FIRST + timedelta(days=len(days) - 1)
    whole = Summary(
        len(days), FIRST, last, totals, totals, Standing(10**6, 10**5), by_day, {(0, 9): 7, (6, 23): 1},
        Terms(9, 400 * HOUR, 400 * HOUR, 9, 1), Terms(), [], [], (), [],
    )  # fmt: skip
    return replace(whole, **more)  # type: ignore[arg-type]


def drawn(summary: Summary) -> Image.Image:
    return Image.open(io.BytesIO(chart(summary))).convert("RGB")


def pixels(picture: Image.Image) -> Counter[str]:
    colours = picture.getcolors(picture.width * picture.height) or []
    return Counter({"#{:02x}{:02x}{:02x}".format(*rgb): n for n, rgb in colours})  # type: ignore[misc]


def test_areas_are_as_large_as_their_numbers() -> None:
    many = pixels(drawn(told(*[(40, 20, 10, 0)] * 10)))
    answered, offered, unknown, danger = (many[one] for one in COLOURS)
    assert answered / offered == pytest.approx(2, rel=0.05)
    assert offered / unknown == pytest.approx(2, rel=0.07)
    assert danger < 1000, "the square of the legend, and shades of letters"


def test_hours_are_as_dark_as_they_are_busy() -> None:
    some, nobody = pixels(drawn(told((1, 0, 0, 0)))), pixels(drawn(told((0, 0, 0, 0), by_hour={})))
    assert some[SHADES[5]] == pytest.approx(some[SHADES[1]], rel=0.05) and some[SHADES[5]] > 0
    assert nobody[SHADES[5]] == 0 and nobody[SHADES[0]] > some[SHADES[0]]


@pytest.mark.parametrize("days", [1, 7, 30, 366])
def test_everything_stays_within_the_margins(days: int) -> None:
    picture = drawn(told(*[(10**6, 10**5, 10**5, 10**5)] * days))
    assert picture.width == WIDTH and picture.width + picture.height < 10_000, "Bot API: sendPhoto"
    for edge in (
        (0, 0, MARGIN - 30, picture.height),
        (WIDTH - MARGIN + 30, 0, WIDTH, picture.height),
        (0, picture.height - MARGIN // 2, WIDTH, picture.height),
    ):
        assert len(picture.crop(edge).getcolors() or ()) == 1, edge


def test_an_empty_span_is_drawn_too() -> None:
    nothing = Totals(0, 0, 0, TicketTotals(""))
    empty = told((0,) * 4, now=nothing, before=nothing, replies=Terms(), by_hour={}, standing=Standing(0, 0))
    assert pixels(drawn(empty))[COLOURS[0]] < 1000
