"""What is worth an editor's look although the base may be used."""

from datetime import date
from pathlib import Path

import pytest

from faq import console, twins
from faq.loading import load
from faq.review import review
from tests.faq.conftest import Files

DAY = date(2026, 11, 22)
FULL = """
[[entry]]
id = "{id}"
question = "{question}"
answer = "Ответ."
authority = "sfr"
channels = ["gosuslugi"]
owner = "отдел"
verified = 2026-11-01
"""


def told(folder: Path, departments: frozenset[str] | None = None) -> list[str]:
    notes = review(load(folder), folder, on=DAY, departments=departments)
    return [str(note).replace(f"{folder}/", "") for note in notes]


def one(files: Files, more: str = "", **texts: str) -> list[str]:
    """The notes about one full entry with some fields more."""
    full = FULL.format(id="a", question="Где мой заказ?")
    return told(files(one=full + more, **texts), frozenset({"family"}))


def test_stars_without_a_pair_make_nothing_bold(files: Files) -> None:
    lone = FULL.format(id="a", question="Где мой заказ?").replace("Ответ.", "Позвоните **оператору.")
    (note,) = told(files(one=lone), frozenset())
    assert "answer" in note and "звёздочки без пары" in note
    assert told(files(one=lone.replace("оператору", "оператору**")), frozenset()) == []


def test_an_entry_with_everything_in_it_needs_no_look(files: Files) -> None:
    assert one(files, 'department = "family"\nvalid_until = 2027-06-01\n') == []


def test_the_fields_that_residents_and_editors_miss_are_named(files: Files) -> None:
    bare = '[[entry]]\nid = "a"\nquestion = "Где?"\nanswer = "Тут."\n'
    assert told(files(one=bare)) == [
        "one.toml:1: a: authority: не заполнено: authority, channels, owner, verified. Впишите, если знаете"
    ]


@pytest.mark.parametrize(
    ("verified", "worry"),
    [
        ("2026-05-26", None),
        ("2026-05-25", "ответ сверяли 181 дн. назад"),
        ("2026-11-23", "дата из будущего"),
    ],
)
def test_an_answer_verified_more_than_180_days_ago_is_stale(
    files: Files, verified: str, worry: str | None
) -> None:
    folder = files(one=FULL.format(id="a", question="Где?").replace("2026-11-01", verified))
    notes = told(folder)
    assert len(notes) == (worry is not None)
    assert worry is None or f"one.toml:9: a: verified: {worry}" in notes[0]


@pytest.mark.parametrize(
    ("until", "worry"),
    [("2026-11-21", "срок прошёл"), ("2026-11-22", "срок кончается"), ("2026-12-06", "срок кончается"),
     ("2026-12-07", None)],
)  # fmt: skip
def test_a_term_that_has_ended_or_ends_within_14_days_is_told(
    files: Files, until: str, worry: str | None
) -> None:
    notes = one(files, f"valid_until = {until}\n")
    assert len(notes) == (worry is not None)
    assert worry is None or worry in notes[0]


def test_a_department_that_the_settings_do_not_know_is_told_when_they_are_known(files: Files) -> None:
    (note,) = one(files, 'department = "famly"\n')
    assert note.startswith(
        "one.toml:10: a: department: в config.toml нет отдела «famly». Может быть, «family»"
    )
    assert told(files(), departments=None) == []


def test_a_municipality_that_nobody_can_choose_is_told(files: Files) -> None:
    full = FULL.format(id="{}", question="Где {}?") + 'municipality = "{}"\n'
    places = ("Икрянинский район", "г. Астрахань", "Икрянский район")
    folder = files(
        one="".join(full.format(id_, id_, place) for id_, place in zip("abc", places, strict=True))
    )
    known = ("Астрахань", "Икрянинский район")
    notes = review(load(folder), folder, on=DAY, departments=None, municipalities=known)
    (told,) = [str(note) for note in notes if note.field == "municipality"]
    assert told.endswith(
        "c: municipality: в config.toml нет муниципалитета «Икрянский район». Может быть, "
        "«Икрянинский район»?"
    )


