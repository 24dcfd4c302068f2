"""Scripts of the training: what can be written in them, and what is said of a mistake."""

from pathlib import Path

import pytest

from sandbox.training.script import SCRIPTS, ScriptWrong, has, load, scripts

GOOD = """title = "Вопрос"
about = "О чём"
resident = "Пётр"
opening = "Где справка?"

[[turn]]
says = "Спасибо"
understood = true
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "one.toml"
    path.write_text(text, "utf-8")
    return path


def test_shipped_scripts_can_all_be_played_in_their_order() -> None:
    found, problems = scripts(SCRIPTS)
    assert problems == ()
    assert [one.id for one in found] == [
        "1_calm", "2_angry", "3_department", "4_personal_data", "5_danger", "6_translit",
    ]  # fmt: skip
    assert len({one.resident for one in found}) == len(found)


def test_little_is_enough(tmp_path: Path) -> None:
    script = load(written(tmp_path, GOOD))
    assert (script.id, script.reply_within, script.department) == ("one", 120, "")
    assert script.turns[0].understood


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("title =", "titel ="), "one.toml:1: titel: такого поля нет. Есть: title, about, resident"),
        (('resident = "Пётр"\n', ""), "one.toml:1: resident: без этого поля нельзя, впишите его"),
        (('"Пётр"', "5"), "one.toml:3: resident: здесь нужно текст в кавычках"),
        (('"Спасибо"', '""'), "one.toml:7: says: здесь нужно текст в кавычках"),
        (("[[turn]]", "[turn]"), "one.toml:6: turn: пишется [[turn]] на своей строке"),
        (("understood = true", "understood = 1"), "one.toml:8: understood: здесь нужно true или false"),
        (("understood = true", 'hears = "справка"'), "one.toml:8: hears: здесь нужно список текстов"),
        (("understood = true", ""), "one.toml:1: нужен хотя бы один [[turn]] с understood = true"),
        (('"Пётр"', '"Пётр'), "one.toml:3: ошибка записи TOML: "),
        (
            ("title", "reply_within = 0\ntitle"),
            "one.toml:1: reply_within: здесь нужно целое число больше нуля",
        ),
    ],
)
def test_a_mistake_is_told_in_one_line_with_its_place(
    tmp_path: Path, change: tuple[str, str], line: str
) -> None:
    with pytest.raises(ScriptWrong) as told:
        load(written(tmp_path, GOOD.replace(*change)))
    assert str(told.value).startswith(line)
    assert "\n" not in str(told.value)


def test_one_broken_file_leaves_the_others(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    (tmp_path / "two.toml").write_text("title", "utf-8")
    found, problems = scripts(tmp_path)
    assert [one.id for one in found] == ["one"]
    assert [one.split(":")[0] for one in problems] == ["two.toml"]


@pytest.mark.parametrize(
    ("words", "text", "heard"),
    [
        (("заявлен",), "Подайте Заявление", True),
        (("прости",), "Простите", True),
        (("мфц",), "в армфц", False),
        (("еще раз",), "Ещё  раз", True),
        (("112",), "наберите 112", True),
        (("112",), "дом 1125", True),
        (("112-233-445 95",), "Ваш СНИЛС 11223344595 принят", True),
        (("112-233-445 95",), "СНИЛС не присылайте", False),
    ],
)
def test_words_are_heard_by_their_beginnings_and_long_numbers_by_their_digits(
    words: tuple[str, ...], text: str, heard: bool
) -> None:
    assert has(words, text) is heard
