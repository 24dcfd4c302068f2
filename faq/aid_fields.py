"""Fields of appeals, deadlines and routes: what each may hold, and what it is for in an editor's words."""

from collections.abc import Mapping
from dataclasses import dataclass

from faq import appeal
from faq.fields import (
    CHANNEL_CODE,
    DEPARTMENT_CODE,
    FieldError,
    Line,
    Paragraphs,
    Reader,
    Several,
    day,
    flag,
    identifier,
)
from faq.guidance import Guide

MAX_APPEAL = 800  # the rest of a message is for what residents write into it
MAX_ROUTE, STEP_EXTRAS = 3300, 60  # characters of the steps in a message; those of an end and a number
MAX_STEPS = 15  # and a button for each


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number from 1 to `limit`."""

    limit: int

    def __call__(self, value: object) -> int:
        """Read a value. Raises FieldError."""
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= self.limit:
            raise FieldError(f"здесь нужно целое число от 1 до {self.limit}")
        return value


@dataclass(frozen=True, slots=True)
class AppealText:
    """A text with a place for each of `faq.appeal.PLACES`."""

    limit: int

    def __call__(self, value: object) -> str:
        """Read a value. Raises FieldError."""
        text = Paragraphs(self.limit)(value)
        found = appeal.places(text)
        known = ", ".join(f"{{{one}}}" for one in appeal.PLACES)
        if strange := [one for one in found if one not in appeal.PLACES]:
            raise FieldError(f"нет такой переменной: {{{strange[0]}}}. Можно: {known}")
        if lacking := [one for one in appeal.PLACES if one not in found]:
            raise FieldError(f"не хватает переменной {{{lacking[0]}}}. Нужны все: {known}")
        return text


APPEAL: Mapping[str, Reader] = {
    "id": identifier,
    "title": Line(60),
    "about": Paragraphs(800),
    "text": AppealText(MAX_APPEAL),
    "channels": Several(CHANNEL_CODE, 4),
}
APPEAL_WORDS: Mapping[str, Reader] = {"title": Line(60), "about": Paragraphs(800)}
DEADLINE: Mapping[str, Reader] = {
    "id": identifier,
    "title": Line(60),
    "days": Count(400),
    "working": flag,
    "rule": Line(200),
    "about": Paragraphs(500),
    "passed": Paragraphs(500),
    "entry": identifier,
    "department": DEPARTMENT_CODE,
}
DEADLINE_WORDS: Mapping[str, Reader] = {
    "title": Line(60),
    "about": Paragraphs(500),
    "passed": Paragraphs(500),
}
ROUTE: Mapping[str, Reader] = {
    "id": identifier,
    "title": Line(50),
    "about": Paragraphs(300),
    "owner": Line(200),
    "verified": day,
    "valid_from": day,
    "valid_until": day,
    "municipality": Line(100),
}
ROUTE_WORDS: Mapping[str, Reader] = {"title": Line(50), "about": Paragraphs(300)}
STEP: Mapping[str, Reader] = {
    "id": identifier,
    "text": Line(120),
    "entry": identifier,
    "days": Count(1000),
    "months": Count(36),
    "risky": flag,
    "why": Line(120),
}
STEP_WORDS: Mapping[str, Reader] = {"text": Line(120), "why": Line(120)}

APPEAL_GUIDE: Mapping[str, Guide] = {
    "id": Guide("Код", "Обязательно. Короткое имя латиницей. Не меняйте: по нему узнают кнопки."),
    "title": Guide("Название", "Обязательно. Подпись на кнопке, до 60 знаков."),
    "about": Guide("Что это", "Обязательно. Что это за обращение и за сколько ответят. До 800 знаков."),
    "text": Guide(
        "Текст",
        "Обязательно, по-русски, до 800 знаков. Переменные, нужны все: {кому} — орган, {тема}, {где}, "
        "{что} — что случилось, {просьба}.",
    ),
    "channels": Guide("Где подать", "Коды из channels.toml. Сайты станут кнопками."),
}
DEADLINE_GUIDE: Mapping[str, Guide] = {
    "id": Guide("Код", "Обязательно. Короткое имя латиницей. Не меняйте: по нему узнают кнопки."),
    "title": Guide("Название", "Обязательно. Подпись на кнопке, до 60 знаков."),
    "days": Guide("Сколько дней", "Обязательно. Первый день — следующий за днём подачи."),
    "working": Guide("Рабочие дни", "true — рабочие дни, false или нет поля — календарные."),
    "rule": Guide("Норма", "Обязательно. Откуда срок: закон, статья. Житель это увидит."),
    "about": Guide("Пояснение", "Что важно знать об этом сроке."),
    "passed": Guide("Если срок прошёл", "Обязательно. Что делать жителю."),
    "entry": Guide("Запись", "Код записи базы, где сказано подробнее. Станет кнопкой, когда срок прошёл."),
    "department": Guide("Отдел", "Код отдела из config.toml: чей last_day действует. Без поля — первого."),
}
ROUTE_GUIDE: Mapping[str, Guide] = {
    "id": Guide("Код", "Обязательно. Короткое имя латиницей. Не меняйте: по нему хранятся отметки."),
    "title": Guide("Событие", "Обязательно. Как его назовёт житель. До 50 знаков."),
    "about": Guide("Пояснение", "Одна-две строки над списком, до 300 знаков."),
    "owner": Guide("Кто отвечает", "Отдел, который следит, чтобы шаги и сроки были верны."),
    "verified": Guide("Проверено", "День последней сверки."),
    "valid_from": Guide("Предлагать с", "Первый день. Пусто — уже сейчас."),
    "valid_until": Guide("Предлагать по", "Последний день. Пусто — без срока."),
    "municipality": Guide("Муниципалитет", "Если памятка только для одного района или города."),
}
STEP_GUIDE: Mapping[str, Guide] = {
    "id": Guide("Код шага", "Обязательно. Не повторяется в памятке и не меняется: по нему хранятся отметки."),
    "text": Guide("Что сделать", "Обязательно. Одна строка, начните с глагола. До 120 знаков."),
    "entry": Guide("Запись", "Код записи базы, где сказано подробнее. Станет кнопкой."),
    "days": Guide("Сколько дней", "До какого дня после события. Или days, или months."),
    "months": Guide("Сколько месяцев", "До какого месяца после события. Или days, или months."),
    "risky": Guide("Опасно опоздать", "true — шаг стоит первым, о нём бот напомнит. Нужен days или months."),
    "why": Guide("Почему", "Что потеряет тот, кто опоздал."),
}
