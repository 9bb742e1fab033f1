"""`askcity demo`: the whole product on the demo city, from its sites to the chat page."""

import asyncio
import contextlib
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from askcity import clock
from askcity.app import create_app
from askcity.commands import demo_staff
from askcity.commands.output import say
from askcity.commands.serve import Server, listening, prepare_process
from askcity.errors import ConfigurationError, CrawlError
from askcity.logs import configure_logs
from askcity.settings import Settings, load_settings
from demo import registry
from demo.city import City, load_city
from demo.content import CONTENT
from demo.server import running
from index.generation import Generations

SITES_PORT = 8401
STAMP = "demo.json"
"""File of the data folder that holds the stamp."""
STAFF = CONTENT.parent / "staff.toml"
SERVICE_HOURS = CONTENT.parent / "service_hours.toml"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the demo's index was made from; as long as it is the same, nothing is crawled again."""

    day: date
    port: int
    content: str

    def text(self) -> str:
        """As it is stored."""
        return json.dumps([self.day.isoformat(), self.port, self.content])

    @classmethod
    def read(cls, data_dir: Path) -> "Stamp":
        """The stamp of a data folder. Raises ConfigurationError where the demo city is not indexed there."""
        try:
            day, port, content = json.loads((data_dir / STAMP).read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise ConfigurationError(
                f"{data_dir} does not hold the demo city; run `askcity eval demo-index`"
            ) from error
        return cls(date.fromisoformat(day), port, content)


def demo(
    port: Annotated[int, typer.Option(help="Port of the chat page.", min=0, max=65_535)] = 8000,
    sites_port: Annotated[
        int, typer.Option(help="Port of the demo city's own sites.", min=1, max=65_535)
    ] = SITES_PORT,
) -> None:
    """Serve the demo city's sites, crawl and index them, then serve the chat page and the console."""
    settings = load_settings()
    configure_logs("WARNING")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    today = clock.today()
    city = load_city(today)
    with listening("127.0.0.1", port) as listener, sites(city, sites_port):
        prepared = prepared_settings(settings, city, sites_port)
        bring_up_to_date(prepared, Stamp(today, sites_port, content_digest()))
        prepare_process()
        password, staff = asyncio.run(demo_staff.prepare(prepared, demo_staff.read(STAFF)))
        server = Server(create_app(prepared))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        say(f"示範市的網站：http://www.demo.localhost:{sites_port}/")
        say(f"客服台：{address}console　帳號：{'、'.join(agent.name for agent in staff)}　密碼：{password}")
        typer.echo(f"askcity: {address}")
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl+C, after everything has ended in order
            server.run(sockets=[listener])


@contextmanager
def sites(city: City, port: int) -> Iterator[int]:
    """The demo city's sites, served for as long as the context lasts. Raises ConfigurationError."""
    try:
        with running(city, port) as taken:
            yield taken
    except OSError as error:
        raise ConfigurationError(
            f"the demo city cannot listen on port {port}: {error.strerror}; stop what uses it or take another --sites-port"
        ) from error


def prepared_settings(settings: Settings, city: City, port: int) -> Settings:
    """The settings with the demo city's registry, which is written to the data folder."""
    path = settings.data_dir.absolute() / "demo-sites.toml"
    registry.write(city, path, port)
    changed = {
        "sites": str(path),
        "data_dir": settings.data_dir.absolute(),
        "service_hours": settings.service_hours or SERVICE_HOURS,
    }
    return settings.model_copy(update=changed)


def bring_up_to_date(settings: Settings, stamp: Stamp) -> None:
    """Crawl and index the demo city unless that was done with the same stamp. Raises CrawlError."""
    file = settings.data_dir / STAMP
    indexed = Generations(settings.data_dir).stamp() != 0
    if indexed and file.exists() and file.read_text(encoding="utf-8") == stamp.text():
        say("the demo city is crawled and indexed already")
        return
    # Processes of their own: what crawling and training take of memory is given back before serving begins.
    for command in ("crawl", "index"):
        _run(command, settings)
    file.write_text(stamp.text(), encoding="utf-8")


def _run(command: str, settings: Settings) -> None:
    environment = os.environ | {
        "ASKCITY_SITES": settings.sites,
        "ASKCITY_DATA_DIR": str(settings.data_dir),
        "ASKCITY_CRAWL_TIMEOUT": "3",
    }
    done = subprocess.run([sys.executable, "-m", "askcity", command], env=environment, check=False)  # noqa: S603
    if done.returncode:
        raise CrawlError(f"the demo city's {command} failed; the messages above say why")


def content_digest() -> str:
    """Changes whenever a file of the content does."""
    digest = hashlib.sha256()
    for path in sorted(path for path in Path(CONTENT).rglob("*") if path.is_file()):
        digest.update(path.relative_to(CONTENT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
