"""The recogniser: a process of its own that makes words of recordings. Should it crash, only it ends.

It reads a length (four bytes, big-endian) and as many bytes of a recording, and answers with a line of JSON;
the first line says that the model is loaded. When its input ends, so does it.
"""

from __future__ import annotations

import io
import json
import os
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO

LENGTH = struct.Struct(">I")
BLOCK = 16_000  # frames given to the model in one go
POLITE = 10  # nice: what people wait for in writing goes first
NOT_INSTALLED, NO_MODEL = "not-installed", "no-model"


def main(folder: str, longest: int) -> None:
    """Load the model and make words of recordings of at most `longest` seconds until the input ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    os.nice(POLITE)
    try:
        import soundfile  # noqa: PLC0415  optional, and this process is the only one to need them
        import vosk  # noqa: PLC0415
    except (ImportError, OSError):
        return _say(answers, problem=NOT_INSTALLED)
    try:
        vosk.SetLogLevel(-1)
        model = vosk.Model(str(Path(folder)))
    except Exception:  # vosk raises nothing narrower
        return _say(answers, problem=NO_MODEL)
    _say(answers, ready=True)
    while recording := _next(sys.stdin.buffer):
        try:
            words = _words(recording, longest, lambda rate: vosk.KaldiRecognizer(model, rate), soundfile)
        except (RuntimeError, ValueError):  # nothing that libsndfile reads
            words = ""
        _say(answers, words=words)
    return None


def _next(source: BinaryIO) -> bytes:
    head = source.read(LENGTH.size)
    return source.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else b""


def _words(recording: bytes, longest: int, listener: Any, soundfile: Any) -> str:
    """What is said; nothing when it goes on for longer than its sender's app has told."""
    with soundfile.SoundFile(io.BytesIO(recording)) as sound:
        if sound.frames > (longest + 1) * sound.samplerate:
            return ""
        ear = listener(sound.samplerate)
        said = []
        for block in sound.blocks(BLOCK, dtype="int16", always_2d=True):
            if ear.AcceptWaveform(block[:, 0].tobytes()):  # a pause: what comes before it is settled
                said.append(_text(ear.Result()))
        said.append(_text(ear.FinalResult()))
    return " ".join(filter(None, said))


def _text(result: str) -> str:
    return str(json.loads(result).get("text") or "").strip()


def _say(answers: Any, **answer: object) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
