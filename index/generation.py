"""Generations: each build is a folder of its own; one small file says which is current."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from askcity.errors import BusyError, IndexingError, NoIndexError

BUILDING = ".building"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds and how it came about; `created_at` is ISO 8601 in UTC, times are in seconds."""

    generation: str
    created_at: str
    pages: int
    chunks: int
    sites: int
    snapshot: str
    embedding_model: str
    embedder: str
    dimension: int
    trained: bool
    embedded: int
    reused: int
    seconds: dict[str, float]


class Generations:
    """The folder of all generations below a data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._root = data_dir / "index"
        self._pointer = self._root / "current.json"

    def folder(self, generation: str) -> Path:
        """Where a generation lives."""
        return self._root / "generations" / generation

    def current(self) -> str:
        """The generation that is served. Raises NoIndexError."""
        found = self._read().get("current")
        if found is None:
            raise NoIndexError("there is no index yet: run `askcity crawl` and then `askcity index`")
        return found

    def previous(self) -> str | None:
        """The generation that a rollback would go to."""
        return self._read().get("previous")

    def stamp(self) -> int:
        """A number that changes whenever another generation becomes current; 0 = none."""
        try:
            return self._pointer.stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def manifest(self, generation: str) -> Manifest:
        """The manifest of a generation. Raises IndexingError where it is damaged."""
        path = self.folder(generation) / "manifest.json"
        try:
            return Manifest(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise IndexingError(
                f"generation {generation} is damaged ({path}: {error}); run `askcity index`"
            ) from error

    @contextmanager
    def building(self, generation: str) -> Iterator[Path]:
        """A folder to build in, alone; it becomes the generation's folder when the block ends well."""
        self._root.mkdir(parents=True, exist_ok=True)
        with (self._root / "lock").open("w", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BusyError("another `askcity index` is running; wait for it to finish") from None
            for leftover in (self._root / "generations").glob(f"*{BUILDING}"):
                shutil.rmtree(leftover)
            workshop = self.folder(generation + BUILDING)
            workshop.mkdir(parents=True)
            try:
                yield workshop
                workshop.rename(self.folder(generation))
            except BaseException:
                shutil.rmtree(workshop, ignore_errors=True)
                raise

    def finish(self, workshop: Path, manifest: Manifest) -> None:
        """Write the manifest into a folder that is being built."""
        _write(workshop / "manifest.json", asdict(manifest))

    def switch(self, generation: str) -> None:
        """Make a generation current, atomically; the one before stays for a rollback, older ones go."""
        before = self._read().get("current")
        _write(
            self._pointer,
            {"current": generation, "previous": before if before != generation else self.previous()},
        )
        self._prune()

    def rollback(self) -> str:
        """Go back to the previous generation and return its name. Raises NoIndexError, IndexingError where it is damaged."""
        state = self._read()
        if state.get("previous") is None or not self.folder(str(state["previous"])).exists():
            raise NoIndexError("there is no earlier generation to roll back to")
        self.manifest(str(state["previous"]))
        _write(self._pointer, {"current": state["previous"], "previous": state["current"]})
        return str(state["previous"])

    def _prune(self) -> None:
        state = self._read()
        kept = {state.get("current"), state.get("previous")}
        for folder in (self._root / "generations").iterdir():
            if folder.name not in kept and not folder.name.endswith(BUILDING):
                shutil.rmtree(folder, ignore_errors=True)

    def _read(self) -> dict[str, str | None]:
        try:
            state = json.loads(self._pointer.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError:
            state = None
        return state if isinstance(state, dict) else {}  # a damaged pointer is as good as none: build again


def _write(path: Path, document: object) -> None:
    """Replace a file so that a reader, or a crash, sees the old or the new one and nothing between."""
    temporary = path.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