def test_an_entry_translated_into_some_languages_only_is_told(files: Files) -> None:
    other = FULL.format(id="b", question="Когда привезут?") + '[entry.kk]\nquestion = "q"\nanswer = "a"\n'
    notes = one(files, '[entry.en]\nquestion = "q"\nanswer = "a"\n', two=other)
    assert len(notes) == 2
    assert "a: kk: нет перевода: kk" in notes[0]
    assert "b: en: нет перевода: en" in notes[1]


def test_names_that_lack_a_language_are_told_once_a_kind_where_others_of_it_have_it(files: Files) -> None:
    bare = {name: FULL.format(id=name, question=f"Где {name}?") for name in ("b", "c", "d", "e")}
    folder = files(**bare, a='en.title = "A"\n' + FULL.format(id="a", question="Где мой заказ?"))
    with (folder.parent / "channels.toml").open("a", encoding="utf-8") as file:
        file.write('[[channel]]\nid = "mfc"\nname = "МФЦ"\nkk.name = "ХҚКО"\n')
    assert sorted(one.replace(f"{folder.parent}/", "") for one in told(folder)) == [
        "b.toml:1: —: en.title: нет перевода названия: b, c, d и ещё 1. Впишите en.title",
        "channels.toml:2: gosuslugi: kk.name: нет перевода названия: gosuslugi. Впишите kk.name",
        "channels.toml:7: mfc: en.name: нет перевода названия: mfc. Впишите en.name",
    ]


def test_a_card_too_long_for_one_message_is_told_with_what_its_fields_add(files: Files) -> None:
    full = FULL.format(id="a", question="Где?")
    fits = full.replace("Ответ.", "я" * 3500)
    assert told(files(one=fits)) == []
    documents = f'documents = ["{"д" * 400}"]\n'
    (note,) = told(files(one=fits + documents))
    assert "a: answer: карточка ответа не поместится в одно сообщение: 41" in note
    long = full.replace("Где?", "г" * 200).replace("Ответ.", "😀" * 1700)  # each counts twice
    (note,) = told(files(one=long))
    assert "карточка" in note


def test_an_entry_whose_phrasings_lead_to_another_one_is_told(files: Files) -> None:
    def entry(id_: str, *phrasings: str) -> str:
        also = ", ".join(f'"{text}"' for text in phrasings[1:])
        return FULL.format(id=id_, question=phrasings[0]) + f"also = [{also}]\n"

    whole = entry(
        "queue", "Как встать в очередь в детский сад?", "очередь в детский сад встать",
        "встать на очередь в сад", "хочу встать в очередь в детский сад",
        "детский сад очередь как встать на учёт",
    )  # fmt: skip
    part = entry(
        "priority", "Кого принимают раньше других?", "льгота при зачислении",
        "хочу в детский сад, очередь большая, как встать первой", "как встать на учёт в сад, если нас трое",
    )  # fmt: skip
    apart = entry(
        "pension", "Когда придёт пенсия?", "какого числа придёт пенсия", "пенсия не пришла, когда придёт"
    )
    notes = told(files(one=whole + part + apart))
    assert any("priority: also: бот путает запись с queue" in note for note in notes), notes
    assert not any("pension: also" in note for note in notes), notes


def test_warnings_fail_the_check_only_when_they_are_asked_to(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert console.check(folder, on=DAY) == 0
    printed = capsys.readouterr()
    assert "fam.alimony: authority: внимание: не заполнено" in printed.out
    assert "Предупреждений: " in printed.out
    assert console.check(folder, on=DAY, strict=True) == 1


def test_a_base_too_big_to_look_for_twins_is_told_so(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twins, "MAX_ASKED", 8)
    assert console.check(folder, on=DAY) == 0
    assert "Похожие записи не искали" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("Смотрите [сайт] (https://sfr.gov.ru).", "между ] и ( не должно быть пробела"),
        ("Смотрите [сайт](https://sfr.gov.ru", "нет закрывающей скобки"),
        ("Смотрите [сайт](https://sfr.gov.ru /posobie).", "в адресе пробел"),
        ("Смотрите https:/sfr.gov.ru сегодня.", "адрес записан с ошибкой"),
        ("Смотрите https//sfr.gov.ru сегодня.", "адрес записан с ошибкой"),
        ("Смотрите [сайт](https://sfr.gov.ru), [ещё](https://a.ru/x_(y)) или https://b.ru/c.", None),
        ('Смотрите [сайт](https://sfr.gov.ru "Фонд").', None),
        ("Настоящий адрес начинается с https:// и с gosuslugi.ru (http: не бывает).", None),
        ("Пункт [1] (см. ниже).", None),
    ],
)
def test_what_only_looks_like_a_link_is_told(files: Files, answer: str, why: str | None) -> None:
    quoted = "'''" + answer + "'''"
    notes = told(files(one=FULL.format(id="a", question="Где?").replace('"Ответ."', quoted)))
    assert len(notes) == (why is not None), notes
    assert why is None or (notes[0].startswith("one.toml:5: a: answer: «") and why in notes[0])


