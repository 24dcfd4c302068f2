"""Bytes that a fuzzer chooses by what they reach in our code: `python -m tests.faults.guided toml FOLDER`.

It ends by itself, with an error and the bytes when a parser does what it must not.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path

import atheris

from bench.updates import TOKEN

with atheris.instrument_imports(include=["bot", "faq", "handlers", "tomllib"], enable_loader_override=False):
    from aiogram import Bot

    from bot import doorman, unfamiliar
    from faq import source_file
    from faq.loading import load
    from handlers import buttons, links
    from handlers.codes import CODES
    from tests.house.sources import ROOT

SHELF = load(ROOT / "faq" / "entries")
BOT = Bot(TOKEN)
DOOR = doorman.Door("/telegram", "s3cret", None, None)  # type: ignore[arg-type]


def toml(given: bytes) -> None:
    """A file of the base."""
    try:
        source_file.parse(given)
    except source_file.UnreadableError:
        return


def update(given: bytes) -> None:
    """A webhook's body."""
    try:
        unfamiliar.parsed(given, BOT)
    except unfamiliar.Malformed:
        return


def request(given: bytes) -> None:
    """What is heard on a connection to the webhook: its body is as long as its one length says."""
    try:
        brought = DOOR.understood(given)
    except ValueError:
        return
    if brought is not None:
        head, _, rest = given.partition(doorman.END_OF_HEAD)
        length = doorman.LENGTH.search(head.lower() + b"\r\n")
        assert length is not None
        assert len(brought.body) == int(length[1])
        assert brought.body + brought.rest == rest
        assert b"s3cret" in head


def press(given: bytes) -> None:
    """A button's data, or what follows /start."""
    said = given.decode("utf-8", "replace")  # half characters are refused before
    links.opened(said, SHELF)
    links.poll_in(said)
    try:
        choice = buttons.unpacked(said, SHELF)
    except buttons.NotAButton:
        return
    if len(said.encode()) <= buttons.LIMIT:
        assert buttons.unpacked(buttons.packed(choice), SHELF) == choice


PARSERS: dict[str, Callable[[bytes], None]] = {one.__name__: one for one in (toml, update, request, press)}


def seeds(name: str) -> list[bytes]:
    """What the fuzzer begins with."""
    from tests.faults.knocks import Knocks  # noqa: PLC0415
    from tests.faults.mutants import LINKS, Mutants  # noqa: PLC0415

    if name == "toml":
        return [one.read_bytes()[:3000] for one in sorted((ROOT / "faq").glob("*.toml"))]
    if name == "update":
        mutants = Mutants(1)
        return [mutants.body() for _ in range(60)]
    if name == "request":
        knocks = Knocks(1)
        return [knocks.next() for _ in range(60)]
    return [*(f"{code}:1:1".encode() for code in CODES), *map(str.encode, LINKS[:40])]


def main(name: str, folder: str, *options: str) -> None:
    """Does not return. `folder` gets what the fuzzer begins with, and what it finds."""
    logging.disable()
    for number, one in enumerate(seeds(name)):
        Path(folder, str(number)).write_bytes(one)
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={folder}/", folder], PARSERS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
