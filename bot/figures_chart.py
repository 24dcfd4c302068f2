"""The figures of a span as a picture: what the dashboard's page shows first."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from bot.poll_chart import FONT, INK, MARGIN, MUTED, PAPER, ROOM, WIDTH
from dashboard.amounts import lasting, number, percent, stars
from dashboard.charts import DAYS, HOURS, shade_of, top_of
from dashboard.summary import KINDS, Summary

TITLE, VALUE, HEAD, SMALL = 42, 52, 32, 24  # pixels of a letter
TILES, TILE, ABOVE = 3, 136, 40  # tiles in a row; pixels of their height, and above a chart
HIGH, WIDEST = 300, 120  # pixels of the chart of days, of a bar at most
KEY, LINE = 20, 36  # pixels of a legend's square, and from one to the next
NAMES, CELL = 60, 34  # pixels of weekdays' names, and of an hour's height
# As dashboard/style.css has them: the colour-blind tell them apart.
COLOURS = ("#0072b2", "#f0c400", "#d55e00", "#222222")
SHADES = ("#eef1f4", "#c6dbef", "#85b7dc", "#4290c4", "#1a66a3", "#083c72")
GRID = "#d9d9d9"
MOST_MARKS = 7  # dates below the chart


def chart(told: Summary) -> bytes:
    """A PNG, as wide as a telephone shows it without being enlarged."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415  seldom needed

    fonts = {size: ImageFont.truetype(FONT, size) for size in (TITLE, VALUE, HEAD, SMALL)}
    tiles = _tiles(told)
    rows = -(-len(tiles) // TILES)
    days_at = MARGIN + 130 + rows * TILE + ABOVE
    heat_at = days_at + 50 + len(KINDS) * LINE + HIGH + 2 * ABOVE + SMALL
    height = heat_at + 50 + len(DAYS) * CELL + SMALL + 20 + MARGIN
    picture = Image.new("RGB", (WIDTH, height), PAPER)
    sheet = _Sheet(ImageDraw.Draw(picture), fonts)
    sheet.text(MARGIN, MARGIN, "Показатели контакт-центра", TITLE)
    span = f"{told.first:%d.%m.%Y}" if told.days == 1 else f"{told.first:%d.%m.%Y} – {told.last:%d.%m.%Y}"
    sheet.text(MARGIN, MARGIN + 58, span, SMALL, MUTED)
    for place, (name, value, more) in enumerate(tiles):
        x, y = MARGIN + place % TILES * (ROOM // TILES), MARGIN + 120 + place // TILES * TILE
        sheet.text(x, y, name, SMALL)
        sheet.text(x, y + 28, value, VALUE)
        sheet.text(x, y + 90, more, SMALL, MUTED)
    _days(sheet, told, days_at)
    _heat(sheet, told, heat_at)
    content = io.BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()


class _Sheet:
    """What is drawn on, and with which letters."""

    def __init__(self, paper: Any, fonts: dict[int, Any]) -> None:
        self._paper = paper
        self._fonts = fonts

    def text(self, x: float, y: float, words: str, size: int, colour: str = INK, anchor: str = "la") -> None:
        """`anchor`: as Pillow has it; `la` is the top left corner."""
        self._paper.text((x, y), words, fill=colour, font=self._fonts[size], anchor=anchor)

    def length(self, words: str, size: int) -> float:
        """Pixels that the words take."""
        return float(self._fonts[size].getlength(words))

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """Edges in pixels; the right and the lower one are outside."""
        self._paper.rectangle((round(left), round(top), round(right) - 1, round(bottom) - 1), fill=colour)


def _tiles(told: Summary) -> Sequence[tuple[str, str, str]]:
    now, replies = told.now, told.replies
    earlier = f"до этого: {number(told.before.asked)}" if told.before.asked else ""
    half = f"половина за {lasting(replies.median)}" if replies.count else "ответов не было"
    return (
        ("Вопросы", number(now.asked), earlier),
        (
            "Бот ответил",
            percent(now.answered, now.asked),
            f"вернулись: {percent(now.came_back, now.answered)}",
        ),
        ("Обращения", number(now.tickets.opened), f"закрыто: {number(now.tickets.closed)}"),
        ("Открыто сейчас", number(told.standing.open), f"просрочено: {number(told.standing.overdue)}"),
        ("Первый ответ в срок", percent(replies.due - replies.late, replies.due), half),
        ("Оценка жителей", stars(now), f"оценок: {number(now.tickets.rated)}"),
    )


def _days(sheet: _Sheet, told: Summary, top: int) -> None:
    sheet.text(MARGIN, top, "Вопросы по дням", HEAD)
    top += 50
    for kind, name in enumerate(KINDS):
        y = top + kind * LINE
        sheet.box(MARGIN, y + 4, MARGIN + KEY, y + 4 + KEY, COLOURS[kind])
        sheet.text(MARGIN + KEY + 12, y, name, SMALL)
    floor = top + len(KINDS) * LINE + ABOVE // 2 + HIGH
    highest = top_of(max(map(sum, told.by_day.values()), default=0))
    axis = sheet.length(number(highest), SMALL) + 16
    for value in (0, highest // 2, highest):
        line = floor - HIGH * value / highest
        sheet.box(MARGIN + axis, line, WIDTH - MARGIN, line + 2, GRID)
        sheet.text(MARGIN + axis - 10, line, number(value), SMALL, MUTED, "rm")
    room = (ROOM - axis) / max(len(told.by_day), 1)
    wide = min(room * 0.8, WIDEST)
    for place, (day, counts) in enumerate(told.by_day.items()):
        left, above = MARGIN + axis + place * room + (room - wide) / 2, float(floor)
        for kind, count in enumerate(counts):
            if count:
                sheet.box(left, above - HIGH * count / highest, left + wide, above, COLOURS[kind])
            above -= HIGH * count / highest
        if place % -(-len(told.by_day) // MOST_MARKS) == 0:
            sheet.text(left + wide / 2, floor + 10, f"{day:%d.%m}", SMALL, MUTED, "ma")


def _heat(sheet: _Sheet, told: Summary, top: int) -> None:
    sheet.text(MARGIN, top, "Когда спрашивают: чем темнее, тем больше вопросов", HEAD)
    top += 50
    most, wide = max(told.by_hour.values(), default=0), (ROOM - NAMES) / HOURS
    for day, name in enumerate(DAYS):
        sheet.text(MARGIN, top + day * CELL + CELL / 2, name, SMALL, MUTED, "lm")
        for hour in range(HOURS):
            left, y = MARGIN + NAMES + hour * wide, top + day * CELL
            shade = shade_of(told.by_hour.get((day, hour), 0), most)
            sheet.box(left, y, left + wide - 2, y + CELL - 2, SHADES[shade])
    for hour in range(0, HOURS, 3):
        x = MARGIN + NAMES + hour * wide + wide / 2
        sheet.text(x, top + len(DAYS) * CELL + 8, f"{hour}", SMALL, MUTED, "ma")
