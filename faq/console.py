"""The knowledge base on the command line: check, ask, evaluate, export, import."""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from typing import TextIO

from faq import check_questions, safety_check, telling
from faq.evaluation import ask as put
from faq.evaluation import cases, figures
from faq.knowledge_base import UNREAD, KnowledgeBase, Verdict
from faq.loading import BadBase, load
from faq.mishaps import why
from faq.parting import are_several, parts
from faq.review import review
from faq.semantic import Lesson, Semantics
from faq.twins import is_too_big

WELL, WRONG, MISUSED = 0, 1, 2
PATIENCE = 180.0  # seconds for the encoders to read a base they have not met; two hundred entries take 30
TELL_EVERY = 5.0  # seconds

# The id of the safety rule a text falls under, if any.
Safety = Callable[[str], str | None]


def check(
    directory: Path,
    *,
    on: date | None = None,
    departments: frozenset[str] | None = None,
    municipalities: tuple[str, ...] = (),
    checks: Path | None = None,
    rules: Path | None = None,
    strict: bool = False,
) -> int:
    """Print every problem of a base as `file:line: entry: field: …`. 0 when there is none, else 1.

    What only deserves a look is printed too, and fails the check when `strict`. `departments`: the ids of
    config.toml, None when they are not known; `municipalities`: those of config.toml, if any; `checks`: the
    folder of the check questions, if any; `rules`: the file of safety rules that go before this base.
    """
    try:
        shelf = load(directory)
        safety = safety_check.loaded(rules) if rules is not None else None
    except BadBase as exc:
        return _refused(exc)
    notes = review(
        shelf, directory, on=on or _today(), departments=departments, municipalities=municipalities
    )
    if checks is not None:
        notes += check_questions.problems(checks, shelf)
    if rules is not None and safety is not None:
        notes += safety_check.notes(rules, safety, shelf)
    for note in notes:
        _say(str(replace(note, message=f"внимание: {note.message}.")))
    if is_too_big(shelf):
        _say("Похожие записи не искали: база слишком велика, это заняло бы минуты.")
    told = f"Ошибок нет. Тем: {len(shelf.subjects)}, записей: {len(shelf.entries)}."
    _say(f"{told} Предупреждений: {len(notes)}." if notes else told)
    return WRONG if strict and notes else WELL


def ask(
    directory: Path,
    text: str,
    *,
    on: date | None = None,
    safety: Safety | None = None,
    semantics: Semantics = UNREAD,
) -> int:
    """Print the verdict and the entries for a person, question by question. 1 when the base is bad."""
    base = _opened(directory, semantics)
    if base is None:
        return WRONG
    if safety is not None and (rule := safety(text)) is not None:
        _say(f"Правило «{rule}» из safety.toml: житель получит его текст, база знаний не спрашивается.")
    asked = _questions(base, text, on or _today())
    for number, (question, verdict) in enumerate(asked, 1):
        if len(asked) > 1:
            _say(f"{number} из {len(asked)}: {question}")
        _say(telling.told(verdict))
        for place, match in enumerate(verdict.ranking, 1):
            _say(f"{place:2}. {match.score:.2f}  {match.entry.id:<28} {match.entry.question}")
    return WELL


def ask_jsonl(
    directory: Path,
    source: TextIO,
    target: TextIO,
    *,
    on: date | None = None,
    safety: Safety | None = None,
    semantics: Semantics = UNREAD,
) -> int:
    """Answer lines `{"q": …}` with lines `{"verdict", "entries", "ms"}` in the same order.

    One line out for each line in: a line that is no question gets `{"error": …}` and the rest goes on.
    1 when the base is bad.
    """
    base = _opened(directory, semantics)
    if base is None:
        return WRONG
    day = on or _today()
    for line in source:
        target.write(json.dumps(_answered(base, line, day, safety), ensure_ascii=False) + "\n")
        target.flush()
    return WELL


def evaluate(
    directory: Path, labelled: Path, *, on: date | None = None, semantics: Semantics = UNREAD
) -> int:
    """Print how well the base answers labelled questions. 1 when the base is bad, 2 when the cases are."""
    base = _opened(directory, semantics)
    if base is None:
        return WRONG
    try:
        asked = cases(labelled.read_text("utf-8-sig").split("\n"))
    except OSError as exc:
        _complain(f"{labelled}: файл не открывается ({why(exc)}). Проверьте путь и права")
        return MISUSED
    except UnicodeDecodeError:
        _complain(f"{labelled}: файл не в кодировке UTF-8. Сохраните его в UTF-8")
        return MISUSED
    except ValueError as exc:
        _complain(f"{labelled}: вопросы не читаются: {exc}")
        return MISUSED
    if not asked:
        _complain(
            f'{labelled}: нет ни одного вопроса. Строка выглядит так: {{"q": "вопрос", "id": "код записи"}}'
        )
        return MISUSED
    strangers = {id_ for case in asked for id_ in case.right} - base.shelf.entries.keys()
    if strangers:
        _complain(f"{labelled}: таких id нет в базе: {', '.join(sorted(strangers)[:10])}")
    _say(telling.table(figures(put(base, asked, on or _today()))))
    return WELL


