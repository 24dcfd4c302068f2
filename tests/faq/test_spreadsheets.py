"""The knowledge base as a spreadsheet: out, edited as office staff would, and in again."""

import csv
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from faq import console, spreadsheets, template
from faq.loading import BadBase, load
from tests.faq.conftest import Files
from tests.faq.hostile_tables import SHEET, TEXTS, sheet, sst
from tests.faq.hostile_tables import changed as workbook_with

FORMATS = ["xlsx", "csv"]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def problems(file: Path, folder: Path, **options: bool) -> list[str]:
    """What an import refuses; it must leave the base as it was."""
    before = contents(folder) if folder.exists() else {}
    with pytest.raises(BadBase) as caught:
        spreadsheets.import_(file, folder, **options)
    assert (contents(folder) if folder.exists() else {}) == before
    return [str(problem).replace(f"{file.parent}/", "") for problem in caught.value.problems]


def edited(folder: Path, changes: dict[tuple[str, str], object]) -> Path:
    """The base as a workbook with cells changed: (entry, column's title) → value."""
    file = folder.parent / "book.xlsx"
    spreadsheets.export(folder, file)
    book = load_workbook(file)
    sheet = book[template.ENTRIES]
    titles = [cell.value for cell in sheet[1]]
    code = titles.index("Код записи")
    for (entry, title), value in changes.items():
        row = next((row for row in sheet.iter_rows(min_row=2) if row[code].value == entry), None)
        number = row[0].row if row else sheet.max_row + 1
        if row is None:
            sheet.cell(number, code + 1, entry)
        sheet.cell(number, titles.index(title) + 1).value = value
    book.save(file)
    return file


