"""The wiring of the web service: the one place where the settings become parts."""

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
from handoff.duty.hours import load as load_hours
from handoff.office import open_office
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
    service_hours = load_hours(settings.service_hours) if settings.service_hours else None
    office, metrics = open_office(settings.database, LocalBus(), service_hours=service_hours), Metrics()
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
        background=(Sweeper(office.queue), board),
    )
    return web_application(parts)
