"""Tiny real models with random weights: what an operator's own model looks like to the code, a few hundred KB of it."""

from collections.abc import Iterable
from pathlib import Path

import torch
from sentence_transformers import CrossEncoder, SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from transformers import BertConfig, BertForSequenceClassification, BertModel, BertTokenizer

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
DIMENSION = 32


def sentence_transformer(
    folder: Path,
    texts: Iterable[str],
    seed: int = 1,
    constant: bool = False,
    prompts: dict[str, str] | None = None,
) -> str:
    """Save an embedding model that knows the characters of `texts`; returns its path, the setting's value.

    A `constant` one gives the same vector for every text.
    """
    config = _bert(folder / "bert", texts)
    torch.manual_seed(seed)
    bert = BertModel(config)
    if constant:
        _make_constant(bert)
    bert.save_pretrained(folder / "bert")
    modules = [Transformer(str(folder / "bert")), Pooling(DIMENSION, pooling_mode="mean")]
    model = SentenceTransformer(modules=modules, device="cpu", prompts=prompts)
    model.save(str(folder / "model"), create_model_card=False)
    return str(folder / "model")


def cross_encoder(folder: Path, texts: Iterable[str], seed: int = 1) -> str:
    """Save a reranker that knows the characters of `texts`; returns its path, the setting's value."""
    config = _bert(folder / "bert", texts)
    config.num_labels = 1
    torch.manual_seed(seed)
    BertForSequenceClassification(config).save_pretrained(folder / "bert")
    CrossEncoder(str(folder / "bert"), device="cpu").save(str(folder / "model"))
    return str(folder / "model")


def _bert(folder: Path, texts: Iterable[str]) -> BertConfig:
    """Save a tokenizer of single characters; returns the configuration of a BERT for it."""
    folder.mkdir(parents=True)
    words = [
        *SPECIAL,
        *sorted({character for text in texts for character in text if not character.isspace()}),
    ]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    return BertConfig(
        vocab_size=len(words),
        hidden_size=DIMENSION,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=256,
        initializer_range=0.3,
    )


def _make_constant(bert: BertModel) -> None:
    with torch.no_grad():
        for name, weights in bert.named_parameters():
            if name.endswith("LayerNorm.bias"):
                weights.copy_(torch.linspace(-1, 1, DIMENSION))
            else:
                weights.zero_()
