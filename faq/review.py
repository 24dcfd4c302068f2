"""What an editor should look at again: no errors, but residents may be told too little, or wrongly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from faq import aid_review, links, name_review, source_file
from faq.entry import Entry, Shelf
from faq.fields import length, nearest
from faq.places import Places, own_stems
from faq.plain_language import LONGEST, long_sentences, officialese
from faq.problems import Problem
from faq.templates import FILE
from faq.terms import SOON
from faq.twins import same_words, twins
from faq.unmarked import unmarked

STALE = timedelta(days=180)
MESSAGE = 4096  # UTF-16 units (Bot API, sendMessage)
CARD_EXTRAS = 500  # kept for what the card adds: who decides, where to apply, documents, term
CARD_LABELS = 200  # the words in front of those, and the signature
EXPECTED = ("authority", "channels", "owner", "verified")

_Note = tuple[str, str, str]  # entry id, field, message


def review(
    shelf: Shelf,
    folder: Path,
    *,
    on: date,
    departments: frozenset[str] | None,
    municipalities: tuple[str, ...] = (),
) -> list[Problem]:
    """Everything worth a look in the base read from `folder`, in file order.

    `departments` are the ids of config.toml, None when they are not known; `municipalities` those that
    residents choose from, none when they may choose any that an entry names. CPU work of seconds.
    """
    places = _Places.of(shelf, folder)
    notes = [note for entry in shelf.entries.values() for note in _of_entry(entry, shelf, on, departments)]
    notes += _untranslated(shelf)
    notes += _places(shelf)
    notes += _strange_places(shelf, municipalities)
    notes += _alike(shelf)
    problems = [places.problem(*note) for note in notes]
    if departments is not None:
        problems += _templates(shelf, folder.parent / FILE, departments)
    problems += name_review.review(shelf, folder)
    problems += aid_review.review(shelf, folder.parent, on=on, departments=departments)
    return sorted(problems)


def _templates(shelf: Shelf, path: Path, departments: frozenset[str]) -> Iterator[Problem]:
    for number, one in enumerate(shelf.templates.values()):
        for id_ in (id_ for id_ in one.departments if id_ not in departments):
            line = source_file.read(path).line("template", number, "departments")
            told = f"в config.toml нет отдела «{id_}». {nearest(id_, departments)}"
            yield Problem(str(path), line, one.id, "departments", told)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where each entry stands: its file, and its number there."""

    files: Mapping[str, tuple[Path, source_file.SourceFile]]
    found: Mapping[str, tuple[str, int]]

    @classmethod
    def of(cls, shelf: Shelf, folder: Path) -> "_Places":
        paths = {subject: folder / f"{subject}.toml" for subject in shelf.subjects}
        found: dict[str, tuple[str, int]] = {}
        counts = dict.fromkeys(shelf.subjects, 0)
        for entry in shelf.entries.values():
            found[entry.id] = (entry.subject, counts[entry.subject])
            counts[entry.subject] += 1
        return cls({subject: (path, source_file.read(path)) for subject, path in paths.items()}, found)

    def problem(self, entry_id: str, field: str, message: str) -> Problem:
        subject, number = self.found[entry_id]
        path, source = self.files[subject]
        return Problem(str(path), source.line("entry", number, field), entry_id, field, message)


def _of_entry(entry: Entry, shelf: Shelf, on: date, departments: frozenset[str] | None) -> Iterator[_Note]:
    if empty := [name for name in EXPECTED if not getattr(entry, name)]:
        yield entry.id, empty[0], f"не заполнено: {', '.join(empty)}. Впишите, если знаете"
    yield from ((entry.id, field, message) for field, message in _dated(entry, on))
    if departments is not None and entry.department is not None and entry.department not in departments:
        hint = nearest(entry.department, departments)
        yield entry.id, "department", f"в config.toml нет отдела «{entry.department}». {hint}"
    yield from ((entry.id, field, message) for field, message in _heavy(entry))
    for lang in ("", *entry.translations):
        field = f"{lang}.answer" if lang else "answer"
        for piece, why in links.broken(entry.in_language(lang).answer):
            yield (
                entry.id,
                field,
                f"«{piece}» — ссылка не сработает: {why}. Пишите так: [текст](https://адрес)",
            )
        for paragraph in entry.in_language(lang).answer.split("\n\n"):
            if paragraph.count("**") % 2:
                start = " ".join(paragraph.split()[:5])
                yield (
                    entry.id,
                    field,
                    f"«{start}…» — жирный шрифт не сработает: звёздочки без пары. Пишите так: **слово**",
                )
        if (units := _card(entry, shelf, lang)) > MESSAGE:
            yield (
                entry.id,
                field,
                (
                    f"карточка ответа не поместится в одно сообщение: {units} знаков, можно {MESSAGE}. "
                    f"Сократите ответ на {units - MESSAGE}"
                ),
            )


