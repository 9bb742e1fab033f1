"""The wiring of the web service: the one place where the settings become parts."""

from fastapi import FastAPI

from askcity.served import ServedIndex
from askcity.settings import Settings
from bot.channels.answering import Answerer, Answering, Pace
from bot.channels.desk import CitizenDesk
from bot.channels.metrics import Metrics
from bot.channels.web import City, Parts, web_application
from handoff.bus import LocalBus
from handoff.log import ConversationLog
from handoff.storage import open_storage


def create_app(
    settings: Settings, answerer: Answerer | None = None, city: City | None = None, pace: Pace | None = None
) -> FastAPI:
    """The web service. By default it answers from the current index generation of the settings' data folder."""
    served = ServedIndex(settings)
    if answerer is None:
        served.warm_up()
    bus, metrics = LocalBus(), Metrics()
    log = ConversationLog(open_storage(settings.database), bus)
    answering = Answering(log, bus, answerer or served, metrics, pace)
    desk = CitizenDesk(log, answering, metrics)
    return web_application(Parts(log, bus, answering, desk, city or served, metrics, close=served.close))
