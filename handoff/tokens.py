"""Ids that cannot be guessed, and the citizen's key, of which only a digest is kept."""

import hashlib
import hmac
import secrets


def new_id() -> str:
    """A conversation's id: 128 random bits."""
    return secrets.token_urlsafe(16)


def new_token() -> str:
    """A citizen's key: 256 random bits, so that a plain digest of it tells nothing."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """The SHA-256 of a key."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def matches(token: str, kept: bytes) -> bool:
    """Whether a key belongs to a digest, in constant time."""
    return hmac.compare_digest(digest(token), kept)


def same(told: str, kept: str) -> bool:
    """Whether two short secrets are the same, in constant time."""
    return hmac.compare_digest(told.encode("utf-8", "surrogatepass"), kept.encode())
