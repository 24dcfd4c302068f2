"""A client of the controls, for tests and demos."""

import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any, TypeVar

from aiohttp import ClientSession, ClientTimeout, FormData

from sandbox.chats import GROUP_ID
from sandbox.files import Upload
from sandbox.wire import Json

T = TypeVar("T")
_PATIENCE = ClientTimeout(total=90)


class Refused(Exception):
    """The sandbox would not; its own words."""


class Client:
    """The calls of docs/sandbox.md; every method raises Refused with the sandbox's words."""

    def __init__(self, session: ClientSession) -> None:
        self._session = session

    async def _ask(self, method: str, path: str, **options: Any) -> Json:
        async with self._session.request(method, f"/sandbox/{path}", **options) as answer:
            body: Json = await answer.json()
        if answer.status >= 400:
            raise Refused(body.get("error", str(body)))
        return body

    async def _post(self, path: str, **body: Any) -> Json:
        given = {name.removesuffix("_"): value for name, value in body.items() if value is not None}
        return await self._ask("POST", path, json=given)

    async def send(
        self,
        by: int,
        text: str | None = None,
        *,
        chat: int | None = None,
        files: Sequence[Upload] = (),
        **more: Any,
    ) -> list[Json]:
        """A person writes; the messages. `more`: thread, kind, caption, reply_to, album and the rest."""
        body = {"as": by, "chat": chat if chat is not None else by, "text": text, **more}
        body = {name: value for name, value in body.items() if value is not None}
        if not files:
            answer = await self._ask("POST", "send", json=body)
        else:
            answer = await self._ask("POST", "send", data=_form(body, files))
        messages: list[Json] = answer["messages"]
        return messages

    async def edit(
        self,
        by: int,
        message_id: int,
        text: str | None = None,
        *,
        chat: int | None = None,
        kind: str | None = None,
        file_name: str | None = None,
        **more: Any,
    ) -> Json:
        """A person edits their text or caption, or puts another file there (`kind`); the message."""
        given = {"message_id": message_id, "text": text, "kind": kind, "file_name": file_name, **more}
        answer = await self._post("edit", as_=by, chat=chat or by, **given)
        message: Json = answer["message"]
        return message

    async def react(self, by: int, message_id: int, emoji: str | None, *, chat: int | None = None) -> None:
        """A person reacts, or takes it back (None)."""
        await self._post("react", as_=by, chat=chat or by, message_id=message_id, emoji=emoji)

    async def press(
        self,
        by: int,
        message_id: int,
        *,
        data: str | None = None,
        text: str | None = None,
        chat: int | None = None,
        wait: float | None = None,
    ) -> Json | None:
        """A person presses a button, named by its data or its words; the bot's answer, None if there was
        none within `wait` seconds (ten)."""
        answer = await self._post(
            "press", as_=by, chat=chat or by, message_id=message_id, data=data, text=text, wait=wait
        )
        found: Json | None = answer["answer"]
        return found

    async def inline(self, by: int, query: str) -> Json | None:
        """A person types an inline query; the bot's results."""
        found: Json | None = (await self._post("inline", as_=by, query=query))["answer"]
        return found

    async def vote(self, by: int, message_id: int, *options: int, chat: int | None = None) -> None:
        """A person votes in a poll, or takes the vote back (no options)."""
        await self._post("vote", as_=by, chat=chat or by, message_id=message_id, options=options)

    async def block(self, by: int, *, blocked: bool = True) -> None:
        """A resident stops the bot, or starts it again."""
        await self._post("block", as_=by, blocked=blocked)

    async def topic(
        self,
        by: int,
        action: str,
        *,
        thread: int | None = None,
        name: str | None = None,
        chat: int = GROUP_ID,
    ) -> Json:
        """A person creates, renames, closes, reopens or deletes a topic; its state."""
        answer = await self._post("topic", as_=by, chat=chat, thread=thread, action=action, name=name)
        topic: Json = answer["topic"]
        return topic

    async def member(self, user: int, status: str, *, chat: int = GROUP_ID) -> None:
        """Somebody comes, goes or rises."""
        await self._post("member", chat=chat, user=user, status=status)

    async def group(self, *, is_forum: bool, chat: int = GROUP_ID) -> None:
        """Topics on or off."""
        await self._post("group", chat=chat, is_forum=is_forum)

    async def migrate(self, chat: int = GROUP_ID) -> int:
        """The group moves; its new id."""
        number: int = (await self._post("migrate", chat=chat))["chat"]
        return number

    async def people(self, role: str, first_name: str, **more: Any) -> Json:
        """One more person."""
        person: Json = (await self._post("people", role=role, first_name=first_name, **more))["person"]
        return person

    async def update(self, update: Any, *, raw: bool = False) -> int:
        """An update as given: any JSON value, or bytes; the id it travels under."""
        if raw:
            answer = await self._ask("POST", "update?raw=1", data=update)
        else:
            answer = await self._ask("POST", "update", json=update)
        number: int = answer["update_id"]
        return number

    async def calls(self, method: str | None = None, *, after: int = 0) -> list[Json]:
        """What the bot asked for, oldest first."""
        found: list[Json] = (await self._ask("GET", f"calls?after={after}"))["calls"]
        return [call for call in found if method in {None, call["method"]}]

    async def fault(self, kind: str, **more: Any) -> None:
        """A fault for the next calls: method, chat, times, retry_after, seconds."""
        await self._post("faults", kind=kind, **more)

    async def no_faults(self) -> None:
        """None any more."""
        await self._ask("DELETE", "faults")

    async def limits(self, **limits: float) -> None:
        """Other limits; 0 = off."""
        await self._post("limits", **limits)

    async def no_limits(self) -> None:
        """As fast as one likes."""
        await self.limits(group_per_minute=0, chat_per_second=0)

    async def clock(
        self, *, advance: float | None = None, now: str | None = None, reset: bool | None = None
    ) -> Json:
        """Moves the clock; where it is."""
        clock: Json = (await self._post("clock", advance=advance, now=now, reset=reset))["clock"]
        return clock

    async def bot(self, action: str) -> bool:
        """kill, term, start or restart; whether it runs then."""
        running: bool = (await self._post("bot", action=action))["running"]
        return running

    async def training(self) -> Json:
        """The scripts, and the lesson that goes on."""
        return await self._ask("GET", "training")

    async def train(self, script: str) -> Json:
        """A lesson begins; how it stands."""
        lesson: Json = (await self._post("training", action="start", script=script))["lesson"]
        return lesson

    async def finish_training(self) -> Json:
        """The lesson ends as it stands; its score."""
        lesson: Json = (await self._post("training", action="finish"))["lesson"]
        return lesson

    async def reset(self) -> None:
        """The world as at the start."""
        await self._ask("POST", "reset")

    async def state(self) -> Json:
        """Who and what there is."""
        return await self._ask("GET", "state")

    async def messages(self, chat: int, *, thread: int | None = None, after: int = 0) -> list[Json]:
        """A chat's messages, or a topic's (0: outside topics), oldest first; without the deleted ones."""
        query = {"chat": chat, "after": after} | ({} if thread is None else {"thread": thread})
        found: list[Json] = (await self._ask("GET", "messages", params=query))["messages"]
        return [message for message in found if not message["deleted"]]

    async def file(self, file_id: str) -> bytes:
        """What is in a file that somebody has sent."""
        async with self._session.get(f"/sandbox/files/{file_id}") as answer:
            if answer.status >= 400:
                raise Refused(await answer.text())
            return await answer.read()

    async def wait_for(self, probe: Callable[[], Awaitable[T | None]], within: float = 5.0) -> T:
        """Tries `probe` after each change in the sandbox until it answers something true. Raises
        TimeoutError."""
        deadline = time.monotonic() + within
        version: int = (await self._ask("GET", "version"))["version"]
        while not (found := await probe()):
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"nothing came of it in {within} s")
            version = (await self._ask("GET", f"version?since={version}&wait={left:.3f}"))["version"]
        return found

    async def wait_for_message(
        self,
        chat: int,
        wanted: Callable[[Json], bool] = bool,
        *,
        thread: int | None = None,
        after: int = 0,
        within: float = 5.0,
    ) -> Json:
        """The first message after the id `after` that is `wanted`. Raises TimeoutError with what there is."""

        async def probe() -> Json | None:
            found = await self.messages(chat, thread=thread, after=after)
            return next((message for message in found if wanted(message)), None)

        try:
            return await self.wait_for(probe, within)
        except TimeoutError as exc:
            texts = [_words(m) for m in await self.messages(chat, thread=thread, after=after)]
            raise TimeoutError(f"no such message in {chat} within {within} s; there are: {texts}") from exc

    async def events(self) -> AsyncGenerator[Json]:
        """Events from now on."""
        async with self._session.get("/sandbox/events", timeout=ClientTimeout()) as answer:
            async for line in answer.content:
                if line.startswith(b"data: "):
                    yield json.loads(line[6:])


def _words(message: Mapping[str, Any]) -> str:
    words: str = message.get("text") or message.get("caption") or ", ".join(sorted(message))
    return words


def _form(body: Json, files: Sequence[Upload]) -> FormData:
    form = FormData(quote_fields=False)
    for name, value in body.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    for file in files:
        form.add_field("file", BytesIO(file.content), filename=file.name, content_type=file.mime or None)
    return form


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Client]:
    """A client of the sandbox at this address."""
    async with ClientSession(url, timeout=_PATIENCE) as session:
        yield Client(session)
