"""Questions that ask the way to an office, and nothing else: «адрес соцзащиты в Ахтубинске»."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from faq.entry import Shelf
from faq.folding import plain, stem, words
from faq.office import Office
from faq.places import SEAT, own_stems

LONGEST = 100  # characters; more is a question of its own
REMEMBERED = 1000  # short messages: many people write the same, word for word
ALIKE = 6  # letters that a region and its main town have in common

_ASKING = frozenset(
    map(
        stem,
        """
        где адрес адреса ближайший ближайшая рядом недалеко поблизости близко находится найти расположен
        часы график режим near nearest where address
        """.split(),  # noqa: SIM905 - as in `faq.folding`
    )
)
# What may stand beside: of all other words one is enough for a question to the base.
_BESIDE = frozenset(
    map(
        stem,
        """
        в во на у от по до до к и а со с мне меня мной моего мой нас здесь тут около возле есть какой какая
        какие как подскажите скажите пожалуйста покажите отделение офис работы работает филиал самый самая
        город г район поселок п село с область края край республика is the in to me a of please
        """.split(),  # noqa: SIM905 - as in `faq.folding`
    )
)
_REGION = frozenset(map(stem, ("область", "край", "края", "республика")))  # its name stands before


@dataclass(frozen=True, slots=True)
class Wanted:
    """A kind of office; `office`: one of it where the resident named the place."""

    kind: str
    office: str | None = None


def wanted(text: str, shelf: Shelf) -> Wanted | None:
    """The kind and the place that a text asks the way to; None: it asks something else, or more."""
    if not shelf.offices or len(text) > LONGEST or _ASKING.isdisjoint(said := _stems(text)):
        return None
    left = set(said) - _ASKING - _BESIDE - _own_region(said, shelf)
    if not left:
        return None
    for kind in shelf.kinds.values():
        for name in sorted(kind.words, key=len, reverse=True):
            stems = {stem(word) for word in words(plain(name))}
            if stems <= set(said):
                rest = left - stems
                if not rest:
                    return Wanted(kind.id)
                there = (one for one in shelf.offices.values() if one.kind == kind.id and _is_at(one, rest))
                found = next(there, None)
                if found is not None:
                    return Wanted(kind.id, found.id)
    return None


def place_of(text: str, kind: str, shelf: Shelf) -> str | None:
    """An office of that kind in the place that a text names and nothing else: «в Икрянинском районе»."""
    if len(text) > LONGEST:
        return None
    said = _stems(text)
    left = set(said) - _BESIDE - _own_region(said, shelf)
    there = [one for one in shelf.offices.values() if one.kind == kind and left]
    exact = next((one.id for one in there if _is_at(one, left)), None)
    return exact or next((one.id for one in there if _is_seat_of(one, left)), None)


def behind_command(text: str, shelf: Shelf) -> Wanted | None:
    """What `/near МФЦ`, `/near мфц Лиман` look for; None: no kind is named."""
    way = wanted(f"где {text}", shelf)
    if way is not None or len(text) > LONGEST:
        return way
    said = words(plain(text))
    for kind in shelf.kinds.values():
        for name in sorted(kind.words, key=len, reverse=True):
            stems = {stem(word) for word in words(plain(name))}
            rest = " ".join(word for word in said if stem(word) not in stems)
            if stems <= {stem(word) for word in said} and (office := place_of(rest, kind.id, shelf)):
                return Wanted(kind.id, office)
    return None


def at_place(text: str, shelf: Shelf) -> tuple[str, ...]:
    """An office of each kind in the place that a text names and nothing else."""
    found = (place_of(text, kind, shelf) for kind in shelf.kinds)
    return tuple(one for one in found if one is not None)


def _is_seat_of(office: Office, stems: set[str]) -> bool:
    """Whether one word begins the municipality's name: Лиман, Лиманский район."""
    seat = next(iter(stems))
    begun = (one.startswith(seat) for one in own_stems(office.municipality))
    return len(stems) == 1 and len(seat) >= SEAT and any(begun)


def _is_at(office: Office, stems: set[str]) -> bool:
    return stems in (own_stems(office.municipality), own_stems(office.address))


@lru_cache(REMEMBERED)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in words(plain(text)))


def _own_region(said: tuple[str, ...], shelf: Shelf) -> set[str]:
    """The name of the region that the offices are in, told by a town of theirs: «Астраханская область»."""
    named = {name for name, kind in pairwise(said) if kind in _REGION}
    if not named:
        return named
    towns = {one for office in shelf.offices.values() for one in own_stems(office.municipality)}
    begun = {one[:ALIKE] for one in towns if len(one) >= ALIKE}
    return {one for one in named if one[:ALIKE] in begun}
