"""Appeals, deadlines and routes: read strictly, with the line of whatever is wrong."""

from datetime import date
from pathlib import Path

import pytest

from faq.loading import BadBase, load, load_files
from faq.plain_language import long_sentences, officialese
from faq.review import review
from faq.revision import REFERENCES
from faq.route import Step

DEADLINE = """
[[deadline]]
id = "answer"
title = "Ответ"
days = 30
rule = "закон"
passed = "Напишите."
entry = "fam.camp"
[deadline.en]
title = "Answer"
passed = "Write."
"""
APPEAL = """
[[appeal]]
id = "official"
title = "Обращение"
about = "Ответят за 30 дней."
text = "{кому} {тема} {где} {что} {просьба}"
channels = ["gosuslugi"]
"""
ROUTE = """
[[route]]
id = "birth"
title = "Родился ребёнок"

[[route.step]]
id = "pay"
text = "Подать на пособие"
months = 6
risky = true
why = "потом не назначат"
[route.step.en]
text = "Apply"

[[route.step]]
id = "cert"
text = "Получить свидетельство"
entry = "fam.camp"

[[route.step]]
id = "home"
text = "Прописать"
days = 90
risky = true
"""


def put(folder: Path, name: str, text: str) -> None:
    (folder.parent / f"{name}s.toml").write_text(text, "utf-8")


def test_a_base_holds_what_lies_beside_it(folder: Path) -> None:
    for name, text in (("deadline", DEADLINE), ("appeal", APPEAL), ("route", ROUTE)):
        put(folder, name, text)
    shelf = load(folder)
    assert shelf.deadlines["answer"].in_language("en").title == "Answer"
    assert shelf.deadlines["answer"].in_language("kk").title == "Ответ"
    filled = dict.fromkeys(("тема", "где", "что", "просьба"), "…") | {"кому": "Фонд {кому}"}
    assert shelf.appeals["official"].written(filled) == "Фонд {кому} … … … …"
    route = shelf.routes["birth"]
    assert [one.id for one in route.ordered] == ["home", "pay", "cert"]
    assert route.ordered[1].in_language("en").text == "Apply"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("deadline", DEADLINE.replace("= 30", "= 0"), "5: answer: days: здесь нужно целое число от 1 до 400"),
        (
            "deadline",
            DEADLINE.replace("[deadline.en]", "working = 1\n[deadline.en]"),
            "9: answer: working: здесь нужно true или false",
        ),
        ("deadline", DEADLINE + DEADLINE, "14: answer: id: такой id в этом файле уже есть"),
        ("deadline", DEADLINE + 'rule = "нет"\n', "12: answer: en.rule: такого поля нет"),
        ("appeal", APPEAL.replace("{где}", "{адрес}"), "6: official: text: нет такой переменной: {адрес}"),
        ("appeal", APPEAL.replace("{где}", ""), "6: official: text: не хватает переменной {где}"),
        ("appeal", APPEAL.replace("gosuslugi", "pochta"), "7: official: channels: в channels.toml нет"),
        ("route", ROUTE.replace('"home"', '"pay"'), "21: birth: step.3.id: такой шаг здесь уже есть"),
        ("route", ROUTE.replace("days = 90\n", ""), "23: birth: step.3.risky: нет срока"),
        ("route", ROUTE + "months = 1\n", "25: birth: step.3.months: срок уже задан полем days"),
        ("route", ROUTE + 'when = "да"\n', "25: birth: step.3.when: такого поля нет"),
        (
            "route",
            ROUTE.replace('text = "Прописать"\n', ""),
            "20: birth: step.3.text: нет обязательного поля",
        ),
        ("route", ROUTE.split("[[route.step]]", maxsplit=1)[0], "2: birth: step: нужен хотя бы один шаг"),
        (
            "route",
            ROUTE.replace(
                "\n[[route.step]]", "valid_from = 2027-01-01\nvalid_until = 2026-01-01\n[[route.step]]", 1
            ),
            "6: birth: valid_until: раньше, чем valid_from",
        ),
    ],
)
def test_what_is_wrong_is_told_with_file_line_and_field(
    folder: Path, name: str, text: str, told: str
) -> None:
    put(folder, name, text)
    with pytest.raises(BadBase) as wrong:
        load(folder)
    assert f"{name}s.toml:{told}" in str(wrong.value)


