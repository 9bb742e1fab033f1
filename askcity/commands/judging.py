"""`askcity eval judge`: a language model's opinion of the answers of a run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from askcity.database import open_database
from askcity.errors import ConfigurationError
from askcity.opening import access
from askcity.settings import Settings
from crawler.store import PageStore
from eval.judging import SAID, Outcome

if TYPE_CHECKING:
    from eval.judge import Opinion

SECONDS = 60.0
"""A judge may take longer than an answer."""


def chosen(outcomes: Sequence[Outcome], limit: int) -> list[Outcome]:
    """So many answers that cite something, spread over the run."""
    said = [one for one in outcomes if one.status in SAID and one.cited]
    return said[:: -(-len(said) // limit) or 1]


def opinions(outcomes: Sequence[Outcome], settings: Settings) -> list["Opinion | None"]:
    """One of each answer, from the stored pages. Raises ConfigurationError where no language model is set."""
    if settings.llm is None:
        raise ConfigurationError("eval judge: set ASKCITY_LLM to the language model that is to judge")
    from bot.llm.calls import Calls  # noqa: PLC0415  (seconds to import)
    from bot.llm.usage import Usage  # noqa: PLC0415
    from eval.judge import judged  # noqa: PLC0415

    pages = {page.url: page.markdown for page in PageStore(open_database(settings.database)).pages()}
    calls = Calls(replace(access(settings, settings.llm), timeout=SECONDS), Usage())
    try:
        return list(judged(outcomes, pages, calls, settings.llm_concurrency))
    finally:
        calls.close()


def document(found: Sequence["Opinion | None"]) -> dict[str, Any]:
    """The figures and the opinions as JSON."""
    from eval.judge import figures  # noqa: PLC0415

    given = [one for one in found if one is not None]
    rows = [{"group": one.group, "name": one.name, **asdict(one.estimate)} for one in figures(given)]
    return {
        "answers": len(found),
        "judged": len(given),
        "figures": rows,
        "opinions": list(map(asdict, given)),
    }


def lines(told: Mapping[str, Any]) -> Iterator[str]:
    """The same to be read: the figures, then what the pages do not say."""
    yield f"{told['judged']} of {told['answers']} answers judged"
    for one in told["figures"]:
        key = f"{one['group']} {one['name']}"
        yield f"{key:52} {one['value']:8.3f} [{one['low']:.3f}, {one['high']:.3f}] n={one['count']}"
    for one in told["opinions"]:
        yield from (f"not backed: {one['set']} {one['id']} {claim}" for claim in one["unbacked"])