def test_a_broken_link_of_a_translation_is_told_where_it_stands(files: Files) -> None:
    (note,) = one(files, '[entry.en]\nquestion = "q"\nanswer = "see https:/a.ru"\n')
    assert note.startswith("one.toml:12: a: en.answer: «https:/a.ru»")


def test_an_entry_that_its_file_s_other_entries_are_ahead_of_in_translation_is_told(files: Files) -> None:
    translated = '[entry.en]\nquestion = "q"\nanswer = "a"\n'
    same_file = FULL.format(id="b", question="Когда привезут?")
    other_file = FULL.format(id="c", question="Сколько стоит доставка?")
    (note,) = one(files, translated + same_file, two=other_file)
    assert note == "one.toml:14: b: en: нет перевода: en. Добавьте [entry.en]"


def test_one_municipality_under_two_names_is_told(files: Files) -> None:
    def local(id_: str, question: str, municipality: str) -> str:
        return FULL.format(id=id_, question=question) + f'municipality = "{municipality}"\n'

    notes = told(
        files(
            one=local("a", "Где автобус?", "Икрянинский район")
            + local("b", "Когда каток?", "Икрянинский муниципальный район")
            + local("c", "Кто чинит свет?", "г. Астрахань")
        )
    )
    assert len(notes) == 1
    assert notes[0].startswith("one.toml:20: b: municipality: «Икрянинский муниципальный район» и «Икрян")


CHECKS = """
[[check]]
q = "как подать на пенсию"
id = "pens.apply"

[[check]]
q = "борщ"
id = ""

[[check]]
q = "где мой стаж"
id = "pens.staje"

[[check]]
qq = "где мой стаж"
id = "pens.stage"
"""


def test_check_questions_are_looked_through_for_entries_that_are_gone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checks = folder.parent / "checks"
    checks.mkdir()
    (checks / "pens.toml").write_text(CHECKS, "utf-8")
    (checks / "torn.toml").write_text("[[check", "utf-8")
    assert console.check(folder, on=DAY, checks=checks) == 0
    told = [
        line.partition("checks/")[2] for line in capsys.readouterr().out.splitlines() if "checks/" in line
    ]
    assert told[0].startswith(
        "pens.toml:12: pens.staje: id: внимание: в базе нет записи «pens.staje». Может быть, «pens.stage»"
    )
    assert told[1].startswith("pens.toml:14: pens.stage: q: внимание: нет обязательного поля")
    assert told[2].startswith("pens.toml:15: pens.stage: qq: внимание: такого поля нет")
    assert told[3].startswith("torn.toml:1: —: —: внимание: ")
    assert len(told) == 4
    assert console.check(folder, on=DAY, checks=folder.parent / "none") == 0


def test_what_a_resident_would_read_twice_is_named(files: Files) -> None:
    folder = files(
        one=FULL.format(id="a", question="Где?").replace("Ответ.", "Выплата осуществляется" + " а" * 20)
    )
    long, heavy = told(folder)
    assert long == (
        "one.toml:5: a: answer: «Выплата осуществляется а а а…»: в предложении слов — 22. "
        "Разбейте: до 20 читают сразу"
    )
    assert heavy.startswith("one.toml:5: a: answer: «осуществляется» — казённое слово. Проще: назовите")
