"""Residents, operators and editors, as a dialogue speaks of them."""

from typing import Any

from sandbox.chats import GROUP_ID
from tests.dialogues.stage import Json, Stage, is_bots

WITHIN = 15.0  # seconds somebody waits for the bot, on a machine that has other work, too


class Person:
    """Somebody at a phone. A ticket's number (1, 2, …) stands for its topic in the person's group."""

    def __init__(self, stage: Stage, user: int, chat: int | None = None) -> None:
        self.stage = stage
        self.client = stage.client
        self.id = user
        self.chat = chat if chat is not None else user
        self.last: Json = {}  # the message this person sent last
        self._since: dict[int | None, int] = {}  # per topic: what stood there when they sent it

    async def says(self, text: str, ticket: int | None = None, **more: Any) -> Json:
        """Write a text."""
        return await self._send(ticket, text=text, **more)

    async def sends(self, kind: str, ticket: int | None = None, **more: Any) -> Json:
        """Send a medium."""
        return await self._send(ticket, kind=kind, **more)

    async def sends_album(
        self, *kinds: str, ticket: int | None = None, caption: str = "", at: int = 0, **more: Any
    ) -> list[Json]:
        """Send several media as one album, the caption at one of them."""
        album: list[Json] = [{"kind": kind} for kind in kinds]
        if caption:
            album[at]["caption"] = caption
        await self._send(ticket, kind=kinds[0], album=album, **more)
        return self.sent

    async def edits(self, text: str, message: Json | None = None, **more: Any) -> None:
        """Change the last message, or another."""
        number = (message or self.last)["message_id"]
        await self.client.edit(self.id, number, text, chat=self.chat, **more)

    async def replaces(self, kind: str, text: str | None = None, message: Json | None = None) -> None:
        """Put another file where the last message, or another, has one or a text; its words stay."""
        number = (message or self.last)["message_id"]
        await self.client.edit(self.id, number, text, chat=self.chat, kind=kind)

    async def reacts(self, emoji: str | None, part: str, ticket: int | None = None) -> None:
        """React to the message with these words."""
        message = await self.finds(part, ticket)
        await self.client.react(self.id, message["message_id"], emoji, chat=self.chat)

    async def presses(self, label: str, ticket: int | None = None, within: float = WITHIN) -> str:
        """Press the newest button that reads so; the words of the answer to the press."""
        thread = await self._thread(ticket)

        async def probe() -> tuple[Json, str] | None:
            for message in reversed(await self._messages(thread)):
                for word in labels(message):
                    if label in word:
                        return message, word
            return None

        try:
            message, word = await self.client.wait_for(probe, within)
        except TimeoutError:
            raise AssertionError(f"no button «{label}» in\n{await self.transcript(ticket)}") from None
        number = message["message_id"]
        answer = await self.client.press(self.id, number, text=word, chat=self.chat)
        assert answer is not None, f"«{label}» was not answered"
        return str(answer.get("text") or "")

    async def sees(self, *parts: str, ticket: int | None = None, within: float = WITHIN) -> Json:
        """Wait for a message of the bot's, after this person's last one, that has all these words."""
        thread = await self._thread(ticket)
        since = self._since.get(thread, 0)

        async def probe() -> Json | None:
            for message in reversed(await self._messages(thread)):
                if message["message_id"] > since and is_bots(message) and has(message, parts):
                    return message
            return None

        try:
            return await self.client.wait_for(probe, within)
        except TimeoutError:
            raise AssertionError(f"{parts} not seen in\n{await self.transcript(ticket)}") from None

    async def finds(self, part: str, ticket: int | None = None) -> Json:
        """Wait for any message with these words, however old, whoever wrote it."""
        thread = await self._thread(ticket)

        async def probe() -> Json | None:
            found = [one for one in await self._messages(thread) if has(one, (part,))]
            return found[-1] if found else None

        try:
            return await self.client.wait_for(probe, WITHIN)
        except TimeoutError:
            raise AssertionError(f"«{part}» is not in\n{await self.transcript(ticket)}") from None

    async def sees_reaction(self, emoji: str, part: str, ticket: int | None = None) -> None:
        """Wait until the bot's reaction stands under the message with these words."""

        async def probe() -> bool:
            message = await self.finds(part, ticket)
            return any(one["emoji"] == emoji for one in message["reactions"])

        try:
            await self.client.wait_for(probe, WITHIN)
        except TimeoutError:
            raise AssertionError(f"no {emoji} under «{part}» in\n{await self.transcript(ticket)}") from None

    async def sees_reaction_on_last(self, emoji: str) -> None:
        """Wait until the bot's reaction stands under this person's last message, or its album's first."""
        mine = {one["message_id"] for one in self.sent}

        async def probe() -> bool:
            found = [one for one in await self._messages(None) if one["message_id"] in mine]
            return any(one["emoji"] == emoji for message in found for one in message["reactions"])

        try:
            await self.client.wait_for(probe, WITHIN)
        except TimeoutError:
            raise AssertionError(f"no {emoji} in\n{await self.transcript()}") from None

    async def never_sees(self, part: str, ticket: int | None = None) -> None:
        """When all is done, no message of the bot's has these words."""
        await self.stage.quiet()
        thread = await self._thread(ticket)
        seen = [one for one in await self._messages(thread) if is_bots(one) and has(one, (part,))]
        assert not seen, f"«{part}» was seen:\n{await self.transcript(ticket)}"

    async def history(self, ticket: int | None = None) -> list[Json]:
        """Everything that stands in the chat or the topic."""
        return await self._messages(await self._thread(ticket))

    async def transcript(self, ticket: int | None = None) -> str:
        """The chat or the topic, for a failing test to show."""
        messages = await self._messages(await self._thread(ticket)) if ticket else await self._messages(None)
        return "\n".join(_line(one) for one in messages[-40:])

    async def topic(self, ticket: int) -> Json:
        """The ticket's topic in this person's group, once it is there."""

        async def probe() -> Json | None:
            state = await self.client.state()
            chat = next(one for one in state["chats"] if one["id"] == self.chat)
            found = [one for one in chat["topics"] if f"{ticket:06d}" in one["name"]]
            return found[-1] if found else None

        try:
            return await self.client.wait_for(probe, WITHIN)
        except TimeoutError:
            raise AssertionError(f"ticket {ticket} has no topic in {self.chat}") from None

    async def sees_title(self, part: str, ticket: int) -> None:
        """Wait until the topic's title has these words."""

        async def probe() -> bool:
            return part in (await self.topic(ticket))["name"]

        try:
            await self.client.wait_for(probe, WITHIN)
        except TimeoutError:
            raise AssertionError(f"the title is «{(await self.topic(ticket))['name']}»") from None

    async def _send(self, ticket: int | None, **what: Any) -> Json:
        thread = await self._thread(ticket)
        self.sent = await self.client.send(self.id, chat=self.chat, thread=thread, **what)
        self.last = self.sent[-1]
        self._since[thread] = self.last["message_id"]
        return self.last

    async def _thread(self, ticket: int | None) -> int | None:
        return (await self.topic(ticket))["id"] if ticket is not None else None

    async def _messages(self, thread: int | None) -> list[Json]:
        return await self.client.messages(self.chat, thread=thread)


