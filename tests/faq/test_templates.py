"""Templates: read strictly, found by words, filled in, and added below what an editor wrote."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from faq.entry import Template
from faq.fields import VARIABLES, FieldError
from faq.loading import BadBase, load, load_files
from faq.review import review
from faq.templates import added, filled, found
from tests.faq.conftest import Files

HELLO = '# Наши\n\n[[template]]\nid = "hello"\ntitle = "Привет"\ntext = "Здравствуйте, {имя}!"  # коротко\n'
TEMPLATES = (
    Template("a", "Срок ответа", "Отвечу до {срок}"),
    Template("b", "Приветствие", "Срок ответа — неделя"),
    Template("c", "Фото", "Пришлите фото"),
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            HELLO.replace("{имя}", "{фамилия}"),
            "templates.toml:6: hello: text: нет такой переменной: {фамилия}",
        ),
        (HELLO.replace('title = "Привет"\n', ""), "templates.toml:3: hello: title: нет обязательного поля"),
        (HELLO + HELLO, "templates.toml:10: hello: id: такой id уже есть"),
        (HELLO + 'department = "a"\n', "templates.toml:7: hello: department: такого поля нет"),
        (HELLO + 'departments = "a"\n', "templates.toml:7: hello: departments: здесь нужен список"),
    ],
)
def test_what_is_wrong_is_told_with_file_line_and_field(
    files: Files, folder: Path, text: str, told: str
) -> None:
    (folder.parent / "templates.toml").write_text(text, "utf-8")
    with pytest.raises(BadBase) as wrong:
        load(folder)
    assert told in str(wrong.value)


def test_a_base_holds_its_templates(folder: Path) -> None:
    (folder.parent / "templates.toml").write_text(HELLO, "utf-8")
    assert load(folder).templates == {"hello": Template("hello", "Привет", "Здравствуйте, {имя}!")}


def test_the_shipped_templates_are_all_right() -> None:
    root = Path(__file__).parents[2] / "faq"
    files = {f"entries/{one.name}": one.read_bytes() for one in (root / "entries").glob("*.toml")}
    files |= {
        one: (root / one).read_bytes() for one in ("authorities.toml", "channels.toml", "templates.toml")
    }
    assert load_files(files).templates


def test_a_department_that_the_settings_do_not_know_is_told(folder: Path) -> None:
    (folder.parent / "templates.toml").write_text(HELLO + 'departments = ["social", "famly"]\n', "utf-8")
    known = frozenset({"social", "family"})
    notes = [str(one) for one in review(load(folder), folder, on=date(2026, 11, 1), departments=known)]
    (note,) = [one for one in notes if "templates.toml" in one]
    assert (
        "templates.toml:7: hello: departments: в config.toml нет отдела «famly». Может быть, «family»?"
        in note
    )


def test_words_are_found_in_any_form_the_title_first() -> None:
    assert [one.id for one in found("сроки", TEMPLATES)] == ["a", "b"]
    assert [one.id for one in found("ФОТ", TEMPLATES)] == ["c"]
    assert found("срок фото", TEMPLATES) == []


def test_every_variable_is_filled_in_and_what_fills_it_is_not_read_again() -> None:
    text = " ".join(f"{{{one}}}" for one in VARIABLES) + " { имя }"
    assert filled(text, {one: "{срок}" for one in VARIABLES}) == "{срок} " * 4 + "{срок}"


def test_a_template_is_added_below_and_the_rest_stays_as_written() -> None:
    once = added("Ждём", "Строка.\n\n«Вторая» {срок}", HELLO.encode())
    twice = added("Ждём ещё", '\\Текст"', once)
    assert twice.decode().startswith(once.decode().rstrip()) and once.decode().startswith(HELLO.rstrip())
    read = tomllib.loads(twice.decode())["template"]
    assert [one["id"] for one in read] == ["hello", "chat.1", "chat.2"]
    assert [one["text"].strip() for one in read[1:]] == ["Строка.\n\n«Вторая» {срок}", '\\Текст"']
    assert tomllib.loads(added("Первый", "Текст", b"").decode())["template"][0]["title"] == "Первый"


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        ("привет", "Текст", "уже есть"),
        ("Другой", "{кто}", "нет такой переменной"),
        ("x" * 61, "Текст", "слишком длинно"),
        ("Другой", "  ", "пусто"),
    ],
)
def test_what_cannot_be_a_template_is_refused(title: str, text: str, told: str) -> None:
    with pytest.raises(FieldError, match=told):
        added(title, text, HELLO.encode())
