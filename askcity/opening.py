"""The index and the catalogue of services as the settings say."""

from typing import TYPE_CHECKING

from askcity.settings import Settings
from index.services.catalogue import Catalogue, load, shipped

if TYPE_CHECKING:
    from index.retrieve import Generation


def catalogue(settings: Settings) -> Catalogue:
    """The catalogue of services in use. Raises ConfigurationError where a file of it is wrong."""
    return shipped() if settings.services is None else load(settings.services)


def opened(settings: Settings) -> "Generation":
    """The current generation, open for reading. Raises NoIndexError, ModelError, IndexingError, ConfigurationError."""
    from index.retrieve import open_generation  # noqa: PLC0415  (seconds to import)

    return open_generation(
        settings.data_dir,
        settings.chroma_url,
        settings.reranker_model,
        catalogue=catalogue(settings),
    )
