"""Typos: words nobody knows, read as the known words they are nearest to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import inf

from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.wording import Wording, russian

SHORTEST = 4
LONG = 7  # from this length on two slips are forgiven; shorter words turn into others («койота» → «квота»)
VERY_LONG = 9
SELDOM = 3  # times; what the base says more often is a word of its own
MAX_WORDS = 12  # corrected in one message; more unknown words than that is no Russian question
FOREIGN = 0.5  # of a slip: a word of the base is meant rather than one as near of the language

# How unstressed vowels are confused («атказ», «пиресчет», «еденое»), and what sounds alike.
_AS_HEARD = str.maketrans("оеэяыё", "аииииа")

Shelves = Mapping[tuple[int, str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Speller:
    """The words that are suggested by length and first letter: the base's, the commonest first."""

    wording: Wording
    shelves: Shelves

    @classmethod
    def of(cls, wording: Wording) -> "Speller":
        """Sort the base's words so that one search reads only those that may be near.

        Editors write residents' slips into phrasings on purpose: these are not words of the base, else what
        is written «компинсация» would be right, and «госуслги» a slip of «госусуги».
        """
        doubtful = [word for word in wording.counts if _is_doubtful(word, wording)]
        trusted = wording.without(doubtful)
        judge = cls(trusted, _shelved(_commonest(trusted)))
        slips = [word for word in doubtful if judge.is_slip(word)]
        found = wording.without(slips)
        return cls(found, _shelved(_commonest(found)))

    def is_slip(self, word: str) -> bool:
        """Whether an unknown word is surely another one: near to it, nearer still by ear."""
        found = self._nearest(word)
        allowed = 2 if len(word) >= VERY_LONG else 1
        return (
            found is not None
            and OSA.distance(word, found) <= allowed
            and OSA.distance(word.translate(_AS_HEARD), found.translate(_AS_HEARD)) <= 1
        )

    def mended(self, text: str) -> str:
        """A plain text with its slips corrected."""
        said = text.split()
        return text if all(map(self.wording.knows, said)) else " ".join(self.corrected(said))

    def corrected(self, words: Sequence[str]) -> list[str]:
        """The words, each unknown one replaced by the nearest known one if any is near enough."""
        left = MAX_WORDS
        result: list[str] = []
        for word in words:
            if left and len(word) >= SHORTEST and word.isalpha() and not self.wording.knows(word):
                left -= 1
                result.append(self._as_said(word) or self._nearest(word) or word)
            else:
                result.append(word)
        return result

    def _as_said(self, word: str) -> str | None:
        """«записаца» as it is written."""
        if not word.endswith("ца"):
            return None
        begun = word.removesuffix("ца").removesuffix("ц")
        return next((one for end in ("ться", "тся") if self.wording.knows(one := begun + end)), None)

    def _nearest(self, word: str) -> str | None:
        """Fewest slips first, the base's words before others, then the nearest length, then the commonest."""
        # What may be a rare form of another word must be very near to one of the base to be a slip.
        forgiven = 2 if len(word) >= LONG and not self.wording.may_know(word) else 1
        best = _Best(word)
        best.look(self.shelves, forgiven, 0.0)
        if not self.wording.may_know(word):
            best.look(_everyday(), 1, FOREIGN)
            best.look(_language(), 1, FOREIGN)
        return best.found


class _Best:
    """The nearest word so far."""

    def __init__(self, word: str) -> None:
        self.found: str | None = None
        self._word, self._heard = word, word.translate(_AS_HEARD)
        self._cost = inf

    def look(self, shelves: Shelves, slips: int, dearer: float) -> None:
        """At the words of about the same length and beginning."""
        for change in sorted(range(-slips, slips + 1), key=abs):
            shelf = shelves.get((len(self._word) + change, self._heard[0]), ())
            near = process.extract(self._word, shelf, scorer=OSA.distance, score_cutoff=slips, limit=5)
            for found, distance, _ in near:
                # Vowels confused by ear are the likeliest slip of all.
                by_ear = OSA.distance(self._heard, found.translate(_AS_HEARD))
                cost = (distance + by_ear) / 2 + dearer
                if cost < self._cost:
                    self._cost, self.found = cost, found


def _is_doubtful(word: str, wording: Wording) -> bool:
    seldom = wording.counts[word] <= SELDOM and len(word) > SHORTEST and word.isalpha()
    return seldom and word not in wording.language.words


def _commonest(wording: Wording) -> list[str]:
    return sorted(wording.counts, key=lambda word: -wording.counts[word])


def _shelved(words: Iterable[str]) -> Shelves:
    shelves: dict[tuple[int, str], list[str]] = {}
    for word in words:
        if len(word) >= SHORTEST and word.isalpha():
            shelves.setdefault((len(word), word[0].translate(_AS_HEARD)), []).append(word)
    return shelves


@cache
def _language() -> Shelves:
    return _shelved(russian().commonest)


@cache
def _everyday() -> Shelves:
    return _shelved(russian().everyday)
