"""What commands share: JSON on stdout, progress on stderr."""

import json
import sys
from datetime import date, datetime
from typing import Any


def print_json(document: object) -> None:
    """Print one JSON document on stdout."""
    print(as_json(document))


def as_json(document: object) -> str:
    """A document as one line of JSON; times and dates in ISO 8601."""
    return json.dumps(document, ensure_ascii=False, default=_plain)


def say(text: str) -> None:
    """Tell the operator something, on stderr."""
    print(text, file=sys.stderr, flush=True)


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"not JSON: {type(value).__name__}")
