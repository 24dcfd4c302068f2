"""What a folder of entries becomes, and what an editor is told when it cannot be used."""

from datetime import date
from pathlib import Path

import pytest

from faq.entry import AuthorityWords, Translation
from faq.loading import BadBase, load
from tests.faq.conftest import Files

ENTRY = '[[entry]]\nid = "a.b"\nquestion = "Вопрос?"\nanswer = "Ответ."\n'


def told(folder: Path) -> list[str]:
    """The problems without the path of the test's folder."""
    with pytest.raises(BadBase) as caught:
        load(folder)
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


def only(folder: Path) -> str:
    problems = told(folder)
    assert len(problems) == 1, problems
    return problems[0]


def test_every_field_reaches_the_entry(folder: Path) -> None:
    shelf = load(folder)
    entry = shelf.entries["fam.edinoe_how"]
    assert entry.subject == "family"
    assert entry.also == ("хочу детские на сына куда идти", "единое на ребёнка до 17 лет")
    assert entry.answer.startswith("Решение принимает **Социальный фонд**.")
    assert (entry.authority, entry.channels, entry.documents) == ("sfr", ("gosuslugi",), ("паспорт",))
    assert entry.verified == date(2026, 11, 1)
    assert shelf.channels["gosuslugi"].url == "https://www.gosuslugi.ru"
    assert shelf.authorities["sfr"].decides == "Пенсии и пособия"


def test_subjects_come_in_their_order_and_entries_as_in_the_files(folder: Path) -> None:
    shelf = load(folder)
    assert [subject.title for subject in shelf.subjects.values()] == ["Семья и дети", "Пенсии"]
    assert next(iter(shelf.entries)) == "fam.edinoe_how"


def test_a_language_without_translation_falls_back_to_russian(folder: Path) -> None:
    camp = load(folder).entries["fam.camp"]
    assert camp.in_language("en").question == "How do I get a summer camp place?"
    assert camp.in_language("kk") == Translation(camp.question, camp.answer)


def test_names_are_said_in_a_language_that_has_them_else_in_russian(folder: Path) -> None:
    shelf = load(folder)
    family, fund, site = shelf.subjects["family"], shelf.authorities["sfr"], shelf.channels["gosuslugi"]
    assert [family.called("en"), family.called("kk")] == ["Family and children", "Семья и дети"]
    assert [site.called("en"), site.called("kk")] == ["Gosuslugi", "Госуслуги"]
    assert fund.in_language("en") == AuthorityWords("Social Fund", "Пенсии и пособия")
    assert fund.in_language("kk") == AuthorityWords("Социальный фонд", "Пенсии и пособия")


@pytest.mark.parametrize(
    ("head", "place", "words"),
    [
        ('en = "Family"', "one.toml:1: —: en: ", "разделом: [en], в нём title"),
        ("en.order = 1", "one.toml:1: —: en.order: ", "такого поля нет"),
        ("en.title = 1", "one.toml:1: —: en.title: ", "нужен текст"),
    ],
)
def test_a_wrong_name_of_a_subject_is_told(files: Files, head: str, place: str, words: str) -> None:
    problems = told(files(one=f"{head}\n{ENTRY}"))
    assert problems[0].startswith(place)
    assert words in problems[0]


def test_an_entry_is_valid_on_both_its_first_and_its_last_day(folder: Path) -> None:
    entry = load(folder).entries["pens.winter"]
    days = [date(2026, 11, 30), date(2026, 12, 1), date(2027, 2, 28), date(2027, 3, 1)]
    assert [entry.valid_on(day) for day in days] == [False, True, True, False]


def test_a_name_of_many_parts_is_told_by_its_line_whatever_texts_stand_above(tmp_path: Path) -> None:
    long = '[[entry]]\nid = "a.b"\nquestion = "Вопрос?"\nanswer = """\n' + "Строка.\n" * 20 + '"""\n'
    (tmp_path / "one.toml").write_text(f"{long}a.b.c.d.e.f.g.h.i.j = 1\n", "utf-8")
    assert only(tmp_path).startswith("one.toml:26: ")


def test_a_folder_with_entries_only_needs_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(ENTRY, "utf-8")
    shelf = load(tmp_path)
    assert shelf.subjects["one"].title == "one"
    assert not shelf.authorities


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path, mark: str, ending: str) -> None:
    text = mark + ENTRY.replace('"Ответ."', '"""\nРаз.\nДва."""').replace("\n", ending)
    (tmp_path / "one.toml").write_bytes(text.encode())
    assert load(tmp_path).entries["a.b"].answer == "Раз.\nДва."


