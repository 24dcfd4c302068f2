"""An editor's markup (paragraphs, lists, **bold**, links) → Telegram's formatting."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from aiogram.utils.formatting import Bold, Code, Italic, Text, TextLink
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False}).disable(["html_block", "html_inline"])


@lru_cache(maxsize=4096)
def formatted(markdown: str) -> Text:
    """The text with its formatting; markup we do not know stays as it was written."""
    tree = SyntaxTreeNode(_PARSER.parse(markdown.strip()))
    blocks = [Text(*_block(node, 0)) for node in tree.children]
    return Text(*_between(blocks, "\n\n"))


STYLES: dict[str, type[Text]] = {"strong": Bold, "em": Italic}
BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def _block(node: SyntaxTreeNode, depth: int) -> Iterator[str | Text]:
    match node.type:
        case "bullet_list" | "ordered_list":
            yield from _between([Text(*one) for one in _items(node, depth)], "\n")
        case "heading":
            yield Bold(*_inline(node))
        case "blockquote" | "list_item":
            yield from _between([Text(*_block(child, depth)) for child in node.children], "\n")
        case "hr":
            yield "—"
        case "fence" | "code_block":
            yield node.content
        case _:
            yield from _inline(node)


def _items(node: SyntaxTreeNode, depth: int) -> Iterator[list[str | Text]]:
    start = int(node.attrs.get("start", 1))
    for number, item in enumerate(node.children, start):
        sign = f"{number}. " if node.type == "ordered_list" else "• "
        yield ["    " * depth + sign, *_between([Text(*_block(c, depth + 1)) for c in item.children], "\n")]


def _inline(node: SyntaxTreeNode) -> Iterator[str | Text]:
    for child in node.children:
        match child.type:
            case "strong" | "em" as style:
                yield STYLES[style](*_inline(child))
            case "link":
                yield TextLink(*_inline(child), url=str(child.attrs.get("href", "")))
            case "inline":
                yield from _inline(child)
            case "code_inline":
                yield Code(child.content)
            case other:
                yield BREAKS.get(other, child.content)


def _between(parts: list[Text], separator: str) -> Iterator[str | Text]:
    for number, part in enumerate(parts):
        if number:
            yield separator
        yield part
