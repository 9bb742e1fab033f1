"""How long conversations are kept, how they are erased, and how they are taken along."""
