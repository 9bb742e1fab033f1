"""The optional language model: it puts found sentences into words, and nothing it says is shown unverified."""
