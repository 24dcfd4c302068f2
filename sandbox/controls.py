"""The controls: what drives the sandbox over HTTP (docs/sandbox.md)."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from aiohttp import ClientConnectionResetError, web

from sandbox import managing, pressing, writing
from sandbox.files import Upload
from sandbox.refusals import Misuse, Refusal
from sandbox.sandbox import Sandbox
from sandbox.showing import messages_shown, state_shown
from sandbox.wire import Json, encoded

_KEEP_ALIVE_SECONDS = 15.0
_Control = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def explained(request: web.Request, handler: _Control) -> web.StreamResponse:
    """Errors of whoever drives the sandbox, in words."""
    if not request.path.startswith("/sandbox/"):
        return await handler(request)
    try:
        return await handler(request)
    except (Misuse, Refusal) as exc:
        return shown({"ok": False, "error": str(exc)}, 400)
    except KeyError as exc:
        return shown({"ok": False, "error": f"{exc} is needed"}, 400)
    except (TypeError, ValueError) as exc:
        return shown({"ok": False, "error": f"a value is of the wrong kind: {exc}"}, 400)


def shown(body: Json, status: int = 200) -> web.Response:
    """A JSON answer."""
    return web.Response(body=encoded(body), status=status, content_type="application/json")


async def _given(request: web.Request) -> tuple[Json, list[Upload]]:
    """The body, JSON or a form whose values are JSON where they can be; the files of a form, in order."""
    if not request.content_type.startswith("multipart/"):
        body = json.loads(await request.read() or b"{}")
        if not isinstance(body, dict):
            raise Misuse("the body must be a JSON object")
        return body, []
    given: Json = {}
    uploads: list[Upload] = []
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            uploads.append(Upload(value.filename, value.content_type, value.file.read()))
            value.file.close()
        else:
            given[name] = value if name in _WORDS else _loaded(str(value))
    return given, uploads


_WORDS = frozenset({"text", "caption", "quote", "kind", "file_name", "first_name", "phone_number"})


def _loaded(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


class Controls:
    """One sandbox's controls."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._world = sandbox.world

    def routes(self) -> list[web.RouteDef]:
        """Every control's address."""
        posts = {
            "send": self.send, "edit": self.edit, "react": self.react, "press": self.press,
            "block": self.block, "topic": self.topic, "member": self.member, "group": self.group,
            "migrate": self.migrate, "people": self.people, "update": self.update,
            "faults": self.add_fault, "limits": self.limits, "clock": self.clock,
            "bot": self.bot, "vote": self.vote, "reset": self.reset, "inline": self.inline,
            "training": self.train,
        }  # fmt: skip
        gets = {"state": self.state, "messages": self.messages, "calls": self.calls, "events": self.events}
        gets |= {"version": self.version, "training": self.training}
        return [
            *(web.post(f"/sandbox/{name}", control) for name, control in posts.items()),
            *(web.get(f"/sandbox/{name}", control) for name, control in gets.items()),
            web.get("/sandbox/files/{file_id}", self.file),
            web.delete("/sandbox/faults", self.clear_faults),
        ]

    async def state(self, request: web.Request) -> web.Response:
        """Who and what there is."""
        del request
        return shown(state_shown(self._sandbox))

    async def version(self, request: web.Request) -> web.Response:
        """A number that grows with every change; `since` and `wait` hold the answer until it has."""
        await self._wait(request)
        return shown({"version": self._world.events.version})

    async def _wait(self, request: web.Request) -> None:
        """`since` and `wait`: holds the answer until something has changed."""
        if "since" in request.query:
            seconds = min(float(request.query.get("wait", 0)), 60.0)
            await self._world.events.changed_since(int(request.query["since"]), seconds)

    async def messages(self, request: web.Request) -> web.Response:
        """A chat's messages, all or a topic's (0 or 1: outside topics)."""
        await self._wait(request)
        query = {
            name: int(request.query[name]) for name in ("chat", "thread", "after") if name in request.query
        }
        found = messages_shown(self._world, query["chat"], query.get("thread"), query.get("after", 0))
        return shown({"messages": found, "version": self._world.events.version})

    async def calls(self, request: web.Request) -> web.Response:
        """What the bot asked for."""
        await self._wait(request)
        found = self._sandbox.api.calls.after(int(request.query.get("after", 0)))
        return shown({"calls": found, "version": self._world.events.version})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-Sent Events until the page goes."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        await response.write(b": hello\n\n")
        with self._world.events.listening() as queue, suppress(ClientConnectionResetError):
            while True:
                try:
                    async with asyncio.timeout(_KEEP_ALIVE_SECONDS):
                        event = await queue.get()
                except TimeoutError:
                    # A write is how a closed connection is noticed.
                    await response.write(b": still here\n\n")
                    continue
                if event is None:
                    return response
                await response.write(b"data: " + encoded(event) + b"\n\n")
        return response

    async def send(self, request: web.Request) -> web.Response:
        """A person writes."""
        given, uploads = await _given(request)
        return shown({"ok": True, "messages": writing.send(self._world, given, uploads)})

    async def edit(self, request: web.Request) -> web.Response:
        """A person edits."""
        given, uploads = await _given(request)
        return shown({"ok": True, "message": writing.edit(self._world, given, uploads)})

    async def react(self, request: web.Request) -> web.Response:
        """A person reacts."""
        return shown({"ok": True, "message": writing.react(self._world, (await _given(request))[0])})

    async def press(self, request: web.Request) -> web.Response:
        """A person presses a button."""
        answer = await pressing.press(self._world, (await _given(request))[0])
        return shown({"ok": True, "answer": answer})

    async def inline(self, request: web.Request) -> web.Response:
        """A person types an inline query."""
        answer = await pressing.ask_inline(self._world, (await _given(request))[0])
        return shown({"ok": True, "answer": answer})

    async def vote(self, request: web.Request) -> web.Response:
        """A person votes."""
        return shown({"ok": True, "message": pressing.vote(self._world, (await _given(request))[0])})

    async def block(self, request: web.Request) -> web.Response:
        """A person stops or restarts the bot."""
        managing.block(self._world, (await _given(request))[0])
        return shown({"ok": True})

    async def topic(self, request: web.Request) -> web.Response:
        """A person works on a topic."""
        return shown({"ok": True, "topic": managing.topic(self._world, (await _given(request))[0])})

    async def member(self, request: web.Request) -> web.Response:
        """Somebody comes, goes or rises."""
        managing.set_member(self._world, (await _given(request))[0])
        return shown({"ok": True})

    async def group(self, request: web.Request) -> web.Response:
        """Topics on or off."""
        managing.set_forum(self._world, (await _given(request))[0])
        return shown({"ok": True})

    async def migrate(self, request: web.Request) -> web.Response:
        """A group moves to another id."""
        return shown({"ok": True, "chat": managing.migrate(self._world, (await _given(request))[0])})

    async def people(self, request: web.Request) -> web.Response:
        """One more person."""
        return shown({"ok": True, "person": managing.add_person(self._world, (await _given(request))[0])})

    async def update(self, request: web.Request) -> web.Response:
        """An update as given."""
        raw = await request.read()
        if request.query.get("raw") != "1":
            raw = encoded(json.loads(raw))
        return shown({"ok": True, "update_id": self._world.updates.inject(raw)})

    async def add_fault(self, request: web.Request) -> web.Response:
        """A fault to come."""
        self._sandbox.api.faults.add((await _given(request))[0])
        return self._faults()

    async def clear_faults(self, request: web.Request) -> web.Response:
        """No faults."""
        del request
        self._sandbox.api.faults.clear()
        return self._faults()

    def _faults(self) -> web.Response:
        self._world.events.tell("faults")
        return shown({"ok": True, "faults": self._sandbox.api.faults.shown()})

    async def limits(self, request: web.Request) -> web.Response:
        """Other limits; those not named stay."""
        given, _ = await _given(request)
        meter = self._sandbox.meter
        meter.limits = replace(meter.limits, **given)
        return shown({"ok": True, "limits": vars(meter.limits)})

    async def clock(self, request: web.Request) -> web.Response:
        """Another time."""
        return shown({"ok": True, "clock": self._sandbox.clock.change((await _given(request))[0])})

    async def bot(self, request: web.Request) -> web.Response:
        """The bot's process."""
        given, _ = await _given(request)
        if self._sandbox.bot is None:
            raise Misuse("the bot is not a child of this sandbox")
        await self._sandbox.bot.do(given["action"])
        return shown({"ok": True, "running": self._sandbox.bot.running})

    async def training(self, request: web.Request) -> web.Response:
        """The scripts, and the lesson that goes on."""
        del request
        return shown(self._sandbox.trainer.shown())

    async def train(self, request: web.Request) -> web.Response:
        """A lesson begins, or ends as it stands."""
        given, _ = await _given(request)
        match given["action"]:
            case "start":
                self._sandbox.trainer.start(given["script"])
            case "finish":
                self._sandbox.trainer.finish()
            case _:
                raise Misuse("action must be start or finish")
        return shown({"ok": True, "lesson": self._sandbox.trainer.lesson_shown()})

    async def reset(self, request: web.Request) -> web.Response:
        """The world as at the start."""
        del request
        await self._sandbox.reset()
        return shown({"ok": True})

    async def file(self, request: web.Request) -> web.Response:
        """A file's bytes, for the page."""
        return self._sandbox.download(request.match_info["file_id"])
