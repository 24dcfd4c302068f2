"""The fields an editor may fill in, and what each may hold."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches

MAX_QUESTION = 300
MAX_ANSWER = 3500  # a Telegram message holds 4096 UTF-16 units; the rest is for the card around the answer
MAX_TEMPLATE = 3000
VARIABLES = ("имя", "номер", "срок", "оператор")  # what a template is filled with
VARIABLE = re.compile(r"\{\s*([^{}\n]*?)\s*\}")
ID = re.compile(r"[a-z0-9_.\-]{1,64}")

_USUAL = re.compile(r"[\n -~А-яЁё«»–—№…]*")  # visible signs of one UTF-16 unit each, and line breaks
_LINK = re.compile(r"\]\(\s*([^)\s]*)")
_LATIN = re.compile(r"[A-Za-z]")  # who writes so means a code: the letter in the way is named
_WEB = re.compile(r"https?://[^\s/?#@\\]+\.[^\s\\]+", re.IGNORECASE)
# Embeddings, overrides and isolates: they can make a reader see another text than the one written.
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class FieldError(ValueError):
    """A value that its field cannot hold; the message tells an editor why and what to do."""


_TYPE_NAMES: Mapping[type, str] = {
    bool: "да/нет",
    int: "число",
    float: "число",
    str: "текст",
    list: "список",
    dict: "раздел",
}

Reader = Callable[[object], object]


def length(text: str) -> int:
    """UTF-16 units, as Telegram counts (Bot API, «MessageEntity»)."""
    return len(text) if _USUAL.fullmatch(text) else len(text) + sum(char > "\uffff" for char in text)


def _clean(value: object, limit: int, allowed: str) -> str:
    if not isinstance(value, str):
        raise FieldError(f"здесь нужен текст в кавычках, а стоит {_kind(value)}")
    text = value.strip()
    if not _is_seen(text):
        raise FieldError("пусто. Впишите текст или уберите поле")
    if (bad := _hidden(text, allowed)) is not None:
        raise FieldError(f"невидимый знак U+{ord(bad):04X}. Удалите его и наберите место заново")
    if length(text) > limit:
        raise FieldError(f"слишком длинно: {length(text)} знаков, можно {limit}. Сократите")
    return text


def _is_seen(text: str) -> bool:
    """Whether anything of the text shows: Telegram takes neither a message nor a button of mere joiners."""
    return any(unicodedata.category(char)[0] in "LNPS" for char in text)


def _hidden(text: str, allowed: str) -> str | None:
    """The first invisible sign that is not allowed. Nearly all texts need no look at every sign."""
    if _USUAL.fullmatch(text) and ("\n" in allowed or "\n" not in text):
        return None
    return next((char for char in text if _is_hidden(char) and char not in allowed), None)


def _is_hidden(char: str) -> bool:
    return char in _BIDI or unicodedata.category(char) in ("Cc", "Cs", "Co")


def _kind(value: object) -> str:
    return "дата" if isinstance(value, date) else _TYPE_NAMES.get(type(value), "что-то другое")


@dataclass(frozen=True, slots=True)
class Line:
    """A text of one line, `limit` UTF-16 units at most."""

    limit: int

    def __call__(self, value: object) -> str:
        """Read a value. Raises FieldError."""
        text = _clean(value, self.limit, "\n")
        if "\n" in text:
            raise FieldError("здесь нужна одна строка. Уберите перенос")
        return text


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """A text of many lines, `limit` UTF-16 units at most."""

    limit: int

    def __call__(self, value: object) -> str:
        """Read a value. Raises FieldError."""
        return _clean(value, self.limit, "\n\t")


def answer(value: object) -> str:
    """A text of many lines whose links lead to the web."""
    text = _clean(value, MAX_ANSWER, "\n\t")
    for target in _LINK.findall(text):
        try:
            link(target)
        except FieldError as exc:
            raise FieldError(f"ссылка в тексте: {exc}") from exc
    return text


def template(value: object) -> str:
    """A text of many lines with variables: «Здравствуйте, {имя}!»."""
    text = _clean(value, MAX_TEMPLATE, "\n\t")
    for name in VARIABLE.findall(text):
        if name not in VARIABLES:
            known = ", ".join(f"{{{one}}}" for one in VARIABLES)
            raise FieldError(f"нет такой переменной: {{{name}}}. Можно: {known}")
    return text


def link(value: object) -> str:
    """An address that starts with http:// or https://."""
    text = _clean(value, 1000, "")
    if not _WEB.fullmatch(text):
        raise FieldError(f"«{text[:60]}» — не ссылка. Ссылка начинается с https:// и не содержит пробелов")
    return text


