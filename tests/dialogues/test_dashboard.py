"""The dashboard: a link from the bot opens it once; figures, files, and nobody who may not."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientResponse, ClientSession, DummyCookieJar, web

from storage.writer import Unavailable
from tests.dialogues.people import Operator, Person, Resident
from tests.dialogues.stage import Stage

BASE = "https://figures.example"
AGAIN, WHO = "Ссылка уже не действует", "Войдите по ссылке"
HOSTILE = "<script>alert(1)</script> \"Дом\" & 'двор'"


class Browser:
    """Whoever looks at the pages; cookies are carried by hand, since the test has no https."""

    def __init__(self, session: ClientSession, at: str) -> None:
        self._session = session
        self._at = at
        self.cookie = ""

    async def asks(self, path: str, method: str = "GET") -> tuple[ClientResponse, str]:
        headers = {"Cookie": f"dashboard={self.cookie}"} if self.cookie else {}
        async with self._session.request(
            method, self._at + path, headers=headers, allow_redirects=False
        ) as answer:
            body = await answer.read()
            if (one := answer.cookies.get("dashboard")) is not None:
                self.cookie = one.value
            return answer, body.decode("utf-8", "replace")

    async def enters(self, path: str) -> None:
        answer, _ = await self.asks(path, "POST")
        assert answer.status == 303 and answer.headers["Location"] == "/dashboard"


@pytest.fixture
async def pages(offstage: Stage) -> AsyncIterator[Stage]:
    """The bot with its pages on, a department with a hostile name."""
    offstage.changed["web"] = {"base_url": f"{BASE}/"}
    offstage.changed["departments"] = [
        {"id": "social", "title": "Социальная поддержка"},
        {"id": "housing", "title": HOSTILE, "subjects": ["tko"]},
    ]
    offstage.changed["desk"] = {"municipalities": ["Лиманский район"]}
    await offstage.start()
    yield offstage


@pytest.fixture
async def browser(pages: Stage) -> AsyncIterator[Browser]:
    """One that has no cookie yet."""
    assert pages.app is not None
    served = next(one for one in pages.app._served if isinstance(one, web.AppRunner))
    host, port = served.addresses[0][:2]
    async with ClientSession(cookie_jar=DummyCookieJar()) as session:
        yield Browser(session, f"http://{host}:{port}")


async def link(person: Person) -> str:
    """The path that the bot's button leads to."""
    await person.says("/dashboard")
    message = await person.sees("Ссылка работает один раз")
    url = message["reply_markup"]["inline_keyboard"][0][0]["url"]
    assert url.startswith(f"{BASE}/dashboard/enter/")
    return str(url.removeprefix(BASE))


@pytest.fixture
def chief(offstage: Stage) -> Person:
    """Светлана, in her private chat with the bot."""
    return Person(offstage, 2003)


async def test_a_link_opens_the_figures_once(
    pages: Stage, browser: Browser, chief: Person, resident: Resident, operator: Operator
) -> None:
    await resident.says("Мусор не вывозят")
    await resident.sees("региональному оператору")
    await resident.asks_a_person("Когда придут?")
    await operator.says("Завтра", ticket=1)
    await resident.sees("Завтра")
    path = await link(chief)
    for method in ("GET", "HEAD", "GET"):  # messengers look at links by themselves
        answer, _ = await browser.asks(path, method)
        assert answer.status == 200 and "Set-Cookie" not in answer.headers
    answer, _ = await browser.asks(path, "POST")
    assert answer.status == 303
    told = answer.headers["Set-Cookie"]
    for part in ("HttpOnly", "SameSite=Strict", "Secure", "Path=/dashboard", "Max-Age=43200"):
        assert part in told
    answer, body = await browser.asks("/dashboard")
    assert answer.status == 200
    for words in ("Вопросы по дням", "Когда спрашивают", "Отделы", "мало данных", "Вы вошли: Светлана"):
        assert words in body
    assert "<script" not in body and "&lt;script&gt;alert(1)" in body and "&quot;Дом&quot;" in body
    for personal in ("Когда придут?", "Мусор не вывозят", "Завтра", "1001", "Мария"):
        assert personal not in body
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == ("no-referrer", "no-store")
    again, body = await browser.asks(path, "POST")
    assert again.status == 403 and AGAIN in body
    key = path.rpartition("/")[2]
    kept = await pages.rows("select hash from keys")
    assert len(kept) == 1 and key not in str(kept) and browser.cookie not in str(kept)
    deeds = [one.deed for one in await pages.rows("select deed from acts where by_id = 2003")]
    assert deeds.count("dashboard") == 1


async def test_the_figures_are_taken_along(browser: Browser, editor: Person, pages: Stage) -> None:
    await browser.enters(await link(editor))
    answer, body = await browser.asks("/dashboard/export.json?days=7")
    assert answer.status == 200 and set(json.loads(body)) >= {"questions", "tickets", "entries"}
    assert 'filename="dashboard-7.json"' in answer.headers["Content-Disposition"]
    answer, body = await browser.asks("/dashboard/export.csv?days=nonsense")
    assert "Что сделал бот" in body or "Показатель" in body
    assert 'filename="dashboard-30.csv"' in answer.headers["Content-Disposition"]
    answer, body = await browser.asks("/dashboard/export.xlsx")
    assert body.startswith("PK")
    for days in (7, 30, 90, 366):
        answer, body = await browser.asks(f"/dashboard?days={days}")
        assert re.findall(r'days=(\d+)" aria-current="page"', body) == [str(days)]
        assert ("Бот хранит вопросы столько дней: 365" in body) == (days == 366)
    answer, _ = await browser.asks("/dashboard/export.exe")
    assert answer.status == 404


