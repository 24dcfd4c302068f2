"""Numbers a resident must not send: found by check digits and the words beside them, and hidden in place.

Other than in `personal_data`, every hidden character is replaced by one as long, so that formatting stays
where it was, and what gives nobody away stays to be read: a resident's own telephone, names, addresses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desk.personal_data import is_card, is_snils
from faq.personal_cues import shipped

DOT = "•"
SHORTEST, LONGEST = 11, 20  # digits of a СНИЛС and of an account
PARTS = 5  # that such a number is written in at most, unless digit by digit
NEAR = 40  # characters between a cue and its digits at most
AFTER = 25  # characters after the digits that a cue may begin in


class Private(StrEnum):
    """What a number is; the value is its id in faq/personal_data.toml."""

    SNILS = "snils"
    CARD = "card"
    PASSPORT = "passport"
    DEPARTMENT_CODE = "department_code"
    INN = "inn"
    POLICY = "policy"
    BIRTH_CERTIFICATE = "birth_certificate"
    ACCOUNT = "account"
    CVC = "cvc"
    SMS_CODE = "sms_code"
    PHONE = "phone"

    def called(self, language: str) -> str:
        """What to call it, in that language or in Russian."""
        titles = shipped()[self].titles
        return titles.get(language, titles["ru"])


@dataclass(frozen=True, slots=True)
class Number:
    """A private number; its digits are within text[start:end]."""

    kind: Private
    start: int
    end: int


def is_inn(digits: str) -> bool:
    """Whether these are twelve digits that end in a person's two check digits (ФНС, приказ ЕД-7-14/559@)."""
    if len(digits) != 12:
        return False
    for length, weights in ((10, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)), (11, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8))):
        total = sum(int(one) * weight for one, weight in zip(digits, weights, strict=False))
        if total % 11 % 10 != int(digits[length]):
            return False
    return True


def found(text: str) -> tuple[Number, ...]:
    """All there are, in the order of the text; no two overlap. Any string is taken."""
    if not _DIGIT.search(text):
        return ()
    plain = _plain(text)
    numbers: list[Number] = []
    taken = [match.span() for match in _LEFT_ALONE.finditer(plain)]
    for rule in (_by_shape, _by_cue):
        for kind, start, end in rule(plain):
            if all(end <= begun or ended <= start for begun, ended in taken):
                taken.append((start, end))
                numbers.append(Number(kind, start, end))
    return tuple(sorted(numbers, key=lambda one: one.start))


def hidden(text: str, numbers: Sequence[Number] | None = None) -> str:
    """The text with a dot for each digit of its private numbers, as long as before in UTF-16 units."""
    said = list(text)
    for one in found(text) if numbers is None else numbers:
        digits = [at for at in range(one.start, one.end) if text[at].isdecimal()]
        for at in digits[: len(digits) - shipped()[one.kind].shows]:
            said[at] = DOT * (2 if ord(text[at]) > 0xFFFF else 1)
    return "".join(said)


def _by_shape(text: str) -> Iterator[tuple[Private, int, int]]:
    """What its digits give away by themselves."""
    for chain in _chains(text):
        at = 0
        while at < len(chain):
            most = LONGEST if len(chain) <= LONGEST else PARTS  # a long list is nobody's number
            for upto in range(min(len(chain), at + most), at, -1):
                groups = chain[at:upto]
                sizes = [end - start for start, end in groups]
                if not SHORTEST <= sum(sizes) <= LONGEST:
                    continue
                is_whole = len(groups) == len(chain)
                kind = _shaped(sizes, "".join(text[start:end] for start, end in groups), is_whole)
                if kind is not None:
                    yield kind, groups[0][0], groups[-1][1]
                    at = upto - 1
                    break
            at += 1
    for match in _CERTIFICATE.finditer(text):
        yield Private.BIRTH_CERTIFICATE, *match.span(1)
    for match in _PASSPORT.finditer(text):
        yield Private.PASSPORT, *match.span()


