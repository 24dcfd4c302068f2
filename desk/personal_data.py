"""Personal data in what people write: found by rules and check digits, and masked."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a piece of text gives away; the value is what stands in its place."""

    EMAIL = "[почта]"
    CARD = "[карта]"
    SNILS = "[СНИЛС]"
    PHONE = "[телефон]"
    PASSPORT = "[паспорт]"
    NUMBER = "[номер]"  # a long number of any other kind: an account, a contract, an ИНН
    NAME = "[имя]"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of personal data, at text[start:end]."""

    kind: Kind
    start: int
    end: int


def is_card(digits: str) -> bool:
    """Whether these may be a payment card's digits: 13–19, a known network, Luhn's sum (ISO/IEC 7812)."""
    if not 13 <= len(digits) <= 19 or digits[0] not in "23456":
        return False
    doubled = (int(one) * (2 - place % 2) for place, one in enumerate(reversed(digits), 1))
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def is_snils(digits: str) -> bool:
    """Whether these are eleven digits that end in a СНИЛС's check number."""
    if len(digits) != 11:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 0, -1), strict=False))
    return total % 101 % 100 == int(digits[9:])


def found(text: str) -> tuple[Piece, ...]:
    """All there is, in the order of the text; no two pieces overlap."""
    pieces: list[Piece] = []
    rules = _RULES if _DIGIT.search(text) else _WORDY  # most texts have no digit to look twice at
    for kind, pattern, is_it in rules:
        for match in pattern.finditer(text):
            start, end = match.span()
            if is_it(_DIGITS_ONLY.sub("", match[0])) and _is_free(start, end, pieces):
                pieces.append(Piece(kind, start, end))
    return tuple(sorted(pieces, key=lambda piece: piece.start))


def masked(text: str, kinds: Collection[Kind] = tuple(Kind)) -> str:
    """The text with a word in brackets in the place of each piece of these kinds."""
    return "".join(_parts(text, kinds))


def _parts(text: str, kinds: Collection[Kind]) -> Iterator[str]:
    after = 0
    for piece in found(text):
        if piece.kind not in kinds:
            continue
        yield text[after : piece.start]
        yield piece.kind.value
        after = piece.end
    yield text[after:]


def has_marks(text: str) -> bool:
    """Whether something was masked in it."""
    return _MARKS.search(text) is not None


def without_marks(text: str) -> str:
    """A masked text without the words in brackets, on one line."""
    return _LOOSE.sub(r"\1", " ".join(_MARKS.sub(" ", text).split()))


def _is_free(start: int, end: int, pieces: list[Piece]) -> bool:
    return all(end <= piece.start or piece.end <= start for piece in pieces)


def _any(_: str) -> bool:
    return True


def _is_ours(digits: str) -> bool:
    return len(digits) == 11


_DIGIT = re.compile(r"\d")
_DIGITS_ONLY = re.compile(r"\D+")
_MARKS = re.compile("|".join(re.escape(kind.value) for kind in Kind))
_LOOSE = re.compile(r"\s+([?!.,;:])")
_S = r"[\s\-–—]{0,3}"  # between the groups of a number
_FIRST = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_SHORT = r"[А-ЯЁ]\.\s?[А-ЯЁ]\."
# Иванович, Ильич, Ивановна, Ильинична, in any case.
_FATHERS = r"(?:[оеё]вич|(?:[Ии]ль|узьм|[Фф]ом|[Лл]ук|икит|авв)ич|[оеё]вн|иничн)(?:а|у|ем|е|ом|ы|ой|ою)?"

# The surer a rule, the earlier: what one has found the later ones leave alone.
_RULES: tuple[tuple[Kind, re.Pattern[str], Callable[[str], bool]], ...] = (
    (Kind.EMAIL, re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}"), _any),
    (Kind.NAME, re.compile(r"(?<![\w@])@[A-Za-z]\w{4,31}"), _any),
    (Kind.CARD, re.compile(rf"(?<!\d)\d{{4}}(?:{_S}\d{{4}}){{3}}(?:{_S}\d{{1,3}})?(?!\d)"), is_card),
    (Kind.CARD, re.compile(r"(?<!\d)\d{13,19}(?!\d)"), is_card),
    (Kind.SNILS, re.compile(r"(?<!\d)\d{3}[ -]\d{3}[ -]\d{3}[ -]\d{2}(?!\d)"), _any),
    (Kind.PHONE, re.compile(rf"(?<!\d)(?:\+\s?7|[78]){_S}\(?\d{{3,5}}\)?(?:{_S}\d){{5,7}}(?!\d)"), _is_ours),
    (Kind.PHONE, re.compile(rf"(?<!\d)9\d\d{_S}\d{{3}}{_S}\d\d{_S}\d\d(?!\d)"), _any),
    (Kind.PHONE, re.compile(r"\+\d(?:[\s()\-]{0,2}\d){8,14}(?!\d)"), _any),
    (Kind.SNILS, re.compile(r"(?<!\d)\d{11}(?!\d)"), is_snils),
    (Kind.PASSPORT, re.compile(r"(?<!\d)\d\d\s?\d\d\s{0,2}(?:[\s\-–]|№|N|номер)\s{0,2}\d{6}(?!\d)"), _any),
    (Kind.PASSPORT, re.compile(r"(?i:(?<=паспорт )|(?<=серия ))\d{10}(?!\d)"), _any),
    (Kind.NUMBER, re.compile(rf"(?<!\d)(?:\d{{7,}}|\d{{4}}(?:{_S}\d{{4}}){{3,}})(?!\d)"), _any),
    (Kind.NAME, re.compile(rf"\b(?:{_FIRST}\s+){{1,2}}(?=[А-ЯЁ])\w*{_FATHERS}\b(?:\s+{_FIRST}\b)?"), _any),
    (Kind.NAME, re.compile(rf"\b{_FIRST}\s+{_SHORT}|\b{_SHORT}\s?{_FIRST}"), _any),
    (
        Kind.NAME,
        re.compile(rf"(?i:(?<=меня зовут )[а-яё]{{2,}}(?:\s+[а-яё]+{_FATHERS}\b)?)(?:\s+{_FIRST}\b){{0,2}}"),
        _any,
    ),
)
_WORDY = tuple(rule for rule in _RULES if rule[0] in (Kind.EMAIL, Kind.NAME))
