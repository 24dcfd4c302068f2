"""Links in an answer that residents could not press, though they look like links to an editor."""

import re
from collections.abc import Iterator

# What is wrong with it, and how it looks. The target of a link itself is checked by `faq.fields`.
_BROKEN = (
    ("между ] и ( не должно быть пробела", re.compile(r"\[[^\]\n]*\][ \t]+\((?:https?:|www\.)[^)\n]*\)?")),
    ("нет закрывающей скобки", re.compile(r"\[[^\]\n]*\]\([^)\n]*(?=\n|$)")),
    ("в адресе пробел", re.compile(r"\[[^\]\n]*\]\([^\s)]+[ \t]+[^\s\"')][^)\n]*\)")),
    ("адрес записан с ошибкой, нужно https://", re.compile(r"(?<!\()\bhttps?(?::/?(?![/\s])|//)[^\s)]+")),
)
_SHOWN = 60


def broken(text: str) -> Iterator[tuple[str, str]]:
    """Each piece of the text that is almost a link, with what is wrong with it."""
    for why, pattern in _BROKEN:
        for match in pattern.finditer(text):
            yield match.group()[:_SHOWN], why
