"""50 kills of the service under 20,000 messages; prints the figures: `python -m tests.slow.server_kills`."""

import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.web import kills


def main() -> int:
    """Run and judge; non-zero where anything was lost, doubled or out of order."""
    with tempfile.TemporaryDirectory() as folder:
        report = kills.run(Path(folder), kills=50, messages=20_000, citizens=16)
    for name, value in asdict(report).items():
        print(f"{name}: {value}")
    faults = (report.lost, report.doubled, report.out_of_order, report.unanswered, report.answered_twice)
    return int(any(faults) or report.stream_faults > 0)


if __name__ == "__main__":
    sys.exit(main())
