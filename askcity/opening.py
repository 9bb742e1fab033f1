"""The index, the catalogue of services and the language model as the settings say."""

from typing import TYPE_CHECKING

from askcity.settings import Settings
from index.services.catalogue import Catalogue, load, shipped

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

    from bot.llm.model import Access
    from bot.llm.wordsmith import ModelWordsmith
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


def wordsmith(settings: Settings, registry: "CollectorRegistry | None" = None) -> "ModelWordsmith | None":
    """The language model that words answers, counted in `registry`; None where there is none. Raises ConfigurationError."""
    if settings.llm is None:
        return None
    from bot.llm.usage import Prices, Usage  # noqa: PLC0415
    from bot.llm.wordsmith import ModelWordsmith  # noqa: PLC0415  (seconds to import)

    prices = Prices(settings.llm_price_read, settings.llm_price_written)
    return ModelWordsmith(access(settings, settings.llm), Usage(registry, prices))


def access(settings: Settings, model: str) -> "Access":
    """The way to a language model as the settings say."""
    from bot.llm.model import Access  # noqa: PLC0415  (seconds to import)

    return Access(
        model,
        settings.llm_base_url,
        settings.llm_api_key.get_secret_value() if settings.llm_api_key else None,
        settings.llm_timeout,
        settings.llm_concurrency,
    )