def _shaped(sizes: list[int], digits: str, is_whole: bool) -> Private | None:
    """What groups of digits are that stand beside each other. One by one they are read only as a whole."""
    one_by_one = is_whole and len(sizes) > 1 and all(size == 1 for size in sizes)
    if (
        is_snils(digits)
        and (sizes in _SNILS_SIZES or one_by_one)
        and (len(sizes) > 1 or digits[0] not in "78")
    ):
        return Private.SNILS
    is_of_years = set(sizes) == {4} and all(
        digits[at : at + 2] in ("19", "20") for at in range(0, len(digits), 4)
    )
    if is_card(digits) and not is_of_years and (one_by_one or len(sizes) == 1 or sizes in _CARD_SIZES):
        return Private.CARD
    if len(digits) == LONGEST and digits.startswith(_OF_PERSONS) and (len(sizes) <= PARTS or one_by_one):
        return Private.ACCOUNT
    return Private.INN if len(sizes) == 1 and is_inn(digits) else None


def _by_cue(text: str) -> Iterator[tuple[Private, int, int]]:
    """What a word beside it tells of."""
    for kind, expression, is_it in _CUED:
        unless = _UNLESS[kind]
        for match in expression.finditer(text):
            if unless.search(text, max(match.start() - NEAR // 2, 0), match.start()):
                continue
            if is_it(_NOT_DIGITS.sub("", match["number"])):
                yield kind, *match.span("number")
    yield from _phones(text)


def _phones(text: str) -> Iterator[tuple[Private, int, int]]:
    """Those beside a word for somebody else; not what anybody may call free of charge (8-800)."""
    whose = re.compile(shipped()[Private.PHONE].words)
    for match in _PHONE.finditer(text):
        if re.match(r"[78]?800|7?8512", _NOT_DIGITS.sub("", match[0])):
            continue
        before = _last_sentence(text[max(match.start() - NEAR, 0) : match.start()])
        after = _SENTENCE.split(text[match.end() : match.end() + AFTER])[0]
        if not _OWN.search(before) and (
            whose.search(before) or (_AFTER_PHONE.match(after) and whose.search(after))
        ):
            yield Private.PHONE, *match.span()


def _last_sentence(text: str) -> str:
    return _SENTENCE.split(text)[-1]


def _plain(text: str) -> str:
    """Lower case with е for ё and common digits, no character longer or shorter than before."""
    said = (one.lower() if len(one.lower()) == 1 else one for one in text)
    return "".join(
        str(unicodedata.decimal(one)) if one.isdecimal() else "е" if one == "ё" else one for one in said
    )


def _chains(text: str) -> Iterator[list[tuple[int, int]]]:
    """Groups of digits with no more than separators between them."""
    chain: list[tuple[int, int]] = []
    for match in _GROUP.finditer(text):
        if chain and not _GAP.fullmatch(text, chain[-1][1], match.start()):
            yield chain
            chain = []
        chain.append(match.span())
    if chain:
        yield chain


def _cued(kind: Private, number: str, gap: str = "") -> re.Pattern[str]:
    cues = shipped()[kind]
    return re.compile(rf"{cues.words}{gap or _BESIDE}(?<!\d)(?P<number>{number})(?!\d)")


def _many(least: int, most: int | None = None) -> str:
    return rf"\d(?:{_S}\d){{{least - 1},{(most or least) - 1}}}"


def _always(_: str) -> bool:
    return True


def _looks_like_card(digits: str) -> bool:
    return len(digits) == 16 or is_card(digits)


def _looks_like_snils(digits: str) -> bool:
    return is_snils(digits) or digits[0] not in "78"  # else a telephone


def _is_not_public(digits: str) -> bool:
    """A year, or a number that everybody calls, is nobody's code."""
    return not (len(digits) == 4 and digits[:2] in ("19", "20"))


# Not past another cue: a telephone of one's own may be sent.
_BESIDE = rf"(?:(?!тел|звон|phone|tel)[^\d\n]){{0,{NEAR}}}?"
_S = r"[^\w:;()]{0,3}"  # between the digits of one number
_DIGIT = re.compile(r"\d")
_GROUP = re.compile(r"\d+")
_GAP = re.compile(r"[^\w:;()+%№₽$€]{0,3}")
_NOT_DIGITS = re.compile(r"\D+")
_SENTENCE = re.compile(r"[.!?]\s")
_OWN = re.compile(
    r"(?<!\w)(?:мой|my|moy)\s+(?:телефон|номер|phone|number|telefon|nomer)|перезвоните|call\s+me"
)
_AFTER_PHONE = re.compile(r"[\s,(—–\-]*(?:это|eto|is|телефон|номер)?[\s,—–\-:]*\w")
# A ticket's number, a link, a plot of land, an appeal's deadline: numbers of other kinds.
_LEFT_ALONE = re.compile(r"екц-\d{4}-\d+|https?://\S+|t\.me/\S+|\d{1,2}:\d{1,2}:\d{3,7}(?::\d+)?")
_SNILS_SIZES = ([11], [3, 3, 3, 2], [9, 2], [3, 3, 5], [6, 5])
_CARD_SIZES = (
    [4, 4, 4, 4],
    [4, 4, 4, 4, 2],
    [4, 4, 4, 4, 3],
    [4, 6, 5],
    [8, 8],
    [8, 10],
    [4, 12],
    [6, 10],
    [4, 4, 8],
)
_OF_PERSONS = ("40817", "40820", "423", "426")
_CERTIFICATE = re.compile(
    r"(?<!\w)[ivxlхуі]{1,5}\s?[-–—]\s?[а-я]{2}\s{0,2}(?:№|n|номер)?\s{0,2}(\d{6})(?!\d)"
)
_PASSPORT = re.compile(
    r"(?<![\d.,:/-])\d\d\s\d\d\s{1,2}(?:(?:№|n|номер|nomer)\s{0,2})?\d{6}(?!\d)"
    r"|(?<![\d.,:/-])\d{4}\s{0,2}(?:№|номер|nomer)\s{0,2}\d{6}(?!\d)"
)
_CODE = shipped()[Private.SMS_CODE]
_BETWEEN = rf"(?:[^\w\d]{{1,3}}{_CODE.between}){{0,4}}[^\w\d]{{1,4}}"
_NUMBERED = r"[^\d\n]{0,25}?(?:№|номер|nomer|number)[^\d\n]{0,4}?"
_CUED: tuple[tuple[Private, re.Pattern[str], Callable[[str], bool]], ...] = (
    (Private.SNILS, _cued(Private.SNILS, _many(11)), _looks_like_snils),
    (
        Private.PASSPORT,
        _cued(
            Private.PASSPORT,
            rf"\d\d{_S}\d\d(?:{_S}|[^\w\d]{{0,3}}(?:номер|nomer|number|no|n)[^\w\d]{{0,3}})\d{{6}}",
        ),
        _always,
    ),
    (Private.PASSPORT, _cued(Private.PASSPORT, rf"\d\d{_S}\d{{7}}|{_many(10)}"), _always),
    (Private.DEPARTMENT_CODE, _cued(Private.DEPARTMENT_CODE, rf"\d{{3}}{_S}\d{{3}}"), _always),
    (Private.POLICY, _cued(Private.POLICY, _many(16)), _always),
    (Private.CARD, _cued(Private.CARD, _many(13, 19)), _looks_like_card),
    (Private.INN, _cued(Private.INN, _many(12)), _always),
    (Private.BIRTH_CERTIFICATE, _cued(Private.BIRTH_CERTIFICATE, r"\d{6}", _NUMBERED), _always),
    (Private.ACCOUNT, _cued(Private.ACCOUNT, _many(20)), _always),
    (
        Private.CVC,
        _cued(Private.CVC, r"\d{3,4}", r"[^\w\d]{0,4}(?:код|kod|code|номер)?[^\w\d]{0,4}"),
        _always,
    ),
    (
        Private.SMS_CODE,
        re.compile(rf"{_CODE.words}{_BETWEEN}(?P<number>\d(?:[ -]?\d){{3,7}})(?![\d%]|[-.,/]\d)"),
        _is_not_public,
    ),
    (
        Private.SMS_CODE,
        re.compile(
            r"(?<![\d.,-])(?P<number>\d(?:[ -]?\d){3,7})\W{1,4}(?:это\s+)?"
            r"(?:код|kod|code)\s+(?:из|от|iz|from)\W"
        ),
        _always,
    ),
    (
        Private.SMS_CODE,
        re.compile(
            r"(?<!\w)(?:смс|sms|смске|эсэмэс)(?!\w)[^\d\n]{0,20}(?:цифры|пароль|пришло|пришли|cifry)\W{0,4}(?P<number>\d{4,8})(?!\d)"
        ),
        _is_not_public,
    ),
)
_UNLESS = {kind: re.compile(shipped()[kind].unless) for kind in Private}
_PHONE = re.compile(
    rf"(?<![\d.,])(?:\+?7|8)?{_S}(?:\(\d{{3,4}}\)|\d{{3}}){_S}\d{{2,3}}{_S}\d\d{_S}\d\d(?!\d)"
)
