"""A question put to every kind of evidence, the cheap ones first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from faq.columns import Allowed
from faq.index import Index
from faq.matching import INCOMPLETE, LEXICAL, NOTHING, SAME_WORDS, Evidence, Weighed, Weights, nearness, weigh
from faq.meaning import LARGE, Meaning

SAMPLE = 100  # titles asked of the base without their own entries
# In a large base the slow stage is left out where it would hardly change anything (docs/decisions/0020).
STRANGE = 0.15  # the chance to be known below which nothing would be found either
CLEAR = 0.4  # the chance of the first entry from which it would stay the first


@dataclass(frozen=True, slots=True)
class Stage:
    """One pass over the evidence: what it adds, and how all of it so far is weighed in this base.

    From the score `enough` the slower stages are not asked: they would say the same, only later.
    """

    meanings: tuple[Meaning, ...]
    weights: Weights
    near: float
    enough: float


@dataclass(frozen=True, slots=True)
class Found:
    """Entry numbers with scores, and the weights that gave them: these say what is sure and unknown."""

    weighed: Weighed
    weights: Weights

    @property
    def score(self) -> float:
        """The first entry's, 0 when there is none."""
        return self.weighed.scores[0] if self.weighed.scores else 0.0

    @property
    def is_sure(self) -> bool:
        """The first entry is the answer."""
        return self.score >= self.weights.sure

    @property
    def is_unknown(self) -> bool:
        """The base most likely has no answer."""
        return self.weighed.known < self.weights.unknown

    @property
    def is_settled(self) -> bool:
        """A slower stage would hardly change the first entry or the verdict.

        What scores more than INCOMPLETE is not settled: it may become sure.
        """
        clear = self.weighed.top >= CLEAR and self.score <= INCOMPLETE
        return clear or self.weighed.known < STRANGE


@dataclass(frozen=True, slots=True)
class Search:
    """An index and the stages of asking it. Nothing changes, so threads may share one."""

    index: Index
    stages: tuple[Stage, ...]

    @classmethod
    def of(cls, index: Index, meanings: Sequence[Meaning], weights: Mapping[str, Weights]) -> "Search":
        """Measure the base for the weights in use: up to a second for thousands of entries."""
        quick = tuple(one for one in meanings if one.encoder.is_quick)
        slow = tuple(one for one in meanings if not one.encoder.is_quick)
        found = neighbours(index, meanings)
        stages: list[Stage] = []
        for added in ((), quick, slow):
            if added or not stages:
                so_far = [one for stage in stages for one in stage.meanings] + [*added]
                its = weights[kind_of(so_far)]
                enough = its.sure if added else SAME_WORDS
                stages.append(Stage(added, its, nearness(found, its.columns), enough))
        return cls(index, tuple(stages))

    @property
    def meanings(self) -> tuple[Meaning, ...]:
        """What encoders add, over all stages."""
        return tuple(meaning for stage in self.stages for meaning in stage.meanings)

    def find(self, text: str, allowed: Allowed, limit: int) -> Found:
        """The likeliest of the `allowed` entries (all of them if None) for any text."""
        question = self.index.read(text)
        scores = self.index.scores(question)
        found = Found(NOTHING, self.stages[0].weights)
        strange = 0.0
        for stage in self._stages(question) if scores else ():
            for meaning in stage.meanings:
                vector = meaning.vector(question)
                scores |= meaning.scores(vector)
                strange += meaning.strangeness(vector)
            evidence = self.index.evidence(question, scores, allowed, strange)
            found = Found(weigh(evidence, stage.weights, stage.near, limit), stage.weights)
            settled = stage.meanings and len(self.index.entries) >= LARGE and found.is_settled
            if found.score >= stage.enough or settled:
                break
        if not self.meanings and not self.index.says(question) and not self.index.may_tell_of(question):
            return replace(found, weighed=found.weighed.doubted())
        return found

    def _stages(self, question: str) -> tuple[Stage, ...]:
        """Words and letters alone end the search in the very words of a phrasing only."""
        return self.stages if len(self.stages) == 1 or self.index.says(question) else self.stages[1:]


def kind_of(meanings: Sequence[Meaning]) -> str:
    """Which weights fit what these encoders tell."""
    speeds = {meaning.encoder.is_quick for meaning in meanings}
    return "+".join(name for name, speed in (("quick", True), ("deep", False)) if speed in speeds) or LEXICAL


def neighbours(index: Index, meanings: Sequence[Meaning]) -> list[Evidence]:
    """What speaks for the other entries when the title of one is asked, for a sample of the entries."""
    found = []
    for entry in range(0, len(index.entries), max(1, len(index.entries) // SAMPLE)):
        question = index.spoken[index.owners[entry]]
        scores = index.scores(question)
        for meaning in meanings:
            scores |= meaning.scores(meaning.vector_of(entry))
        others = np.arange(len(index.entries)) != entry
        found.append(index.evidence(question, scores, others))
    return found