async def test_spikes_and_notices_stand_by_where_they_are(
    browser: Browser, chief: Person, supervisor: Operator
) -> None:
    await browser.enters(await link(chief))
    _, body = await browser.asks("/dashboard")
    assert "Всплески и происшествия" in body and "Жители предупреждены" not in body
    await supervisor.says("/incident Вывоз мусора; Лиманский район; до 18:00; Сломалась машина 12")
    await supervisor.presses("📣 Объявить")
    await supervisor.finds("Жители его видят")
    _, body = await browser.asks("/dashboard?days=7")
    row = (
        r"<th[^>]*>\d\d\.\d\d\.\d{4} \d\d:\d\d</th><td[^>]*>[^<]+</td>"
        r"<td[^>]*>Лиманский район</td><td[^>]*>Жители предупреждены"
    )
    assert re.search(row, body) and "Сломалась" not in body


async def test_who_has_no_session_sees_nothing(browser: Browser, chief: Person, pages: Stage) -> None:
    path = await link(chief)
    for forged in ("", "x" * 43, path.rpartition("/")[2], "\"'<>"):
        browser.cookie = forged
        for where in ("/dashboard", "/dashboard/export.json", "/dashboard/export.xlsx"):
            answer, body = await browser.asks(where)
            assert answer.status == 403 and WHO in body and "Отделы" not in body
    answer, body = await browser.asks("/dashboard/enter/" + "y" * 43, "POST")
    assert answer.status == 403 and AGAIN in body
    await browser.enters(path)
    session = browser.cookie
    answer, _ = await browser.asks(f"/dashboard/enter/{session}", "POST")
    assert answer.status == 403, "a session is no link"
    await browser.asks("/dashboard/leave", "POST")
    browser.cookie = session
    answer, _ = await browser.asks("/dashboard")
    assert answer.status == 403


async def test_a_database_that_is_away_is_told_and_ends_no_session(
    browser: Browser, chief: Person, pages: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await browser.enters(await link(chief))
    assert pages.app is not None
    with monkeypatch.context() as patched:
        patched.setattr(pages.app.storage, "visit", _away)
        for path in ("/dashboard", "/dashboard/export.csv"):
            answer, body = await browser.asks(path)
            assert answer.status == 503 and "база данных не отвечает" in body
    answer, _ = await browser.asks("/dashboard")
    assert answer.status == 200


def _away(at: object) -> None:
    raise Unavailable("gone")


async def test_links_and_sessions_end(browser: Browser, chief: Person, pages: Stage) -> None:
    late, soon = await link(chief), await link(chief)
    await pages.client.clock(advance=9 * 60)
    await browser.enters(soon)
    await pages.client.clock(advance=2 * 60)
    answer, body = await browser.asks(late, "POST")
    assert answer.status == 403 and AGAIN in body
    await pages.client.clock(advance=11 * 3600)
    answer, _ = await browser.asks("/dashboard")
    assert answer.status == 200
    await pages.client.clock(advance=3600)
    answer, _ = await browser.asks("/dashboard")
    assert answer.status == 403


async def test_who_is_dismissed_sees_nothing_more(pages: Stage, chief: Person, browser: Browser) -> None:
    await browser.enters(await link(chief))
    path, session = await link(chief), browser.cookie
    await pages.restart(people={"supervisors": [], "operators": [2001, 2003]})
    assert pages.app is not None
    served = next(one for one in pages.app._served if isinstance(one, web.AppRunner))
    browser._at = "http://{}:{}".format(*served.addresses[0][:2])
    answer, body = await browser.asks("/dashboard")
    assert answer.status == 403 and WHO in body and session == browser.cookie
    answer, _ = await browser.asks(path, "POST")
    assert answer.status == 403


async def test_only_those_who_may_get_a_link(
    pages: Stage, resident: Resident, operator: Operator, supervisor: Operator
) -> None:
    await supervisor.says("/dashboard")
    await supervisor.sees("Напишите /dashboard мне в личный чат")
    await operator.says("/dashboard")
    await Person(pages, 2001).says("/dashboard")
    await resident.says("/dashboard")
    await pages.quiet()
    assert await pages.rows("select hash from keys") == []


async def test_without_an_address_it_is_off(stage: Stage, editor: Person) -> None:
    await editor.says("/dashboard")
    await editor.sees("[web] base_url")
    assert stage.app is not None
    served = next(one for one in stage.app._served if isinstance(one, web.AppRunner))
    host, port = served.addresses[0][:2]
    async with ClientSession() as session, session.get(f"http://{host}:{port}/dashboard") as answer:
        assert answer.status == 404
