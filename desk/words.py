"""Words: a text with its formatting, and the part of one that is quoted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A text with its formatting. A mark's offset and length count UTF-16 units, as Telegram's do."""

    text: str
    marks: tuple[Mapping[str, object], ...] = ()
    above: bool = False  # a caption stands above its medium
    preview: Mapping[str, object] | None = None  # how its link is shown, where somebody has chosen that

    @property
    def units(self) -> int:
        """Length in UTF-16 units."""
        return len(self.text.encode("utf-16-le", "surrogatepass")) // 2

    def after(self, lead: int) -> Words:
        """Without the first `lead` units; a mark that began among them begins with what is left."""
        left = self.text.encode("utf-16-le", "surrogatepass")[lead * 2 :].decode("utf-16-le", "ignore")
        moved = [_moved(one, lead) for one in self.marks]
        return Words(left, tuple(one for one in moved if one is not None))


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The part of a message that is quoted, and where it begins there, in UTF-16 units."""

    words: Words
    offset: int

    def after(self, lead: int) -> Excerpt | None:
        """The same of the message without its first `lead` units; None: nothing of it is left.

        Negative: with so many units before it.
        """
        lost = max(lead - self.offset, 0)
        if lost >= self.words.units:
            return None
        return Excerpt(self.words.after(lost), max(self.offset - lead, 0))


def _moved(mark: Mapping[str, object], lead: int) -> Mapping[str, object] | None:
    """A mark in a text that begins `lead` units later; None: nothing of it is left there."""
    offset, length = mark["offset"], mark["length"]
    assert isinstance(offset, int) and isinstance(length, int), "as Telegram gives them"
    start, stop = max(offset - lead, 0), offset + length - lead
    return {**mark, "offset": start, "length": stop - start} if stop > start else None
