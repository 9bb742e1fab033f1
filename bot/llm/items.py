"""The items of a JSON list that is still being written."""

import json
import re
from collections.abc import Iterator
from typing import Any

BETWEEN = re.compile(r"[\s,]*")


class Items:
    """Reads the list that begins where `opening` ends; each item is given once, as soon as it is whole."""

    def __init__(self, opening: re.Pattern[str]) -> None:
        self._opening, self._at = opening, 0
        self._decoder = json.JSONDecoder()

    def new(self, text: str) -> Iterator[Any]:
        """What has become whole in a reply since the last call, which had the beginning of the same text."""
        if self._at == 0:
            found = self._opening.match(text)
            if found is None:
                return
            self._at = found.end()
        while True:
            start = self._skip(text)
            try:
                item, self._at = self._decoder.raw_decode(text, start)
            except ValueError:
                return
            yield item

    def _skip(self, text: str) -> int:
        found = BETWEEN.match(text, self._at)
        return found.end() if found else self._at
