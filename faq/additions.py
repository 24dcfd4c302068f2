"""One entry added to a base, or phrasings to one of its entries, as an editor would have written them."""

import re
import tempfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from faq import revision
from faq.entry import Entry, Shelf, Subject
from faq.fields import MAX_QUESTION, length
from faq.folding import STOP_WORDS, plain, words
from faq.loading import load
from faq.merging import Wish, merged
from faq.revision import Files

MOST_PHRASINGS = 20  # added at once: more of the same words teach the search little
MOST_OF_ONE = 200  # phrasings that the loader takes in one entry
SUBJECT = Subject("other", "Разное", 1000)  # of the first entry of all
_ID_WORDS, _ID_LENGTH = 4, 48
_LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f h c ch sh sch . y . e yu ya".split(" "),  # noqa: SIM905
        strict=True,
    )
)
_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,2}[.)])\s")


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be; `subject` is an id, that of a subject which is not there yet is not used."""

    subject: str
    question: str
    answer: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MorePhrasings:
    """Other words for what an entry answers."""

    entry_id: str
    also: tuple[str, ...]


Addition = NewEntry | MorePhrasings


def added(addition: Addition, base: Files) -> tuple[Entry, Files]:
    """The entry as it will be, and the files that become others. CPU work: call it in a thread.

    Everything else in the files stays as the editor wrote it. Raises BadBase for a file that cannot be
    changed piece by piece, KeyError for an entry that is not there.
    """
    with tempfile.TemporaryDirectory(prefix="faq-") as root:
        revision.lay_out(base, Path(root))
        folder = Path(root, revision.ENTRIES)
        old = load(folder) if any(folder.iterdir()) else Shelf({}, {}, {}, {})
        entry = _entry(addition, old)
        subject = old.subjects.get(entry.subject, SUBJECT)
        wish = Wish({subject.id: subject}, {entry.id: entry}, frozenset())
        contents = merged(folder, old, wish)
        changed = {revision.ENTRIES + path.name: content for path, content in contents.items() if content}
    return entry, changed


def _entry(addition: Addition, old: Shelf) -> Entry:
    match addition:
        case MorePhrasings(entry_id, also):
            entry = old.entries[entry_id]
            said = [entry.question, *entry.also]
            new = _new(also, said)[: MOST_OF_ONE - len(entry.also)]
            return replace(entry, also=(*entry.also, *new))
        case NewEntry(subject, question, answer, also):
            place = subject if subject in old.subjects else next(iter(old.subjects), SUBJECT.id)
            asked = _line(question)
            asked = asked[:1].upper() + asked[1:]
            id_ = _free_id(place, asked, old.entries)
            return Entry(id_, place, asked, _markup(answer), tuple(_new(also, [asked])))


def _new(also: Iterable[str], said: Iterable[str]) -> list[str]:
    """Those that say it in other words, as lines that a field may hold."""
    known = {_bare(text) for text in said}
    lines = {_bare(text): _line(text) for text in also}
    fitting = [line for key, line in lines.items() if key and key not in known]
    return [line for line in fitting if line][:MOST_PHRASINGS]


def _bare(text: str) -> str:
    return " ".join(words(plain(text)))


def _line(text: str) -> str:
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    while length(line) > MAX_QUESTION:
        line = line[:-1]
    return line


def _markup(answer: str) -> str:
    """Lines as they were sent: the markup of entries joins them unless a blank one stands between."""
    text = "".join(one if one.isprintable() or one == "\n" else " " for one in answer).strip()
    lines = [line.rstrip() for line in text.split("\n")]
    kept = lines[:1]
    for before, line in pairwise(lines):
        if before and line and not (_ITEM.match(before) and _ITEM.match(line)):
            kept.append("")
        kept.append(line)
    return "\n".join(kept)


def _free_id(subject: str, question: str, taken: Collection[str]) -> str:
    """An id like those an editor gives: `tko.bak_slomalsya`."""
    telling = [word for word in words(plain(question)) if word not in STOP_WORDS][:_ID_WORDS]
    latin = "_".join("".join(_LETTERS.get(sign, sign) for sign in word) for word in telling)
    id_ = re.sub(r"[^a-z0-9_\-]", "", latin)[:_ID_LENGTH].strip("_") or "entry"
    first = f"{subject[: 60 - len(id_)]}.{id_}"
    names = (first, *(f"{first}_{number}" for number in range(2, 1000)))
    return next(name for name in names if name not in taken)
