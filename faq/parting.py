"""A message taken apart: the questions in it, each with what was said about it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from faq.folding import MAX_QUESTION, MAX_RAW, plain, without_greeting
from faq.knowledge_base import Outdated, Sure, Unsure, Verdict
from faq.leaning import points_back, topic

OWN_WORDS = 2  # words of a topic that a question needs to stand by itself: «как убрать?» has one
SHORT, REMEMBERED = 200, 1000  # characters of messages that are remembered, and how many of them
MOST = 30  # sentences; a longer text is a story or a document, and not taken apart

# A sentence ends here; «д. 5» and «1.5» have no end of a sentence in them.
_END = re.compile(r"(?<=[?!…])(?![?!….)»\"\s])|(?<=[?!…])\s+|(?<=[^\W\d_]{3}\.)\s+|\n+")
_SPACE = re.compile(r"[^\S\n]+")
_ITEM = re.compile(r"(?:(?:^|(?<=\s))(\d{1,2})\)|(?:^|(?<=\n)|(?<=[.?!:;] ))(\d{1,2})\.)\s*(?=[^\W\d_])")
_MORE = (
    r"(?:(?:и|а)\s+)?ещ[её]\s+(?:такой\s+|один\s+|хотела?\s+|хочу\s+)*(?:вопрос|с?просить|узнать)|"
    r"(?:и|а)\s+ещ[её]|а\s+также|(?:и\s+)?заодно|кроме\s+того|(?:и\s+)?второй\s+вопрос|(?:и\s+)?во-вторых"
)
_QUESTION_WORD = (
    r"(?:(?:в|во|на|с|со|до|из|от|по|за|у|к|ко|для|о|об|при|через)\s+)?"
    r"(?:как(?:ой|ая|ое|ие|их|ую|ого|ому|им)?|где|куда|откуда|когда|сколько|кто|кому|кого|чем|что|чей|почему|"
    r"зачем|можно|нужно|надо|положен[аоы]?)\b"
)
_JOINT = re.compile(rf"(?<!\bи)(?<!\bа)[,;]?\s+(?=(?:{_MORE})[\s,:—-]+{_QUESTION_WORD})", re.IGNORECASE)
_AND = re.compile(rf"[,;]?\s+и\s+(?={_QUESTION_WORD})", re.IGNORECASE)
_MORE_FIRST = re.compile(rf"^\W*(?:{_MORE}|также)\b[\s,:—-]*", re.IGNORECASE)
_QUESTION_FIRST = re.compile(rf"^\W*(?:(?:а|и|но|ну|вот|тогда)\s+)*{_QUESTION_WORD}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a message with the sentences around it; `apart`: the writer set it off as another."""

    text: str
    apart: bool


def parts(text: str) -> tuple[Part, ...]:
    """The questions a message may consist of, in order; one part, the whole text, when it is a single one.

    Sentences that ask nothing belong to the question after them, and at the end to the one before; those
    that say nothing are left out.
    """
    return _short_parts(text) if len(text) <= SHORT else _parts(text)


def _parts(text: str) -> tuple[Part, ...]:
    found: list[Part] = []
    waiting: list[str] = []
    named = 0  # words that tell what the waiting sentences are about
    for said, asks, apart in _sentences(_SPACE.sub(" ", text[:MAX_RAW]).strip()):
        if apart and not found and named >= OWN_WORDS:  # «… и ещё вопрос»: so that was one too
            found.append(Part(" ".join(waiting), False))
            waiting = []
        waiting.append(said)
        named += len(topic(said))
        if not asks:
            continue
        if _stands_alone(said, apart) or (not found and named):
            found.append(Part(" ".join(waiting), apart))
        elif found:
            found[-1] = Part(" ".join([found[-1].text, *waiting]), found[-1].apart)
        else:
            continue
        waiting, named = [], 0
    if len(found) < 2:
        return (Part(text, False),)
    found[-1] = Part(" ".join([found[-1].text, *waiting]), found[-1].apart)
    return tuple(found)


_short_parts = lru_cache(REMEMBERED)(_parts)


def are_several(found: Sequence[Part], verdicts: Sequence[Verdict], whole: Verdict) -> bool:
    """Whether the parts, each looked up, are several questions indeed, or one in several sentences.

    Who set them apart means several. Otherwise the base must know two of them as different ones; should it
    be sure of the message as a whole, one of them must have that very answer.
    """
    firsts = [_first(verdict) for verdict in verdicts]
    known = set(firsts) - {None}
    if len(known) > 1:
        alike = not isinstance(whole, Sure) or whole.entry in [
            verdict.entry for verdict in verdicts if isinstance(verdict, Sure)
        ]
        return alike or any(part.apart for part in found)
    unknown = (part for part, first in zip(found, firsts, strict=True) if first is None)
    return bool(known) and any(part.apart for part in unknown)


def _first(verdict: Verdict) -> str | None:
    match verdict:
        case Sure(entry) | Outdated(entry) | Unsure(entries=(entry, *_)):
            return entry.id
        case _:
            return None


def _sentences(text: str) -> Iterator[tuple[str, bool, bool]]:
    """What is said, with whether it asks and whether as another question; none for a single sentence."""
    pieces = _pieces(text)
    for piece, is_apart in pieces if 1 < len(pieces) <= MOST else ():
        said = _MORE_FIRST.sub("", piece, count=1) or piece
        asks = is_apart or _asks(said)
        if asks or topic(said):
            yield said, asks, asks and (is_apart or said != piece)


def _pieces(text: str) -> list[tuple[str, bool]]:
    """Sentences and numbered items, with whether the form alone sets them apart from the rest."""
    items = list(_ITEM.finditer(text))
    if len(items) > 1 and [int(item[1] or item[2]) for item in items] == list(range(1, len(items) + 1)):
        starts = [item.start() for item in items]
        ends = [*starts[1:], len(text)]
        numbered = (text[start:end] for start, end in zip([0, *starts[1:]], ends, strict=True))
        return [(_ITEM.sub("", item, count=1).strip(), True) for item in numbered]
    found = []
    for sentence in _END.split(text):
        pieces = [piece.strip() for piece in _JOINT.split(sentence)]
        found += [(part, len(pieces) > 1) for piece in pieces if piece for part in _by_and(piece)]
    return found


def _by_and(piece: str) -> list[str]:
    """«Где взять справку и как записать в сад»: two, when each asks and stands alone."""
    halves = _AND.split(piece)
    return halves if all(_asks(half) and _stands_alone(half, apart=False) for half in halves) else [piece]


def _asks(said: str) -> bool:
    if said.rstrip(' )»"').endswith("?"):
        return True
    return bool(_QUESTION_FIRST.match(without_greeting(plain(said[:MAX_QUESTION]))))


def _stands_alone(said: str, apart: bool) -> bool:
    return len(topic(said)) >= (1 if apart else OWN_WORDS) and not points_back(said)
