"""The city's sites, as channels know them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CitySite:
    """A site of the city; `origins` are those of its pages, such as `https://www.kmfa.gov.tw`."""

    name: str
    agency: str
    origins: frozenset[str] = field(default_factory=frozenset)
