"""The Bot API: a method's name and parameters → what Telegram would answer."""

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from sandbox import calls, copying, editing, profile, reading, sending, subscribing, topics
from sandbox.call import Call
from sandbox.calls import Calls
from sandbox.faults import Fault, Faults
from sandbox.files import Upload
from sandbox.limits import Meter
from sandbox.people import TOKEN
from sandbox.refusals import Refusal, bad, too_many
from sandbox.wire import Json, encoded
from sandbox.world import World

METHODS: dict[str, tuple[str, Callable[[Call], Any]]] = {
    name.lower(): (name, act)
    for group in (sending, editing, copying, topics, profile, subscribing)
    for name, act in group.METHODS.items()
}
_GARBLED = b'{"ok": true, "result": {"message_id": \xff\xfe'
_BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


class BotApi:
    """Serves `/bot<token>/<method>` over one world."""

    def __init__(self, world: World, meter: Meter) -> None:
        self.world = world
        self.meter = meter
        self.faults = Faults()
        self.calls = Calls()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One request; refusals become Telegram's JSON."""
        if request.match_info["token"] != TOKEN:
            return _json(Refusal(401, "Unauthorized").body(), 401)
        try:
            params, uploads = await reading.given(request)
        except web.HTTPRequestEntityTooLarge:
            return _json(Refusal(413, "Request Entity Too Large").body(), 413)
        except Refusal as refusal:
            return _json(refusal.body(), refusal.code)
        return await self._faulty(request, request.match_info["method"], params, uploads)

    async def _faulty(
        self, request: web.Request, method: str, params: Json, uploads: dict[str, Upload]
    ) -> web.StreamResponse:
        """Answers, unless a fault is due."""
        fault = self.faults.take(method, _chat_id(params))
        if fault is None:
            return await self._answer(request, method, params, uploads)
        self.world.events.tell("faults")
        if fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
            return await self._answer(request, method, params, uploads)
        if fault.kind in {"lost-answer", "half", "garbled"}:
            return await _spoilt(await self._answer(request, method, params, uploads), fault, request)
        call = self._begin(method, params, uploads)
        refusal = _refusal_for(fault)
        calls.refused(call, refusal)
        match fault.kind:
            case "reset":
                return _cut(request)
            case "502":
                return web.Response(status=502, text=_BAD_GATEWAY, content_type="text/html")
            case _:
                return _json(refusal.body(), refusal.code)

    async def _answer(
        self, request: web.Request, method: str, params: Json, uploads: dict[str, Upload]
    ) -> web.Response:
        if method.lower() == "getupdates":
            return await self._get_updates(request, params)
        body = self.act(method, params, uploads)
        return _json(body, 200 if body["ok"] else body["error_code"])

    def act(self, method: str, params: Json, uploads: dict[str, Upload]) -> Json:
        """Does what is asked and writes it down; the answer's body."""
        call = self._begin(method, params, uploads)
        try:
            result = self._act(call, method, params, uploads)
        except Refusal as refusal:
            calls.refused(call, refusal)
            return refusal.body()
        calls.answered(call, result)
        return {"ok": True, "result": result}

    def _act(self, call: Json, method: str, params: Json, uploads: dict[str, Upload]) -> Any:
        model = reading.MODELS.get(method.lower())
        if model is None:
            raise Refusal(404, "Not Found")
        if method.lower() not in METHODS:
            raise bad(f"method {method} is not part of the sandbox")
        name, act = METHODS[method.lower()]
        values, unknown = reading.checked(model, params)
        call |= {"method": name, "params": _shown(values, uploads), "unknown_params": unknown}
        chat = self.world.state.chats.get(_chat_id(values) or 0)
        if chat is not None:
            self.meter.count(name, chat, _actions(values))
        return act(Call(self.world, values, uploads))

    def _begin(self, method: str, params: Json, uploads: dict[str, Upload]) -> Json:
        self.world.events.touch()
        name = METHODS.get(method.lower(), (method,))[0]
        return self.calls.begin(name, _shown(params, uploads), self.world.now())

    async def _get_updates(self, request: web.Request, params: Json) -> web.Response:
        """Long polling; only failures are logged, or the log would hold nothing else, and only those that
        somebody still waits for: a killed bot's last poll is turned away by its successor."""
        try:
            values, _ = reading.checked(reading.MODELS["getupdates"], params)
            updates = await subscribing.poll(self.world, values)
        except Refusal as refusal:
            if request.transport is not None:
                calls.refused(self._begin("getUpdates", params, {}), refusal)
            return _json(refusal.body(), refusal.code)
        body = b'{"ok":true,"result":[' + b",".join(updates) + b"]}"
        return web.Response(body=body, content_type="application/json")


def _json(body: Json, status: int) -> web.Response:
    return web.Response(body=encoded(body), status=status, content_type="application/json")


async def _spoilt(answer: web.Response, fault: Fault, request: web.Request) -> web.StreamResponse:
    """An answer to what was done, that does not arrive whole."""
    match fault.kind:
        case "lost-answer":
            return _cut(request)
        case "half":
            whole = answer.body
            assert isinstance(whole, bytes)
            half = web.StreamResponse(status=answer.status, headers={"Content-Length": str(len(whole))})
            await half.prepare(request)
            await half.write(whole[: len(whole) // 2])
            if request.transport is not None:
                request.transport.close()
            return half
        case _:
            garbled = web.Response(body=_GARBLED, content_type="application/json")
            return garbled if answer.status == 200 else answer


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _chat_id(params: Json) -> int | None:
    try:
        return int(params["chat_id"])
    except (KeyError, TypeError, ValueError):
        return None


def _actions(values: Json) -> int:
    """How many messages a call makes: albums and copies count singly."""
    return len(values.get("media") or values.get("message_ids") or ()) if _many(values) else 1


def _many(values: Json) -> bool:
    return isinstance(values.get("media"), list) or bool(values.get("message_ids"))


def _shown(params: Json, uploads: dict[str, Upload]) -> Json:
    if not uploads:
        return params
    files = {name: {"file_name": u.name, "size": len(u.content)} for name, u in uploads.items()}
    return {**params, "uploads": files}


def _refusal_for(fault: Fault) -> Refusal:
    if fault.kind == "429":
        return too_many(fault.retry_after)
    if fault.kind == "400":
        return bad(fault.words)
    return Refusal(*REFUSALS.get(fault.kind, (500, "Internal Server Error")))


REFUSALS: dict[str, tuple[int, str]] = {
    "401": (401, "Unauthorized"),
    "403": (403, "Forbidden: bot was blocked by the user"),
    "not-found-thread": (400, "Bad Request: message thread not found"),
    "not-copied": (400, "Bad Request: message can't be copied"),
    "deleted-group": (403, "Forbidden: the group chat was deleted"),
    "502": (502, "Bad Gateway"),
    "reset": (0, "connection reset"),
}
