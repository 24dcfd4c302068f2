"""The vault: AES-GCM under keys of their own, which a master key wraps. Knows no table and no database.

Sealed: a mark, the key's number, a nonce, the words and their tag; 38 bytes more than the words. Where it
stands (table, row, column) is authenticated with it: moved elsewhere, it does not open.
"""

from __future__ import annotations

import base64
import hmac
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK = b"\x1e1"  # no JSON begins with it, and nobody types it: the record separator, then the version
MARK_IN_TEXT = MARK.decode()
NUMBER, NONCE, TAG, KEY = 8, 12, 16, 32  # bytes
SHORTEST, OF_SECRET = 16, "privacy.key"  # characters of a secret, and the name of the key made of it
STEM = 6  # bytes of a hashed word
LINE = re.compile(r"([A-Za-z0-9_.-]{1,32}):([A-Za-z0-9+/]{43}=)")


class BadKeys(ValueError):
    """What was given are no master keys; the text says why, for an administrator, and quotes none."""


class Broken(Exception):
    """What was sealed does not open: it was changed or moved, or the master key is another."""


@dataclass(frozen=True, slots=True)
class Key:
    """What seals somebody's words. `id` stands in front of all that it has sealed."""

    id: int
    owner: int
    secret: bytes = field(repr=False)
    cipher: AESGCM = field(repr=False, compare=False)


class Vault:
    """Master keys by their names, the last one writes. Without any nothing is sealed."""

    def __init__(self, masters: Mapping[str, bytes] | None = None) -> None:
        self._masters = {name: _cipher(secret) for name, secret in (masters or {}).items()}
        self.newest = next(reversed(self._masters), "")

    @property
    def is_on(self) -> bool:
        """Whether what is written from now on is sealed."""
        return bool(self._masters)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the master keys, the oldest first."""
        return tuple(self._masters)

    def make(self, owner: int) -> Key:
        """A new key. Its number is drawn, never counted: a number must not come again."""
        number = int.from_bytes(os.urandom(NUMBER)) >> 1
        return _key(number, owner, os.urandom(KEY))

    def wrap(self, key: Key) -> bytes:
        """The key under the newest master key."""
        return _encrypt(self._masters[self.newest], key.secret, _wrapping(key.id, key.owner))

    def unwrap(self, key_id: int, owner: int, master: str, wrapped: bytes) -> Key:
        """The key that was wrapped. Raises KeyError without that master key, Broken with a wrong one."""
        secret = _decrypt(self._masters[master], bytes(wrapped), _wrapping(key_id, owner))
        return _key(key_id, owner, secret)


def seal(key: Key, place: str, said: bytes) -> bytes:
    """These bytes, to be read with that key and in that place only. Nothing stays nothing."""
    return MARK + key.id.to_bytes(NUMBER) + _encrypt(key.cipher, said, place) if said else said


def unseal(key: Key, place: str, sealed: bytes) -> bytes:
    """What was sealed there. Raises Broken."""
    return _decrypt(key.cipher, sealed[len(MARK) + NUMBER :], place)


def key_of(stored: bytes) -> int | None:
    """The number of the key that it is sealed with; None: it was never sealed."""
    if not stored.startswith(MARK) or len(stored) < len(MARK) + NUMBER + NONCE + TAG:
        return None
    return int.from_bytes(stored[len(MARK) : len(MARK) + NUMBER])


def in_text(sealed: bytes) -> str:
    """The same for a column of texts."""
    return MARK_IN_TEXT + base64.b64encode(sealed[len(MARK) :]).decode() if sealed else ""


def from_text(stored: str) -> bytes:
    """The other way round; nothing, when it was never sealed."""
    if not stored.startswith(MARK_IN_TEXT):
        return b""
    try:
        return MARK + base64.b64decode(stored[len(MARK_IN_TEXT) :], validate=True)
    except ValueError:
        return b""  # somebody has typed the mark


def hashed(key: Key, word: str) -> str:
    """A word that can be compared and not be read: eight letters, digits, - and _."""
    return base64.urlsafe_b64encode(hmac.digest(key.secret, word.encode(), "sha256")[:STEM]).decode()


def masters(text: str) -> dict[str, bytes]:
    """`name:base64` of 32 bytes each, between them spaces, commas or new lines. Raises BadKeys."""
    found: dict[str, bytes] = {}
    for number, one in enumerate(re.split(r"[\s,;]+", text.strip()) if text.strip() else (), 1):
        line = LINE.fullmatch(one)
        if line is None:
            raise BadKeys(
                f"ключ {number}: нужно имя:ключ, 32 байта в base64; сделать: contact-center vault new-key"
            )
        if line[1] in found:
            raise BadKeys(f"ключ {number}: имя «{line[1]}» уже было, у каждого своё")
        found[line[1]] = base64.b64decode(line[2])
    return found


def made_of(secret: str) -> dict[str, bytes]:
    """A master key out of a secret of any form, named after its use; none out of none. Raises BadKeys."""
    if not secret:
        return {}
    if len(secret) < SHORTEST:
        raise BadKeys(f"privacy.key короче {SHORTEST} знаков; сделать: contact-center vault new-key")
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    derived = HKDF(SHA256(), KEY, salt=None, info=OF_SECRET.encode())
    return {OF_SECRET: derived.derive(secret.encode())}


def new_master(name: str) -> str:
    """A line that `masters` reads."""
    return f"{name}:{base64.b64encode(os.urandom(KEY)).decode()}"


def _key(number: int, owner: int, secret: bytes) -> Key:
    return Key(number, owner, secret, _cipher(secret))


def _cipher(secret: bytes) -> AESGCM:
    # 6 MB, and where nothing is sealed none of them are needed.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    return AESGCM(secret)


def _wrapping(key_id: int, owner: int) -> str:
    return f"vault_keys|wrapped|{key_id}|{owner}"


def _encrypt(cipher: AESGCM, said: bytes, place: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + cipher.encrypt(nonce, said, place.encode())


def _decrypt(cipher: AESGCM, sealed: bytes, place: str) -> bytes:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415

    try:
        return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise Broken(place) from error
