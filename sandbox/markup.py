"""Markup: parse_mode HTML and MarkdownV2 turned into text and entities."""

import html
import re

from sandbox.refusals import Refusal, bad
from sandbox.text import Formatted, units
from sandbox.wire import Json

_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
_ATTRIBUTE = re.compile(r"""([A-Za-z-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]{1,8}|#x[0-9A-Fa-f]{1,8});")


def parsed(text: str, parse_mode: str | None) -> Formatted:
    """Text and entities. Raises 400 «can't parse entities: …» with TDLib's words."""
    match (parse_mode or "").lower():
        case "" | "none":
            return Formatted(text)
        case "html":
            return _Html(text).parsed()
        case "markdownv2":
            return _MarkdownV2(text).parsed()
        case _:
            raise bad("unsupported parse_mode")


def _unparsable(text: str) -> Refusal:
    return bad(f"can't parse entities: {text}")


class _Html:
    """Telegram's HTML: a closed list of tags, four named character references, strict nesting."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.length = 0
        self.open: list[tuple[str, int, dict[str, str]]] = []
        self.entities: list[Json] = []

    def parsed(self) -> Formatted:
        while self.at < len(self.source):
            if self.source[self.at] != "<":
                self._take_words()
            elif self.source.startswith("</", self.at):
                self._close()
            else:
                self._open()
        if self.open:
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')
        self.entities.sort(key=lambda e: (e["offset"], -e["length"]))
        return Formatted("".join(self.text), self.entities)

    def _byte(self) -> int:
        return len(self.source[: self.at].encode())

    def _take_words(self) -> None:
        stop = self.source.find("<", self.at)
        stop = len(self.source) if stop < 0 else stop
        words = _ENTITY.sub(lambda m: html.unescape(m[0]), self.source[self.at : stop])
        self.text.append(words)
        self.length += units(words)
        self.at = stop

    def _open(self) -> None:
        stop = self.source.find(">", self.at)
        if stop < 0:
            raise _unparsable(f"Unclosed start tag at byte offset {self._byte()}")
        name, _, rest = self.source[self.at + 1 : stop].partition(" ")
        name = name.strip().lower()
        if name not in _TAGS:
            raise _unparsable(f'Unsupported start tag "{name}" at byte offset {self._byte()}')
        attributes = {
            m[1].lower(): html.unescape((m[2] or "").strip("\"'")) for m in _ATTRIBUTE.finditer(rest)
        }
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte()}')
        self.open.append((name, self.length, attributes))
        self.at = stop + 1

    def _close(self) -> None:
        stop = self.source.find(">", self.at)
        if stop < 0:
            raise _unparsable(f"Unclosed end tag at byte offset {self._byte()}")
        name = self.source[self.at + 2 : stop].strip().lower()
        if not self.open:
            raise _unparsable(f"Unexpected end tag at byte offset {self._byte()}")
        opened, start, attributes = self.open.pop()
        if name and name != opened:
            raise _unparsable(
                f'Unmatched end tag at byte offset {self._byte()}, expected "</{opened}>", found "</{name}>"'
            )
        self.at = stop + 1
        if self.length > start:
            self._add(opened, start, attributes)

    def _add(self, tag: str, start: int, attributes: dict[str, str]) -> None:
        entity: Json = {"type": _TAGS[tag], "offset": start, "length": self.length - start}
        match tag:
            case "a":
                if not attributes.get("href"):
                    return
                entity["url"] = attributes["href"]
            case "blockquote" if "expandable" in attributes:
                entity["type"] = "expandable_blockquote"
            case "tg-emoji":
                return
            case "code" if self.open and self.open[-1][0] == "pre" and "class" in attributes:
                self.open[-1][2]["language"] = attributes["class"].removeprefix("language-")
                return
            case "pre" if "language" in attributes:
                entity["language"] = attributes["language"]
        self.entities.append(entity)


_MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler"}
_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")


class _MarkdownV2:
    """MarkdownV2 without block quotes over several paragraphs: marks nest, the rest must be escaped."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.length = 0
        self.open: list[tuple[str, int, int]] = []
        self.entities: list[Json] = []

    def parsed(self) -> Formatted:
        while self.at < len(self.source):
            self._step()
        if self.open:
            mark, _, at = self.open[-1]
            kind = {"[": "TextUrl", ">": "BlockQuote"}.get(mark) or _MARKS[mark].capitalize()
            raise _unparsable(f"Can't find end of {kind} entity at byte offset {at}")
        self.entities.sort(key=lambda e: (e["offset"], -e["length"]))
        return Formatted("".join(self.text), self.entities)

    def _byte(self) -> int:
        return len(self.source[: self.at].encode())

    def _say(self, words: str, consumed: int) -> None:
        self.text.append(words)
        self.length += units(words)
        self.at += consumed

    def _step(self) -> None:
        two, one = self.source[self.at : self.at + 2], self.source[self.at]
        if one == "\\" and len(two) == 2 and 0 < ord(two[1]) < 127:
            self._say(two[1], 2)
        elif one == "`":
            self._code()
        elif one == "[":
            self.open.append(("[", self.length, self._byte()))
            self.at += 1
        elif one == "]" and self.open and self.open[-1][0] == "[":
            self._link()
        elif (mark := two if two in _MARKS else one) in _MARKS:
            self._mark(mark)
        elif one in _RESERVED:
            raise _unparsable(f"Character '{one}' is reserved and must be escaped with the preceding '\\'")
        else:
            self._say(one, 1)

    def _mark(self, mark: str) -> None:
        if self.open and self.open[-1][0] == mark:
            _, start, _ = self.open.pop()
            self._add(_MARKS[mark], start)
        else:
            self.open.append((mark, self.length, self._byte()))
        self.at += len(mark)

    def _code(self) -> None:
        mark = "```" if self.source.startswith("```", self.at) else "`"
        kind = "pre" if mark == "```" else "code"
        stop = self.source.find(mark, self.at + len(mark))
        if stop < 0:
            raise _unparsable(f"Can't find end of {kind.capitalize()} entity at byte offset {self._byte()}")
        body = self.source[self.at + len(mark) : stop]
        start, more = self.length, {}
        if mark == "```" and (language := re.match(r"(\w*)\n", body)):
            body = body[language.end() :]
            more = {"language": language[1]} if language[1] else {}
        self._say(re.sub(r"\\([\x01-\x7e])", r"\1", body), stop + len(mark) - self.at)
        self._add(kind, start, more)

    def _link(self) -> None:
        _, start, at = self.open.pop()
        match = re.compile(r"\]\(((?:[^)\\]|\\.)*)\)").match(self.source, self.at)
        if match is None:
            raise _unparsable(f"Can't find end of a URL at byte offset {at}")
        self.at = match.end()
        self._add("text_link", start, {"url": re.sub(r"\\(.)", r"\1", match[1])})

    def _add(self, kind: str, start: int, more: Json | None = None) -> None:
        if self.length > start:
            self.entities.append(
                {"type": kind, "offset": start, "length": self.length - start, **(more or {})}
            )
