"""Charts: drawn here as SVG, without a script; below each the same as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from dashboard.html import Inside, Markup, el, table
from dashboard.summary import KINDS

WIDTH, HEIGHT, LEFT, BELOW = 720, 220, 68, 32
COLUMNS = 92  # of a chart at most: beyond that days are drawn together by weeks
DAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
CELL, HOURS = 28, 24
LABEL = 64  # the room of a date below the columns, in the letters of a telephone
STEPS = 5  # shades of the heat map but the one of nothing


def by_day(days: Mapping[date, Sequence[int]]) -> Markup:
    """Questions by day, stacked by what the bot did; a long span by whole weeks, counted from its end."""
    columns = _weeks(days) if len(days) > COLUMNS else list(days.items())
    highest = max((sum(one) for _, one in columns), default=0)
    top = top_of(highest)
    legend = el(
        "ul", (el("li", el("span", class_=f"key k{place}"), name) for place, name in enumerate(KINDS)),
        class_="legend",
    )  # fmt: skip
    unit = "неделя с" if len(days) > COLUMNS else "день"
    drawn = el(
        "svg",
        _scale(top),
        list(_bars(columns, top)),
        viewBox=f"0 0 {WIDTH} {HEIGHT + BELOW}",
        role="img",
        aria_label="Вопросы по дням. Те же числа — в таблице ниже",
    )
    rows: Iterator[list[Inside]] = ([f"{day:%d.%m.%Y}", *counts, sum(counts)] for day, counts in columns)
    return el("figure", legend, drawn, details(table([unit, *KINDS, "всего"], rows)))


def heat(hours: Mapping[tuple[int, int], int]) -> Markup:
    """Questions by weekday and hour: the more, the darker."""
    most = max(hours.values(), default=0)
    cells = []
    for day, name in enumerate(DAYS):
        cells.append(el("text", name, x=0, y=day * CELL + 19, class_="axis"))
        for hour in range(HOURS):
            count = hours.get((day, hour), 0)
            shade = shade_of(count, most)
            told = el("title", f"{name}, {hour}:00–{hour + 1}:00 — {count}")
            place = {"x": 30 + hour * CELL, "y": day * CELL, "width": CELL - 2, "height": CELL - 2}
            cells.append(el("g", told, el("rect", class_=f"h{shade}", **place)))
    marks = (
        el("text", f"{hour}", x=30 + hour * CELL, y=len(DAYS) * CELL + 4, class_="axis under")
        for hour in range(0, HOURS, 3)
    )
    drawn = el(
        "svg",
        cells,
        marks,
        viewBox=f"0 0 {30 + HOURS * CELL} {len(DAYS) * CELL + 32}",
        role="img",
        aria_label="Вопросы по дням недели и часам. Те же числа — в таблице ниже",
    )
    rows: Iterator[list[Inside]] = (
        [f"{hour}:00", *(hours.get((day, hour), 0) for day in range(7))] for hour in range(HOURS)
    )
    return el("figure", drawn, details(table(["час", *DAYS], rows)))


def details(inside: Markup) -> Markup:
    """What is opened by whoever wants the numbers."""
    return el("details", el("summary", "Числами"), inside)


def _weeks(days: Mapping[date, Sequence[int]]) -> list[tuple[date, Sequence[int]]]:
    every = list(days.items())
    whole = len(every) // 7 * 7
    pieces = (every[start : start + 7] for start in range(len(every) - whole, len(every), 7))
    return [(one[0][0], tuple(map(sum, zip(*(counts for _, counts in one), strict=True)))) for one in pieces]


def top_of(highest: int) -> int:
    """The top of the scale: a number that a half of it is a whole one of."""
    step = int(10 ** max(len(str(highest)) - 1, 0))
    top = -(-highest // step) * step
    return max(top + top % 2, 2)


def shade_of(count: int, most: int) -> int:
    """0 of nothing … STEPS of the most."""
    return -(-STEPS * count // most) if most else 0


def _scale(top: int) -> list[Markup]:
    marks = []
    for value in (0, top // 2, top):
        y = round(HEIGHT - (HEIGHT - 12) * value / top, 1)
        marks.append(el("line", x1=LEFT, x2=WIDTH, y1=y, y2=y, class_="grid"))
        marks.append(el("text", value, x=LEFT - 6, y=y + 4, text_anchor="end", class_="axis"))
    return marks


def _bars(columns: Sequence[tuple[date, Sequence[int]]], top: int) -> Iterator[Markup]:
    room = (WIDTH - LEFT) / max(len(columns), 1)
    every = -(-len(columns) // 7)
    for place, (day, counts) in enumerate(columns):
        x, y = LEFT + place * room, float(HEIGHT)
        parts: list[Markup] = [el("title", f"{day:%d.%m.%Y}: {sum(counts)}")]
        for kind, count in enumerate(counts):
            high = (HEIGHT - 12) * count / top
            y -= high
            if count:
                parts.append(
                    el("rect", x=round(x + room * 0.1, 2), y=round(y, 2), width=round(room * 0.8, 2),
                       height=round(high, 2), class_=f"k{kind}")
                )  # fmt: skip
        yield el("g", parts)
        if place % every == 0 and x <= WIDTH - LABEL:
            yield el("text", f"{day:%d.%m}", x=round(x, 1), y=HEIGHT + 6, class_="axis under")
