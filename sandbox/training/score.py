"""The score of a lesson: what was good, and what to do better next time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.training.lesson import Lesson
from sandbox.training.script import Wish, has


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of the score."""

    title: str
    good: bool
    words: str


def marks(lesson: Lesson) -> tuple[Mark, ...]:
    """All lines, in the order in which a conversation goes."""
    found = [_first_reply(lesson), _taken(lesson)]
    if lesson.script.department:
        found.append(_department(lesson))
    found += _wishes(lesson)
    if lesson.script.most_words:
        found.append(_short(lesson))
    return (*found, _understood(lesson), _closed(lesson))


def stars(lesson: Lesson) -> int:
    """What the resident gives, 1 to 5."""
    found = marks(lesson)
    return max(1, round(5 * sum(one.good for one in found) / len(found)))


def _first_reply(lesson: Lesson) -> Mark:
    title, limit = "Первый ответ", span(lesson.script.reply_within)
    if lesson.opened_at is None or not lesson.replies:
        return Mark(title, False, f"Житель так и не дождался ответа. Напишите хотя бы два слова за {limit}.")
    took = lesson.replies[0].at - lesson.opened_at
    if took <= lesson.script.reply_within:
        return Mark(title, True, f"Вы ответили за {span(took)}: житель понял, что его услышали.")
    return Mark(
        title,
        False,
        f"Вы ответили через {span(took)}. Уложитесь в {limit}: хватит и слов «Вижу ваш вопрос, уточняю».",
    )


def _taken(lesson: Lesson) -> Mark:
    title = "Сначала взять"
    if lesson.taken_at is None:
        why = "Вы не взяли обращение" if lesson.replies else "Обращение никто не взял"
        return Mark(title, False, f"{why}. Нажмите «Взять» до ответа: коллеги увидят, что вопрос ваш.")
    if lesson.replies and lesson.replies[0].at < lesson.taken_at:
        return Mark(title, False, "Вы взяли обращение уже после ответа. Коллега мог писать то же самое.")
    return Mark(title, True, "Вы взяли обращение до ответа: двое одному жителю не напишут.")


def _department(lesson: Lesson) -> Mark:
    title, right = "Нужный отдел", lesson.script.department
    if lesson.department == right:
        return Mark(title, True, f"Обращение в отделе «{right}»: там и должны отвечать.")
    return Mark(
        title,
        False,
        f"Обращение осталось в отделе «{lesson.department or '—'}», а отвечает «{right}». "
        f"Передать можно так: /transfer {right}: причина.",
    )


def _wishes(lesson: Lesson) -> Iterator[Mark]:
    for wish in lesson.script.must:
        yield _mark(wish, _said(wish, lesson))
    for wish in lesson.script.never:
        yield _mark(wish, bool(lesson.replies) and not _said(wish, lesson))


def _mark(wish: Wish, is_good: bool) -> Mark:
    return Mark(wish.title, is_good, wish.good if is_good else wish.better)


def _said(wish: Wish, lesson: Lesson) -> bool:
    replies = lesson.replies[:1] if wish.first else lesson.replies
    return any(has(wish.words, one.words) for one in replies)


def _short(lesson: Lesson) -> Mark:
    title, most = "Коротко", lesson.script.most_words
    longest = max((len(one.words.split()) for one in lesson.replies), default=0)
    if 0 < longest <= most:
        return Mark(title, True, "Сообщения короткие: их легко прочесть с телефона.")
    if not longest:
        return Mark(title, False, "Ответа не было.")
    return Mark(
        title, False, f"Слов в одном сообщении: {longest}. Лучше не больше {most}: разбейте ответ на шаги."
    )


def _understood(lesson: Lesson) -> Mark:
    title = "Житель понял, что делать"
    if lesson.understood:
        return Mark(title, True, "Житель сам сказал, что ему всё ясно.")
    return Mark(
        title,
        False,
        "Житель так и не понял, что ему делать. Назовите один ясный шаг: куда обратиться и с чем.",
    )


def _closed(lesson: Lesson) -> Mark:
    title = "Закрыть со словом"
    if lesson.closed_at is None:
        return Mark(
            title, False, "Обращение осталось открытым. Попрощайтесь и закройте его кнопкой или /close."
        )
    said = max((one.at for one in lesson.lines if one.words), default=lesson.opened_at or lesson.began_at)
    if lesson.replies and lesson.replies[-1].at > said:
        return Mark(title, True, "Последнее слово было за вами, и обращение закрыто.")
    return Mark(title, False, "Вы закрыли молча, последним говорил житель. Напишите слово на прощание.")


def span(seconds: float) -> str:
    """«1 мин 5 с»."""
    minutes, rest = divmod(round(seconds), 60)
    parts = [f"{minutes} мин"] * bool(minutes) + [f"{rest} с"] * bool(rest or not minutes)
    return " ".join(parts)