def test_all_problems_of_all_files_are_told_at_once_in_file_order(files: Files) -> None:
    problems = told(files(one=ENTRY.replace("a.b", "A"), two="[[entry]]\nid = 5\n", three="x = 1\n"))
    assert [problem.split(":")[0] for problem in problems] == [
        "one.toml", "three.toml", "three.toml", "two.toml", "two.toml", "two.toml",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "place", "words"),
    [
        ('qestion = "x"', "one.toml:5: a.b: qestion: ", "такого поля нет. Может быть, «question»?"),
        ("also = 5", "one.toml:5: a.b: also: ", "нужен список"),
        ("also = [5]", "one.toml:5: a.b: also: ", "нужен текст в кавычках, а стоит число"),
        ('also = [""]', "one.toml:5: a.b: also: ", "пусто"),
        ('term = "  "', "one.toml:5: a.b: term: ", "пусто"),
        ("term = 2026-01-01", "one.toml:5: a.b: term: ", "а стоит дата"),
        ('term = "a\\u0000b"', "one.toml:5: a.b: term: ", "U+0000"),
        ('term = "a\\u202Eb"', "one.toml:5: a.b: term: ", "U+202E"),
        ('term = "a\\nb"', "one.toml:5: a.b: term: ", "одна строка"),
        ('verified = "2026-11-01"', "one.toml:5: a.b: verified: ", "дата без кавычек"),
        ("verified = 2026-11-01T10:00:00", "one.toml:5: a.b: verified: ", "без времени"),
        ('source = "javascript:alert(1)"', "one.toml:5: a.b: source: ", "не ссылка"),
        ('source = "ftp://a.b/c"', "one.toml:5: a.b: source: ", "https://"),
        ('source = "https://a b.ru"', "one.toml:5: a.b: source: ", "не ссылка"),
        ('authority = "sfz"', "one.toml:5: a.b: authority: ", "нет «sfz». Может быть, «sfr»?"),
        ('channels = ["max"]', "one.toml:5: a.b: channels: ", "в channels.toml нет «max»"),
        ('department = "Отдел"', "one.toml:5: a.b: department: ", "«Отдел» — не код"),
        ('authority = "Соцзащита"', "one.toml:5: a.b: authority: ", "authorities.toml"),
        ('channels = ["МФЦ"]', "one.toml:5: a.b: channels: ", "channels.toml"),
        ('channels = ["МFC"]', "one.toml:5: a.b: channels: ", "Замените русскую букву «М»"),
        ('authority = "s fr"', "one.toml:5: a.b: authority: ", "Уберите пробел"),
        ('channels = ["mfc" "gu"]', "one.toml:5: —: —: ошибка записи TOML: ", "запятая"),
        ('kk = "текст"', "one.toml:5: a.b: kk: ", "[entry.kk]"),
        ("valid_from = 2026-02-01\nvalid_until = 2026-01-01", "one.toml:6: a.b: valid_until: ", "раньше"),
        ('[entry.kk]\nquestion = "?"', "one.toml:5: a.b: kk.answer: ", "нет обязательного поля"),
        ('[entry.kk]\nquestion = "?"\nanswer = ""', "one.toml:7: a.b: kk.answer: ", "пусто"),
        ('[entry.kk]\nquestion = "?"\nanswer = "!"\nterm = "1"', "one.toml:8: a.b: kk.term: ", "поля нет"),
        ('[entry.kaz]\nquestion = "?"', "one.toml:5: a.b: kaz: ", "такого поля нет"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_with_file_line_entry_and_field(
    files: Files, line: str, place: str, words: str
) -> None:
    problem = only(files(one=ENTRY + line + "\n"))
    assert problem.startswith(place)
    assert words in problem


@pytest.mark.parametrize("field", ["id", "question", "answer"])
def test_a_required_field_that_is_missing_is_named_where_its_entry_begins(files: Files, field: str) -> None:
    lines = [line for line in ENTRY.splitlines() if not line.startswith(field)]
    name = "entry № 1" if field == "id" else "a.b"
    assert only(files(one="\n".join(lines))) == (
        f"one.toml:1: {name}: {field}: нет обязательного поля. Добавьте его"
    )


@pytest.mark.parametrize("bad", ["Fam", "fam/1", "семья", "a" * 65, "a b"])
def test_an_id_outside_the_pattern_is_refused(files: Files, bad: str) -> None:
    problem = only(files(one=ENTRY.replace("a.b", bad)))
    assert problem.startswith("one.toml:2: entry № 1: id: в id можно только")


def test_too_many_phrasings_in_the_whole_base_are_told_in_one_line(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = ENTRY + 'also = ["раз", "два"]\n'
    two = one.replace("a.b", "a.c")
    monkeypatch.setattr("faq.loading.MAX_PHRASINGS", 6)
    assert len(load(files(one=one, two=two)).entries) == 2
    monkeypatch.setattr("faq.loading.MAX_PHRASINGS", 5)
    assert "формулировок вопросов во всей базе 6, можно 5. Сократите" in only(files(one=one, two=two))


def test_the_same_id_in_two_files_is_told_with_both_places(files: Files) -> None:
    problem = only(files(one=ENTRY, two="\n" + ENTRY))
    assert problem.startswith("two.toml:3: a.b: id: такой id уже есть: ")
    assert "one.toml:2" in problem


@pytest.mark.parametrize(
    ("field", "text", "fits"),
    [
        ("Вопрос?", "я" * 300, True),
        ("Вопрос?", "я" * 301, False),
        ("Ответ.", "я" * 3500, True),
        ("Ответ.", "я" * 3501, False),
        ("Ответ.", "😀" * 1750, True),
        ("Ответ.", "😀" * 1751, False),
    ],
)
def test_length_is_counted_in_utf_16_units(files: Files, field: str, text: str, fits: bool) -> None:
    folder = files(one=ENTRY.replace(field, text))
    if fits:
        assert load(folder).entries
    else:
        assert "слишком длинно" in only(folder)


def test_a_link_in_an_answer_must_lead_to_the_web(files: Files) -> None:
    assert load(files(one=ENTRY.replace("Ответ.", "[сайт](https://sfr.gov.ru)"))).entries
    assert "не ссылка" in only(files(one=ENTRY.replace("Ответ.", "[сайт](tg://user?id=1)")))


def test_lines_are_right_after_a_long_answer_with_headers_inside(files: Files) -> None:
    answer = '"""\nтекст\n[[entry]]\nid = "не поле"\n# не заметка\n"""'
    text = ENTRY.replace('"Ответ."', answer) + ENTRY.replace("a.b", "a.c") + "wrong = 1\n"
    assert only(files(one=text)).startswith("one.toml:14: a.c: wrong: ")


@pytest.mark.parametrize("written", ["01.11.2026", "2026-13-01", "2026-02-31", "1/11/26"])
def test_a_day_written_otherwise_is_told_how_to_write_it(files: Files, written: str) -> None:
    told = only(files(one=ENTRY + f"verified = {written}\n"))
    assert told == "one.toml:5: —: —: дата записана неверно. Пишите год-месяц-день: 2026-11-01"


@pytest.mark.parametrize(
    ("id_", "hint"),
    [
        ("а.b", "Замените русскую букву «а»"),
        ("A.b", "Замените «A»"),
        ("a b", "Уберите пробел"),
        ("a" * 65, "Здесь знаков 65"),
    ],
)
def test_what_makes_an_id_wrong_is_named(files: Files, id_: str, hint: str) -> None:
    assert only(files(one=ENTRY.replace("a.b", id_))).endswith(f"до 64 знаков. {hint}")


def test_a_subject_s_title_below_an_entry_is_sent_to_the_top(files: Files) -> None:
    told = only(files(one=ENTRY + 'title = "Семья"\n'))
    assert told == "one.toml:5: a.b: title: такого поля нет. Его пишут в начале файла, до [[entry]]"


def test_a_file_in_windows_1251_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_bytes(ENTRY.encode("cp1251"))
    assert "Windows-1251" in only(tmp_path)


def test_an_unknown_subject_field_and_a_missing_folder_are_told(files: Files, tmp_path: Path) -> None:
    assert only(files(one='titel = "x"\n' + ENTRY)).startswith("one.toml:1: —: titel: такого поля нет.")
    assert "такой папки нет" in only(tmp_path / "none")


def test_a_faulty_reference_file_is_blamed_itself_and_not_the_entries(files: Files, tmp_path: Path) -> None:
    folder = files(one=ENTRY + 'channels = ["gosuslugi"]\n')
    (tmp_path / "channels.toml").write_text('[[channel]]\nid = "gosuslugi"\nname = ""\n', "utf-8")
    problem = only(folder)
    assert "channels.toml:3: gosuslugi: name: пусто" in problem


def test_a_syntax_error_is_told_with_its_line_and_in_russian(files: Files) -> None:
    assert only(files(one=ENTRY + 'term = "не закрыта\n')).startswith(
        "one.toml:5: —: —: ошибка записи TOML: "
    )
    assert "уже есть" in only(files(one=ENTRY + 'answer = "ещё"\n'))
    assert "прямые кавычки" in only(files(one=ENTRY + "term = «5 дней»\n"))
    assert "латиницей" in only(files(one=ENTRY + 'срок = "5 дней"\n'))
    assert "невидимый знак" in only(files(one=ENTRY + "# \0\n"))
    long = ENTRY.replace('answer = "', f'answer = "[сайт](https://a.ru/{"x" * 1000}) ', 1)
    assert "answer: ссылка в тексте: слишком длинно" in only(files(one=long))


@pytest.mark.parametrize(
    ("head", "line", "told"),
    [("[[entry]", 1, "[[entry]]"), ("[entry]", 1, "двойные скобки: [[entry]]")],
)
def test_a_bracket_too_few_is_told_where_it_stands(files: Files, head: str, line: int, told: str) -> None:
    problem = only(files(one=ENTRY.replace("[[entry]]", head) + "\n" + ENTRY.replace("a.b", "a.c")))
    assert problem.startswith(f"one.toml:{line}: ")
    assert told in problem
