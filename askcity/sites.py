"""The registry's sites as the channels know them."""

import re
from collections.abc import Mapping

import structlog

from askcity.errors import RegistryError
from askcity.settings import Settings
from bot.channels.sites import CitySite
from bot.channels.web.embedding import Embedding, origins_of
from crawler.site import load_registry

log = structlog.get_logger(__name__)


def city_sites(settings: Settings) -> Mapping[str, CitySite]:
    """The registry's sites by key; none where it cannot be read, since answers do not need it."""
    try:
        registry = load_registry(settings.sites)
    except RegistryError as error:
        log.warning("registry_unreadable", reason=str(error))
        return {}
    return {site.key: CitySite(site.name, site.agency, origins_of(site.start_urls)) for site in registry}


def embedding(settings: Settings, sites: Mapping[str, CitySite]) -> Embedding:
    """Who may show the widget."""
    return Embedding(sites, origins_of(re.split(r"[\s,]+", settings.widget_origins)))
