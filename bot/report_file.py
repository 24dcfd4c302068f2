"""The figures of a span of days as a file: a workbook, a table of lines, or JSON for other programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from desk.enclosure import TableKind
from desk.question import Outcome
from desk.report import Report
from faq.entry import Entry
from faq.text_cell import text_cell

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.SURE: "Бот ответил",
    Outcome.UNSURE: "Бот предложил, никто не выбрал",
    Outcome.CHOSEN: "Житель выбрал из предложенного",
    Outcome.PARTLY: "Бот ответил не на всё",
    Outcome.OUTDATED: "Правило уже или ещё не действует",
    Outcome.UNKNOWN: "Бот не знает",
    Outcome.INCIDENT: "Известие о неполадке",
    Outcome.SAFETY: "Ответ по правилу безопасности",
    Outcome.BANNED: "Написал заблокированный житель",
    Outcome.UNREAD: "Без текста",
}
TICKETS: Mapping[str, str] = {
    "department": "Отдел",
    "opened": "Обращений",
    "closed": "Закрыто",
    "in_time": "Первый ответ в срок",
    "late": "Первый ответ с опозданием",
    "rated": "Оценено",
    "rating": "Средняя оценка",
}
ENTRIES: Mapping[str, str] = {
    "id": "Код записи",
    "question": "Вопрос",
    "owner": "Кто отвечает",
    "shown": "Показана",
    "helped": "Помогла",
    "not_helped": "Не помогла",
    "tickets": "Дошло до специалиста",
}

Row = dict[str, Any]


def packed(told: Report, titles: Mapping[str, str], entries: Mapping[str, Entry], kind: TableKind) -> bytes:
    """The file. `titles`: of departments, by id; `entries`: by id."""
    contents = _contents(told, titles, entries)
    if kind == "xlsx":
        return _workbook(contents)
    if kind == "json":
        return (json.dumps(contents, ensure_ascii=False, indent=2) + "\n").encode()
    return _csv(contents).encode("utf-8-sig")  # Excel knows UTF-8 by its mark only


def _contents(told: Report, titles: Mapping[str, str], entries: Mapping[str, Entry]) -> Row:
    return {
        "from": told.first.isoformat(),
        "to": told.last.isoformat(),
        "questions": {outcome.value: told.questions.get(outcome, 0) for outcome in OUTCOMES},
        "tickets": [
            {
                "department": titles.get(one.department_id, one.department_id),
                "opened": one.opened,
                "closed": one.closed,
                "in_time": one.in_time,
                "late": one.late,
                "rated": one.rated,
                "rating": round(one.stars / one.rated, 2) if one.rated else None,
            }
            for one in told.tickets
        ],
        "entries": [
            {
                "id": one.entry_id,
                "question": entries[one.entry_id].question if one.entry_id in entries else None,
                "owner": entries[one.entry_id].owner if one.entry_id in entries else None,
                "shown": one.shown,
                "helped": one.helped,
                "not_helped": one.not_helped,
                "tickets": one.tickets,
            }
            for one in told.entries
        ],
    }


def _tables(contents: Row) -> Iterable[tuple[str, list[list[Any]]]]:
    """The same as tables: a name, a head, rows."""
    questions = [[OUTCOMES[outcome], contents["questions"][outcome.value]] for outcome in OUTCOMES]
    total = sum(count for _, count in questions)
    span = f"{contents['from']} — {contents['to']}"
    yield "Вопросы", [["Что сделал бот", span], *questions, ["Всего вопросов", total]]
    for name, columns, key in (("Обращения", TICKETS, "tickets"), ("Ответы", ENTRIES, "entries")):
        yield name, [list(columns.values()), *([one[column] for column in columns] for one in contents[key])]


def _csv(contents: Row) -> str:
    """All tables in one: a figure a line, as other programs want it."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Таблица", "Строка", "Показатель", "Значение"])
    for name, (head, *rows) in _tables(contents):
        for first, *values in rows:
            figures = zip(head[1:], values, strict=True)
            writer.writerows([name, _plain(first), what, _plain(value)] for what, value in figures)
    return target.getvalue()


def _plain(value: Any) -> Any:
    """Excel would take a text that begins so for a formula, and in Russia 4.5 for the fourth of May."""
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value


def _workbook(contents: Row) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415  big, and seldom needed

    book = Workbook(write_only=True)
    for name, rows in _tables(contents):
        sheet = book.create_sheet(name)
        sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 40
        for row in rows:
            sheet.append([text_cell(sheet, one) if isinstance(one, str) else one for one in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
