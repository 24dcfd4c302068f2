"""The base: a copy of the knowledge base to play with; publishing in the sandbox changes nothing else."""

import shutil
from pathlib import Path

from watchfiles import Change, awatch

from faq.revision import REFERENCES


class BaseCopy:
    """The files of the base at `source`, its folder of entries, copied to `folder`/faq.

    A copy that is there already is kept: with --data an editor's work outlives a restart.
    """

    def __init__(self, source: Path, folder: Path) -> None:
        self._source = source.resolve()
        self._folder = folder / "faq"
        self.entries = self._folder / "entries"

    def make(self) -> None:
        """Copy what is not there yet."""
        self.entries.mkdir(parents=True, exist_ok=True)
        if any(self.entries.iterdir()):
            return
        beside = (self._source.parent / name for name in REFERENCES)
        for path in (*self._source.glob("*.toml"), *(one for one in beside if one.exists())):
            shutil.copyfile(path, self._copy_of(path))

    def discard(self) -> None:
        """Away with it."""
        shutil.rmtree(self._folder, ignore_errors=True)

    async def follow(self) -> None:
        """Bring changes of the source into the copy as they are saved, until cancelled."""
        async for changes in awatch(self._source.parent, watch_filter=self._concerns, debounce=200):
            for _, name in changes:
                self._bring(Path(name))

    def _bring(self, path: Path) -> None:
        if path.exists():
            shutil.copyfile(path, self._copy_of(path))
        else:
            self._copy_of(path).unlink(missing_ok=True)

    def _concerns(self, _: Change, name: str) -> bool:
        path = Path(name)
        is_entries = path.parent == self._source and path.suffix == ".toml"
        return is_entries or (path.parent == self._source.parent and path.name in REFERENCES)

    def _copy_of(self, path: Path) -> Path:
        return (self.entries if path.parent == self._source else self._folder) / path.name
