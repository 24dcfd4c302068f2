"""The dashboard's door on the web: a link's page, the session's cookie, the figures, the files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web

from dashboard import page
from dashboard.summary import SPANS
from desk.enclosure import TableKind
from desk.entering import PATH
from desk.key import SESSION
from desk.people import Operator

COOKIE = "dashboard"
AGAIN = "Ссылка уже не действует. Попросите у бота новую: команда /dashboard."
WHO = "Войдите по ссылке. Её пришлёт бот: команда /dashboard в личном чате."
LEFT = "Вы вышли. Чтобы войти снова, попросите у бота ссылку: /dashboard."
AWAY = "Показатели сейчас недоступны: база данных не отвечает. Обновите страницу через минуту."
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
TYPES: dict[TableKind, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
STYLE = Path(__file__).with_name("style.css")


class Desk(Protocol):
    """What the pages need of the bot."""

    is_secure: bool  # whether browsers come by https

    async def enter(self, key: str) -> str | None: ...
    async def holder(self, session: str) -> Operator | None: ...
    async def leave(self, session: str) -> None: ...
    async def export(self, days: int, kind: TableKind) -> bytes: ...
    async def figures(self, days: int, by: Operator) -> str: ...


class Pages:
    """What each address answers; without a session none of them tells anything."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def look(self, request: web.Request) -> web.Response:
        """The figures."""
        by = await self._holder(request)
        if by is None:
            return _page(page.closed(WHO), 403)
        return _page(await self._desk.figures(_days(request), by))

    async def at_door(self, _: web.Request) -> web.Response:
        """A link, opened: it is used up by the button only, as messengers look at links by themselves."""
        return _page(page.entrance())

    async def enter(self, request: web.Request) -> web.Response:
        """The button."""
        session = await self._desk.enter(request.match_info["key"])
        if session is None:
            return _page(page.closed(AGAIN), 403)
        answer = web.Response(status=303, headers={**HEADERS, "Location": PATH})
        answer.set_cookie(COOKIE, session, max_age=int(SESSION.total_seconds()), **self._cookie())
        return answer

    async def leave(self, request: web.Request) -> web.Response:
        """«Выйти»."""
        await self._desk.leave(request.cookies.get(COOKIE, ""))
        answer = _page(page.closed(LEFT))
        answer.del_cookie(COOKIE, **self._cookie())
        return answer

    async def export(self, request: web.Request) -> web.Response:
        """The figures as a file."""
        if await self._holder(request) is None:
            return _page(page.closed(WHO), 403)
        days, kind = _days(request), next(one for one in TYPES if one == request.match_info["kind"])
        named = {"Content-Disposition": f'attachment; filename="dashboard-{days}.{kind}"'}
        body = await self._desk.export(days, kind)
        return web.Response(body=body, headers=HEADERS | named | {"Content-Type": TYPES[kind]})

    async def style(self, _: web.Request) -> web.Response:
        """The style sheet: there is nothing secret in it."""
        return web.Response(text=STYLE.read_text("utf-8"), content_type="text/css", headers=HEADERS)

    async def _holder(self, request: web.Request) -> Operator | None:
        return await self._desk.holder(request.cookies.get(COOKIE, ""))

    def _cookie(self) -> Any:
        return {"path": PATH, "httponly": True, "secure": self._desk.is_secure, "samesite": "Strict"}


def routes(desk: Desk, away: type[Exception]) -> list[web.RouteDef]:
    """All addresses below /dashboard. `away`: what the desk raises when its database does not answer."""

    def told(handler: Handler) -> Handler:
        async def asked(request: web.Request) -> web.StreamResponse:
            try:
                return await handler(request)
            except away:
                return _page(page.closed(AWAY), 503)

        return asked

    pages = Pages(desk)
    return [
        web.get(PATH, told(pages.look)),
        web.get(f"{PATH}/enter/{{key}}", pages.at_door),
        web.post(f"{PATH}/enter/{{key}}", told(pages.enter)),
        web.post(f"{PATH}/leave", told(pages.leave)),
        web.get(f"{PATH}/style.css", pages.style),
        web.get(f"{PATH}/export.{{kind:{'|'.join(TYPES)}}}", told(pages.export)),
    ]


def _page(html: str, status: int = 200) -> web.Response:
    return web.Response(text=html, status=status, content_type="text/html", headers=HEADERS)


def _days(request: web.Request) -> int:
    """One of the spans; anything else is a month."""
    asked = request.query.get("days", "")
    return next((one for one in SPANS if str(one) == asked), 30)
