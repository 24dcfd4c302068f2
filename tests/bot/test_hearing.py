"""Recordings become words in a process of their own, and nothing that happens there ends the bot."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot import hearing
from bot.hearing import Deaf, Hearing, check
from desk.base_errors import FileNotReceived
from storage.inbox import Kept
from tests import ear

RUBBISH = "почему не вывозят мусор"
WORDS = {440: RUBBISH, ear.HANG: "долго думал"}
LONGEST = 3  # seconds


class Post:
    """Hands out one recording, as Telegram does."""

    def __init__(self) -> None:
        self.content: bytes | None = None

    async def fetch(self, file_id: str) -> bytes:
        """The file. Raises FileNotReceived."""
        if self.content is None:
            raise FileNotReceived()
        return self.content


class Listener:
    """A bot's hearing, and what it makes of one recording after another."""

    def __init__(self, model: str) -> None:
        self.post = Post()
        self.hearing = Hearing(model, LONGEST, self.post.fetch)

    async def hears(self, content: bytes | None, seconds: int = 1, **more: Any) -> dict[str, Any]:
        """The message as the rooms will see it."""
        self.post.content = content
        message = {"chat": {"id": 1001, "type": "private"}, "voice": {"file_id": "v", "duration": seconds}}
        raw = json.dumps({"update_id": 1, "message": message | more}).encode()
        seen: dict[str, Any] = json.loads((await self.hearing.listened(Kept(1, "1001:0", raw))).raw or b"")
        return dict(seen["message"])


@pytest.fixture
async def listener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Listener]:
    monkeypatch.setenv("PYTHONPATH", str(ear.HERE))
    listener = Listener(str(ear.model(tmp_path / "model", WORDS)))
    serving = asyncio.ensure_future(listener.hearing.serve())
    yield listener
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)


@pytest.mark.parametrize(
    "given",
    [{}, {"channels": 2}, {"rate": 16_000}, {"seconds": 2.9}],
    ids=["usual", "stereo", "slow", "long"],
)
async def test_words_of_a_recording_stand_under_it(listener: Listener, given: dict[str, Any]) -> None:
    seen = await listener.hears(ear.recording(440, **given))
    assert (seen["caption"], seen["heard"]) == (RUBBISH, True)


async def test_nothing_is_made_up_of_what_cannot_be_understood(listener: Listener) -> None:
    for content in (ear.recording(None), ear.recording(3000), b"no sound at all", b"", None):
        seen = await listener.hears(content)
        assert "caption" not in seen
        assert seen["heard"]
    assert (await listener.hears(ear.recording(440)))["caption"] == RUBBISH


async def test_a_long_recording_is_left_to_a_person_whatever_its_length_is_said_to_be(
    listener: Listener,
) -> None:
    assert "caption" not in await listener.hears(ear.recording(440), seconds=LONGEST + 1)
    assert "caption" not in await listener.hears(ear.recording(440, seconds=LONGEST + 2), seconds=LONGEST)


async def test_a_crash_costs_one_recording(listener: Listener) -> None:
    assert "caption" not in await listener.hears(ear.recording(ear.CRASH))
    assert (await listener.hears(ear.recording(440)))["caption"] == RUBBISH


async def test_who_takes_too_long_is_ended_and_the_next_one_is_heard(
    listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await listener.hears(ear.recording(440))  # it has its model
    (tmp_path / "model" / "hang").touch()
    monkeypatch.setattr(hearing, "PATIENCE", 0.2)
    assert "caption" not in await listener.hears(ear.recording(ear.HANG))
    (tmp_path / "model" / "hang").unlink()
    monkeypatch.setattr(hearing, "PATIENCE", 20.0)
    assert (await listener.hears(ear.recording(ear.HANG)))["caption"] == "долго думал"


async def test_recordings_wait_for_each_other(listener: Listener) -> None:
    content = ear.recording(440)
    seen = await asyncio.gather(*(listener.hears(content) for _ in range(5)))
    assert [one["caption"] for one in seen] == [RUBBISH] * 5


async def test_only_voice_messages_of_residents_without_words_are_listened_to(listener: Listener) -> None:
    content = ear.recording(440)
    assert "heard" not in await listener.hears(content, caption="Послушайте")
    assert "heard" not in await listener.hears(content, chat={"id": -100, "type": "supergroup"})
    assert "heard" not in await listener.hears(content, voice=5)
    for raw in (b'["voice"]', b'{"voice"', b'{"message": {"text": "\\"voice\\""}}', None):
        assert (await listener.hearing.listened(Kept(1, "1001:0", raw))).raw == raw


async def test_without_a_model_nothing_is_listened_to() -> None:
    listener = Listener("")
    await listener.hearing.serve()
    assert "heard" not in await listener.hears(ear.recording(440))


async def test_a_folder_that_is_none_is_named_once_and_recordings_are_left_to_people(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    listener = Listener(str(tmp_path / "nothing"))
    await listener.hearing.serve()
    assert "caption" not in await listener.hears(ear.recording(440))
    assert [one.getMessage() for one in caplog.records if one.levelname == "ERROR"] == [
        f"voice.model: нет папки {tmp_path / 'nothing'}. Голосовые слушает человек."
    ]


async def test_the_real_recogniser_says_no_to_a_folder_without_a_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    with pytest.raises(Deaf, match="нет модели vosk"):
        await check(str(tmp_path), LONGEST)


async def test_where_speech_recognition_is_not_installed_it_is_said_how_to_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vosk.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(Deaf, match=r"pip install '\.\[voice\]'"):
        await check(str(tmp_path), LONGEST)


async def test_a_model_that_ends_the_recogniser_is_said_to_do_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vosk.py").write_text("import os\nos.abort()")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(Deaf, match="завершился сам"):
        await check(str(tmp_path), LONGEST)
