"""Quoting: the part of a message that its answer quotes."""

from sandbox.text import units
from sandbox.wire import Json

# Bot API, TextQuote: those of a message's entities that its quotes keep.
KEPT = frozenset(["bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji", "date_time"])


def quote_of(body: Json, words: str, near: int = 0) -> Json | None:
    """The Bot API's TextQuote for these words of a message, the place nearest to `near` UTF-16 units; None:
    they are no part of it."""
    whole: str = body.get("text") or body.get("caption") or ""
    places = [at for at in range(len(whole)) if words and whole.startswith(words, at)]
    if not places:
        return None
    start = min((units(whole[:at]) for at in places), key=lambda at: abs(at - near))
    found = body.get("entities") or body.get("caption_entities") or []
    kept = [_within(one, start, start + units(words)) for one in found if one["type"] in KEPT]
    quote: Json = {"text": words, "position": start, "is_manual": True}
    if entities := [one for one in kept if one["length"] > 0]:
        quote["entities"] = entities
    return quote


def matches(quote: Json, given: list[Json]) -> bool:
    """Whether the entities given for a quote are those of the message: it must be an exact part of it."""
    return _bare(quote.get("entities") or []) == _bare([one for one in given if one["type"] in KEPT])


def _bare(entities: list[Json]) -> list[tuple[str, int, int]]:
    return sorted((one["type"], one["offset"], one["length"]) for one in entities)


def _within(entity: Json, start: int, stop: int) -> Json:
    begins, ends = max(entity["offset"], start), min(entity["offset"] + entity["length"], stop)
    return entity | {"offset": begins - start, "length": max(ends - begins, 0)}
