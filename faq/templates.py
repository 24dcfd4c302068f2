"""Templates: replies that operators give again and again, filled in for one resident, found, and added."""

from collections.abc import Iterable, Mapping

from faq import fields, source_file
from faq.entry import Template
from faq.folding import plain, stem, words
from faq.rewriting import listed
from faq.source_file import UnreadableError

FILE = "templates.toml"


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables replaced; `values` has one for each of `faq.fields.VARIABLES`."""
    return fields.VARIABLE.sub(lambda found: values[found[1]], text)


def found(wanted: str, among: Iterable[Template]) -> list[Template]:
    """Those that have every wanted word, or a longer one, in their title or text; by title first."""

    def has(text: str) -> bool:
        known = [stem(word) for word in words(plain(text))]
        return all(any(one.startswith(part) for one in known) for part in parts)

    parts = [stem(word) for word in words(plain(wanted))]
    hits = [one for one in among if has(f"{one.title}\n{one.text}")]
    return sorted(hits, key=lambda one: not has(one.title))


def added(title: str, text: str, content: bytes) -> bytes:
    """The file with one more template at its end; what was written there stays as it is.

    Raises faq.fields.FieldError, whose text is for whoever adds it.
    """
    new = {"title": fields.TEMPLATE["title"](title), "text": fields.TEMPLATE["text"](text)}
    try:
        known = source_file.parse(content).values.get("template", [])
        tables = [one for one in known if isinstance(one, dict)] if isinstance(known, list) else []
        if any(str(one.get("title", "")).casefold() == str(new["title"]).casefold() for one in tables):
            raise fields.FieldError("шаблон с таким названием уже есть. Назовите иначе")
        taken = {one.get("id") for one in tables}
        number = next(one for one in range(1, len(taken) + 2) if f"chat.{one}" not in taken)
        before = content.rstrip() + b"\n\n" if content.strip() else b""
        whole = before + listed("template", [{"id": f"chat.{number}", **new}]).encode()
        source_file.parse(whole)
    except UnreadableError as error:
        raise fields.FieldError(str(error)) from error
    return whole
