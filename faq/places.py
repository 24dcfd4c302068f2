"""Municipalities named in a question, among those that entries hold for."""

from collections.abc import Iterable
from dataclasses import dataclass

from faq.folding import plain, stem, words

# What kind of municipality it is says nothing about which one.
_KINDS = frozenset(
    map(
        stem,
        """
        город г городской сельский муниципальный район округ область село с поселок пос пгт рп деревня д
        станица ст хутор поселение сельсовет образование мо го мр зато
        """.split(),  # noqa: SIM905 - as in `faq.folding`
    )
)

# What else somebody says who is asked where they live.
_LIVING = frozenset(
    map(
        stem,
        """
        я мы живу живем проживаю проживаем прописан прописана в во из у нас это
        """.split(),  # noqa: SIM905 - as above
    )
)
SEAT = 4  # letters of a stem that may tell a municipality: Лиман, Лиманский район


@dataclass(frozen=True, slots=True)
class Places:
    """Municipalities as entries name them, each with the stems that a question must have to mean it."""

    stems: tuple[tuple[str, frozenset[str]], ...]

    @classmethod
    def of(cls, municipalities: Iterable[str]) -> "Places":
        """Those municipalities, each once."""
        return cls(tuple((name, own_stems(name)) for name in dict.fromkeys(municipalities)))

    def named(self, text: str) -> frozenset[str]:
        """The municipalities that a resident's words name in any case: «в Икрянинском районе»."""
        if not self.stems:
            return frozenset()
        said = {stem(word) for word in words(plain(text))}
        return frozenset(name for name, stems in self.stems if stems <= said)

    def known(self, municipality: str) -> str | None:
        """The same municipality as entries name it: «г. Астрахань» is «Астрахань»."""
        wanted = own_stems(municipality)
        return next((name for name, stems in self.stems if stems == wanted), None)

    def lived_in(self, text: str) -> str | None:
        """The municipality that an answer to «Где вы живёте?» names and nothing else: «в Икрянинском»."""
        said = own_stems(text) - _LIVING
        exact = next((name for name, stems in self.stems if stems == said), None)
        if exact is not None or len(said) != 1 or len(seat := next(iter(said))) < SEAT:
            return exact
        begun = [name for name, stems in self.stems if any(one.startswith(seat) for one in stems)]
        return begun[0] if len(begun) == 1 else None


def own_stems(name: str) -> frozenset[str]:
    """The stems that tell a municipality from all others; kinds («район») do not."""
    every = frozenset(stem(word) for word in words(plain(name)))
    return every - _KINDS or every
