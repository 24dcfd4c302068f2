"""One question and its answer, per language, and the shelf they stand on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from faq.appeal import AppealKind
from faq.deadline import Deadline
from faq.office import Office, OfficeKind
from faq.route import Route, Step


@dataclass(frozen=True, slots=True)
class Translation:
    """The question and the answer in one language."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What an editor wrote about one question; the Russian text is the original.

    `id` and `subject` are ids as in the files; `authority` and `channels` are ids known to the shelf.
    `valid_from` and `valid_until` are both inclusive.
    """

    id: str
    subject: str
    question: str
    answer: str
    also: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    authority: str | None = None
    channels: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    term: str | None = None
    source: str | None = None
    owner: str | None = None
    verified: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    municipality: str | None = None
    department: str | None = None
    translations: Mapping[str, Translation] = field(default_factory=lambda: MappingProxyType({}))

    def in_language(self, lang: str) -> Translation:
        """The text in `lang` (two letters), or in Russian where there is no translation."""
        return self.translations.get(lang) or Translation(self.question, self.answer)

    def title(self, lang: str) -> str:
        """The question in `lang`, behind the municipality it is about: two may have the same question."""
        said = self.in_language(lang).question
        return f"{self.municipality}: {said}" if self.municipality else said

    def valid_on(self, day: date) -> bool:
        """Whether the entry may be shown on `day`."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Subject:
    """One file of entries; `id` is the file's name without `.toml`. `titles` are by language."""

    id: str
    title: str
    order: int
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def called(self, lang: str) -> str:
        """The title in `lang` (two letters), or in Russian."""
        return self.titles.get(lang, self.title)


@dataclass(frozen=True, slots=True)
class AuthorityWords:
    """What residents read of an authority in one language."""

    name: str
    decides: str = ""


@dataclass(frozen=True, slots=True)
class Authority:
    """Who decides, and what."""

    id: str
    name: str
    decides: str
    receives: bool = True  # appeals: those of private companies and ourselves do not
    translations: Mapping[str, AuthorityWords] = field(default_factory=lambda: MappingProxyType({}))

    def in_language(self, lang: str) -> AuthorityWords:
        """The words in `lang` (two letters), each in Russian where it has none."""
        said = self.translations.get(lang) or AuthorityWords(self.name)
        return said if said.decides else replace(said, decides=self.decides)


@dataclass(frozen=True, slots=True)
class Channel:
    """Where to apply: a site, a telephone, or an office. `names` are by language."""

    id: str
    name: str
    url: str | None = None
    phone: str | None = None
    note: str | None = None
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def called(self, lang: str) -> str:
        """The name in `lang` (two letters), or in Russian."""
        return self.names.get(lang, self.name)


@dataclass(frozen=True, slots=True)
class Template:
    """A ready reply of operators. `text` may hold variables: {имя}. `departments`: ids, () for all."""

    id: str
    title: str
    text: str
    departments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything loaded: mappings by id, subjects by their `order`, entries as in the files."""

    subjects: Mapping[str, Subject]
    entries: Mapping[str, Entry]
    authorities: Mapping[str, Authority]
    channels: Mapping[str, Channel]
    templates: Mapping[str, Template] = field(default_factory=lambda: MappingProxyType({}))
    appeals: Mapping[str, AppealKind] = field(default_factory=lambda: MappingProxyType({}))
    deadlines: Mapping[str, Deadline] = field(default_factory=lambda: MappingProxyType({}))
    routes: Mapping[str, Route] = field(default_factory=lambda: MappingProxyType({}))
    kinds: Mapping[str, OfficeKind] = field(default_factory=lambda: MappingProxyType({}))
    offices: Mapping[str, Office] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def steps(self) -> Mapping[str, Step]:
        """The steps of all routes, for their ids: those of two routes may be the same."""
        return {step.id: step for route in self.routes.values() for step in route.steps}
