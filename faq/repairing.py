"""What was meant: Russian typed in the Latin layout or spelled in Latin letters."""

import re
from collections.abc import Callable, Sequence

from faq.wording import Wording, english

_LAYOUT = str.maketrans(
    "qwertyuiop[]asdfghjkl;'zxcvbnm,./`{}:\"<>~?&",
    "йцукенгшщзхъфывапролджэячсмитьбю.ехъжэбюе,?",
)
_KEYS = str.maketrans("йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,.")
_SOUNDS = (
    *(("shch", "щ"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("tz", "ц"), ("ch", "ч")),
    *(("sh", "ш"), ("yo", "е"), ("jo", "е"), ("yu", "ю"), ("ju", "ю"), ("ya", "я"), ("ja", "я")),
    *(("ye", "е"), ("je", "е"), ("yy", "ый"), ("yj", "ый"), ("ij", "ий"), ("ph", "ф"), ("ck", "к")),
    *(("oy", "ой"), ("ay", "ай"), ("ey", "ей"), ("iy", "ий"), ("uy", "уй"), ("x", "кс")),
)
_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwyz'`46", "абцдефгхийклмнопкрстуввызььчш")
# Letters that writers use in more than one sense; each sense is tried.
_OTHERWISE = (
    *(("щ", "сч"), ("ц", "тс"), ("ц", "к"), ("ц", "с"), ("ы", "й"), ("ий", "ый"), ("й", "ж"), ("х", "г")),
    *((" е", " э"), ("е ", "ые "), ("т ", "ть ")),
)
# «ay» is «ай» at the end of a syllable, but «ая» is written «aya».
_SOUND = re.compile("|".join(a + "(?![aeou])" if a[1:] == "y" else a for a, _ in _SOUNDS))
_LATIN = re.compile(r"[a-z]")
_RUSSIAN = re.compile(r"[а-я]")
_EDGE = re.compile(r"^[(«\"]+|[?!.,:;)»\"]+$")
Reading = Callable[[str, Wording], str]

ENGLISH = 0.5  # from this share of English words on nothing is read as Russian
# Below this likeness to Russian a Latin word is left as it is. In the other layout no language looks Russian.
PLAUSIBLE, PLAUSIBLE_LAYOUT = 0.69, 0.62
SLIPPED = 0.8  # the likeness of a word that is read as a known one


def repaired(text: str, wording: Wording, is_near: Callable[[str], bool] | None = None) -> str:
    """A plain text with its Latin words read as Russian ones where that makes sense.

    One reading is chosen for the whole message: nobody changes the layout in the middle, and short words
    alone would mislead. Latin words that the base itself uses are kept. `is_near` tells a known word with a
    slip: in the wrong layout it looks like nothing at all.
    """
    pieces = text.split()
    foreign = [piece for piece in pieces if _is_foreign(piece, wording)] if _LATIN.search(text) else []
    if not foreign:
        return " ".join(_without_wrong_keys(piece, wording) for piece in pieces)
    best = _reading(foreign, wording, is_near)
    if best is None:
        return text
    return " ".join(_read(piece, best, wording) for piece in pieces)


def _reading(
    foreign: Sequence[str], wording: Wording, is_near: Callable[[str], bool] | None
) -> Reading | None:
    """How those words are to be read; None: as they are."""
    if _english(foreign) >= ENGLISH:
        return None
    best = max((layout, translit), key=lambda reading: _likeness(foreign, reading, wording))
    if _likeness(foreign, best, wording) >= (PLAUSIBLE_LAYOUT if best is layout else PLAUSIBLE):
        return best
    forgiving = is_near is not None and _likeness(foreign, layout, wording, is_near) >= PLAUSIBLE_LAYOUT
    return layout if forgiving else None


def layout(piece: str, wording: Wording) -> str:
    """The piece as the same keys give it in the Russian layout."""
    bare = _EDGE.sub("", piece)
    readings = (piece.translate(_LAYOUT), bare.translate(_LAYOUT))
    return max(readings, key=lambda word: wording.likeness(word.strip(".,?")))


def translit(piece: str, wording: Wording) -> str:
    """The piece as it sounds in Russian."""
    word = _SOUND.sub(lambda match: dict(_SOUNDS)[match[0]], _EDGE.sub("", piece)).translate(_LETTERS)
    readings = [f" {word} "]  # the spaces are the word's beginning and end
    for usual, other in _OTHERWISE:
        readings += [reading.replace(usual, other) for reading in readings[:8] if usual in reading]
    return max((wording.softened(reading.strip()) for reading in readings), key=wording.likeness)


def _is_foreign(piece: str, wording: Wording) -> bool:
    bare = _EDGE.sub("", piece)
    return bool(_LATIN.search(piece)) and not _RUSSIAN.search(piece) and bare not in wording.counts


def _read(piece: str, best: Reading, wording: Wording) -> str:
    """A Latin word of the base stays as it is, unless the base has it in Russian letters more often."""
    if not _LATIN.search(piece) or _RUSSIAN.search(piece):
        return piece
    bare, russian = _EDGE.sub("", piece), best(piece, wording)
    return piece if wording.counts[bare] > wording.counts[russian.strip(".,?")] else russian


def _likeness(
    pieces: Sequence[str], reading: Reading, wording: Wording, is_near: Callable[[str], bool] | None = None
) -> float:
    """How Russian the pieces look when read so; long ones tell more."""
    read = [(reading(piece, wording).strip(".,?"), len(piece)) for piece in pieces]
    total = sum(length for _, length in read)
    return sum(_likeness_of(word, wording, is_near) * length for word, length in read if word) / total


def _likeness_of(word: str, wording: Wording, is_near: Callable[[str], bool] | None) -> float:
    least = SLIPPED if is_near is not None and is_near(word) else 0.0
    return max(wording.likeness(word), least)


def _english(pieces: Sequence[str]) -> float:
    """The share of the letters that stand in common English words."""
    words = [_EDGE.sub("", piece) for piece in pieces]
    return sum(len(word) for word in words if word in english()) / max(sum(map(len, words)), 1)


def _without_wrong_keys(piece: str, wording: Wording) -> str:
    """A Latin name of the base typed in the Russian layout: «кгегиу» for «rutube»."""
    if piece in wording.counts or wording.knows(bare := _EDGE.sub("", piece)):
        return piece
    keys = bare.translate(_KEYS)
    return keys if keys in wording.counts else piece
