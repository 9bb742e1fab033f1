"""Training the `local` embedder: InfoNCE over pairs, every other text of a batch being a wrong one."""

import math
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from index.embed.embedder import Vectors
from index.embed.local import LocalEmbedder
from index.embed.pairs import Pair
from index.tokens import tokens


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and how hard to train; measured in docs/benchmarks.md."""

    dimension: int = 256
    batch: int = 512
    steps: int = 300
    scale: float = 15.0
    learning_rate: float = 0.01
    longest: int = 160
    """Tokens of a text that are used, drawn anew each time."""
    vocabulary: int = 150_000
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tokens that the model knows, the commonest first, with their weights (idf)."""

    ids: dict[str, int]
    weights: Vectors


def train(corpus: Sequence[str], pairs: Sequence[Pair], recipe: Recipe, progress: Callable[[float], None]) -> LocalEmbedder:
    """Train an embedder on `pairs`; idf comes from `corpus`. `progress` is told the share done, 0 to 1."""
    words = _vocabulary(corpus, pairs, recipe)
    generator = torch.Generator().manual_seed(recipe.seed)
    table = torch.empty(len(words.ids), recipe.dimension).normal_(std=recipe.dimension**-0.5, generator=generator)
    if pairs:
        table = _fit(table, words, pairs, recipe, progress)
    return LocalEmbedder.from_weights(list(words.ids), table.numpy() * words.weights[:, None])


def _vocabulary(corpus: Sequence[str], pairs: Sequence[Pair], recipe: Recipe) -> Vocabulary:
    counts: Counter[str] = Counter()
    for text in corpus:
        counts.update(set(tokens(text)))
    documents = max(1, len(corpus))
    for pair in pairs:
        counts.update(token for token in set(tokens(pair.left)) if token not in counts)
    kept = [token for token, count in counts.most_common(recipe.vocabulary) if count > 1 or len(corpus) < 1000]
    weights = np.array([math.log1p(documents / counts[token]) for token in kept], np.float32)
    return Vocabulary({token: number for number, token in enumerate(kept)}, weights)


def _fit(
    table: torch.Tensor, words: Vocabulary, pairs: Sequence[Pair], recipe: Recipe, progress: Callable[[float], None]
) -> torch.Tensor:
    bag = torch.nn.EmbeddingBag.from_pretrained(table, freeze=False, mode="sum", sparse=True)
    optimiser = torch.optim.SparseAdam(bag.parameters(), lr=recipe.learning_rate)
    weights = torch.from_numpy(words.weights)
    chance = random.Random(recipe.seed)
    encoded = _Encoded(pairs, words.ids, recipe.longest, chance)
    for step in range(recipe.steps):
        for group in optimiser.param_groups:
            group["lr"] = recipe.learning_rate * (1 - step / recipe.steps)
        left, right = encoded.batch(recipe.batch)
        similarity = _embed(bag, weights, left) @ _embed(bag, weights, right).T * recipe.scale
        target = torch.arange(len(similarity))
        loss = torch.nn.functional.cross_entropy(similarity, target) + torch.nn.functional.cross_entropy(similarity.T, target)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        progress((step + 1) / recipe.steps)
    return bag.weight.detach()


def _embed(bag: torch.nn.EmbeddingBag, weights: torch.Tensor, texts: list[list[int]]) -> torch.Tensor:
    flat = torch.tensor([number for text in texts for number in text])
    offsets = torch.from_numpy(np.cumsum([0, *(len(text) for text in texts[:-1])]))
    return torch.nn.functional.normalize(bag(flat, offsets, per_sample_weights=weights[flat]), dim=1)


class _Encoded:
    """Pairs as token ids, handed out in shuffled batches; each text is encoded once, when first used."""

    def __init__(self, pairs: Sequence[Pair], ids: dict[str, int], longest: int, chance: random.Random) -> None:
        self._pairs, self._ids, self._longest, self._chance = pairs, ids, longest, chance
        self._order: list[int] = []
        self._cache: dict[str, list[int]] = {}

    def batch(self, size: int) -> tuple[list[list[int]], list[list[int]]]:
        """Token ids of the left and the right texts of the next pairs."""
        while len(self._order) < size:
            fresh = list(range(len(self._pairs)))
            self._chance.shuffle(fresh)
            self._order.extend(fresh)
        chosen = [self._pairs[number] for number in self._order[:size]]
        del self._order[:size]
        return [self._encode(pair.left) for pair in chosen], [self._encode(pair.right) for pair in chosen]

    def _encode(self, text: str) -> list[int]:
        known = self._cache.get(text)
        if known is None:
            known = [self._ids[token] for token in tokens(text) if token in self._ids] or [0]
            self._cache[text] = known
        return self._chance.sample(known, self._longest) if len(known) > self._longest else known
