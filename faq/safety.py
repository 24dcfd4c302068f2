"""Danger, and what the base must not be asked: found by an editor's rules before any search."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path

from faq.folding import plain, stem, words
from faq.repairing import repaired
from faq.translated import LANGUAGE, ORIGINAL
from faq.wording import Wording, russian

SAFETY = Path(__file__).with_name("safety.toml")

APART = 4  # other words that may stand among those of one line
RUN = 4  # words that may be joined by _
# Letters of a stem from which on one slip is forgiven; shorter ones turn into other words. English words are
# more alike: «heard» and «heart», «painted» and «fainted».
FUZZY, FUZZY_LATIN = 5, 8
LATIN = 150  # characters of a message in Latin letters that are read as Russian
REMEMBERED = 20_000  # words
SHORT, MESSAGES = 200, 1000  # characters of messages that are remembered, and how many of them
KINDS = ("when", "always", "unless")  # lists of lines that a rule may have
EXACT = "="  # before a word that counts in this form only
_EXACT = re.compile(r"(?<=[\s\"|_])=([а-яёА-ЯЁ]+)")

Run = tuple[str, ...]  # words right beside each other, by their keys


class BadRules(Exception):
    """The file of rules cannot be used; the text says why, in Russian, for whoever edits it.

    `rule` counts from 0, None for the whole file; `name` is its id.
    """

    def __init__(self, reason: str, rule: int | None = None, name: str = "") -> None:
        place = "safety.toml" if rule is None else f"safety.toml, правило {name or rule + 1}"
        super().__init__(f"{place}: {reason}")
        self.reason, self.rule, self.name = reason, rule, name


@dataclass(frozen=True, slots=True)
class Rule:
    """What is said when such a message comes, and whether a person is called to it.

    `translations` are by language, Russian among them; `title` is for the staff, `entries` of the knowledge
    base say more. `longest`: in a message of more words the rule is not looked for, 0: in any.
    """

    id: str
    title: str
    pages: bool
    translations: Mapping[str, str]
    entries: tuple[str, ...] = ()
    longest: int = 0

    def text(self, language: str) -> str:
        """In that language, else in Russian."""
        return self.translations.get(language) or self.translations[ORIGINAL]


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a rule: it is found when every slot is, not far from each other, in any order.

    `kind`: `when`, `unless`, or `always`, which no `unless` silences.
    """

    rule: int
    slots: tuple[frozenset[Run], ...]
    kind: str


