"""Questions as they come out when typed badly: with slips, in the wrong layout, in Latin letters."""

from collections.abc import Callable, Mapping
from zlib import crc32

import numpy as np

SLIPS = 2  # a message
LONG = 4  # letters; in shorter words a slip makes another word

_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_ENGLISH = "abcdefghijklmnopqrstuvwxyz"
_KEYS = str.maketrans("йцукенгшщзхъфывапролджэячсмитьбюё,.?", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`?/&")
_LATIN = str.maketrans(
    dict(zip("абвгдеёзийклмнопрстуфхцыэ", "abvgdeeziyklmnoprstufhcye", strict=True))
    | {"ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
)


def slipped(text: str) -> str:
    """Two slips in different words: letters changed places, left out, doubled, replaced. Always the same."""
    chance = np.random.default_rng(crc32(text.encode()))
    said = text.split()
    long = [place for place, word in enumerate(said) if len(word) >= LONG]
    for place in chance.permutation(long)[:SLIPS].tolist():
        word, at, how = said[place], int(chance.integers(1, len(said[place]) - 1)), chance.integers(4)
        letters = _ENGLISH if word.isascii() else _RUSSIAN  # nobody hits a key of the other layout by chance
        other = letters[chance.integers(len(_RUSSIAN)) % len(letters)]
        pieces = (word[at + 1] + word[at], "", word[at] * 2, other)
        said[place] = word[:at] + pieces[how] + word[at + (2 if how == 0 else 1) :]
    return " ".join(said)


def in_wrong_layout(text: str) -> str:
    """What the keys give when the keyboard is still in Latin letters."""
    return text.lower().translate(_KEYS)


def in_latin(text: str) -> str:
    """Spelled in Latin letters as it sounds."""
    return text.lower().translate(_LATIN)


WAYS: Mapping[str, Callable[[str], str]] = {
    "slips": slipped,
    "layout": in_wrong_layout,
    "translit": in_latin,
}