class Resident(Person):
    """Somebody who needs help."""

    async def asks_a_person(self, text: str) -> None:
        """The shortest way to a ticket."""
        await self.says("/operator")
        await self.presses("Согласен")
        await self.sees("Напишите вопрос одним сообщением")
        await self.says(text)
        await self.sees("Вопрос передан специалисту", "Номер")


class Operator(Person):
    """Somebody of the operators' group."""

    def __init__(self, stage: Stage, user: int, chat: int = GROUP_ID) -> None:
        super().__init__(stage, user, chat)


def has(message: Json, parts: tuple[str, ...]) -> bool:
    """Whether the message's words hold all of these."""
    words = words_of(message)
    return all(part in words for part in parts)


def words_of(message: Json) -> str:
    """A message's text or caption."""
    return str(message.get("text") or message.get("caption") or "")


def labels(message: Json) -> list[str]:
    """The words on a message's buttons."""
    rows = (message.get("reply_markup") or {}).get("inline_keyboard") or []
    return [button["text"] for row in rows for button in row]


def _line(message: Json) -> str:
    who = (message.get("from") or {}).get("first_name", "?")
    what = words_of(message) or ",".join(sorted(set(message) - {"from", "chat", "date"}))
    buttons = "".join(f" [{label}]" for label in labels(message))
    return f"  {message['message_id']} {who}: {what[:300]}{buttons}"
