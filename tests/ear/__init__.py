"""An ear for the tests: recordings that hum, and a vosk that knows what each hum means."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from sandbox.files import Upload

HERE = Path(__file__).parent  # on PYTHONPATH its vosk is taken for the real one
RATE = 48_000
CRASH, HANG = 1500, 2000  # hums that end the recogniser, or hold it up as long as `hang` lies in its folder


def recording(hum: int | None, seconds: float = 1.0, channels: int = 1, rate: int = RATE) -> bytes:
    """A voice message as Telegram's apps make them, OGG with Opus; None: silence."""
    times = np.arange(int(seconds * rate)) / rate
    sound = 0.3 * np.sin(2 * np.pi * hum * times) if hum else np.zeros(len(times))
    file = io.BytesIO()
    soundfile.write(file, np.column_stack([sound] * channels), rate, format="OGG", subtype="OPUS")
    return file.getvalue()


def voice(hum: int | None, seconds: float = 1.0) -> dict[str, Any]:
    """The same, for somebody in a dialogue to send."""
    return {"kind": "voice", "files": [Upload("voice.ogg", "audio/ogg", recording(hum, seconds))]}


def model(folder: Path, words: dict[int, str]) -> Path:
    """A model that understands these hums."""
    folder.mkdir()
    (folder / "words.json").write_text(json.dumps(words))
    return folder
