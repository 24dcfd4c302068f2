"""The phrasings of a base, indexed for every kind of evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from faq.entry import Entry
from faq.folding import MAX_QUESTION, STOP_WORDS, plain, stem, without_greeting, words
from faq.lexical import Bag, Bm25, Letters, PhrasingWords, bag
from faq.matching import Evidence
from faq.postings import Floats, Ints

ANSWER_WEIGHT = 1 / 3  # an answer mentions much that its question is not about
CANDIDATES = 20  # from each kind of evidence; more finds nothing more


@dataclass(frozen=True, slots=True)
class Index:
    """Everything a search reads; never changed after it is built, so threads may share it."""

    entries: tuple[Entry, ...]
    phrasings: tuple[str, ...]
    owners: Ints
    titles: Bm25
    texts: Bm25
    phrasing_words: PhrasingWords
    letters: Letters

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "Index":
        """Index entries in the given order. Takes seconds for thousands of them."""
        grouped = [[" ".join(words(plain(text))) for text in _phrasings(entry)] for entry in entries]
        phrasings = tuple(text for group in grouped for text in group)
        owners = np.cumsum([0, *(len(group) for group in grouped)])[:-1]
        stemmed = [bag(stems(text)) for text in phrasings]
        titles, texts = _bags(entries, grouped)
        return cls(
            tuple(entries),
            phrasings,
            owners,
            Bm25.of(titles),
            Bm25.of(texts),
            PhrasingWords.of(stemmed, owners),
            Letters.of(phrasings, owners),
        )

    def read(self, text: str) -> str:
        """A resident's message as it is compared: plain, without a greeting, repaired, not too long."""
        return " ".join(words(without_greeting(plain(text))[:MAX_QUESTION]))

    def evidence(self, question: str, allowed: NDArray[np.bool_] | None = None) -> Evidence:
        """Evidence for the likeliest entries; `question` as `read` gives it; `allowed` one flag an entry."""
        query = bag(stems(question))
        full = {
            "titles": self.titles.scores(query),
            "texts": self.texts.scores(query),
            "words": self.phrasing_words.scores(query),
            "letters": self.letters.scores(question),
        }
        candidates = _best(full.values(), allowed)
        columns = {name: scores[candidates] for name, scores in full.items()}
        columns["order"] = self._order(question, candidates)
        return Evidence(candidates, columns, self._coverage(query))

    def _order(self, question: str, candidates: Ints) -> Floats:
        """rapidfuzz's `token_sort_ratio` to the likest phrasing: the tie-breaker that typos do not fool."""
        ends = np.append(self.owners, len(self.phrasings))
        scores = [
            max(fuzz.token_sort_ratio(question, text) for text in self.phrasings[ends[i] : ends[i + 1]])
            for i in candidates
        ]
        return np.array(scores) / 100

    def _coverage(self, query: Bag) -> float:
        total = sum(self.texts.weight_of(term) for term in query)
        known = sum(self.texts.weight_of(term) for term in query if term in self.texts.vocabulary)
        return known / total if total else 0.0


def stems(text: str) -> list[str]:
    """The stems of a text's words, without the words that carry no topic."""
    return [stem(word) for word in text.split() if word not in STOP_WORDS]


def _phrasings(entry: Entry) -> list[str]:
    translated = [text.question for text in entry.translations.values()]
    return [entry.question, *entry.also, *translated]


def _bags(entries: Sequence[Entry], grouped: Sequence[Sequence[str]]) -> tuple[list[Bag], list[Bag]]:
    titles: list[Bag] = []
    texts: list[Bag] = []
    for entry, group in zip(entries, grouped, strict=True):
        keywords = (" ".join(words(plain(text))) for text in entry.keywords)
        title = bag(s for text in (*group, *keywords) for s in stems(text))
        text = dict(title)
        for term, weight in bag(stems(" ".join(words(plain(entry.answer)))), ANSWER_WEIGHT).items():
            text[term] = text.get(term, 0.0) + weight
        titles.append(title)
        texts.append(text)
    return titles, texts


def _best(columns: Iterable[Floats], allowed: NDArray[np.bool_] | None) -> Ints:
    """The numbers of the entries that are among the best of any column and have some evidence."""
    chosen: set[int] = set()
    for scores in columns:
        usable = scores if allowed is None else np.where(allowed, scores, 0.0)
        top = np.argpartition(-usable, min(CANDIDATES, len(usable) - 1))[:CANDIDATES]
        chosen.update(int(i) for i in top if usable[i] > 0)
    return np.array(sorted(chosen), dtype=np.int64)
