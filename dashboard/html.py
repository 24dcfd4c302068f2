"""HTML, built of elements: what is not an element is escaped, always."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


def table(head: Sequence[str], rows: Iterable[Iterable[Inside]], *, stacks: bool = False) -> Markup:
    """A table; the first cell of a row is its name. On a telephone it is scrolled by itself.

    `stacks`: there each row is a list instead, a line for each cell with its column's name.
    """
    body = (
        el(
            "tr",
            (
                el("td", cell, data_of=name) if place else el("th", cell, scope="row")
                for place, (name, cell) in enumerate(zip(head, row, strict=True))
            ),
        )
        for row in rows
    )
    return el(
        "div",
        el(
            "table",
            el("thead", el("tr", (el("th", one, scope="col") for one in head))),
            el("tbody", body),
            class_="stacks" if stacks else None,
        ),
        class_="table",
    )


def _written(one: Inside | Iterable[Inside]) -> str:
    if one is None:
        return ""
    if isinstance(one, Markup):
        return one.html
    if isinstance(one, int):
        return f"{one:,}".replace(",", "\u00a0")
    if isinstance(one, str):
        return escape(one)
    return "".join(map(_written, one))
