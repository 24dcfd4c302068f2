"""A small knowledge base, and files of it with anything wrong about them, the same for the same seed."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from faq import revision, spreadsheets
from tests.house.sources import ROOT

TABLE = re.compile(r"(?m)^(?=\[\[\w+\]\])")
ID = re.compile(r'(?m)^id = "([^"]+)"')
ODD = (
    *(
        "\0",
        "\x1b[2J",
        "\u202e",
        "\u200b",
        "\ufeff",
        "\ud800",
        "\r",
        "\n",
        "\t",
        '"',
        "'",
        '"""',
        "'''",
        "\\",
        "\\u0000",
    ),
    *(
        "\\ud800",
        "\\U00110000",
        "\\x41",
        "[",
        "]",
        "[[",
        "]]",
        "[[entry]]",
        "[entry]",
        "{",
        "}",
        "=",
        ".",
        ",",
        "#",
        "-",
    ),
    *(
        "2026-02-31",
        "0000-00-00",
        "9999-12-31",
        "1e999",
        "nan",
        "inf",
        "0x",
        "9" * 40,
        "true",
        "10:00",
        "=1+1",
        "@a",
        ";",
    ),
    *(
        "id",
        "question",
        "answer",
        "also",
        "until",
        "from",
        "en.title",
        "a.b.c.d.e",
        '"" = 1',
        "http://u:p@h/",
        "я" * 300,
    ),
    *(
        "[x](javascript:a)",
        "**",
        "](",
        "<b>",
        "&amp;",
        "{что}",
        "{0}",
        "{",
        "%s",
        "../../x",
        "sfr",
        "😀",
        "é" * 9,
    ),
)
XML = (
    "<",
    ">",
    "&",
    "&#0;",
    "&#1;",
    "&lt;",
    "<c/>",
    "<row/>",
    "</row>",
    't="s"',
    't="b"',
    't="e"',
    't="d"',
    'r="A1"',
)
ATTRIBUTES = (
    'r="XFE9"',
    'r=""',
    "<!--",
    "]]>",
    "<![CDATA[",
    "<!DOCTYPE a>",
    "xmlns:",
    "<v>1e999</v>",
    "<v>-1</v>",
    "<f>1</f>",
)


class Pages:
    """TOML files, CSV and XLSX tables by chance."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.base = _small()
        self._csv, self._xlsx = _tables(self.base)

    def toml(self) -> dict[str, bytes]:
        """One file of the base, spoilt."""
        name = self._chance.choice([*self.base])
        return {name: self._spoilt(self.base[name], ODD)}

    def table(self) -> tuple[str, bytes]:
        """A table that an editor sends, and what it is called."""
        if self._chance.random() < 0.5:
            return "a.csv", self._spoilt(self._csv, ODD)
        return "a.xlsx", self._book()

    def _book(self) -> bytes:
        """Spoilt in a part, which is packed again; or the archive itself."""
        if self._chance.random() < 0.2:
            return self._bytes(self._xlsx)
        target, wrong = io.BytesIO(), self._chance.randrange(3)
        with zipfile.ZipFile(io.BytesIO(self._xlsx)) as old, zipfile.ZipFile(target, "w") as new:
            names = old.namelist()
            sheets = [one for one in names if "sheet" in one or "haredStrings" in one]
            spoilt = {
                self._chance.choice(sheets if self._chance.random() < 0.8 else names) for _ in range(wrong)
            }
            for one in names:
                content = old.read(one)
                new.writestr(
                    one, self._spoilt(content, (*XML, *ATTRIBUTES, *ODD)) if one in spoilt else content
                )
        return target.getvalue()

    def _spoilt(self, content: bytes, words: Sequence[str]) -> bytes:
        for _ in range(self._chance.choice((1, 1, 1, 2, 3, 8))):
            content = self._once(content, words)
        return self._bytes(content) if self._chance.random() < 0.1 else content

    def _once(self, content: bytes, words: Sequence[str]) -> bytes:
        """A word put in or in the place of another, a piece taken out, doubled or moved."""
        chance = self._chance
        edges = [found.start() for found in re.finditer(rb"\b", content)] or [0]
        at = chance.choice(edges) if chance.random() < 0.7 else chance.randrange(len(content) + 1)
        end = min(len(content), at + chance.choice((0, 0, 1, 2, 5, 20, 200)))
        word = chance.choice(words).encode("utf-8", "surrogatepass")
        match chance.randrange(6):
            case 0 | 1 | 2:
                return content[:at] + word + content[end:]
            case 3:
                return content[:at] + content[end:]
            case 4:
                return content[:at] + content[at:end] * chance.choice((2, 2, 50)) + content[end:]
            case _:
                other = chance.randrange(len(content) + 1)
                return content[:other] + content[at:end] + content[other:]

    def _bytes(self, content: bytes) -> bytes:
        """A few other bytes, or only the beginning."""
        changed = bytearray(content)
        for _ in range(self._chance.randrange(1, 4)):
            if changed:
                changed[self._chance.randrange(len(changed))] = self._chance.randrange(256)
        return bytes(
            changed[: self._chance.randrange(len(changed) + 1)] if self._chance.random() < 0.2 else changed
        )


def _small() -> dict[str, bytes]:
    """Of each shipped file the first tables, and those that they name."""
    shipped = revision.on_disk(ROOT / "faq" / "entries")
    wanted = {
        name: content.decode()
        for name, content in shipped.items()
        if name in ("entries/fam.toml", "entries/tko.toml")
    }
    wanted |= {name: content.decode() for name, content in shipped.items() if "/" not in name}
    parts = {name: TABLE.split(text) for name, text in wanted.items()}
    kept = {name: some[:3] for name, some in parts.items()}
    grown = True
    while grown:
        grown = False
        named = "".join(one for some in kept.values() for one in some)
        for name, some in parts.items():
            more = [one for one in some if one not in kept[name] and _is_named(one, named)]
            kept[name] += more
            grown = grown or bool(more)
    return {name: "".join(some).encode() for name, some in kept.items()}


def _is_named(table: str, text: str) -> bool:
    found = ID.search(table)
    return found is not None and f'"{found[1]}"' in text


def _tables(base: dict[str, bytes]) -> tuple[bytes, bytes]:
    """The same as an editor gets it."""
    with TemporaryDirectory() as root:
        folder = Path(root)
        revision.lay_out(base, folder)
        for one in ("a.csv", "a.xlsx"):
            spreadsheets.export(folder / revision.ENTRIES, folder / one)
        return (folder / "a.csv").read_bytes(), (folder / "a.xlsx").read_bytes()
