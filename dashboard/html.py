"""HTML, built of elements: what is not an element is escaped, always."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

VOID = frozenset(("br", "input", "link", "meta", "rect", "line"))
DOCTYPE = "<!doctype html>"


@dataclass(frozen=True, slots=True)
class Markup:
    """What is HTML already."""

    html: str


Inside = Markup | str | int | None


def el(tag: str, *inside: Inside | Iterable[Inside], **attributes: str | int | float | None) -> Markup:
    """An element. Names of attributes: `class_` is `class`, `stroke_width` is `stroke-width`."""
    told = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    if tag in VOID:
        return Markup(f"<{tag}{told}>" if tag not in ("rect", "line") else f"<{tag}{told}/>")
    return Markup(f"<{tag}{told}>{''.join(map(_written, inside))}</{tag}>")


def page(title: str, *body: Inside | Iterable[Inside]) -> str:
    """A whole page, in Russian."""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="robots", content="noindex"),
        el("title", title),
        el("link", rel="stylesheet", href="/dashboard/style.css"),
    )
    return DOCTYPE + el("html", head, el("body", el("main", *body)), lang="ru").html


def table(head: Iterable[str], rows: Iterable[Iterable[Inside]]) -> Markup:
    """A table, to be scrolled by itself where it is too wide; the first cell of a row is its name."""
    body = (
        el("tr", (el("th" if not place else "td", cell) for place, cell in enumerate(row))) for row in rows
    )
    return el(
        "div",
        el("table", el("thead", el("tr", (el("th", one) for one in head))), el("tbody", body)),
        class_="table",
    )


def _written(one: Inside | Iterable[Inside]) -> str:
    if one is None:
        return ""
    if isinstance(one, Markup):
        return one.html
    if isinstance(one, str | int):
        return escape(str(one))
    return "".join(map(_written, one))
