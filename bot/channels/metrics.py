"""What is counted and timed, for Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """The figures of one server, in a registry of its own."""

    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()
        self.requests = Counter(
            "askcity_requests", "Requests.", ["method", "route", "status"], registry=registry
        )
        self.seconds = Histogram(
            "askcity_request_seconds",
            "Seconds to the response's start.",
            ["route"],
            buckets=SECONDS,
            registry=registry,
        )
        self.messages = Counter("askcity_messages", "Messages that citizens sent.", registry=registry)
        self.answers = Counter("askcity_answers", "Answers of the bot.", ["status"], registry=registry)
        self.answering = Histogram(
            "askcity_answering_seconds", "Seconds to find an answer.", buckets=SECONDS, registry=registry
        )
        self.waiting = Gauge(
            "askcity_waiting_conversations", "Conversations with a question open.", registry=registry
        )
        self.longest_wait = Gauge(
            "askcity_longest_wait_seconds",
            "Seconds for which the next question in line has waited.",
            registry=registry,
        )
        self.waited = Histogram(
            "askcity_waited_seconds",
            "Seconds in line before a question was taken up.",
            buckets=SECONDS,
            registry=registry,
        )
        self.hurried = Counter(
            "askcity_hurried_answers", "Answers without reranker and language model.", registry=registry
        )
        self.queued = Gauge(
            "askcity_queued_conversations", "Conversations that wait for a person.", registry=registry
        )
        self.limited = Counter(
            "askcity_limited",
            "Requests refused for coming too often.",
            ["matter", "scope"],
            registry=registry,
        )
        self.broken_off = Counter(
            "askcity_broken_off_streams", "Streams whose readers took nothing in.", registry=registry
        )
        self.streams = Gauge("askcity_open_streams", "Event streams that are open.", registry=registry)
