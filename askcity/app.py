"""The wiring of the web service: the one place where the settings become parts."""

from datetime import timedelta

from fastapi import FastAPI
from pydantic import SecretStr
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from askcity.helping import BotSuggester, PageSources, Searching
from askcity.served import ServedIndex
from askcity.settings import Settings
from askcity.sites import city_sites, embedding
from bot.channels.answering import Answering, Pace
from bot.channels.desk import CitizenDesk
from bot.channels.limits import Callers, Counters, Gate, as_mapped, networks
from bot.channels.limits import load as load_limits
from bot.channels.line import LINE, LineArrangement, LineChannel, Platform, PushTerms, line_router
from bot.channels.line.asides import Examples
from bot.channels.line.linking import Linking, Links, Profiles, link_router
from bot.channels.metrics import Metrics
from bot.channels.responding import Allowed, Answerer, Responder
from bot.channels.web import Background, City, Parts, Terms, web_application
from bot.channels.web.readers import Readers, Readership
from bot.confidence import shipped
from handoff.bus import Bus, LocalBus
from handoff.cases.webhook import Hook, Webhook
from handoff.console.application import install
from handoff.console.parts import ConsoleParts, put_together
from handoff.console.provider import Provider
from handoff.console.sessions import Lifetimes
from handoff.duty.hours import load as load_hours
from handoff.keeping.erasure import Keeper, Retention
from handoff.office import Arrangement, Office, open_office
from handoff.policy import Limits
from handoff.queue.board import Board
from handoff.sweeper import Sweeper


def create_app(
    settings: Settings,
    answerer: Answerer | None = None,
    city: City | None = None,
    pace: Pace | None = None,
    *,
    allowed: Allowed | None = None,
    index: Searching | None = None,
) -> FastAPI:
    """The web service. By default it answers from the current index generation of the settings' data folder."""
    metrics = Metrics()
    gate, proxies = _gate(settings, metrics), as_mapped(networks(settings.trusted_proxies))
    served = ServedIndex(settings, metrics.registry)
    if answerer is None:
        served.warm_up()
    bus, carrying = _bus(settings)
    office, sites = _open_office(settings, bus), city_sites(settings)
    limits = Limits(offer_below=shipped().lowest(settings.error_budget))
    responder = Responder(
        answerer or served, office.duty, office.lane, limits, allowed or Allowed(), sites=sites
    )
    answering = Answering(office, responder, metrics, pace)
    desk = CitizenDesk(office, answering, metrics, sites)
    board = Board(office.queue, office.bus)
    metrics.queued.set_function(board.__len__)
    links = _links(settings, office)
    line = _line(settings, office, desk, gate, metrics, links=links)
    sources = PageSources(index or served)
    helper = BotSuggester(answerer or served, sources, served)
    console = _console(settings, office, board, helper, sources, line=line)
    parts = Parts(
        office,
        board,
        answering,
        desk,
        city or served,
        metrics,
        gate,
        close=served.close,
        background=(
            *carrying,
            *_background(settings, office, board),
            console.floor,
            gate.counters,
            office.lane,
            *([line] if line else ()),
        ),
        embedding=embedding(settings, sites),
        readers=Readers(Readership(settings.streams_per_conversation, settings.streams_per_address)),
        terms=Terms(
            settings.retention_days, settings.case_retention_days, settings.llm is not None, links is not None
        ),
    )
    app = web_application(
        parts, [line_router(line, _revealed(settings.line_channel_secret)), link_router(links)]
    )
    install(app, console)
    if proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(proxies))
    return app


def _bus(settings: Settings) -> tuple[Bus, tuple[Background, ...]]:
    """The fan-out, and what of it works in the background."""
    if settings.redis_url is None:
        return LocalBus(), ()
    from handoff.redis_bus import RedisBus  # noqa: PLC0415  (7 MB that one process does not need)

    bus = RedisBus(settings.redis_url)
    return bus, (bus,)


def _gate(settings: Settings, metrics: Metrics) -> Gate:
    unlimited = networks(settings.unlimited_addresses)
    callers = Callers(unlimited, behind_proxies=bool(networks(settings.trusted_proxies)))
    return Gate(metrics, load_limits(settings.limits), Counters(settings.redis_url), callers)


def _open_office(settings: Settings, bus: Bus) -> Office:
    service_hours = load_hours(settings.service_hours) if settings.service_hours else None
    arrangement = Arrangement(service_hours, deliver_reports=settings.report_webhook_url is not None)
    return open_office(settings.database, bus, arrangement=arrangement)


def _console(
    settings: Settings,
    office: Office,
    board: Board,
    suggester: BotSuggester,
    sources: PageSources,
    *,
    line: LineChannel | None,
) -> ConsoleParts:
    idle = timedelta(minutes=settings.console_idle_minutes)
    lifetimes = Lifetimes(idle, timedelta(hours=settings.console_hours))
    provider = _identity_provider(settings)
    return put_together(
        office, board, suggester, sources, lifetimes=lifetimes, provider=provider, dispatch=line
    )


def _identity_provider(settings: Settings) -> Provider | None:
    if settings.oidc_issuer is None:
        return None
    secret = settings.oidc_client_secret
    return Provider(
        settings.oidc_issuer,
        settings.oidc_client_id,
        secret.get_secret_value() if secret else "",
        settings.oidc_label,
        settings.oidc_claim,
    )


def _links(settings: Settings, office: Office) -> Links | None:
    """The links of web conversations with LINE; the codes are kept under the channel's secret."""
    secret = _revealed(settings.line_channel_secret)
    return Links(office.storage, office.bus, secret) if secret else None


def _line(
    settings: Settings,
    office: Office,
    desk: CitizenDesk,
    gate: Gate,
    metrics: Metrics,
    *,
    links: Links | None,
) -> LineChannel | None:
    if links is None:
        return None
    access = (_revealed(settings.line_channel_access_token), settings.line_api_base or LINE)
    platform = Platform(*access)
    pushes = PushTerms(settings.line_push_budget, settings.line_push_reserve)
    return LineChannel(
        office,
        desk,
        platform,
        gate,
        metrics,
        arrangement=LineArrangement(pushes, timedelta(days=settings.line_inbox_days)),
        asides=(Linking(links, platform, gate, Profiles(*access).name), Examples(platform)),
    )


def _revealed(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def _background(settings: Settings, office: Office, board: Board) -> tuple[Background, ...]:
    """What works beside the answering as long as the service runs."""
    parts: list[Background] = [Sweeper(office.queue), board, Keeper(office.erasure, _retention(settings))]
    if settings.report_webhook_url is not None:
        secret = settings.report_webhook_secret
        hook = Hook(settings.report_webhook_url, secret.get_secret_value() if secret else "")
        parts.append(Webhook(office.cases, hook))
    return tuple(parts)


def _retention(settings: Settings) -> Retention:
    kept = (settings.retention_days, settings.case_retention_days)
    return Retention(*(timedelta(days=days) if days else None for days in kept))
