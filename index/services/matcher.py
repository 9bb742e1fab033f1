"""Which services a question may be about: the nearest of all their wordings, by the generation's embedder."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed.embedder import Embedder, Vectors
from index.services.catalogue import Catalogue, Service
from index.tokens import tokens

MATCHES = 5
SHARPNESS = 12.0
"""How quickly a service's share falls with the distance of its nearest wording; measured in docs/benchmarks.md."""
ABOUT_SHARPNESS = 15.0
"""The same for the services that a passage is about."""
TERM_WEIGHT = 0.5
"""Weight of a term of the vocabulary beside the shares of the services."""
NAMES = 3
"""Official names of a service that widen a question."""
SERVICES = "services"
"""Folder of a generation that holds the vectors."""
VECTORS = "vectors.npy"
STATE = "state.json"


@dataclass(frozen=True, slots=True)
class ServiceMatch:
    """A service that a question may be about: the cosine of its nearest wording, and its share among the matches."""

    service: Service
    similarity: float
    share: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question may be about: the nearest services, and the cosine of each service's nearest wording, shape (services,)."""

    matches: tuple[ServiceMatch, ...]
    nearness: Vectors


@dataclass(frozen=True, slots=True)
class About:
    """The services that passages are about, with their shares; both of shape (passages, services)."""

    services: NDArray[np.intp]
    shares: Vectors


class ServiceMatcher:
    """All wordings of all services as unit vectors, shape (wordings, dimension); each service's official ones lead."""

    def __init__(self, services: Sequence[Service], vectors: Vectors) -> None:
        self._services = services
        self._vectors = vectors
        self._starts = np.cumsum([0, *(len(service.texts) for service in services[:-1])])
        self._official = _centres(vectors, self._starts, [len(service.names) for service in services])

    @classmethod
    def encode(cls, catalogue: Catalogue, embedder: Embedder) -> "ServiceMatcher":
        """A matcher with every wording encoded anew."""
        texts = [text for service in catalogue.services for text in service.texts]
        empty: Vectors = np.zeros((0, embedder.dimension), np.float32)
        return cls(catalogue.services, embedder.encode_documents(texts) if texts else empty)

    @classmethod
    def load(cls, folder: Path, catalogue: Catalogue, embedder: Embedder) -> "ServiceMatcher":
        """The matcher saved in `folder`, encoded anew where the catalogue or the embedder is another one."""
        try:
            same = json.loads((folder / STATE).read_text(encoding="utf-8")) == _state(catalogue, embedder)
            vectors = np.load(folder / VECTORS).astype(np.float32) if same else None
        except (OSError, ValueError):
            vectors = None
        return cls.encode(catalogue, embedder) if vectors is None else cls(catalogue.services, vectors)

    def save(self, folder: Path, catalogue: Catalogue, embedder: Embedder) -> None:
        """Write the vectors, at half precision, and what they belong to."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / VECTORS, self._vectors.astype(np.float16))
        (folder / STATE).write_text(json.dumps(_state(catalogue, embedder)), encoding="utf-8")

    def asked(self, vector: Vectors) -> Asked:
        """The services nearest to a question's vector, best first; their shares sum to 1."""
        if not self._services:
            return Asked((), np.zeros(0, np.float32))
        nearness: Vectors = np.maximum.reduceat(self._vectors @ vector, self._starts)
        best = np.argsort(-nearness)[:MATCHES]
        shares = _softmax(SHARPNESS * nearness[best])
        matches = tuple(
            ServiceMatch(self._services[number], float(nearness[number]), float(share))
            for number, share in zip(best, shares, strict=True)
        )
        return Asked(matches, nearness)

    def about(self, passages: Vectors) -> About:
        """The services that each passage is about; passages have shape (n, dimension)."""
        most = min(MATCHES, len(self._services))
        if not most or not len(passages):
            return About(np.zeros((len(passages), 0), np.intp), np.zeros((len(passages), 0), np.float32))
        likeness = passages @ self._official.T
        services = np.argpartition(-likeness, most - 1, axis=1)[:, :most]
        return About(services, _softmax(ABOUT_SHARPNESS * np.take_along_axis(likeness, services, axis=1)))

    def support(self, asked: Asked, passages: Vectors) -> Vectors:
        """How near the question is to the services that each passage is about; passages have shape (n, dimension)."""
        return supported(asked, self.about(passages))


def supported(asked: Asked, about: About) -> Vectors:
    """How near the question is to the services that passages are about, shape (passages,)."""
    if not about.services.size:
        return np.zeros(len(about.services), np.float32)
    support: Vectors = (about.shares * asked.nearness[about.services]).sum(axis=1)
    return support


def widened(matches: Sequence[ServiceMatch], official: Sequence[str] = ()) -> Mapping[str, float]:
    """Search tokens of the matches' official names, each weighing as its best match's share, and of official terms."""
    weights = {token: TERM_WEIGHT for term in official for token in tokens(term)}
    for match in matches:
        for name in match.service.names[:NAMES]:
            for token in tokens(name):
                weights[token] = max(weights.get(token, 0.0), match.share)
    return weights


def _centres(vectors: Vectors, starts: NDArray[np.int_], counts: Sequence[int]) -> Vectors:
    """The mean direction of each service's official names, shape (services, dimension)."""
    sums = [vectors[start : start + count].sum(axis=0) for start, count in zip(starts, counts, strict=False)]
    if not sums:
        return np.zeros((0, vectors.shape[1]), np.float32)
    centres = np.stack(sums)
    unit: Vectors = centres / np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
    return unit


def _softmax(values: Vectors) -> Vectors:
    powers = np.exp(values - values.max(axis=-1, keepdims=True))
    shares: Vectors = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _state(catalogue: Catalogue, embedder: Embedder) -> dict[str, str]:
    digest = hashlib.sha256(repr(catalogue.services).encode()).hexdigest()
    return {"catalogue": digest, "embedder": embedder.fingerprint}