def identifier(value: object) -> str:
    """An id: small Latin letters, digits, dot, dash and underscore."""
    text = _clean(value, 1000, "")
    if not ID.fullmatch(text):
        rule = "в id можно только a-z, 0-9, точку, дефис и подчёркивание, до 64 знаков"
        raise FieldError(f"{rule}. {_in_the_way(text)}")
    return text


@dataclass(frozen=True, slots=True)
class Code:
    """The id of something else: a name in its place is what people write who have not seen the ids."""

    where: str  # the ids stand

    def __call__(self, value: object) -> str:
        """Read a value. Raises FieldError."""
        text = _clean(value, 1000, "")
        if not ID.fullmatch(text):
            slip = f". {_in_the_way(text)}" if _LATIN.search(text) else ""
            raise FieldError(f"«{text[:60]}» — не код. Нужен код латиницей: {self.where}{slip}")
        return text


def _in_the_way(text: str) -> str:
    """What makes a text no id: a Russian «а» looks like a Latin one."""
    wrong = next((char for char in text if not ID.fullmatch(char)), None)
    if wrong is None:
        return f"Здесь знаков {len(text)}"
    if wrong.isspace():
        return "Уберите пробел"
    russian = "русскую букву " if unicodedata.name(wrong, "").startswith("CYRILLIC") else ""
    return f"Замените {russian}«{wrong}»"


def day(value: object) -> date:
    """A TOML date without a time."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise FieldError("здесь нужна дата без кавычек и без времени: 2026-11-01")
    return value


def flag(value: object) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise FieldError("здесь нужно true или false, без кавычек")
    return value


def number(value: object) -> int:
    """A small whole number."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 100_000:
        raise FieldError("здесь нужно целое число, например 1")
    return value


@dataclass(frozen=True, slots=True)
class Several:
    """A list of at most `limit` values, each read by `one`; repeated values are kept once."""

    one: Reader
    limit: int

    def __call__(self, value: object) -> tuple[object, ...]:
        """Read a value. Raises FieldError."""
        if not isinstance(value, list):
            raise FieldError(f'здесь нужен список: ["…", "…"], а стоит {_kind(value)}')
        if len(value) > self.limit:
            raise FieldError(f"слишком много: {len(value)}, можно {self.limit}. Сократите список")
        return tuple(dict.fromkeys(self.one(item) for item in value))


def nearest(name: str, known: Mapping[str, object] | frozenset[str]) -> str:
    """A hint that names the closest known word, or all of them when there are few."""
    if close := get_close_matches(name[:64].lower(), list(known), 1, 0.6):
        return f"Может быть, «{close[0]}»?"
    return "Можно: " + ", ".join(list(known)[:20]) if 0 < len(known) <= 20 else "Проверьте написание"


AUTHORITY_CODE = Code("authorities.toml, в таблице — лист «Ведомства»")
CHANNEL_CODE = Code("channels.toml, в таблице — лист «Каналы»")
DEPARTMENT_CODE = Code("config.toml, id отдела")

ENTRY: Mapping[str, Reader] = {
    "id": identifier,
    "question": Line(MAX_QUESTION),
    "answer": answer,
    "also": Several(Line(MAX_QUESTION), 200),
    "keywords": Several(Line(100), 200),
    "authority": AUTHORITY_CODE,
    "channels": Several(CHANNEL_CODE, 20),
    "documents": Several(Line(500), 50),
    "term": Line(300),
    "source": link,
    "owner": Line(200),
    "verified": day,
    "valid_from": day,
    "valid_until": day,
    "municipality": Line(100),
    "department": DEPARTMENT_CODE,
}
TRANSLATION: Mapping[str, Reader] = {"question": Line(MAX_QUESTION), "answer": answer}
SUBJECT: Mapping[str, Reader] = {"title": Line(100), "order": number}
SUBJECT_WORDS: Mapping[str, Reader] = {"title": Line(100)}
AUTHORITY: Mapping[str, Reader] = {
    "id": identifier,
    "name": Line(300),
    "decides": Line(1000),
    "receives": flag,
}
AUTHORITY_WORDS: Mapping[str, Reader] = {"name": Line(300), "decides": Line(1000)}
CHANNEL: Mapping[str, Reader] = {
    "id": identifier,
    "name": Line(300),
    "url": link,
    "phone": Line(100),
    "note": Line(500),
}
CHANNEL_WORDS: Mapping[str, Reader] = {"name": Line(300)}
TEMPLATE: Mapping[str, Reader] = {
    "id": identifier,
    "title": Line(60),
    "text": template,
    "departments": Several(DEPARTMENT_CODE, 50),
}
