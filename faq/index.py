"""The phrasings of a base, indexed for every kind of evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from rapidfuzz import fuzz, process

from faq import plain_words, synonyms
from faq.chatter import are_like, topics
from faq.columns import Allowed, Column, nominated
from faq.elsewhere import names_any, unmentioned
from faq.entry import Entry
from faq.folding import MAX_QUESTION, STOP_WORDS, plain, stem, without_greeting, words
from faq.letters import Letters
from faq.lexical import Bm25, bag
from faq.matching import Evidence
from faq.own_name import OwnName
from faq.postings import Floats, Ints
from faq.repairing import repaired
from faq.spelling import Speller
from faq.wording import Wording

ANSWER_WEIGHT = 0.6  # an answer mentions much that its question is not about
BEGINNING = 4  # letters; «оформить» and «оформление», «ребёнок» and «ребёнка» begin alike


@dataclass(frozen=True, slots=True)
class Index:
    """Everything a search reads; never changed after it is built, so threads may share it."""

    entries: tuple[Entry, ...]
    spoken: tuple[str, ...]  # every phrasing, plain
    meant: tuple[str, ...]  # the same with everyday words explained and without the own name, for encoders
    own_name: OwnName
    phrasings: tuple[str, ...]  # the same, the words of each in alphabetical order
    owners: Ints
    speller: Speller
    elsewhere: frozenset[str]
    stems: Bm25
    starts: Bm25
    letters: Letters
    text: Letters
    known: frozenset[str]  # the same again, to see at once whether one is asked

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "Index":
        """Index at least one entry. Takes seconds for thousands of them."""
        written = [[_plain_words(text) for text in _phrasings(entry)] for entry in entries]
        names = [" ".join(map(_plain_words, (*one.keywords, one.municipality or ""))) for one in entries]
        answers = [_plain_words(entry.answer) for entry in entries]
        speller = Speller.of(Wording.of([*chain.from_iterable(written), *names, *answers]))
        grouped = [[speller.mended(text) for text in group] for group in written]
        titles = [" ".join([*group, name]) for group, name in zip(grouped, names, strict=True)]
        spoken = tuple(text for group in grouped for text in group)
        phrasings = tuple(map(_in_order, spoken))
        own_name = OwnName.of([entry.question for entry in entries])
        explained = map(plain_words.shipped().explained, spoken)
        owners = np.cumsum([0, *(len(group) for group in grouped)])[:-1]
        return cls(
            entries=tuple(entries),
            spoken=spoken,
            meant=tuple(map(own_name.dropped, explained)),
            own_name=own_name,
            phrasings=phrasings,
            known=frozenset(phrasings),
            owners=owners,
            speller=speller,
            elsewhere=unmentioned(speller.wording.stems),
            stems=Bm25.of([bag(_stems(title)) for title in titles]),
            starts=Bm25.of(_beginnings(titles, answers)),
            letters=Letters.of(spoken, owners, (2, 3, 4)),
            text=Letters.of(_joined(titles, answers), np.arange(len(entries)), (3,)),
        )

    def read(self, text: str) -> str:
        """A resident's message as it is compared: plain, without a greeting, repaired, not too long."""
        question = repaired(
            without_greeting(plain(text))[:MAX_QUESTION], self.speller.wording, self.speller.is_near
        )
        return " ".join(self.speller.corrected(words(without_greeting(question))))

    def scores(self, question: str) -> dict[str, Column]:
        """Columns of evidence, one number an entry; `question` as `read` gives it.

        A message of small words only («помогите», «как быть») has no topic: there is no evidence then.
        """
        said = question.split()
        stemmed = bag(_stems(question))
        if not stemmed:
            return {}
        meant = synonyms.shipped().others(said)
        return {
            "stems": Column(self.stems.scores(stemmed)),
            "starts": Column(self.starts.scores(bag(_starts(said)), bag(set(_starts(meant))))),
            "letters": self.letters.scores(question),
            "text": self.text.scores(question),
        }

    def evidence(
        self, question: str, scores: Mapping[str, Column], allowed: Allowed = None, strange: float = 0.0
    ) -> Evidence:
        """Evidence for the likeliest entries by `scores`, of any kinds; `allowed`: one flag an entry.

        `strange`: how near the question is to what other desks are asked, all encoders together.
        """
        candidates = nominated(scores.values(), allowed)
        columns = {name: column.at(candidates) for name, column in scores.items()}
        columns["order"] = self._order(question, candidates)
        said = question.split()
        covered = self.starts.covered(_starts(said))[candidates]
        if names_any(said, self.elsewhere):
            covered = np.zeros_like(covered)  # whatever else is said, it is said of another place
        return Evidence(candidates, columns, covered, columns["order"] == 1.0, strange)

    def _order(self, question: str, candidates: Ints) -> Floats:
        """Likeness to the likest phrasing, words in alphabetical order: typos do not fool it."""
        if not len(candidates):
            return np.zeros(0)
        ends = np.append(self.owners, len(self.phrasings))
        begun, ended = ends[candidates], ends[candidates + 1]
        places = zip(begun.tolist(), ended.tolist(), strict=True)  # a list is read faster, number by number
        texts: list[str] = []
        for begin, end in places:
            texts += self.phrasings[begin:end]
        sizes = ended - begun
        scores = process.cdist([_in_order(question)], texts, scorer=fuzz.ratio, dtype=np.float64)[0]
        return np.maximum.reduceat(scores, np.cumsum(sizes) - sizes) / 100

    def may_tell_of(self, question: str) -> bool:
        """Whether a word of it, or what it means, tells a topic that the base may have."""
        told = topics(question.split())
        meant = plain_words.shipped().explained(" ".join(told)).split()
        return are_like([*told, *topics(meant), *synonyms.shipped().others(told)], self.stems.vocabulary)

    def says(self, question: str) -> bool:
        """Whether a phrasing has exactly these words."""
        return _in_order(question) in self.known


def _plain_words(text: str) -> str:
    return " ".join(words(plain(text)))


def _in_order(text: str) -> str:
    return " ".join(sorted(text.split()))


def _phrasings(entry: Entry) -> list[str]:
    translated = [text.question for text in entry.translations.values()]
    return [entry.question, *entry.also, *translated]


def _stems(text: str) -> list[str]:
    return [stem(word) for word in text.split() if word not in STOP_WORDS]


def _starts(said: Iterable[str]) -> list[str]:
    return [word[:BEGINNING] for word in said if word not in STOP_WORDS]


def _beginnings(titles: Sequence[str], answers: Sequence[str]) -> list[dict[str, float]]:
    bags = []
    for title, answer in zip(titles, answers, strict=True):
        counted = bag(_starts(title.split()))
        for term, weight in bag(_starts(answer.split()), ANSWER_WEIGHT).items():
            counted[term] = counted.get(term, 0.0) + weight
        bags.append(counted)
    return bags


def _joined(titles: Sequence[str], answers: Sequence[str]) -> list[str]:
    return [f"{title} {answer}" for title, answer in zip(titles, answers, strict=True)]
