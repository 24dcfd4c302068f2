"""A revision: the files of a knowledge base as one value, on disk or packed."""

import json
import re
import zlib
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from faq.loading import MAX_FILES, load
from faq.mishaps import why
from faq.problems import BadBase, Problem
from faq.source_file import MAX_BYTES

# Name → content as saved: `entries/tko.toml`, `authorities.toml`, `channels.toml`.
Files = Mapping[str, bytes]

REFERENCES = (
    "authorities.toml",
    "channels.toml",
    "templates.toml",
    "appeals.toml",
    "deadlines.toml",
    "routes.toml",
    "offices.toml",
)
ENTRIES = "entries/"
_NAME = re.compile(r"[a-z0-9_][a-z0-9_\-]{0,59}\.toml")


def place(file_name: str) -> str | None:
    """Where a file that somebody sent belongs, None for a name that no file of a base may have.

    The name is all that is taken from it: no folders, no hidden files, nothing outside the base.
    """
    name = file_name.lower()
    if name in REFERENCES:
        return name
    return ENTRIES + name if _NAME.fullmatch(name) else None


def on_disk(folder: Path) -> Files:
    """The files as they lie there, none of them looked into. Raises BadBase when they cannot be read."""
    try:
        entries = [path for path in folder.iterdir() if path.suffix == ".toml" and path.name[0] != "."]
        beside = [folder.parent / name for name in REFERENCES if (folder.parent / name).exists()]
        # One file too many and one byte too much: enough for whoever reads them to refuse them.
        found = {ENTRIES + path.name: _content(path) for path in sorted(entries)[: MAX_FILES + 1]}
        return found | {path.name: _content(path) for path in beside}
    except OSError as error:
        load(folder)  # says which file it is, and why
        raise BadBase((Problem(str(folder), 1, "", "", f"папка не читается ({why(error)})"),)) from error


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def lay_out(files: Files, folder: Path) -> None:
    """Write them into an empty folder."""
    (folder / ENTRIES).mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def digest(files: Files) -> str:
    """The same for the same files, 64 characters."""
    every = sha256()
    for name, content in sorted(files.items()):
        every.update(f"{name}\0{len(content)}\0".encode() + content)
    return every.hexdigest()


def packed(files: Files) -> bytes:
    """The files in one piece, compressed. They are UTF-8: others are refused before this."""
    texts = {name: content.decode() for name, content in files.items()}
    return zlib.compress(json.dumps(texts, ensure_ascii=False).encode(), 9)


def unpacked(piece: bytes) -> Files:
    """What `packed` has packed."""
    texts: dict[str, str] = json.loads(zlib.decompress(piece))
    return {name: text.encode() for name, text in texts.items()}


def write_back(folder: Path, before: Files, after: Files) -> tuple[str, ...]:
    """Make the files on disk those of `after`; the names of those that could not be written.

    A file that is no longer what `before` says is somebody's work under way: it is left alone.
    """
    left: list[str] = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        path = folder / name.removeprefix(ENTRIES) if name.startswith(ENTRIES) else folder.parent / name
        if old != new and not _written(path, old, new):
            left.append(name)
    return tuple(left)


def _written(path: Path, old: bytes | None, new: bytes | None) -> bool:
    try:
        now = path.read_bytes() if path.exists() else None
        if now == new:
            return True
        if now != old:
            return False
        if new is None:
            path.unlink()
            return True
        return _exchanged(path, new)
    except OSError:
        return False


def _exchanged(path: Path, content: bytes) -> bool:
    """Whole or not at all: who reads meanwhile sees the old file or the new one."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(content)
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o777)
        beside.replace(path)
        return True
    except OSError:
        with suppress(OSError):
            beside.unlink()
        return False
