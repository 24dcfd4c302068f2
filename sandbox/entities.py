"""Entities: checked when given, found when not."""

import re
from bisect import bisect_left
from itertools import accumulate

from sandbox.refusals import bad
from sandbox.text import Formatted, units
from sandbox.wire import Json

_STYLES = (
    "bold italic underline strikethrough spoiler blockquote expandable_blockquote code pre text_link "
    "text_mention custom_emoji date_time"
)
STYLES = frozenset(_STYLES.split())
# Telegram finds these itself and takes no notice of those it is given.
FOUND = frozenset(["mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"])
_LINK = re.compile(r"(?:(?:https?|tg|ton)://\S|mailto:\S|tel:\S|[\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)
_FINDER = re.compile(
    r"(?P<url>https?://[^\s<>\"«»]+|(?<![\w@./-])(?:[\w-]+\.)+(?:ru|рф|com|org|net|info|su|me|gov)\b(?:/[^\s<>\"«»]*)?)"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<mention>(?<![\w@])@[A-Za-z]\w{3,31}\b)"
    r"|(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?(?![\w/]))"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)"
    r"|(?P<phone_number>(?<![\w+])\+\d{10,14}(?!\w))",
    re.IGNORECASE,
)
_HINT = re.compile(r"[/@#+.]")


def checked(text: str, entities: list[Json]) -> list[Json]:
    """The entities Telegram would keep, in its order. Raises 400 with TDLib's words for ranges beyond the
    text or within a surrogate pair, and for incomplete entities."""
    if not entities:
        return []
    end = units(text)
    edges = None if len(text) == end else [0, *accumulate(units(c) for c in text)]
    kept: list[Json] = []
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        _check_shape(entity)
        _check_range(entity, text, end, edges)
        if entity["type"] in STYLES and entity["length"] > 0:
            kept.append(entity)
    return [e for e in kept if e["type"] != "text_link" or _LINK.match(e["url"])]


def _check_shape(entity: Json) -> None:
    kind = entity["type"]
    if kind not in STYLES and kind not in FOUND:
        raise bad("can't parse MessageEntity: Unsupported type specified")
    for needed, field in (
        ("text_link", "url"),
        ("text_mention", "user"),
        ("custom_emoji", "custom_emoji_id"),
    ):
        if kind == needed and not entity.get(field):
            raise bad(f"can't parse MessageEntity: Can't find field \"{field}\"")


def _check_range(entity: Json, text: str, end: int, edges: list[int] | None) -> None:
    start, length = entity["offset"], entity["length"]
    if start < 0:
        raise bad(f"receive an entity with incorrect offset {start}")
    if length < 0:
        raise bad(f"receive an entity with incorrect length {length}")
    if start > end:
        raise bad(f"entity begins after the end of the text at UTF-16 offset {start}")
    stop, begun = start + length, f"entity beginning at UTF-16 offset {start}"
    if stop > end:
        raise bad(f"{begun} ends after the end of the text at UTF-16 offset {stop}")
    if edges is None:
        return
    if (at := _within(edges, start, text)) is not None:
        raise bad(f"entity begins in a middle of a UTF-16 symbol at byte offset {at}")
    if (at := _within(edges, stop, text)) is not None:
        raise bad(f"{begun} ends in a middle of a UTF-16 symbol at byte offset {at}")


def _within(edges: list[int], offset: int, text: str) -> int | None:
    place = bisect_left(edges, offset)
    return None if edges[place] == offset else len(text[:place].encode())


def with_found(formatted: Formatted) -> Formatted:
    """Adds commands, mentions, links, hashtags, e-mail addresses and telephone numbers, as Telegram does."""
    if not _HINT.search(formatted.text):
        return formatted
    taken = [
        (e["offset"], e["offset"] + e["length"])
        for e in formatted.entities
        if e["type"] in {"code", "pre", "text_link", "text_mention"}
    ]
    found: list[Json] = []
    for match in _FINDER.finditer(formatted.text):
        start = units(formatted.text[: match.start()])
        word = match[0].rstrip(".,;:!?)\"'»") if match.lastgroup == "url" else match[0]
        stop = start + units(word)
        if not any(start < b and a < stop for a, b in taken):
            found.append({"type": match.lastgroup, "offset": start, "length": stop - start})
    merged = sorted([*formatted.entities, *found], key=lambda e: (e["offset"], -e["length"]))
    return Formatted(formatted.text, merged)
