"""The same day gives the same bytes, in whatever process."""

import hashlib
import os
import subprocess
import sys
from datetime import date, timedelta

from demo.city import City, load_city
from demo.faults import load_faults
from demo.responder import Responder
from tests.demo.conftest import TODAY

PORT = 8401


def digests(city: City) -> dict[str, str]:
    """The SHA-256 of every article, home page, list and document, by site and path."""
    responder = Responder(city, load_faults(), PORT)
    found = {}
    for key, layout in city.maps.items():
        paths = ["/", "/robots.txt", "/sitemap.xml", layout.map_path]
        paths += [layout.article_path(document) for document in layout.documents]
        paths += [layout.list_path(section) for section in layout.sections]
        paths += [layout.file_path(attachment) for attachment in layout.attachments]
        for path in paths:
            served = responder.answer(city.sites[key], *path.partition("?")[::2])
            stated = f"{served.status} {served.media_type} {served.changed}".encode()
            found[f"{key}{path}"] = hashlib.sha256(stated + served.body).hexdigest()
    return found


def summary(day: date) -> str:
    """One digest over all that a city serves on a day."""
    lines = [f"{place} {digest}" for place, digest in digests(load_city(day)).items()]
    joined = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return f"{len(lines)} {joined}"


def test_two_processes_render_the_same_bytes_for_the_same_day() -> None:
    command = "from tests.demo.test_same_bytes import TODAY, summary; print(summary(TODAY))"
    other = subprocess.Popen(
        [sys.executable, "-c", command],
        env={**os.environ, "PYTHONHASHSEED": "1", "TZ": "America/New_York"},
        stdout=subprocess.PIPE,
        text=True,
    )
    ours = summary(TODAY)
    theirs = other.communicate(timeout=80)[0].strip()
    assert ours == theirs
    assert int(ours.split()[0]) > 1_900


def test_the_compressed_form_is_the_same_bytes_every_time(city: City) -> None:
    bodies = [
        Responder(city, load_faults(), PORT).answer(city.sites["www"], "/", "").compressed for _ in range(2)
    ]
    assert bodies[0] == bodies[1]


def test_another_day_gives_other_bytes(city: City) -> None:
    fair = city.document("events", "community-fair")
    assert load_city(TODAY + timedelta(1)).document("events", "community-fair").body != fair.body