def _dated(entry: Entry, on: date) -> Iterator[tuple[str, str]]:
    if entry.verified is not None and entry.verified > on:
        yield "verified", f"дата из будущего: {entry.verified}. Впишите день, когда ответ сверяли"
    elif entry.verified is not None and on - entry.verified > STALE:
        days = (on - entry.verified).days
        yield "verified", f"ответ сверяли {days} дн. назад. Сверьте с источником и поставьте новую дату"
    if entry.valid_until is None:
        return
    if entry.valid_until < on:
        yield "valid_until", f"срок прошёл {entry.valid_until}, жителям не показывается. Продлите или удалите"
    elif entry.valid_until - on <= SOON:
        yield "valid_until", f"срок кончается {entry.valid_until}. Продлите или подготовьте замену"


def _heavy(entry: Entry) -> Iterator[tuple[str, str]]:
    """Russian that a resident reads twice."""
    for field, text in (("question", entry.question), ("answer", unmarked(entry.answer))):
        for sentence, count in long_sentences(text):
            start = " ".join(sentence.split()[:5])
            yield field, f"«{start}…»: в предложении слов — {count}. Разбейте: до {LONGEST} читают сразу"
        for said, instead in officialese(text):
            yield field, f"«{said}» — казённое слово. Проще: {instead}"


def _card(entry: Entry, shelf: Shelf, lang: str) -> int:
    """At most how many units the answer card takes (`bot/answers.py` draws it)."""
    said = entry.in_language(lang)
    channels = [shelf.channels[one] for one in entry.channels]
    facts = [
        shelf.authorities[entry.authority].in_language(lang).name if entry.authority else "",
        *(f"{one.called(lang)}: {one.phone or ''}; " for one in channels),
        *(f"{one}; " for one in entry.documents),
        entry.term or "",
    ]
    extras = CARD_LABELS + sum(map(length, facts))
    return length(said.question) + length(said.answer) + max(CARD_EXTRAS, extras)


def _untranslated(shelf: Shelf) -> Iterator[_Note]:
    """Entries that lack a language: any of the base's where they have one, else any of their file's."""
    spoken: dict[str, set[str]] = {}
    for entry in shelf.entries.values():
        spoken.setdefault(entry.subject, set()).update(entry.translations)
    every = set().union(*spoken.values())
    for entry in shelf.entries.values():
        expected = every if entry.translations else spoken[entry.subject]
        if missing := sorted(expected - entry.translations.keys()):
            yield entry.id, missing[0], f"нет перевода: {', '.join(missing)}. Добавьте [entry.{missing[0]}]"


def _places(shelf: Shelf) -> Iterator[_Note]:
    """One municipality under two names: who names it gets the entries of one of them only."""
    first: dict[frozenset[str], str] = {}
    for entry in shelf.entries.values():
        if entry.municipality is None:
            continue
        other = first.setdefault(own_stems(entry.municipality), entry.municipality)
        if other != entry.municipality:
            message = f"«{entry.municipality}» и «{other}» — один муниципалитет? Назовите одинаково"
            yield entry.id, "municipality", message


def _strange_places(shelf: Shelf, municipalities: tuple[str, ...]) -> Iterator[_Note]:
    """A municipality that nobody can choose as theirs."""
    known = Places.of(municipalities)
    for entry in shelf.entries.values() if municipalities else ():
        if entry.municipality is not None and known.known(entry.municipality) is None:
            hint = nearest(entry.municipality, frozenset(municipalities))
            told = f"в config.toml нет муниципалитета «{entry.municipality}». {hint}"
            yield entry.id, "municipality", told


def _alike(shelf: Shelf) -> Iterator[_Note]:
    for first, second, text in same_words(shelf):
        yield second, "also", f"«{text}» есть и в {first}, и в {second}. Бот предложит обе записи на выбор"
    for twin in twins(shelf):
        yield (
            twin.entry_id,
            "also",
            (
                f"бот путает запись с {twin.other_id}: туда ведут {twin.lost} из {twin.asked} её вопросов, "
                f"например «{twin.text}». Добавьте формулировок или объедините записи"
            ),
        )
