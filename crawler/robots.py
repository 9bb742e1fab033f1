"""robots.txt as RFC 9309 reads it."""

from dataclasses import dataclass, field

from protego import Protego


@dataclass(frozen=True, slots=True)
class Robots:
    """What one host's robots.txt says; `available` is False while it cannot be had and everything is off limits."""

    agent: str
    available: bool = True
    rules: Protego = field(default_factory=lambda: Protego.parse(""))

    @classmethod
    def from_response(cls, agent: str, status: int, body: bytes) -> "Robots":
        """A server error means hands off for now, any other refusal means free."""
        if status >= 500 or status == 429:
            return cls(agent, available=False)
        text = body[:512_000].decode("utf-8", "replace") if status == 200 else ""
        return cls(agent, rules=Protego.parse(text))

    def allows(self, url: str) -> bool:
        """Whether the crawler may fetch an address."""
        return self.available and self.rules.can_fetch(url, self.agent)

    @property
    def delay(self) -> float:
        """Seconds between requests that the host asks for; 0 where it does not."""
        return float(self.rules.crawl_delay(self.agent) or 0.0)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that it names."""
        return tuple(self.rules.sitemaps)
