"""One-time codes: short enough to be typed on a phone, kept as keyed digests only."""

import hashlib
import hmac
import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits that nobody mistakes for one another."""
LENGTH = 8
FEWEST = 2
"""Letters and digits that a code has at least, so that no word and no number looks like one."""
SHAPE = re.compile(r"[0-9A-Z]{4}[ -]?[0-9A-Z]{4}")


def new_code() -> str:
    """A code of 8 characters, about 38 bits."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if _mixed(code):
            return code


def shown(code: str) -> str:
    """A code as it is read out: two groups of four."""
    return f"{code[:4]}-{code[4:]}"


def code_in(text: str) -> str | None:
    """The code that a message is; None where it is something else."""
    written = text.strip().upper()
    if not SHAPE.fullmatch(written):
        return None
    code = re.sub(r"[ -]", "", written)
    return code if _mixed(code) else None


def digest(code: str, key: str) -> str:
    """What is kept of a code: without the key nobody can find the code that belongs to it."""
    return hmac.new(key.encode(), code.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _mixed(code: str) -> bool:
    digits = sum(character.isdigit() for character in code)
    return FEWEST <= digits <= LENGTH - FEWEST