def export(directory: Path, file: Path) -> int:
    """Write the base into a spreadsheet. 1 when the base is bad or the file cannot be written."""
    from faq import spreadsheets  # noqa: PLC0415  openpyxl takes a third of a second, used here only

    try:
        shelf = spreadsheets.export(directory, file)
    except BadBase as exc:
        return _refused(exc)
    _say(f"Записано в {file}. Тем: {len(shelf.subjects)}, записей: {len(shelf.entries)}.")
    return WELL


def import_(file: Path, directory: Path, *, remove: bool = False) -> int:
    """Merge a spreadsheet into the base and tell what has changed. 1 when nothing could be taken."""
    from faq import spreadsheets  # noqa: PLC0415

    is_new = not directory.exists()
    try:
        done = spreadsheets.import_(file, directory, remove=remove)
    except BadBase as exc:
        return _refused(exc)
    if is_new:  # perhaps its name was mistyped
        _say(f"Папки {directory} не было: создана новая.")
    told = (
        ("Добавлены", done.added),
        ("Изменены", done.changed),
        ("Удалены", done.removed),
        ("Изменены темы", done.subjects),
        ("Остались, хотя в таблице их нет (удалить: --remove)", done.absent),
    )
    for name, ids in told:
        if ids:
            _say(f"{name} ({len(ids)}): {_some(ids)}.")
    if not (done.added or done.changed or done.removed or done.subjects):
        _say("Ничего не изменилось.")
    return WELL


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:10]) + (" и другие" if len(ids) > 10 else "")


def _refused(error: BadBase) -> int:
    _complain("\n".join(map(str, error.problems)))
    return WRONG


def _opened(directory: Path, semantics: Semantics) -> KnowledgeBase | None:
    try:
        base = KnowledgeBase.build(load(directory), semantics)
    except BadBase as exc:
        more = len(exc.problems) - 1
        _complain(str(exc.problems[0]) + (f" (и ещё {more}: contact-center faq check)" if more else ""))
        return None
    lessons = base.lessons(semantics)
    if not lessons:
        return base
    _teach(semantics, lessons)
    return base.taught(semantics)


def _teach(semantics: Semantics, lessons: Sequence[Lesson]) -> None:
    """Let the encoders read what is new to them, for PATIENCE seconds; the next command goes on."""
    begun = told = perf_counter()
    for done, lesson in enumerate(lessons):
        now = perf_counter()
        if now - begun > PATIENCE:
            _complain(f"Прочитано {done} из {len(lessons)} частей базы; отвечаю без остальных.")
            return
        if now - told > TELL_EVERY:
            told = now
            _complain(f"Читаю базу: {done} из {len(lessons)} частей…")
        semantics.learn(lesson)


def _today() -> date:
    # The only clock in `faq`: a person at the console means today.
    return datetime.now().astimezone().date()


def _questions(base: KnowledgeBase, text: str, day: date) -> list[tuple[str, Verdict]]:
    """What a resident's message asks, each with its verdict."""
    whole = base.look_up(text, on=day)
    found = parts(text)
    each = [base.look_up(part.text, on=day) for part in found] if len(found) > 1 else []
    if not each or not are_several(found, each, whole):
        return [(text, whole)]
    return [(part.text, verdict) for part, verdict in zip(found, each, strict=True)]


def _answered(base: KnowledgeBase, line: str, day: date, safety: Safety | None) -> dict[str, object]:
    try:
        question = json.loads(line)["q"]
    except (ValueError, TypeError, KeyError, RecursionError):
        question = None
    if not isinstance(question, str):
        return {"error": 'нужна строка вида {"q": "вопрос"}'}
    begun = perf_counter()
    rule = safety(question) if safety is not None else None
    verdict = base.look_up(question, on=day)
    ms = round((perf_counter() - begun) * 1000, 2)
    said: dict[str, object] = {"verdict": telling.word(verdict) if rule is None else "safety"}
    if rule is not None:
        said["rule"] = rule
    return {**said, "entries": telling.ranked(verdict.ranking), "ms": ms}


def _say(text: str) -> None:
    sys.stdout.write(_speakable(text) + "\n")


def _complain(text: str) -> None:
    sys.stderr.write(_speakable(text) + "\n")


def _speakable(text: str) -> str:
    """Lone surrogates come from broken arguments and file names; no terminal takes them."""
    return text.encode("utf-8", "replace").decode()
