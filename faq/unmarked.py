"""An answer without its markup: as a person would have typed it."""

import re

_LINK = re.compile(r"\[([^\]\n]+)\]\((https?://[^)\s]+)\)")
_ITEM = re.compile(r"(?m)^(\s*)[-*+] ")
_HEADING = re.compile(r"(?m)^#{1,6} ")
_STRONG = re.compile(r"\*\*|__")


def unmarked(answer: str) -> str:
    """Links stand behind their words, items behind a dot; nothing is bold."""
    text = _STRONG.sub("", _LINK.sub(r"\1: \2", answer))
    return _HEADING.sub("", _ITEM.sub(r"\1• ", text)).strip()
