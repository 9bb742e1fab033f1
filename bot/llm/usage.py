"""What the language model is used for and what that costs, for Prometheus."""

from dataclasses import dataclass
from enum import StrEnum

from prometheus_client import CollectorRegistry, Counter

MILLION = 1_000_000


class Outcome(StrEnum):
    """How a call of the language model ended."""

    USED = "used"
    REFUSED = "refused"
    UNVERIFIED = "unverified"
    UNUSABLE = "unusable"
    TIMEOUT = "timeout"
    BUSY = "busy"
    RESTING = "resting"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Prices:
    """What a million tokens cost, in whatever currency the operator counts in."""

    read: float = 0.0
    written: float = 0.0


class Usage:
    """Counters of calls, tokens and cost."""

    def __init__(self, registry: CollectorRegistry | None = None, prices: Prices | None = None) -> None:
        registry = registry or CollectorRegistry()
        self._prices = prices or Prices()
        self._calls = Counter(
            "askcity_llm_calls", "Calls of the language model.", ["outcome"], registry=registry
        )
        self._tokens = Counter(
            "askcity_llm_tokens", "Tokens as the model reports them.", ["direction"], registry=registry
        )
        self._cost = Counter("askcity_llm_cost", "Cost by the prices of the settings.", registry=registry)

    def count(self, outcome: Outcome) -> None:
        """Count one use."""
        self._calls.labels(outcome.value).inc()

    def spend(self, read: int, written: int) -> None:
        """Count the tokens of one call."""
        self._tokens.labels("read").inc(read)
        self._tokens.labels("written").inc(written)
        self._cost.inc((read * self._prices.read + written * self._prices.written) / MILLION)
