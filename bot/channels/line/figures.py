"""What is counted of LINE, for Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Gauge

from bot.channels.line.batches import Status
from bot.channels.line.inbox import Outcome

KINDS = frozenset({"message", "messageEdited", "unsend", "follow", "unfollow", "join", "leave", "postback"})


class LineFigures:
    """The figures of one process's LINE channel."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._events = Counter(
            "askcity_line_events", "Events of LINE, handled.", ["kind", "outcome"], registry=registry
        )
        self._messages = Counter(
            "askcity_line_messages", "Messages to LINE by what became of them.", ["status"], registry=registry
        )
        self.calls = Counter("askcity_line_calls", "Calls of LINE.", ["way", "result"], registry=registry)
        self.most = Gauge(
            "askcity_line_quota",
            "Messages of this month that may be pushed; -1: any number.",
            registry=registry,
        )
        self.used = Gauge(
            "askcity_line_quota_used", "Messages of this month that were sent.", registry=registry
        )

    def handled(self, kind: str, outcome: Outcome) -> None:
        """Count an event; kinds that we do not know are one."""
        self._events.labels(kind if kind in KINDS else "other", outcome).inc()

    def sent(self, status: Status, count: int) -> None:
        """Count messages that have reached a status; on its way is none."""
        if status is not Status.SENDING:
            self._messages.labels(status).inc(count)
