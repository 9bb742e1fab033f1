"""`askcity line simulate`: the LINE path on this machine, with a made-up platform and a page that looks like a chat."""

import asyncio
import contextlib
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from pydantic import SecretStr

from askcity import clock
from askcity.app import create_app
from askcity.commands import demo, demo_staff
from askcity.commands.output import say
from askcity.commands.serve import Server, listening, prepare_process
from askcity.errors import ConfigurationError
from askcity.logs import configure_logs
from askcity.served import ServedIndex
from askcity.settings import Settings, load_settings
from bot.answer import Answer, Question, Show, unseen
from bot.channels.line.upkeep import Access, Management, set_up
from bot.channels.line.upkeep.management import webhook_of
from bot.channels.line.upkeep.setup import Wanted
from bot.channels.line.webhook import PATH
from bot.channels.responding import Answerer
from demo.city import load_city
from demo.line import Line, running
from demo.line.channel import Channel
from index.generation import Generations

PAGE_PORT = 8410


def simulate(
    port: Annotated[int, typer.Option(help="Port of the chat page.", min=0, max=65_535)] = PAGE_PORT,
    service_port: Annotated[
        int, typer.Option(help="Port of the service that is started.", min=0, max=65_535)
    ] = 8000,
    sites_port: Annotated[
        int, typer.Option(help="Port of the demo city's own sites.", min=1, max=65_535)
    ] = demo.SITES_PORT,
    service: Annotated[
        str | None,
        typer.Option(help="Address of a service that runs already, instead of one that is started."),
    ] = None,
) -> None:
    """Try the LINE path by hand: a chat page on a made-up LINE platform. No account and no keys are needed."""
    settings = load_settings()
    configure_logs("WARNING")
    platform = Line(channel=_channel(settings, own=service is None))
    with _page(platform, port):
        if service is not None:
            _beside(platform, service)
        else:
            _with_own(platform, settings, service_port, sites_port)


def _beside(platform: Line, service: str) -> None:
    """Work for a service that runs already, until stopped."""
    say(f"服務要以 ASKCITY_LINE_API_BASE={platform.url} 與相同的密鑰、權杖啟動，才會把回覆送到這裡。")
    _announce(platform, service)
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            platform.wait_until(lambda: False, seconds=3_600)


def _with_own(platform: Line, settings: Settings, port: int, sites_port: int) -> None:
    """Start a service on what is indexed, or on the demo city where nothing is, and work for it until stopped."""
    with listening("127.0.0.1", port) as listener, _prepared(settings, sites_port) as prepared:
        linked = prepared.model_copy(
            update={
                "line_channel_secret": SecretStr(platform.channel.secret),
                "line_channel_access_token": SecretStr(platform.channel.token),
                "line_api_base": platform.url,
            }
        )
        prepare_process()
        server = _Announcing(linked, platform, f"http://127.0.0.1:{listener.getsockname()[1]}")
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl+C, after everything has ended in order
            server.run(sockets=[listener])


class Pondering:
    """Answers as another does, but takes longer where the platform's lever says so."""

    def __init__(self, answerer: Answerer, platform: Line) -> None:
        self._answerer, self._platform = answerer, platform

    async def answer(self, question: Question, show: Show = unseen) -> Answer:
        """The other's answer."""
        await asyncio.sleep(self._platform.pondering or 0.0)
        return await self._answerer.answer(question, show)


class _Announcing(Server):
    """The service, which is set up on the platform as soon as it takes requests."""

    def __init__(self, settings: Settings, platform: Line, address: str) -> None:
        platform.pondering = 0.0
        self._served = ServedIndex(settings)
        self._served.warm_up()
        super().__init__(
            create_app(settings, Pondering(self._served, platform), self._served, index=self._served)
        )
        self._platform, self._address = platform, address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to take requests, then let the platform know where."""
        await super().startup(sockets)
        asyncio.get_running_loop().run_in_executor(None, _announce, self._platform, self._address)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End in order, the index last."""
        await super().shutdown(sockets)
        self._served.close()


def _announce(platform: Line, service: str) -> None:
    """Set the channel up as `askcity line setup` does, and say where the page is."""
    endpoint = webhook_of(service, PATH)
    with platform.changing():
        platform.channel.webhook.endpoint = endpoint
    access = Access(platform.channel.secret, platform.channel.token, platform.url, platform.url)
    with Management(access) as channel:
        for finding in set_up(access, channel, Wanted()):
            if finding.bad:
                say(finding.text)
    typer.echo(f"askcity: {platform.url}/")


@contextmanager
def _page(platform: Line, port: int) -> Iterator[None]:
    try:
        with running(platform, port, with_page=True):
            yield
    except OSError as error:
        raise ConfigurationError(
            f"the chat page cannot listen on port {port}: {error.strerror}; stop what uses it or take another --port"
        ) from error


@contextmanager
def _prepared(settings: Settings, sites_port: int) -> Iterator[Settings]:
    """The settings of what is indexed; without an index the demo city is crawled and indexed first."""
    indexed = Generations(settings.data_dir).stamp() != 0
    if indexed and not (settings.data_dir / demo.STAMP).exists():
        yield settings
        return
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    today = clock.today()
    city = load_city(today)
    with demo.sites(city, sites_port):
        prepared = demo.prepared_settings(settings, city, sites_port)
        demo.bring_up_to_date(prepared, demo.Stamp(today, sites_port, demo.content_digest()))
        password, staff = asyncio.run(demo_staff.prepare(prepared, demo_staff.read(demo.STAFF)))
        names = "、".join(agent.name for agent in staff)
        say(f"客服台在服務的 /console，可以用這裡的帳號回覆聊天室：{names}　密碼：{password}")
        yield prepared


def _channel(settings: Settings, *, own: bool) -> Channel:
    """The channel's keys: new ones for a service of our own, else those of the settings."""
    if own:
        return Channel(secrets.token_hex(16), secrets.token_urlsafe(32))
    if settings.line_channel_secret is None or settings.line_channel_access_token is None:
        raise ConfigurationError(
            "with --service, set ASKCITY_LINE_CHANNEL_SECRET and ASKCITY_LINE_CHANNEL_ACCESS_TOKEN to the service's own"
        )
    secret, token = settings.line_channel_secret, settings.line_channel_access_token
    return Channel(secret.get_secret_value(), token.get_secret_value())
