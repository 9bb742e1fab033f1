"""Generations: each build is a folder of its own; one small file says which is current."""

import fcntl
import json
import os
import shutil
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

from askcity.errors import BusyError, IndexingError, NoIndexError

BUILDING = ".building"
MANIFEST = "manifest.json"
TITLES = "titles.json"


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


class Lease:
    """A hold on a generation's manifest: the generation is not deleted before it is closed, or its process ended."""

    def __init__(self, descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        self._close = weakref.finalize(self, os.close, descriptor)

    def close(self) -> None:
        """Let go; a second time does nothing."""
        self._close()


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
        path = self.folder(generation) / MANIFEST
        try:
            return Manifest(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise IndexingError(
                f"generation {generation} is damaged ({path}: {error}); run `askcity index`"
            ) from error

    @contextmanager
    def building(self, generation: str) -> Iterator[Path]:
        """A folder to build in, alone; it becomes the current generation when the block ends well."""
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
            self.switch(generation)

    def lease(self, generation: str) -> "Lease":
        """A hold on a generation. Raises IndexingError where it is damaged."""
        path = self.folder(generation) / MANIFEST
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise IndexingError(
                f"generation {generation} is damaged ({path}: {error}); run `askcity index`"
            ) from error
        return Lease(descriptor)

    def kept(self) -> set[str]:
        """The generations that are there: the current and the previous one, and those that somebody still reads."""
        found = {folder.name for folder in (self._root / "generations").glob("*")}
        return {name for name in found if not name.endswith(BUILDING)}

    def installation(self) -> str:
        """A name for this data folder that no other one has, for what is stored outside it."""
        path = self._root / "installation"
        if not path.exists():
            _write(path, uuid4().hex)
        return str(json.loads(path.read_text(encoding="utf-8")))

    def titles(self, generation: str) -> tuple[str, ...]:
        """The titles of a generation's pages, each once; empty where it was built without them."""
        try:
            return tuple(json.loads((self.folder(generation) / TITLES).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return ()

    def finish(self, workshop: Path, manifest: Manifest) -> None:
        """Write the manifest into a folder that is being built."""
        _write(workshop / MANIFEST, asdict(manifest))

    def switch(self, generation: str) -> None:
        """Make a generation current, atomically; the one before stays for a rollback, older ones go when unused."""
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
                _remove_unused(folder)

    def _read(self) -> dict[str, str | None]:
        try:
            state = json.loads(self._pointer.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError:
            state = None
        return state if isinstance(state, dict) else {}  # a damaged pointer is as good as none: build again


def _remove_unused(folder: Path) -> None:
    """Delete a generation unless somebody holds a lease on it; then a later build does."""
    try:
        with (folder / MANIFEST).open(encoding="utf-8") as manifest:
            fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        return
    except OSError:  # it never had a manifest, or has lost it: nobody can read it
        shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path, document: object) -> None:
    """Replace a file so that a reader, or a crash, sees the old or the new one and nothing between."""
    temporary = path.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
