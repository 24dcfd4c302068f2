"""Slips of the ear and of the hand: what a word sounds like, and how likely one comes out as another."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from rapidfuzz.distance import OSA

# Letters that sound alike, or do where the stress is elsewhere: «атказ», «пиресчет», «зделать», «путефка».
_ALIKE = str.maketrans("оеэяыёбдгвжзю", "аииииипткфшсу", "ьъ")
_BYTES = "cp1251"  # one for each letter
_MUTE = "ьъ".encode(_BYTES)
_ALIKE_BYTES = bytes.maketrans("оеэяыёбдгвжзю".encode(_BYTES), "аииииипткфшсу".encode(_BYTES))
_SOUNDS = "аиуптксфшцчщмнлрхй"
_DOUBLE = re.compile(r"([^\W\d_])\1+")
_ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")

# How seldom each is, beside the word written right; from a fit on questions mistyped at random, but slips of
# the ear were made cheaper: most of people's own are such (docs/decisions/0058).
EAR, MORE_EAR = 1.0, 1.5
SWAPPED, DROPPED, NEAR, DOUBLED, ADDED_NEAR, OTHER = 0.2, 1.0, 1.4, 2.5, 2.7, 3.4
FIRST = 3.3  # in the first letter; people look at that one
EAR_AND_HAND, TWO = 3.5, 6.0


def sound(text: str) -> str:
    """A plain text as it sounds, roughly: without what no ear tells apart."""
    return _DOUBLE.sub(r"\1", text).translate(_ALIKE)


def sounds(words: Sequence[str]) -> list[str]:
    """The same of many words of letters only, none of them empty: several times faster than one by one."""
    if not words:
        return []
    try:
        signs = np.frombuffer("\n".join(words).encode(_BYTES), np.uint8)
    except UnicodeEncodeError:  # letters of other languages
        return list(map(sound, words))
    single: bytes = signs[np.append(signs[:-1] != signs[1:], True)].tobytes()
    return single.translate(_ALIKE_BYTES, _MUTE).decode(_BYTES).split("\n")


def near(word: str) -> set[str]:
    """How the word sounds, and how the words do that one slip of the hand may have turned into it."""
    heard, plainly = sound(word), word.translate(_ALIKE)
    # «реенка» lacks a letter between two that only now are a double one.
    return _one_slip_away(heard) if heard == plainly else _one_slip_away(heard) | _one_slip_away(plainly)


def cost(typed: str, meant: str) -> float:
    """How seldom `meant` comes out as `typed`: minus the logarithm of a chance, but for a constant."""
    # «очеед» lacks the letter between two that only now are a double one.
    plainly = OSA.distance(typed.translate(_ALIKE), meant.translate(_ALIKE))
    by_hand = min(OSA.distance(sound(typed), sound(meant)), plainly)
    by_ear = max(OSA.distance(typed, meant) - by_hand, 0)
    if not by_hand:
        return EAR + MORE_EAR * max(by_ear - 1, 0)
    if by_hand > 1:
        return TWO * (by_hand - 1) + MORE_EAR * by_ear
    return EAR_AND_HAND + MORE_EAR * by_ear if by_ear else _cost_of_one(typed, meant)


def _one_slip_away(heard: str) -> set[str]:
    found = {heard}
    for at in range(len(heard) + 1):
        begun, rest = heard[:at], heard[at:]
        found.update(begun + letter + rest for letter in _SOUNDS)
        if rest:
            found.add(begun + rest[1:])
            found.add(begun + rest[1:2] + rest[0] + rest[2:])
            found.update(begun + letter + rest[1:] for letter in _SOUNDS)
    return found


def _cost_of_one(typed: str, meant: str) -> float:
    start = next((at for at, pair in enumerate(zip(typed, meant, strict=False)) if pair[0] != pair[1]), None)
    start = min(len(typed), len(meant)) if start is None else start
    end = 0
    while end < min(len(typed), len(meant)) - start and typed[-1 - end] == meant[-1 - end]:
        end += 1
    got, lost = typed[start : len(typed) - end], meant[start : len(meant) - end]
    beside = {*typed[max(start - 1, 0) : start], *typed[start + 1 : start + 2]}
    return _kind(got, lost, beside) + (0.0 if start else FIRST)


def _kind(got: str, lost: str, beside: set[str]) -> float:
    """Of the slip that put `got` in place of `lost`, `beside` these letters."""
    if len(got) > 1:
        return SWAPPED
    if not got:
        return DROPPED
    if lost:
        return NEAR if got in _NEIGHBOURS.get(lost, ()) else OTHER
    if got in beside:
        return DOUBLED
    return ADDED_NEAR if any(got in _NEIGHBOURS.get(one, ()) for one in beside) else OTHER


def _neighbours() -> Mapping[str, frozenset[str]]:
    """Of each letter, on the keyboard; every row begins half a key further to the right."""
    keys = {letter: (row, at + row / 2) for row, line in enumerate(_ROWS) for at, letter in enumerate(line)}
    return {
        one: frozenset(
            other for other, (y, x) in keys.items() if other != one and abs(y - row) <= 1 and abs(x - at) <= 1
        )
        for one, (row, at) in keys.items()
    }


_NEIGHBOURS = _neighbours()
