"""The whole journey told in the terminal: `python -m sandbox.demo`. Real bot, real HTTP; ends by itself."""

import asyncio
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from sandbox.bot_process import BotProcess, StartError
from sandbox.chats import GROUP_ID
from sandbox.client import Client, connected
from sandbox.serving import running
from sandbox.wire import Json

MARIA, ANNA = 1001, 2001
NAMES = {MARIA: "Мария", ANNA: "Анна, специалист"}
PATIENCE = 15.0  # seconds for each answer
PAUSE = 1.0  # seconds a person takes to read
INDENT = "      "


class Story:
    """Two people and a bot; each step waits for what it leads to."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._seen: dict[int, int] = {}

    async def tell(self) -> None:
        """From the first question to the rating. Raises TimeoutError when the bot keeps silent."""
        _heading("Жительница спрашивает своими словами, бот отвечает по базе знаний")
        await self._says(MARIA, "хочу детские на сына куда идти")
        await self._gets(MARIA, "Как оформить единое пособие")
        _heading("Вопрос, которого в базе нет: бот не гадает, а предлагает человека")
        await self._says(MARIA, "Соседи сверху затопили зал, кто возместит ремонт паркета?")
        offer = await self._gets(MARIA, "🤖")
        await self._presses(MARIA, offer, "👤")
        consent = await self._gets(MARIA, "согласие")
        await self._presses(MARIA, consent, "Согласен")
        await self._gets(MARIA, "Номер")
        _heading("В группе операторов появилась тема; отвечать — просто писать в неё")
        thread = await self._client.wait_for(self._first_topic, PATIENCE)
        card = await self._gets(GROUP_ID, "ЕКЦ-", thread)
        await self._presses(ANNA, card, "Взять")
        await self._gets(MARIA, "Вам отвечает специалист")
        await self._says(ANNA, "Здравствуйте! Вызовите управляющую организацию, пусть составит акт.", thread)
        await self._gets(MARIA, "составит акт")
        await self._says(MARIA, "Спасибо, так и сделаю!")
        await self._gets(GROUP_ID, "Спасибо, так и сделаю", thread)
        _heading("Вопрос решён: обращение закрыто, жительница ставит оценку")
        await self._says(ANNA, "/close", thread)
        closed = await self._gets(MARIA, "закрыл обращение")
        await self._presses(MARIA, closed, "⭐ 5")
        await self._gets(MARIA, "Спасибо за оценку")
        await self._gets(GROUP_ID, "★★★★★", thread)

    async def _first_topic(self) -> int | None:
        chats = (await self._client.state())["chats"]
        topics = next(chat["topics"] for chat in chats if chat["id"] == GROUP_ID)
        return topics[0]["id"] if topics else None

    async def _says(self, person: int, words: str, thread: int | None = None) -> None:
        await asyncio.sleep(PAUSE)
        _line(NAMES[person], words)
        chat = person if thread is None else GROUP_ID
        await self._client.send(person, words, chat=chat, thread=thread)

    async def _presses(self, person: int, message: Json, words: str) -> None:
        await asyncio.sleep(PAUSE)
        rows = message["reply_markup"]["inline_keyboard"]
        button = next(one for row in rows for one in row if words in one["text"])
        _line(NAMES[person], f"нажимает [{button['text']}]")
        chat = message["chat"]["id"]
        await self._client.press(person, message["message_id"], data=button["callback_data"], chat=chat)

    async def _gets(self, chat: int, words: str, thread: int | None = None) -> Json:
        after = self._seen.get(chat, 0)
        wanted: Callable[[Json], bool] = lambda one: words in one.get("text", "") and one["from"]["is_bot"]  # noqa: E731
        found = await self._client.wait_for_message(chat, wanted, thread=thread, after=after, within=PATIENCE)
        self._seen[chat] = found["message_id"]
        _line("Бот → " + (NAMES.get(chat) or "операторы"), found["text"], found)
        return found


async def play() -> int:
    """0 when the journey came to its end, else 1."""
    _heading("Запускаю песочницу и бота…")
    with tempfile.TemporaryDirectory(prefix="contact-center-demo-") as kept:
        async with running(port=0, data=Path(kept)) as sandbox, connected(sandbox.url) as client:
            bot = BotProcess(sandbox.url, Path("config.toml"), Path(kept), lambda: None)
            try:
                await bot.start()
                await Story(client).tell()
            except (StartError, TimeoutError) as error:
                print(f"Не вышло: {error}", file=sys.stderr)  # noqa: T201
                return 1
            finally:
                await bot.stop()
    _heading("Конец. Попробуйте сами: make run")
    return 0


def _heading(words: str) -> None:
    print(f"\n── {words}", flush=True)  # noqa: T201


def _line(who: str, words: str, message: Json | None = None) -> None:
    lines = words.splitlines()
    print(f"\n  {who}:\n{INDENT}" + f"\n{INDENT}".join(lines), flush=True)  # noqa: T201
    for row in (message or {}).get("reply_markup", {}).get("inline_keyboard", []):
        print(INDENT + " ".join(f"[{one['text']}]" for one in row), flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(asyncio.run(play()))
