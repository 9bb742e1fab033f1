"""The wiring of the web service: the one place where the settings become parts."""

from fastapi import FastAPI

from askcity.served import ServedIndex
from askcity.settings import Settings
from bot.channels.answering import Answerer, Answering, Pace
from bot.channels.desk import CitizenDesk
from bot.channels.metrics import Metrics
from bot.channels.web import City, Parts, web_application
from handoff.bus import LocalBus
from handoff.office import open_office
from handoff.sweeper import Sweeper


def create_app(
    settings: Settings, answerer: Answerer | None = None, city: City | None = None, pace: Pace | None = None
) -> FastAPI:
    """The web service. By default it answers from the current index generation of the settings' data folder."""
    served = ServedIndex(settings)
    if answerer is None:
        served.warm_up()
    office, metrics = open_office(settings.database, LocalBus()), Metrics()
    answering = Answering(office.log, office.bus, answerer or served, metrics, pace)
    desk = CitizenDesk(office.log, answering, metrics)
    background = (Sweeper(office.queue),)
    parts = Parts(office, answering, desk, city or served, metrics, close=served.close, background=background)
    return web_application(parts)
