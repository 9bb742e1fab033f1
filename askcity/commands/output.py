"""What commands share: JSON on stdout, progress on stderr."""

import json
import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

SURROGATE = re.compile(r"[\ud800-\udfff]")


def print_json(document: object) -> None:
    """Print one JSON document on stdout."""
    print(as_json(document))


def as_json(document: object) -> str:
    """A document as one line of JSON; times and dates in ISO 8601, half surrogate pairs escaped as they came in."""
    text = json.dumps(document, ensure_ascii=False, default=_plain)
    return SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def say(text: str) -> None:
    """Tell the operator something, on stderr."""
    print(text, file=sys.stderr, flush=True)


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"not JSON: {type(value).__name__}")


def steps() -> Callable[[str, float], None]:
    """Progress of long work: a bar for each step on a terminal, one line for each step elsewhere."""
    seen: set[str] = set()

    def told(step: str, share: float) -> None:
        if sys.stderr.isatty():
            print(f"\r{step}: {share:>4.0%}", end="\n" if share >= 1 else "", file=sys.stderr, flush=True)
        elif step not in seen:
            seen.add(step)
            say(f"{step} …")

    return told
