"""Files: what somebody sent or the bot uploaded, by file_id."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

MOST_DOWNLOADED = 20 * 2**20
MOST_UPLOADED = 50 * 2**20
MOST_PHOTO = 10 * 2**20


@dataclass(frozen=True)
class File:
    """One file (a photo is several: one a size). `key` names its bytes; sizes in bytes and pixels."""

    file_id: str
    file_unique_id: str
    kind: str
    key: str
    name: str
    mime: str
    size: int
    width: int = 0
    height: int = 0
    duration: int = 0

    @property
    def path(self) -> str:
        """`file_path` as getFile answers it."""
        suffix = Path(self.name).suffix or {"photo": ".jpg", "voice": ".oga"}.get(self.kind, "")
        return f"{self.kind}s/{self.key}{suffix}"


@dataclass(frozen=True)
class Upload:
    """A file part of a request."""

    name: str
    mime: str
    content: bytes


class FileStore:
    """Bytes by key, in memory or in a folder."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._memory: dict[str, bytes] = {}
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def put(self, content: bytes) -> str:
        """Keeps the bytes; their key."""
        key = hashlib.sha256(content).hexdigest()[:20]
        if self._folder is None:
            self._memory[key] = content
        elif not (self._folder / key).exists():
            (self._folder / key).write_bytes(content)
        return key

    def get(self, key: str) -> bytes | None:
        """The bytes, if they are still there."""
        if self._folder is None:
            return self._memory.get(key)
        path = self._folder / key
        return path.read_bytes() if path.exists() else None
