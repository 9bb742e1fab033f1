"""What came of a load: figures from the citizens' journals, judged against what the database holds."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.load.citizens import Journal
from tests.load.run import Outcome

Log = dict[str, list[tuple[int, str | None]]]
"""By conversation: the place and the client_id of every entry, in order."""


@dataclass(frozen=True)
class Report:
    """The figures; milliseconds for waits, MiB for memory, shares of the answers by status."""

    streams: int
    sent: int
    acknowledged: int
    refused: dict[str, int]
    server_errors: int
    lost: int
    doubled: int
    unanswered: int
    stream_faults: int
    acknowledgement_p50: float
    acknowledgement_p95: float
    acknowledgement_p99: float
    first_text_p50: float
    first_text_p95: float
    statuses: dict[str, float]
    degraded: float
    person_offered: float
    line_sent: int
    line_refused: dict[str, int]
    line_lost: int
    line_unanswered: int
    line_acknowledgement_p95: float
    line_acknowledgement_p99: float
    opening_seconds: float
    rss_before_streams: float
    rss_with_streams: float
    rss_end: float
    rss_highest: float
    cpu_per_message: float
    cpu_share: float

    @property
    def faultless(self) -> bool:
        """Whether nothing was lost, doubled, left open or answered with a fault of the service."""
        web = (self.lost, self.doubled, self.unanswered, self.stream_faults, self.server_errors, self.refused)
        return not any((*web, self.line_lost, self.line_unanswered, self.line_refused))


def stored(database: Path) -> Log:
    """What the database holds, read without the service's code."""
    log: Log = defaultdict(list)
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        for conversation, seq, client_id in connection.execute(
            "SELECT conversation_id, seq, client_id FROM events ORDER BY conversation_id, seq"
        ):
            log[conversation].append((seq, client_id))
    connection.close()
    return log


def judged(outcome: Outcome, database: Path) -> Report:
    """Compare every journal with the log, and count and time the rest."""
    journals, burden, log = outcome.journals, outcome.burden, stored(database)
    line = outcome.line.told if outcome.line else []
    line_waits = [1000 * (told.confirmed - told.due) for told in line if told.confirmed is not None]
    taken = len(line_waits)
    sent = [message for journal in journals for message in journal.sent.values()]
    acknowledged = [message for message in sent if message.acknowledged is not None]
    waits = [1000 * (message.acknowledged - message.due) for message in acknowledged if message.acknowledged]
    texts = [wait for journal in journals for wait in _waits_for_text(journal)]
    answers = _answers(journals)
    statuses = Counter(answer["status"] for answer in answers)
    refused = Counter(_refusal(message.status) for message in sent if message.acknowledged is None)
    return Report(
        streams=len(journals),
        sent=len(sent),
        acknowledged=len(acknowledged),
        refused=dict(refused),
        server_errors=sum(message.status is not None and message.status >= 500 for message in sent),
        lost=sum(_lost(journal, log) for journal in journals),
        doubled=sum(_doubled(journal, log) for journal in journals),
        unanswered=sum(len(_open_questions(journal)) for journal in journals),
        stream_faults=sum(_faulty(journal, log) for journal in journals),
        acknowledgement_p50=percentile(waits, 50),
        acknowledgement_p95=percentile(waits, 95),
        acknowledgement_p99=percentile(waits, 99),
        first_text_p50=percentile(texts, 50),
        first_text_p95=percentile(texts, 95),
        statuses={status: _share(number, len(answers)) for status, number in statuses.most_common()},
        degraded=_share(statuses["error"], len(answers)),
        person_offered=_share(sum(map(_person, answers)), len(answers)),
        line_sent=len(line),
        line_refused=dict(Counter(_refusal(told.status) for told in line if told.confirmed is None)),
        line_lost=outcome.line.lost(database) if outcome.line else 0,
        line_unanswered=outcome.line.unanswered() if outcome.line else 0,
        line_acknowledgement_p95=percentile(line_waits, 95),
        line_acknowledgement_p99=percentile(line_waits, 99),
        opening_seconds=round(burden.opening, 1),
        rss_before_streams=round(burden.rss_before, 1),
        rss_with_streams=round(burden.rss_streams, 1),
        rss_end=round(burden.rss_end, 1),
        rss_highest=round(burden.rss_highest, 1),
        cpu_per_message=round(1000 * burden.cpu / max(1, len(acknowledged) + taken), 1),
        cpu_share=round(burden.cpu / burden.wall, 3),
    )


def percentile(values: Iterable[float], percent: int) -> float:
    """The smallest value that so many percent do not exceed, to a tenth; 0 of nothing."""
    ordered = sorted(values)
    return round(ordered[-(-len(ordered) * percent // 100) - 1], 1) if ordered else 0.0


def _waits_for_text(journal: Journal) -> list[float]:
    return [
        1000 * (journal.answered[message.seq] - message.due)
        for message in journal.sent.values()
        if message.seq in journal.answered
    ]


def _answers(journals: Sequence[Journal]) -> list[dict[str, Any]]:
    spoken = (event.data for journal in journals for event in journal.heard if event.kind == "message")
    return [data for data in spoken if data["author"] == "bot" and data["answers"] is not None]


def _person(answer: dict[str, Any]) -> bool:
    """Whether the answer hands over to a person, offers one, or offers to take a message for one."""
    return answer["status"] == "handoff" or bool(answer["consent"] or answer["offers"])


def _share(number: int, total: int) -> float:
    return round(number / max(1, total), 3)


def _refusal(status: int | None) -> str:
    return "no answer" if status is None else str(status)


def _lost(journal: Journal, log: Log) -> int:
    """Acknowledged messages that are not where the acknowledgement said."""
    places = set(log[journal.conversation])
    return sum(
        (message.seq, client_id) not in places
        for client_id, message in journal.sent.items()
        if message.seq is not None
    )


def _doubled(journal: Journal, log: Log) -> int:
    """Messages that the log holds more than once, and answers that a citizen heard more than once."""
    kept = Counter(client_id for _, client_id in log[journal.conversation] if client_id is not None)
    answers = Counter(event.data["answers"] for event in journal.heard if event.data.get("answers"))
    return sum(number - 1 for number in (*kept.values(), *answers.values()))


def _open_questions(journal: Journal) -> list[int]:
    return [
        message.seq
        for message in journal.sent.values()
        if message.seq is not None and message.seq not in journal.answered
    ]


def _faulty(journal: Journal, log: Log) -> bool:
    """Whether the stream broke, or brought anything but the log in its order."""
    return journal.broken or [event.id for event in journal.heard] != [
        seq for seq, _ in log[journal.conversation]
    ]
