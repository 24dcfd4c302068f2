"""The trainer: plays a script's resident in the sandbox's world and shows how the lesson goes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sandbox import managing, pressing, writing
from sandbox.chats import Post
from sandbox.people import BOT_ID
from sandbox.refusals import Misuse
from sandbox.training import hearing, score
from sandbox.training.lesson import Lesson
from sandbox.training.script import SCRIPTS, scripts
from sandbox.wire import Json
from sandbox.world import World

_LONGEST_WAIT = 3600.0


class Trainer:
    """One lesson at a time. `folder` holds the scripts, read anew each time they are asked for.

    `is_bot_up`: False when the bot is known to be stopped.
    """

    def __init__(self, world: World, is_bot_up: Callable[[], bool], folder: Path = SCRIPTS) -> None:
        self.folder = folder
        self._world = world
        self._is_bot_up = is_bot_up
        self._lesson: Lesson | None = None
        self._resident = 0
        self._seen = 0
        self._pressed: set[str] = set()
        self._begun = asyncio.Event()

    def shown(self) -> Json:
        """For /sandbox/training."""
        found, problems = scripts(self.folder)
        listed = [{"id": one.id, "title": one.title, "about": one.about} for one in found]
        return {"scripts": listed, "problems": list(problems), "lesson": self.lesson_shown()}

    def lesson_shown(self) -> Json | None:
        """The lesson that goes on or has ended last, then with its score. Times: seconds since 1970."""
        lesson = self._lesson
        if lesson is None:
            return None
        ended = lesson.ended_at is not None
        marks = score.marks(lesson) if ended else ()
        return {
            "script": lesson.script.id,
            "title": lesson.script.title,
            "resident": self._resident,
            "number": lesson.number,
            "opened_at": lesson.opened_at,
            "replied": bool(lesson.replies),
            "ended": ended,
            "marks": [{"title": one.title, "good": one.good, "words": one.words} for one in marks],
        }

    def start(self, script_id: str) -> None:
        """A new resident comes with their question. Raises Misuse for an unknown script, or without a bot."""
        script = next((one for one in scripts(self.folder)[0] if one.id == script_id), None)
        if script is None:
            raise Misuse(f"there is no script {script_id}")
        if not self._is_bot_up():
            raise Misuse("the bot is not running")
        person = managing.add_person(self._world, {"role": "resident", "first_name": script.resident})
        self._resident, self._seen, self._pressed = person["id"], 0, set()
        self._lesson = Lesson(script, self._world.now())
        self._say(script.opening)
        self._begun.set()
        self._tell()

    def finish(self) -> None:
        """The lesson ends as it stands. Raises Misuse when there is none."""
        if self._lesson is None:
            raise Misuse("no lesson goes on")
        self._lesson = self._lesson.finished(self._world.now())
        self._tell()

    def forget(self) -> None:
        """The world begins anew, without a lesson."""
        self._lesson = None
        self._tell()

    async def run(self) -> None:
        """Plays until cancelled."""
        while True:
            await self._begun.wait()
            version = self._world.events.version
            lesson = self._lesson
            if lesson is None or lesson.ended_at is not None:
                self._begun.clear()
                continue
            await self._play(lesson)
            await self._world.events.changed_since(version, self._wait())

    def _wait(self) -> float:
        due = self._lesson.due_at() if self._lesson is not None else None
        return _LONGEST_WAIT if due is None else max(due - self._world.now(), 0.01)

    async def _play(self, lesson: Lesson) -> None:
        """Read what is new, and say what is due."""
        chat = self._world.state.chats[self._resident]
        fresh = [chat.posts[one] for one in range(self._seen + 1, chat.last_id + 1) if one in chat.posts]
        self._seen = chat.last_id
        before = lesson
        for post in fresh:
            if post.body.get("from", {}).get("id") == BOT_ID:
                lesson = await self._read(post, lesson)
        lesson, words = lesson.says(self._world.now())
        if self._lesson is not before:
            return  # ended or begun anew while a button was pressed
        self._lesson = lesson
        if words is not None:
            self._say(words)
        if lesson is not before:
            self._tell()

    async def _read(self, post: Post, lesson: Lesson) -> Lesson:
        heard = hearing.hear(post.body)
        if heard is None or isinstance(heard, hearing.Invited):
            if isinstance(heard, hearing.Invited):
                self._say(lesson.script.opening)
            elif lesson.opened_at is None and (data := hearing.step(post.body)) is not None:
                await self._press(post, data)
            return lesson
        lesson = lesson.heard(heard, self._world.now())
        if isinstance(heard, hearing.Closed):
            data = hearing.rating(post.body, score.stars(lesson))
            if data is not None:
                await self._press(post, data)
        return lesson

    async def _press(self, post: Post, data: str) -> None:
        """Once each kind of button: several answers to one question offer a person several times."""
        kind = data.partition(":")[0]
        if kind in self._pressed:
            return
        self._pressed.add(kind)
        given = {"as": self._resident, "message_id": post.body["message_id"], "data": data, "wait": 0}
        with suppress(Misuse):  # somebody at the page may have stopped the bot as this resident
            await pressing.press(self._world, given)

    def _say(self, words: str) -> None:
        with suppress(Misuse):
            writing.send(self._world, {"as": self._resident, "text": words}, ())

    def _tell(self) -> None:
        self._world.events.tell("training")
