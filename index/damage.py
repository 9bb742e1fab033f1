"""What libraries raise when a file of theirs is damaged or gone."""

from chromadb.errors import ChromaError
from safetensors import SafetensorError

DAMAGE: tuple[type[Exception], ...] = (ChromaError, SafetensorError, OSError, ValueError)
