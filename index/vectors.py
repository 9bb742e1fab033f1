"""Dense vectors in Chroma: embedded in a generation's own folder, or a collection on a Chroma server."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError
from tenacity import retry, stop_after_delay, wait_exponential

from askcity.errors import ConfigurationError
from index.embed.embedder import Vectors

BATCH = 5_000
"""Chroma refuses more than 5,461 records a call."""

OWNER = "askcity_installation"
CONFIGURATION: CreateCollectionConfiguration = {
    "hnsw": {"space": "cosine", "ef_search": 200, "batch_size": 1_000, "sync_threshold": 10_000}
}
"""Ten times the defaults of the last two: a build writes the growing graph to disk a tenth as often."""


class VectorStore:
    """The vectors of one generation."""

    def __init__(self, client: ClientAPI, collection: Any) -> None:
        self._client, self._collection = client, collection

    @classmethod
    def create(cls, folder: Path, name: str, url: str | None, owner: str) -> "VectorStore":
        """An empty store for the generation `name` of the installation `owner`."""
        client = _client(folder, url)
        collection = client.create_collection(
            name, configuration=CONFIGURATION, metadata={OWNER: owner}, embedding_function=None
        )
        return cls(client, collection)

    @classmethod
    def open(cls, folder: Path, name: str, url: str | None) -> "VectorStore":
        """The store of the generation `name`."""
        client = _client(folder, url)
        return cls(client, client.get_collection(name, embedding_function=None))

    def __len__(self) -> int:
        return int(self._collection.count())

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Add vectors, shape (ids, dimension)."""
        for start in range(0, len(ids), BATCH):
            stop = start + BATCH
            self._collection.add(ids=list(ids[start:stop]), embeddings=vectors[start:stop])

    def search(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """The nearest chunk ids with their cosine similarity, best first."""
        found = self._collection.query(
            query_embeddings=vector[None, :], n_results=limit, include=["distances"]
        )
        return [
            (id_, 1.0 - float(distance))
            for id_, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def vectors(self, ids: Sequence[str]) -> Iterator[tuple[str, Vectors]]:
        """The stored vectors of those ids that are there."""
        for start in range(0, len(ids), BATCH):
            found = self._collection.get(ids=list(ids[start : start + BATCH]), include=["embeddings"])
            for id_, vector in zip(found["ids"], found["embeddings"], strict=True):
                yield id_, np.asarray(vector, np.float32)

    def drop_all_but(self, kept: Collection[str], owner: str) -> None:
        """Delete `owner`'s other generations (on a server; embedded ones go with their folders)."""
        for collection in self._client.list_collections():
            if collection.name not in kept and (collection.metadata or {}).get(OWNER) == owner:
                self._client.delete_collection(collection.name)

    def close(self) -> None:
        """Release files and memory."""
        self._client.close()  # type: ignore[attr-defined]


def _client(folder: Path, url: str | None) -> ClientAPI:
    options = ChromaSettings(anonymized_telemetry=False)
    if url is None:
        return chromadb.PersistentClient(str(folder), settings=options)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigurationError(f"ASKCITY_CHROMA_URL: {url!r} is not an http(s) address")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        return _connect(parts.hostname, port, parts.scheme == "https", options)
    except (ValueError, OSError, ChromaError) as error:
        raise ConfigurationError(
            f"ASKCITY_CHROMA_URL: no Chroma server answers at {parts.hostname}:{port} ({error}); "
            "start it, correct the address, or leave the setting out for the embedded one"
        ) from error


@retry(stop=stop_after_delay(20), wait=wait_exponential(0.2, max=3), reraise=True)
def _connect(host: str, port: int, ssl: bool, options: ChromaSettings) -> ClientAPI:
    return chromadb.HttpClient(host=host, port=port, ssl=ssl, settings=options)
