"""The wiring of the web service: the one place where the settings become parts."""

from collections.abc import Iterator

from fastapi import FastAPI

from askcity.served import ServedIndex
from askcity.settings import Settings
from bot.channels.answering import Answering, Pace
from bot.channels.desk import CitizenDesk
from bot.channels.metrics import Metrics
from bot.channels.responding import Allowed, Answerer, Responder
from bot.channels.web import City, Parts, web_application
from bot.confidence import shipped
from handoff.bus import LocalBus
from handoff.cases.webhook import Hook, Webhook
from handoff.duty.hours import load as load_hours
from handoff.office import Arrangement, Office, open_office
from handoff.policy import Limits
from handoff.queue.board import Board
from handoff.sweeper import Sweeper


def create_app(
    settings: Settings,
    answerer: Answerer | None = None,
    city: City | None = None,
    pace: Pace | None = None,
    allowed: Allowed | None = None,
) -> FastAPI:
    """The web service. By default it answers from the current index generation of the settings' data folder."""
    served = ServedIndex(settings)
    if answerer is None:
        served.warm_up()
    office, metrics = _open_office(settings), Metrics()
    limits = Limits(offer_below=shipped().threshold)
    responder = Responder(answerer or served, office.duty, limits, allowed or Allowed())
    answering = Answering(office.log, office.bus, responder, metrics, pace)
    desk = CitizenDesk(office, answering, metrics)
    board = Board(office.queue, office.bus)
    parts = Parts(
        office,
        board,
        answering,
        desk,
        city or served,
        metrics,
        close=served.close,
        background=(Sweeper(office.queue), board, *_webhook(settings, office)),
    )
    return web_application(parts)


def _open_office(settings: Settings) -> Office:
    service_hours = load_hours(settings.service_hours) if settings.service_hours else None
    arrangement = Arrangement(service_hours, deliver_reports=settings.report_webhook_url is not None)
    return open_office(settings.database, LocalBus(), arrangement=arrangement)


def _webhook(settings: Settings, office: Office) -> Iterator[Webhook]:
    """Where reports go, if anywhere."""
    if settings.report_webhook_url is not None:
        secret = settings.report_webhook_secret
        yield Webhook(
            office.cases, Hook(settings.report_webhook_url, secret.get_secret_value() if secret else "")
        )
