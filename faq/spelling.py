"""Typos: words nobody knows, read as the known words they most likely are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.dictionary import Dictionary
from faq.folding import stem
from faq.slips import cost, near, sound
from faq.wording import EVERYDAY, Wording

SHORTEST, LENGTHY = 3, 30  # letters of what is corrected
SHORTEST_MEANT = 4  # of what it is read as: short words turn into each other
LONG = 7  # from this length on two slips are forgiven; shorter words turn into others («койота» → «квота»)
VERY_LONG = 9
ENDING = 2  # letters; words that differ there only are two forms of one
SELDOM = 3  # times; what the base says more often is a word of its own
MAX_WORDS = 12  # corrected in one message; more unknown words than that is no Russian question

# How seldom a word is met that nobody has heard of, by its length, and a form on no list of a known word; on
# the scale of `slips.cost` (docs/decisions/0058).
UNHEARD, UNHEARD_LETTER = 10.8, 0.08
RARE_FORM, RARE_FORM_LETTER = 10.6, -0.2
LONGEST = 12  # letters; from here on the length tells nothing
COMMON = 0.5  # how much it counts that a word is common; all of it would turn topics into small words
BASE = 0.5  # of what residents say, in the base's own words
UNLISTED = 1.0  # a form on no list is met more seldom than its stem tells
OWN_STEM = 5.5  # how seldom a stem of the base is met
COMMONEST_STEMS = 1000  # none is met more often than the one with this place

Shelves = Mapping[tuple[int, str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Speller:
    """`own` and `own_stems` are the base's by sound; `shelves` its words by length and the first sound."""

    wording: Wording
    own: Dictionary
    own_stems: Dictionary
    shelves: Shelves

    @classmethod
    def of(cls, wording: Wording) -> "Speller":
        """Sort the base's words so that one search reads only those that may be near.

        Editors write residents' slips into phrasings on purpose: these are not words of the base, else what
        is written «компинсация» would be right, and «госуслги» a slip of «госусуги».
        """
        doubtful = [word for word in wording.counts if _is_doubtful(word, wording)]
        judge = cls._knowing(wording.without(doubtful))
        return cls._knowing(wording.without(word for word in doubtful if judge.is_slip(word)))

    @classmethod
    def _knowing(cls, wording: Wording) -> "Speller":
        words = [word for word in _commonest(wording) if len(word) >= SHORTEST_MEANT and word.isalpha()]
        stems = [one for one in dict.fromkeys(map(stem, words)) if len(one) >= SHORTEST_MEANT]
        return cls(wording, Dictionary.of(words), Dictionary.of(stems), _shelved(words))

    def is_slip(self, word: str) -> bool:
        """Whether an unknown word is surely another one and no form of it: they differ inside only."""
        found = self._nearest(word)
        if found is None or OSA.distance(word, found) > (2 if len(word) >= VERY_LONG else 1):
            return False
        return sound(word)[:2] == sound(found)[:2] and word[-ENDING:] == found[-ENDING:]

    def is_near(self, word: str) -> bool:
        """Whether an unknown word is read as a known one."""
        return len(word) >= SHORTEST_MEANT and word.isalpha() and self._nearest(word) is not None

    def mended(self, text: str) -> str:
        """A plain text with its slips corrected."""
        said = text.split()
        return text if all(map(self.wording.knows, said)) else " ".join(self.corrected(said))

    def corrected(self, words: Sequence[str]) -> list[str]:
        """The words, each unknown one replaced by the known one it most likely is, if any."""
        left = MAX_WORDS
        result: list[str] = []
        for word in words:
            usual = SHORTEST <= len(word) <= LENGTHY and word.isalpha()
            if left and usual and not self.wording.knows(word):
                left -= 1
                result.append(self._as_said(word) or self._nearest(word) or self._form(word) or word)
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
        """What slips turned into this word more likely than that it is meant as it is."""
        least, found = self._rarity(word), None
        for other, rarity in self._candidates(word):
            if (total := rarity + cost(word, other)) < least:
                least, found = total, other
        return found

    def _rarity(self, word: str) -> float:
        """Of an unknown word that is meant as it is."""
        length = min(len(word), LONGEST)
        if self.wording.may_know(word):
            return RARE_FORM + RARE_FORM_LETTER * length
        return UNHEARD + UNHEARD_LETTER * length

    def _candidates(self, word: str) -> Iterator[tuple[str, float]]:
        """Known words near this one, each with how seldom it is met."""
        sounds = list(near(word))
        places: dict[str, int | None] = dict.fromkeys(one for one, _ in self.own.sounding(sounds))
        places |= dict.fromkeys(self._two_slips_away(word))
        language = self.wording.language
        for one, place in language.spelled.sounding(sounds):
            places[one] = min(places.get(one) or place, place if place < language.listed else EVERYDAY)
        most = 3 if len(word) >= LONG else 2  # what sounds nearly alike may be spelled quite otherwise
        spelled = list(places)
        distances = process.cdist([word], spelled, scorer=OSA.distance, score_cutoff=most, dtype=np.uint8)[0]
        for at in np.flatnonzero(distances <= most).tolist():
            yield spelled[at], self._seldom(spelled[at], places[spelled[at]])

    def _form(self, word: str) -> str | None:
        """A form of a known word, on no list itself, that ends like this one: «упрваляйку».

        The slip is inside the stem, neither in its first nor in its last letter.
        """
        begun = stem(word)
        if len(begun) < SHORTEST_MEANT or not word.startswith(begun) or self.wording.may_know(word):
            return None
        sounds = list(near(begun))
        found = dict.fromkeys((one for one, _ in self.own_stems.sounding(sounds)), OWN_STEM)
        for one, place in self.wording.language.spelled_stems.sounding(sounds):
            found[one] = -COMMON * log(_share_of(max(place, COMMONEST_STEMS)))
        costs = {
            one: UNLISTED + seldom + cost(begun, one)
            for one, seldom in found.items()
            if (one[0], one[-1]) == (begun[0], begun[-1]) and OSA.distance(begun, one) <= 2
        }
        likeliest = min(costs, key=lambda one: costs[one], default=None)
        if likeliest is None or costs[likeliest] >= self._rarity(word):
            return None
        return likeliest + word[len(begun) :]

    def _two_slips_away(self, word: str) -> Iterator[str]:
        """Words of the base that begin alike."""
        if len(word) < LONG:
            return
        for change in range(-2, 3):
            shelf = self.shelves.get((len(word) + change, sound(word)[:1]), ())
            for one, _, _ in process.extract(word, shelf, scorer=OSA.distance, score_cutoff=2, limit=5):
                yield one

    def _seldom(self, word: str, place: int | None) -> float:
        """By how often the base says a known word, and by its place in the language."""
        share = BASE * self.wording.counts[word] / self.wording.total
        if place is not None:
            share += _share_of(place)
        return -COMMON * log(share)


def _share_of(place: int) -> float:
    """Of what residents say, of the word with this place in the language (Zipf's law); 1 − BASE in all."""
    return (1 - BASE) / (12 * (place + 20))


def _is_doubtful(word: str, wording: Wording) -> bool:
    seldom = wording.counts[word] <= SELDOM and len(word) > SHORTEST and word.isalpha()
    return seldom and word not in wording.language.words


def _commonest(wording: Wording) -> list[str]:
    return sorted(wording.counts, key=lambda word: -wording.counts[word])


def _shelved(words: Iterable[str]) -> Shelves:
    shelves: dict[tuple[int, str], list[str]] = {}
    for word in words:
        shelves.setdefault((len(word), sound(word)[:1]), []).append(word)
    return shelves
