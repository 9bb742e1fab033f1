"""Citizens' questions on the demo city, with the pages that answer them; for fitting, never for judging.

`python -m eval.demo_questions [PORT]` prints them as `eval.calibration` reads them, with the addresses that the demo
city's pages have on that port. The questions are the project's own; an empty list of pages means that none answers.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from askcity.clock import today
from demo.city import City, load_city

QUESTIONS = Path(__file__).parent / "data" / "demo_calibration.jsonl"
PORT = 8401


def with_addresses(city: City, port: int) -> Iterator[dict[str, object]]:
    """The questions with their pages' addresses. Raises KeyError for a page that the city does not have."""
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        asked = json.loads(line)
        places = (place.split("/") for place in asked["pages"])
        gold = [city.url(city.document(site, slug), port) for site, slug in places]
        yield {"question": asked["question"], "gold": gold}


if __name__ == "__main__":
    for question in with_addresses(load_city(today()), int(sys.argv[1]) if len(sys.argv) > 1 else PORT):
        print(json.dumps(question, ensure_ascii=False))
