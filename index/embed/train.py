"""Training the `local` embedder: InfoNCE over pairs, every other text of a batch being a wrong one."""

import math
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch

from index.embed.embedder import Vectors
from index.embed.local import LocalEmbedder
from index.embed.pairs import Pair
from index.tokens import tokens

Ids = np.ndarray[tuple[int], np.dtype[np.int32]]
"""Token ids of a text."""

MOST_CACHED = 60_000
"""Encoded texts kept: a large city's are drawn once or twice, and would take a gigabyte."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and how hard to train; measured in docs/benchmarks.md."""

    dimension: int = 256
    batch: int = 512
    steps: int = 300
    epochs: int = 6
    """At most so many times over the pairs: a small city needs fewer steps."""
    scale: float = 15.0
    learning_rate: float = 0.01
    longest: int = 100
    """Tokens of a text that are used, drawn anew each time."""
    vocabulary: int = 150_000
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tokens that the model knows, the commonest first, with their weights (idf)."""

    ids: dict[str, int]
    weights: Vectors


def train(
    corpus: Sequence[str], pairs: Sequence[Pair], recipe: Recipe, progress: Callable[[float], None]
) -> LocalEmbedder:
    """Train an embedder on `pairs`; idf comes from `corpus`. `progress` is told the share done, 0 to 1."""
    words = _vocabulary(corpus, pairs, recipe)
    generator = torch.Generator().manual_seed(recipe.seed)
    table = torch.empty(len(words.ids), recipe.dimension).normal_(
        std=recipe.dimension**-0.5, generator=generator
    )
    if pairs:
        with _one_thread():
            table = _fit(table, words, pairs, recipe, progress)
    table *= torch.from_numpy(words.weights)[:, None]  # in place: at 150,000 tokens each copy is 150 MB
    return LocalEmbedder.from_weights(list(words.ids), table.numpy())


def _vocabulary(corpus: Sequence[str], pairs: Sequence[Pair], recipe: Recipe) -> Vocabulary:
    counts: Counter[str] = Counter()
    for text in corpus:
        counts.update(set(tokens(text)))
    documents = max(1, len(corpus))
    for pair in pairs:
        counts.update(token for token in set(tokens(pair.left)) if token not in counts)
    kept = [
        token for token, count in counts.most_common(recipe.vocabulary) if count > 1 or len(corpus) < 1000
    ]
    weights = np.array([math.log1p(documents / counts[token]) for token in kept], np.float32)
    return Vocabulary({token: number for number, token in enumerate(kept)}, weights)


def _fit(
    table: torch.Tensor,
    words: Vocabulary,
    pairs: Sequence[Pair],
    recipe: Recipe,
    progress: Callable[[float], None],
) -> torch.Tensor:
    weights = torch.from_numpy(words.weights)
    encoded = _Encoded(pairs, words.ids, recipe.longest, random.Random(recipe.seed))  # noqa: S311  (order, not security)
    optimiser = _RowAdam(table)
    steps = min(recipe.steps, 1 + len(pairs) * recipe.epochs // recipe.batch)
    for step in range(steps):
        left, right = encoded.batch(recipe.batch)
        texts = left + right
        flat = torch.from_numpy(np.concatenate(texts)).long()
        offsets = torch.from_numpy(np.cumsum([0, *(len(text) for text in texts[:-1])]))
        rows, places = torch.unique(flat, return_inverse=True)
        values = table[rows].requires_grad_()
        bags = torch.nn.functional.embedding_bag(
            places, values, offsets, mode="sum", per_sample_weights=weights[flat]
        )
        vectors = torch.nn.functional.normalize(bags, dim=1)
        similarity = vectors[: len(left)] @ vectors[len(left) :].T * recipe.scale
        target = torch.arange(len(left))
        loss = torch.nn.functional.cross_entropy(similarity, target) + torch.nn.functional.cross_entropy(
            similarity.T, target
        )
        (gradient,) = torch.autograd.grad(loss, values)
        optimiser.update(rows, gradient, recipe.learning_rate * (1 - step / steps))
        progress((step + 1) / steps)
    return table


@contextmanager
def _one_thread() -> Iterator[None]:
    """Torch on one thread: its threads spin while they wait, and beside other work two are many times slower than one."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


class _RowAdam:
    """Adam on the rows that a batch touched; torch's SparseAdam does the same over many times as many entries."""

    def __init__(self, table: torch.Tensor, decay: tuple[float, float] = (0.9, 0.999)) -> None:
        self._table, self._decay = table, decay
        self._mean, self._square = torch.zeros_like(table), torch.zeros_like(table)
        self._step = 0

    def update(self, rows: torch.Tensor, gradient: torch.Tensor, rate: float) -> None:
        """Move `rows` of the table against their gradient."""
        self._step += 1
        first, second = self._decay
        mean = self._mean[rows].mul_(first).add_(gradient, alpha=1 - first)
        square = self._square[rows].mul_(second).addcmul_(gradient, gradient, value=1 - second)
        self._mean[rows], self._square[rows] = mean, square
        corrected = (square / (1 - second**self._step)).sqrt_().add_(1e-8)
        self._table[rows] -= rate / (1 - first**self._step) * mean / corrected


class _Encoded:
    """Pairs as token ids, handed out in shuffled batches; texts are encoded when they are drawn."""

    def __init__(
        self, pairs: Sequence[Pair], ids: dict[str, int], longest: int, chance: random.Random
    ) -> None:
        self._pairs, self._ids, self._longest, self._chance = pairs, ids, longest, chance
        self._draw = np.random.default_rng(chance.getrandbits(32))
        self._order: list[int] = []
        self._cache: dict[str, Ids] = {}

    def batch(self, size: int) -> tuple[list[Ids], list[Ids]]:
        """Token ids of the left and the right texts of the next pairs."""
        while len(self._order) < size:
            fresh = list(range(len(self._pairs)))
            self._chance.shuffle(fresh)
            self._order.extend(fresh)
        chosen = [self._pairs[number] for number in self._order[:size]]
        del self._order[:size]
        return [self._encode(pair.left) for pair in chosen], [self._encode(pair.right) for pair in chosen]

    def _encode(self, text: str) -> Ids:
        known = self._cache.get(text)
        if known is None:
            ids = [self._ids[token] for token in tokens(text) if token in self._ids]
            known = np.array(ids or [0], np.int32)
            if len(self._cache) < MOST_CACHED:
                self._cache[text] = known
        return self._draw.permutation(known)[: self._longest] if len(known) > self._longest else known
