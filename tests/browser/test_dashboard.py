"""The dashboard's page in a real browser: wide and narrow, with long names, without a script."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser

from dashboard import page
from dashboard.summary import Summary, Totals
from dashboard.views import STYLE
from desk.department import Departments
from desk.incident import IncidentState
from desk.people import Operator, Role
from desk.report import TicketTotals
from desk.trend import Standing, Terms, Trouble, league
from tests.desk.samples import centre
from tests.dialogues.people import Person
from tests.dialogues.stage import Stage

MISSING = "Failed to load resource"  # the icon, which there is none of; what is refused after leaving
LAST, HOUR = date(2026, 11, 22), timedelta(hours=1)
MORNING = datetime(2026, 11, 20, 6, tzinfo=UTC)
LONG = "Отдел-благоустройства-и-коммунального-хозяйства-Наримановского-района «Дом и двор» <b>"


def told(days: int) -> tuple[Summary, str]:
    """A span with everything in it, as HTML."""
    here = centre()
    departments = Departments((replace(here.departments.all[0], title=LONG), *here.departments.all[1:]))
    here = replace(here, departments=departments)
    ids = [one.id for one in departments.all]
    totals = [TicketTotals(ids[0], 412, 380, 371, 29, 90, 401), TicketTotals(ids[1], 14, 9, 11, 1, 2, 9)]
    first = LAST - timedelta(days=days - 1)
    by_day = {first + timedelta(days=n): (40 + n * 7 % 31, 9 + n % 5, 12 + n % 7, n % 3) for n in range(days)}
    one = Summary(
        days,
        first,
        LAST,
        Totals(12_345, 9_876, 432, sum(totals, TicketTotals(""))),
        Totals(11_111, 8_000, 500, TicketTotals("", 400, 399, 1, 1, 50, 200)),
        Standing(46, 3),
        by_day,
        {(day, hour): (day * 7 + hour * 5) % 23 for day in range(7) for hour in range(7, 22)},
        Terms(400, 2 * HOUR, 19 * HOUR, 400, 29),
        Terms(389, 50 * HOUR, 120 * HOUR, 380, 12),
        [("Дом и двор", 1012), (LONG, 77)],
        [("Без темы", 90), ("Семья и дети", 12)],
        league(totals),
        [
            Trouble(MORNING, IncidentState.PROPOSED, None, LONG),
            Trouble(MORNING, IncidentState.FIXED, "tko", None),
        ],
    )
    return one, page.figures(one, Operator(1, "Светлана", Role.SUPERVISOR), here)


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(("width", "days"), [(360, 366), (360, 30), (1280, 30)])
async def test_nothing_is_wider_than_the_screen(
    browser: Browser, width: int, days: int, tmp_path: Path
) -> None:
    _, html = told(days)
    context = await browser.new_context(viewport={"width": width, "height": 800})
    try:
        opened = await context.new_page()
        await opened.set_content(html)
        await opened.add_style_tag(path=str(STYLE))
        await opened.screenshot(path=str(tmp_path / "page.png"), full_page=True)
        wide = await opened.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
        assert await opened.locator("script").count() == 0
        assert await opened.get_by_text("<b>").count() >= 1, "names are text, not markup"
        small = await opened.evaluate(
            "[...document.querySelectorAll('button, nav a')].filter(one => one.offsetHeight < 44).length"
        )
        assert small == 0
        hidden = await opened.evaluate(
            "[...document.querySelectorAll('section > .table')]"
            ".filter(one => one.scrollWidth > one.clientWidth).length"
        )
        assert hidden == 0, "no figure has to be found by scrolling sideways"
    finally:
        await context.close()


@pytest.mark.asyncio(loop_scope="session")
async def test_a_telephone_names_each_figure(browser: Browser) -> None:
    _, html = told(30)
    context = await browser.new_context(viewport={"width": 360, "height": 800})
    try:
        opened = await context.new_page()
        await opened.set_content(html)
        await opened.add_style_tag(path=str(STYLE))
        kept = opened.locator("[data-of='В срок']").first
        assert await kept.evaluate("one => getComputedStyle(one, '::before').content") == '"В срок"'
    finally:
        await context.close()


def test_numbers_have_spaces_and_nothing_is_compared_with_nothing() -> None:
    one, html = told(30)
    assert "1\u00a0012" in html
    assert "до этого: 11\u00a0111" in html
    assert "столько же дней перед этими: 30" in html
    new = replace(one, before=Totals(0, 0, 0, TicketTotals("")))
    html = page.figures(new, Operator(1, "Светлана", Role.SUPERVISOR), centre())
    assert "До этого" not in html
    assert "до этого" not in html


@pytest.mark.asyncio(loop_scope="session")
async def test_a_supervisor_comes_in_looks_and_leaves(browser: Browser, stage: Stage) -> None:
    await stage.restart(web={"listen": "127.0.0.1:0", "base_url": "http://127.0.0.1:8080"})
    assert stage.app is not None
    served = next(one for one in stage.app._served if isinstance(one, web.AppRunner))
    here = "http://{}:{}".format(*served.addresses[0][:2])
    chief = Person(stage, 2003)
    await chief.says("/dashboard")
    told = await chief.sees("Ссылка работает один раз")
    url = told["reply_markup"]["inline_keyboard"][0][0]["url"]
    context = await browser.new_context(viewport={"width": 360, "height": 800})
    complaints: list[str] = []
    try:
        opened = await context.new_page()
        opened.on("console", lambda one: complaints.append(one.text))
        await opened.goto(url.replace("http://127.0.0.1:8080", here))
        await opened.get_by_role("button", name="Войти").click()
        await opened.get_by_text("Вы вошли: Светлана").wait_for()
        assert opened.url == f"{here}/dashboard"
        await opened.get_by_role("link", name="7 дней").click()
        await opened.get_by_text("Вы вошли: Светлана").wait_for()
        await opened.get_by_text("Числами").first.click()
        assert await opened.evaluate("document.documentElement.scrollWidth") <= 360
        fill = await opened.evaluate("getComputedStyle(document.querySelector('.key.k0')).backgroundColor")
        assert fill == "rgb(0, 114, 178)", "the policy lets the style sheet in"
        await opened.get_by_role("button", name="Выйти").click()
        await opened.get_by_text("Вы вышли").wait_for()
        await opened.goto(f"{here}/dashboard")
        await opened.get_by_text("Войдите по ссылке").wait_for()
        assert [one for one in complaints if not one.startswith(MISSING)] == []
    finally:
        await context.close()