@dataclass
class Rules:
    """All rules, the gravest first, made ready once. A message costs some microseconds, whatever is in it."""

    rules: tuple[Rule, ...] = ()
    lines: tuple[_Line, ...] = ()
    places: dict[Run, list[tuple[int, int]]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for number, line in enumerate(self.lines):
            for slot, runs in enumerate(line.slots):
                for run in runs:
                    self.places.setdefault(run, []).append((number, slot))
        self._known = frozenset(key for run in self.places for key in run)
        self._near = _slips(key for key in self._known if EXACT not in key and _is_long(key))
        self._begun: dict[str | None, list[tuple[Run, int, int]]] = {}  # runs by their first words
        for run, places in self.places.items():
            self._begun.setdefault(run[0], []).extend((run, line, slot) for line, slot in places)
        self._key = lru_cache(REMEMBERED)(self._found_key)
        self._short = lru_cache(MESSAGES)(self._found)

    def first(self, text: str) -> Rule | None:
        """The gravest rule a message falls under. Any string is taken; typos and Latin letters are read."""
        return self._short(text) if len(text) <= SHORT else self._found(text)

    def _found(self, text: str) -> Rule | None:
        said = plain(text) if self.rules else ""
        if not said:
            return None
        found = self._first(words(said))
        if found is None and said[:LATIN].isascii() and any(map(str.isalpha, said[:LATIN])):
            found = self._first(words(repaired(said[:LATIN], self._wording)))
        return found

    @cached_property
    def _wording(self) -> Wording:
        return Wording.of(key.removeprefix(EXACT) for key in self._known)

    def _first(self, said: Sequence[str]) -> Rule | None:
        matched = [self.lines[one] for one in self._matched([self._key(word) for word in said])]
        excluded = {line.rule for line in matched if line.kind == "unless"}
        excluded -= {line.rule for line in matched if line.kind == "always"}
        for number in sorted({line.rule for line in matched} - excluded):
            rule = self.rules[number]
            if not rule.longest or len(said) <= rule.longest:
                return rule
        return None

    def _matched(self, keys: list[str | None]) -> set[int]:
        found = self._where(keys)
        seen: dict[int, dict[int, int]] = {}  # of each line, where its slots were found last
        matched: set[int] = set()
        for line, slot, at in found:
            last = seen.setdefault(line, {})
            last[slot] = at
            slots = len(self.lines[line].slots)
            if len(last) == slots and at - min(last.values()) < slots + APART:
                matched.add(line)
        return matched

    def _where(self, keys: list[str | None]) -> list[tuple[int, int, int]]:
        """Line, slot and place of every run, of those lines only that have all their slots somewhere."""
        found: list[tuple[int, int, int]] = []
        had: dict[int, int] = {}  # of each line, the slots that were found: a bit each
        for at, key in enumerate(keys):
            for run, line, slot in self._begun.get(key, ()):
                if len(run) == 1 or tuple(keys[at : at + len(run)]) == run:
                    found.append((line, slot, at))
                    had[line] = had.get(line, 0) | 1 << slot
        whole = {line for line, slots in had.items() if slots == (1 << len(self.lines[line].slots)) - 1}
        return [one for one in found if one[0] in whole] if whole else []

    def _found_key(self, word: str) -> str | None:
        """The stem if a rule knows it, or the one it is a slip of; None for all other words."""
        if EXACT + word in self._known:
            return EXACT + word
        key = stem(word)
        if key in self._known:
            return key
        if len(key) < FUZZY - 1 or word in russian().words:
            return None
        return next((self._near[one] for one in (key, *_without_one(key)) if one in self._near), None)


def read(text: str) -> Rules:
    """The rules of a file's text. Raises BadRules."""
    try:
        found = tomllib.loads(text).get("rule", [])
    except tomllib.TOMLDecodeError as error:
        raise BadRules(f"файл не читается: {error}") from None
    tables = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    rules, lines = [], []
    exact = frozenset(word for one in _EXACT.findall(text) for word in words(plain(one)))
    for number, table in enumerate(tables):
        try:
            rules.append(_rule(table))
            for kind in KINDS:
                lines += [_line(one, number, kind, exact) for one in _listed(table, kind)]
        except BadRules as error:
            raise BadRules(error.reason, number, str(table.get("id") or "")) from None
    if not rules:
        raise BadRules("нет ни одного [[rule]]")
    return Rules(tuple(rules), tuple(lines))


@cache
def shipped() -> Rules:
    """The rules that come with the bot. Raises BadRules."""
    try:
        return read(SAFETY.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadRules(f"файл не читается: {error}") from None


def _rule(table: Mapping[str, object]) -> Rule:
    id_, title, when = table.get("id"), table.get("title"), table.get("when")
    texts = {key: said for key, said in table.items() if LANGUAGE.fullmatch(key) and isinstance(said, str)}
    pages, longest = table.get("pages", False), table.get("longest", 0)
    entries = table.get("entries", [])
    if not (isinstance(id_, str) and id_ and isinstance(title, str) and title):
        raise BadRules("нужны id и title, тексты в кавычках")
    if not isinstance(when, list) or not when:
        raise BadRules("нужен список when, хотя бы с одной строкой")
    if not isinstance(pages, bool) or not isinstance(longest, int) or not isinstance(entries, list):
        raise BadRules("pages — true или false, longest — число, entries — список")
    told = {language: str(text).strip() for language, text in texts.items()}
    if not told.get(ORIGINAL):
        raise BadRules("нужен текст ru")
    for language, text in told.items():
        if pages and not any(map(str.isdigit, text.partition("\n")[0])):
            raise BadRules(f"в первой строке текста {language} нужен номер телефона")
    return Rule(id_, title, pages, told, tuple(map(str, entries)), longest)


def _listed(table: Mapping[str, object], kind: str) -> list[object]:
    found = table.get(kind, [])
    if not isinstance(found, list):
        raise BadRules(f"{kind} — список строк в квадратных скобках")
    return found


def _line(text: object, rule: int, kind: str, exact: frozenset[str]) -> _Line:
    slots = tuple(frozenset(_run(one, exact) for one in slot.split("|") if one) for slot in str(text).split())
    if not slots or not all(slots):
        raise BadRules("пустая строка в when, always или unless")
    return _Line(rule, slots, kind)


def _run(text: str, exact: frozenset[str]) -> Run:
    said = words(plain(text.replace("_", " ")))
    run = tuple(EXACT + word if word in exact else stem(word) for word in said)
    if not 0 < len(run) <= RUN:
        raise BadRules(f"«{text}» — нужны слова, не больше {RUN} через _")
    return run


def _is_long(key: str) -> bool:
    return len(key) >= (FUZZY_LATIN if key.isascii() else FUZZY)


def _slips(keys: Iterable[str]) -> dict[str, str]:
    """Each key with up to one letter left out → the key: two of them that meet are one slip apart."""
    return {one: key for key in sorted(keys) for one in (*_without_one(key), key)}


def _without_one(key: str) -> list[str]:
    return [key[:at] + key[at + 1 :] for at in range(len(key))]
