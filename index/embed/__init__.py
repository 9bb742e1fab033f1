"""Embedders: the `local` one, trained on the city's own pages, and any sentence-transformers model."""
