"""Whether a request comes from LINE: the HMAC of the body exactly as it arrived."""

import base64
import hashlib
import hmac


def sign(secret: str, body: bytes) -> str:
    """The signature that LINE puts on a body."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def genuine(secret: str, body: bytes, signature: str) -> bool:
    """Whether the signature is the body's, in constant time."""
    return hmac.compare_digest(sign(secret, body).encode(), signature.encode("utf-8", "surrogatepass"))
