"""Safety rules looked through: each fault is told with its file, line and rule."""

from pathlib import Path

import pytest

from faq import safety_check
from faq.loading import load
from faq.problems import BadBase
from faq.safety import SAFETY

RULE = """\
[[rule]]
id = "gas"
title = "Газ"
pages = true
ru = "104"
entries = ["hs.gas"]
when = [
    "пахнет|воняет газом",
    "утечка =газа",
]
"""


def told(folder: Path, text: str) -> list[str]:
    """As `faq check` prints it, of a base that knows of a boiler and of an idle line."""
    (folder / "entries").mkdir()
    base = (
        'title = "Дом"\norder = 1\n[[entry]]\nid = "hs.boiler"\nquestion = "Котёл не горит. Что делать?"\n'
        'also = ["от котла пахнет газом"]\nanswer = "Вызовите мастера."\n'
        '[[entry]]\nid = "hs.smell"\nquestion = "Пахнет газом. Куда звонить?"\nanswer = "104."\n'
    )
    (folder / "entries" / "hs.toml").write_text(base, "utf-8")
    path = folder / "safety.toml"
    path.write_text(text, "utf-8")
    found = safety_check.notes(path, safety_check.loaded(path), load(folder / "entries"))
    return [str(one).removeprefix(f"{folder}/") for one in found]


def test_the_shipped_rules_deserve_no_look() -> None:
    assert safety_check.notes(SAFETY, safety_check.loaded(SAFETY), load(SAFETY.with_name("entries"))) == []


def test_questions_that_a_rule_takes_from_the_base_and_dead_links_are_told(tmp_path: Path) -> None:
    found = told(tmp_path, RULE.replace('"hs.gas"', '"hs.smel"'))
    assert found[0].startswith("safety.toml:6: gas: entries: в базе нет записи «hs.smel»")
    assert "hs.smell" in found[0]
    assert found[1].startswith(
        "safety.toml:7: gas: when: правило ответит вместо записи hs.boiler на «от котла"
    )
    assert len(found) == 3
    (tmp_path / "again").mkdir()
    quiet = RULE.replace('"hs.gas"', '"hs.smell", "hs.boiler"')
    assert told(tmp_path / "again", quiet) == []


def test_a_line_that_never_counts_and_a_second_rule_of_the_name_are_told(tmp_path: Path) -> None:
    text = RULE.replace('"hs.gas"', '"hs.smell", "hs.boiler"') + 'unless = ["утечка"]\n'
    (line,) = told(tmp_path, text)
    assert line.startswith("safety.toml:9: gas: when: строка «утечка =газа» не сработает")
    (tmp_path / "twice").mkdir()
    quiet = RULE.replace('"hs.gas"', '"hs.smell", "hs.boiler"')
    (line,) = told(tmp_path / "twice", quiet + "\n" + quiet)
    assert line.startswith("safety.toml:13: gas: id: такое правило уже есть выше")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[rule]\n", "safety.toml:1: —: —: ошибка записи TOML"),
        (RULE + '\n[[rule]]\nid = "fire"\ntitle = "Пожар"\n', "safety.toml:12: fire: —: нужен список when"),
        (RULE + "\n[[rule]]\nid = 5\n", "safety.toml:12: 5: —: нужны id и title"),
        ("rule = 5\n", "safety.toml:1: —: —: нет ни одного [[rule]]"),
        ('[[rule]]\nid = "a"\ntitle = "А"\nru = "Т"\nwhen = "б"\n', "safety.toml:1: a: —: нужен список when"),
        (
            '[[rule]]\nid = "a"\ntitle = "А"\nru = "Т"\nwhen = ["б"]\nunless = 5\n',
            "safety.toml:1: a: —: unless",
        ),
    ],
)
def test_a_file_that_cannot_be_used_says_where(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(BadBase) as raised:
        told(tmp_path, text)
    assert str(raised.value).removeprefix(f"{tmp_path}/").startswith(expected)


def test_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadBase, match=r"safety\.toml:1"):
        safety_check.loaded(tmp_path / "safety.toml")
