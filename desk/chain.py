"""The chain of acts: each act's hash covers the hash before it, so that a change anywhere shows."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256

START = "0" * 64  # stands before the first act
HASH = re.compile("[0-9a-f]{64}", re.ASCII)
NOTE_HASH = re.compile("sha256:[0-9a-f]{64}", re.ASCII)
LINE = re.compile(rb'\{"act":(\{.*\})(?:,"words":("(?:[^"\\]|\\.)*"))?,"hash":"([0-9a-f]{64})"\}', re.DOTALL)
MOST = 20  # flaws that are told; the first one says enough


class Flaw(Enum):
    """What is wrong with the register at a place."""

    CHANGED = "changed"  # the act, or a hash, is other than it was written
    MISSING = "missing"  # acts before this one are not there
    MISPLACED = "misplaced"  # in its place stands one whose number has been there already
    UNREADABLE = "unreadable"  # no act as we write it
    REWRITTEN = "rewritten"  # its hash is not the one that somebody has noted down
    CUT = "cut"  # acts up to the one that somebody has noted down are not there


def hash_of(before: str, act: bytes) -> str:
    """SHA-256 (FIPS 180-4), 64 hexadecimal digits, of the hash before, a line's end and the canonical act."""
    return sha256(before.encode() + b"\n" + act).hexdigest()


def hash_of_note(words: str) -> str:
    """What is chained in place of a note: of its salt, a space, and the note."""
    return f"sha256:{sha256(words.encode('utf-8', 'surrogatepass')).hexdigest()}"


def line(act: bytes, hash_: str, words: str = "") -> bytes:
    """An act in an exported file. What was hashed stands there byte by byte: `sha256sum` can follow it.

    `words`: the note with its salt, where the act has but their hash.
    """
    told = b',"words":' + json.dumps(words, ensure_ascii=False).encode() if words else b""
    return b'{"act":' + act + told + b',"hash":"' + hash_.encode() + b'"}\n'


def hash_in(written: bytes) -> str:
    """The hash that stands in such a line."""
    return written[-67:-3].decode("ascii", "replace")


@dataclass(slots=True)
class Chain:
    """The chain followed act by act, from the first one. `flaws`: number of an act, and what is wrong there.

    `noted`: an act's number and hash as they were noted down elsewhere. Without them nobody can tell that the
    last acts were cut off, or that all from some act on were chained anew.
    """

    noted: tuple[int, str] | None = None
    count: int = 0
    number: int = 0
    head: str = START
    flaws: list[tuple[int, Flaw]] = field(default_factory=list)

    def follow(self, number: object, act: bytes | None, hash_: object, is_noted_so: bool = True) -> None:
        """The next act. None: it cannot be read. After a flaw it goes on from the hash that stands there.

        `is_noted_so`: whether the note beside it has the hash that stands in the act.
        """
        self.count += 1
        if not isinstance(number, int) or not isinstance(hash_, str) or not HASH.fullmatch(hash_):
            self._tell(self.number + 1, Flaw.UNREADABLE)
            return
        if number > self.number + 1:
            self._tell(number, Flaw.MISSING)
        elif number <= self.number:
            self._tell(self.number + 1, Flaw.MISPLACED)
        elif act is None:
            self._tell(number, Flaw.UNREADABLE)
        elif hash_of(self.head, act) != hash_ or not is_noted_so:
            self._tell(number, Flaw.CHANGED)
        self.number, self.head = number, hash_
        if self.noted is not None and number == self.noted[0] and hash_ != self.noted[1]:
            self._tell(number, Flaw.REWRITTEN)

    def end(self) -> None:
        """No more acts come."""
        if self.noted is not None and self.number < self.noted[0]:
            self._tell(self.number + 1, Flaw.CUT)

    def follow_line(self, written: bytes) -> None:
        """The next line of an exported file, with its end."""
        found = LINE.fullmatch(written[:-1]) if written.endswith(b"\n") else None
        if found is None:
            self.follow(None, None, None)
            return
        try:
            act = json.loads(found[1])
            number, note = act["number"], act["note"]
            is_noted_so = found[2] is None or hash_of_note(json.loads(found[2])) == note
        except (ValueError, KeyError, RecursionError):
            number, is_noted_so = None, False
        self.follow(number, found[1], found[3].decode(), is_noted_so)

    def _tell(self, number: int, flaw: Flaw) -> None:
        if len(self.flaws) < MOST:
            self.flaws.append((number, flaw))
