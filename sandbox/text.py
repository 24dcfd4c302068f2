"""Text: cleaned and measured the way Telegram does."""

import re
from dataclasses import dataclass, field

from sandbox.refusals import bad
from sandbox.wire import Json

# TDLib's clean_input_string: these become spaces; carriage returns vanish.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u2028-\u202e]")
_BLANK = (
    " \t\n\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u2800\u3000"
)


@dataclass(frozen=True)
class Formatted:
    """Text and its entities; offsets and lengths in UTF-16 code units."""

    text: str
    entities: list[Json] = field(default_factory=list)


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cleaned(text: str) -> str:
    """Without control characters. Raises 400 for what is not UTF-8 (a lone surrogate)."""
    try:
        text.encode()
    except UnicodeEncodeError as exc:
        raise bad("strings must be encoded in UTF-8") from exc
    return _CONTROLS.sub(" ", text.replace("\r", ""))


def trimmed(formatted: Formatted) -> Formatted:
    """Without white space at the ends; entities moved along, and dropped where nothing is left of them."""
    text = formatted.text.strip(_BLANK)
    if text == formatted.text:
        return formatted
    before = units(formatted.text[: len(formatted.text) - len(formatted.text.lstrip(_BLANK))])
    end = units(text)
    kept: list[Json] = []
    for entity in formatted.entities:
        start = max(0, entity["offset"] - before)
        stop = min(end, entity["offset"] + entity["length"] - before)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return Formatted(text, kept)