def test_too_many_steps_are_refused(folder: Path) -> None:
    steps = "".join(f'[[route.step]]\nid = "s{one}"\ntext = "Шаг"\n' for one in range(16))
    put(folder, "route", f'[[route]]\nid = "a"\ntitle = "А"\n{steps}')
    with pytest.raises(BadBase, match="больше 15 шагов"):
        load(folder)


def test_a_route_that_no_message_holds_is_refused(folder: Path) -> None:
    steps = "".join(
        f'[[route.step]]\nid = "s{one}"\ntext = "{"Ш" * 110}"\nwhy = "{"Щ" * 110}"\n' for one in range(15)
    )
    put(folder, "route", f'[[route]]\nid = "a"\ntitle = "А"\n{steps}')
    with pytest.raises(BadBase, match="не поместится в одно сообщение"):
        load(folder)


def test_a_dead_entry_is_told_and_stops_nothing(folder: Path) -> None:
    put(folder, "deadline", DEADLINE.replace("fam.camp", "fam.cmap"))
    put(folder, "route", ROUTE.replace("fam.camp", "fam.gone"))
    shelf = load(folder)
    told = [str(one) for one in review(shelf, folder, on=date(2026, 11, 22), departments=None)]
    for part in (
        "deadlines.toml:8: answer: entry: в базе нет записи «fam.cmap». Может быть, «fam.camp»?",
        "routes.toml:18: birth: step.2.entry: в базе нет записи «fam.gone»",
    ):
        assert any(part in one for one in told), told


def test_what_deserves_a_look_is_told_with_its_line(folder: Path) -> None:
    put(folder, "deadline", DEADLINE.replace("[deadline.en]", 'department = "famly"\n[deadline.en]'))
    put(folder, "route", ROUTE.replace("\n[[route.step]]", "verified = 2026-01-01\n[[route.step]]", 1))
    file = next(one for one in folder.iterdir() if "fam.camp" in one.read_text("utf-8"))
    text = file.read_text("utf-8")
    file.write_text(text.replace('id = "fam.camp"', 'id = "fam.camp"\nvalid_until = 2026-06-30'), "utf-8")
    shelf = load(folder)
    told = [
        str(one) for one in review(shelf, folder, on=date(2026, 11, 22), departments=frozenset({"family"}))
    ]
    for part in (
        "deadlines.toml:8: answer: entry: запись «fam.camp» сейчас не действует",
        "deadlines.toml:9: answer: department: в config.toml нет отдела «famly». Может быть, «family»?",
        "routes.toml:5: birth: verified: шаги и сроки сверяли 325 дн. назад",
        "routes.toml:18: birth: step.2.entry: запись «fam.camp» сейчас не действует",
    ):
        assert any(part in one for one in told), told


def test_what_is_shipped_is_said_plainly() -> None:
    shelf = load(Path(__file__).parents[2] / "faq" / "entries")
    texts = [text for one in shelf.deadlines.values() for text in (one.title, one.about, one.passed)]
    texts += [text for one in shelf.appeals.values() for text in (one.title, one.about)]
    for one in shelf.routes.values():
        texts += [one.title, one.about, *(text for step in one.steps for text in (step.text, step.why))]
    assert not [found for text in texts for found in (*long_sentences(text), *officialese(text))]


def test_a_month_that_is_too_short_ends_on_its_last_day() -> None:
    step = Step("a", "Шаг", months=6)
    assert step.due(date(2026, 8, 31)) == date(2027, 2, 28)
    assert Step("a", "Шаг").due(date(2026, 8, 31)) is None


def test_what_is_shipped_is_all_right_and_translated() -> None:
    root = Path(__file__).parents[2] / "faq"
    files = {f"entries/{one.name}": one.read_bytes() for one in (root / "entries").glob("*.toml")}
    shelf = load_files(files | {name: (root / name).read_bytes() for name in REFERENCES})
    for some in (shelf.deadlines, shelf.appeals, shelf.routes):
        assert some
    named = [one.entry for one in shelf.deadlines.values()]
    named += [step.entry for one in shelf.routes.values() for step in one.steps]
    assert {one for one in named if one} <= shelf.entries.keys()
    translated = [
        *((one.id, one.translations) for one in shelf.deadlines.values()),
        *((one.id, one.translations) for one in shelf.appeals.values()),
        *((one.id, one.translations) for one in shelf.routes.values()),
    ]
    assert not [id_ for id_, said in translated if "en" not in said]
    for step in (step for one in shelf.routes.values() for step in one.steps):
        assert "en" in step.translations, step.id
        assert not step.why or step.translations["en"].why, step.id