def table(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("kind", FORMATS)
def test_out_and_in_again_leaves_every_byte(folder: Path, tmp_path: Path, kind: str) -> None:
    before = contents(folder)
    spreadsheets.export(folder, tmp_path / f"base.{kind}")
    done = spreadsheets.import_(tmp_path / f"base.{kind}", folder)
    assert contents(folder) == before
    assert done == spreadsheets.Imported((), (), (), (), ())


@pytest.mark.parametrize("kind", FORMATS)
def test_a_base_made_anew_from_a_table_is_equal(folder: Path, tmp_path: Path, kind: str) -> None:
    spreadsheets.export(folder, tmp_path / f"base.{kind}")
    new = tmp_path / "new" / "entries"
    if kind == "csv":  # one sheet has no place for authorities and channels
        new.parent.mkdir()
        for name in ("authorities.toml", "channels.toml"):
            (new.parent / name).write_bytes((tmp_path / name).read_bytes())
    done = spreadsheets.import_(tmp_path / f"base.{kind}", new)
    assert load(new) == load(folder)
    assert list(load(new).entries) == list(load(folder).entries)
    assert len(done.added) == 7


def test_the_shipped_base_goes_out_and_in_without_a_change(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "faq" / "entries"
    for kind in FORMATS:
        spreadsheets.export(shipped, tmp_path / f"base.{kind}")
        new = tmp_path / kind / "entries"
        new.mkdir(parents=True)
        for path in (*shipped.glob("*.toml"), *shipped.parent.glob("*s.toml")):
            (new if path.parent == shipped else new.parent).joinpath(path.name).write_bytes(path.read_bytes())
        spreadsheets.import_(tmp_path / f"base.{kind}", new)
        assert contents(new) == contents(shipped)


def test_a_change_of_one_cell_changes_that_field_and_nothing_else(files: Files) -> None:
    text = (
        'title = "Тема"   # так в меню\n\n# источник: письмо\n[[entry]]\nid = "a"   # не менять\n'
        'question = "Где?"\nalso = ["тут",\n  "там"]\nanswer = """\nОдин.\n"""\n\n\n# о второй\n[[entry]]\n'
        "id = 'b'\nquestion = 'Когда?'\nanswer = 'Завтра.'\n# конец\n"
    )
    folder = files(one=text)
    spreadsheets.import_(edited(folder, {("a", "Вопрос"): "Куда?"}), folder)
    assert (folder / "one.toml").read_text("utf-8") == text.replace("Где?", "Куда?")


@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_windows_line_ends_and_the_mark_stay(tmp_path: Path, mark: str) -> None:
    folder = tmp_path / "entries"
    folder.mkdir()
    text = mark + '[[entry]]\r\nid = "a"\r\nquestion = "Где?"\r\nanswer = """\r\nРаз.\r\nДва."""\r\n'
    (folder / "one.toml").write_bytes(text.encode())
    spreadsheets.import_(edited(folder, {("a", "Вопрос"): "Куда?"}), folder)
    assert (folder / "one.toml").read_bytes() == text.replace("Где", "Куда").encode()


def test_an_empty_cell_empties_the_field_and_a_missing_column_does_not(folder: Path, tmp_path: Path) -> None:
    spreadsheets.import_(edited(folder, {("fam.edinoe_how", "Документы"): None}), folder)
    entry = load(folder).entries["fam.edinoe_how"]
    assert entry.documents == ()
    file = table(tmp_path / "few.xlsx", ("Код записи", "Срок"), ("fam.edinoe_how", "месяц"))
    done = spreadsheets.import_(file, folder)
    assert load(folder).entries["fam.edinoe_how"].term == "месяц"
    assert load(folder).entries["fam.edinoe_how"].also == entry.also
    assert (done.changed, len(done.absent)) == (("fam.edinoe_how",), 6)


def test_a_new_row_becomes_a_new_entry_at_the_end_of_its_subject(folder: Path) -> None:
    row = {"Файл темы": "family", "Вопрос": "Где ЗАГС?", "Ответ": "На площади.\n\nВход со двора.",
           "Как ещё спрашивают": "загс\nгде загс\n\n", "Куда обращаться": "gosuslugi",
           "Проверено": "22.11.2026",
           "Показывать с": date(2026, 11, 1), "Срок": 10}  # fmt: skip
    before = (folder / "family.toml").read_text("utf-8")
    done = spreadsheets.import_(
        edited(folder, {("fam.zags", name): cell for name, cell in row.items()}), folder
    )
    entry = load(folder).entries["fam.zags"]
    assert done.added == ("fam.zags",)
    assert (entry.subject, entry.also, entry.channels) == ("family", ("загс", "где загс"), ("gosuslugi",))
    assert (entry.verified, entry.valid_from, entry.term) == (date(2026, 11, 22), date(2026, 11, 1), "10")
    assert entry.answer == "На площади.\n\nВход со двора."
    assert (folder / "family.toml").read_text("utf-8").startswith(before.rstrip())


def test_an_entry_moves_to_another_subject_with_its_comments(files: Files) -> None:
    entry = '[[entry]]\nid = "{0}"\nquestion = "{0}?"\nanswer = "Да."\n'
    comment = "# источник: письмо\n"
    folder = files(one=entry.format("a") + comment + entry.format("b"), two=entry.format("c"))
    spreadsheets.import_(edited(folder, {("b", "Файл темы"): "two"}), folder)
    assert comment not in (folder / "one.toml").read_text("utf-8")
    assert (folder / "two.toml").read_text("utf-8").endswith(comment + entry.format("b"))


def test_a_missing_row_removes_its_entry_only_when_that_is_asked_for(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path / "few.xlsx", ("Код записи",), ("fam.camp",), ("pens.bus",))
    assert console.import_(file, folder) == 0
    assert (
        "Остались, хотя в таблице их нет (удалить: --remove) (5): fam.edinoe_how" in capsys.readouterr().out
    )
    assert len(load(folder).entries) == 7
    assert console.import_(file, folder, remove=True) == 0
    assert "Удалены (5)" in capsys.readouterr().out
    assert list(load(folder).entries) == ["fam.camp", "pens.bus"]


def test_a_subject_left_without_entries_goes_with_the_last_of_them(folder: Path, tmp_path: Path) -> None:
    file = table(tmp_path / "few.xlsx", ("Код записи",), ("fam.camp",))
    spreadsheets.import_(file, folder, remove=True)
    assert [path.name for path in folder.iterdir()] == ["family.toml"]


def test_a_translation_comes_in_by_two_columns(folder: Path, tmp_path: Path) -> None:
    titles = ("id", "Вопрос (kk)", "answer_kk")
    spreadsheets.import_(table(tmp_path / "kk.xlsx", titles, ("fam.camp", "Сұрақ", "Жауап")), folder)
    assert load(folder).entries["fam.camp"].in_language("kk").question == "Сұрақ"
    assert load(folder).entries["fam.camp"].in_language("en").question == "How do I get a summer camp place?"
    (told,) = problems(table(tmp_path / "kk.xlsx", titles, ("pens.bus", "Сұрақ", None)), folder)
    assert told == "kk.xlsx:2: pens.bus: kk.answer: нет обязательного поля. Добавьте его"


def test_a_subject_is_renamed_on_its_sheet_and_a_new_one_needs_a_title(folder: Path) -> None:
    file = edited(folder, {("fam.camp", "Файл темы"): "holidays"})
    assert problems(file, folder) == [
        "book.xlsx:4: fam.camp: subject: новая тема «holidays»: дайте ей название"
    ]
    book = load_workbook(file)
    book[template.SUBJECTS].append(["holidays", "Отдых", "7"])
    book[template.SUBJECTS]["B2"] = "Семья"
    book.save(file)
    assert spreadsheets.import_(file, folder).subjects == ("family", "holidays")
    shelf = load(folder)
    assert [(one.title, one.order) for one in shelf.subjects.values()] == [
        ("Семья", 1),
        ("Пенсии", 2),
        ("Отдых", 7),
    ]
    assert shelf.entries["fam.camp"].subject == "holidays"


def test_a_subject_is_named_in_another_language_by_a_column_and_its_cell_emptied(folder: Path) -> None:
    titles = ("Код записи", "Файл темы", "Название темы (kk)", "Название темы (en)")
    file = table(folder.parent / "few.xlsx", titles, ("fam.camp", "family", "Отбасы", None))
    assert spreadsheets.import_(file, folder).subjects == ("family",)
    assert dict(load(folder).subjects["family"].titles) == {"kk": "Отбасы"}
    book = load_workbook(edited(folder, {}))
    book[template.SUBJECTS]["E1"] = "Название темы (tt)"
    book[template.SUBJECTS]["E2"] = "Гаилә"
    book.save(folder.parent / "book.xlsx")
    assert spreadsheets.import_(folder.parent / "book.xlsx", folder).subjects == ("family",)
    assert dict(load(folder).subjects["family"].titles) == {"kk": "Отбасы", "tt": "Гаилә"}


@pytest.mark.parametrize(
    ("title", "value", "told"),
    [
        ("Вопрос", "=1+1", "question: в ячейке формула"),
        ("Вопрос", date(2026, 2, 1), "question: Excel сделал из текста дату"),
        ("Вопрос", None, "question: нет обязательного поля"),
        ("Вопрос", "я" * 301, "question: слишком длинно"),
        ("Проверено", "32.13.2026", "verified: здесь нужна дата"),
        ("Проверено", "вчера", "verified: здесь нужна дата"),
        ("Кто решает", "pfr", "authority: в authorities.toml нет «pfr»"),
        ("Источник", "javascript:alert(1)", "source: «javascript:alert(1)» — не ссылка"),
        ("Файл темы", "../pwned", "subject: впишите файл темы"),
        ("Код записи", "fam.alimony", "id: такой код уже есть в строке 3"),
        ("Код записи", "Лагерь", "id: в id можно только"),
    ],
)
def test_a_wrong_cell_is_told_with_its_row_and_changes_nothing(
    folder: Path, title: str, value: object, told: str
) -> None:
    (problem,) = problems(edited(folder, {("fam.camp", title): value}), folder)
    assert problem.startswith("book.xlsx:4: ")
    assert told in problem


def test_a_text_that_looks_like_a_formula_is_a_text_in_both_formats(files: Files, tmp_path: Path) -> None:
    words = [
        "=1+1",
        "+7 (8512) 00-00-00",
        "-5",
        "@you",
        "'=x",
        "''",
        "_x0041_",
        "_x005F_",
        "x005F_",
        "_x000D_",
        'a"b;c,d',
        "0123",
        "2026-11-01",
    ]
    also = ", ".join(f"'''{word}'''" for word in words)
    folder = files(one=f"[[entry]]\nid = 'a'\nquestion = '=cmd()'\nanswer = '-5'\nalso = [{also}]\n")
    before = contents(folder)
    for kind in FORMATS:
        file = tmp_path / f"base.{kind}"
        spreadsheets.export(folder, file)
        assert spreadsheets.import_(file, folder).changed == ()
    assert contents(folder) == before
    cells = [cell for row in load_workbook(tmp_path / "base.xlsx").worksheets[0] for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    with (tmp_path / "base.csv").open(encoding="utf-8-sig", newline="") as file_:
        rows = list(csv.reader(file_, delimiter=";"))
    assert rows[1][2] == "'=cmd()"
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_csv_is_read_with_any_usual_separator_and_mark(
    folder: Path, tmp_path: Path, delimiter: str, mark: str
) -> None:
    text = (
        delimiter.join(["Код записи", "Срок"]) + "\r\n" + delimiter.join(["fam.camp", '"до; двух, ""дней"""'])
    )
    (tmp_path / "t.csv").write_bytes((mark + text).encode())
    spreadsheets.import_(tmp_path / "t.csv", folder)
    assert load(folder).entries["fam.camp"].term == 'до; двух, "дней"'


def test_titles_that_mean_nothing_are_told_with_the_nearest_one(folder: Path, tmp_path: Path) -> None:
    file = table(tmp_path / "t.xlsx", ("Код записи", "Вапрос", "Вопрос", "question"), ("a", "b", "c", "d"))
    assert problems(file, folder) == [
        "t.xlsx:1: —: Вапрос: такого столбца нет. Может быть, «Вопрос»?",
        "t.xlsx:1: —: question: такой столбец уже есть. Оставьте один из двух",
    ]
    assert "нет столбца «Код записи»" in problems(table(tmp_path / "t.xlsx", ("Вопрос",), ("b",)), folder)[0]
    file = table(tmp_path / "t.xlsx", ("Код записи",), ("fam.camp", "что-то"))
    assert "t.xlsx:2: —: —: есть ячейка в столбце без заголовка" in problems(file, folder)[0]
    assert (
        "нет ни одной записи" in problems(table(tmp_path / "t.xlsx", ("Код записи",)), folder, remove=True)[0]
    )


def test_a_broken_base_is_neither_exported_nor_changed(files: Files, folder: Path, tmp_path: Path) -> None:
    file = edited(folder, {})
    files(bad="x = 1\n")
    assert console.export(folder, tmp_path / "new.xlsx") == 1
    assert not (tmp_path / "new.xlsx").exists()
    assert any("bad.toml:1" in problem for problem in problems(file, folder))


def test_a_file_of_another_kind_or_place_is_told_about(folder: Path, tmp_path: Path) -> None:
    assert console.export(folder, tmp_path / "base.ods") == 1
    assert console.export(folder, tmp_path / "none" / "base.csv") == 1
    assert console.export(folder, tmp_path / "none" / "base.xlsx") == 1
    assert "нужен файл .xlsx или .csv" in problems(tmp_path / "base.ods", folder)[0]
    assert "такого файла нет" in problems(tmp_path / "none.xlsx", folder)[0]
    assert "такого файла нет" in problems(tmp_path / "none.csv", folder)[0]


def test_the_workbook_explains_itself(folder: Path, tmp_path: Path) -> None:
    spreadsheets.export(folder, tmp_path / "base.xlsx")
    book = load_workbook(tmp_path / "base.xlsx")
    assert book.sheetnames == ["Записи", "Темы", "Ведомства", "Каналы", "Как заполнять"]
    entries = book["Записи"]
    assert all(cell.comment for cell in entries[1])
    assert entries.freeze_panes == "D2"
    choices = {str(one.sqref): one.formula1 for one in entries.data_validations.dataValidation}
    assert "'Ведомства'!$A$2:$A$2" in choices.values()
    assert book["Ведомства"]["A2"].value == "sfr"
    assert "Alt+Enter" in " ".join(str(row[0].value) for row in book["Как заполнять"])


def test_mistakes_that_excel_saved_as_texts_are_no_answers(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "base.csv"
    file.write_text("Код записи;Ответ\nfam.camp;#ССЫЛКА!\n", "utf-8")
    assert problems(file, folder) == [
        "base.csv:2: fam.camp: answer: в ячейке ошибка Excel (#ССЫЛКА!). Впишите текст"
    ]


def test_a_subject_is_named_without_the_end_of_its_file(folder: Path, tmp_path: Path) -> None:
    new = ("new.one", "family.toml", "Где?", "Тут.")
    file = table(tmp_path / "base.xlsx", ("Код записи", "Файл темы", "Вопрос", "Ответ"), new)
    assert any("subject: впишите файл темы: латиницей, без .toml" in one for one in problems(file, folder))


def test_files_that_cannot_be_written_leave_all_of_them_as_they_were(folder: Path) -> None:
    file = edited(folder, {("fam.camp", "Срок"): "день", ("pens.bus", "Срок"): "день"})
    (folder / ".pensions.toml.part").mkdir()  # nothing can be written there
    before = {path.name: path.read_bytes() for path in folder.glob("*.toml")}
    with pytest.raises(BadBase, match="файлы не записываются"):
        spreadsheets.import_(file, folder)
    assert {path.name: path.read_bytes() for path in folder.glob("*.toml")} == before
    assert not (folder / ".family.toml.part").exists()


def test_texts_that_excel_itself_saved_are_read_as_they_are_seen(folder: Path, tmp_path: Path) -> None:
    shared = "".join(
        f"<si><t>{text}</t></si>"
        for text in ("Код записи", "Срок", "fam.camp", "a_x000D_\nb", "_x005F_x0041_")
    )
    rich = "<si><r><t>до </t></r><r><rPr><b/></rPr><t>мая</t></r></si>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>{}</v></c></row>'
    rows += '<row r="5"><c r="A5" t="s"><v>2</v></c><c r="B5" t="s"><v>{}</v></c></row>'
    file = tmp_path / "excel.xlsx"
    seen = {("Срок", 4): "_x0041_", ("Срок", 5): "до мая", ("Ответ", 3): "a\nb"}
    for (title, text), wanted in seen.items():
        texts = sst(shared.replace("Срок", title) + rich)
        file.write_bytes(workbook_with({TEXTS: texts, SHEET: sheet(rows.format(1, text))}))
        spreadsheets.import_(file, folder)
        entry = load(folder).entries["fam.camp"]
        assert wanted in (entry.term, entry.answer)
