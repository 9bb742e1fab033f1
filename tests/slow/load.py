"""Load on the real service; prints a table: `python -m tests.slow.load --profile t1|t2|t3 [--seconds N] [--rate R] [--streams S] [--line SHARE]`.

t1 is a typhoon day's peak, t2 a month's calls in six hours (three in ten on LINE), t3 nine thousand idle streams. Everything is on loopback, bounded in
time and number. Exits 1 where a message was lost, doubled, refused or left without an answer.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from askcity.logs import configure_logs
from demo.line import running
from tests.load.line import LineCrowd, settings
from tests.load.report import Report, judged
from tests.load.run import Profile, load
from tests.load.service import LoadedService, allow_many_files, build_city, questions

PROFILES = {
    "t1": Profile(rate=10, seconds=1_800, streams=300),
    "t2": Profile(rate=30, seconds=300, streams=3_000, line=0.3),
    "t3": Profile(rate=1, seconds=60, streams=9_000),
}
MOST = Profile(rate=100, seconds=3_600, streams=15_000, line=1.0)
"""What nobody may ask for more of."""

SPARE_FILES = 500


def main() -> int:
    """Run and judge."""
    arguments = _arguments()
    profile = _profile(arguments)
    configure_logs("WARNING")
    allow_many_files(profile.streams + SPARE_FILES)
    report = run(profile, arguments.city, arguments.seed)
    print(json.dumps(asdict(profile) | asdict(report)) if arguments.json else _table(profile, report))
    return int(not report.faultless)


def run(profile: Profile, city: Path | None = None, seed: int = 1) -> Report:
    """Load an installation, or a small city made for it, and judge what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        if city is None:
            build_city(scratch / "data")
        asked = questions(own=city is None)
        with running() as line, LoadedService(city or scratch / "data", scratch, **settings(line)) as service:
            users = LineCrowd(line) if profile.line else None
            outcome = asyncio.run(load(service, profile, asked, seed, users))
        return judged(outcome, service.database)


def _table(profile: Profile, report: Report) -> str:
    figures = asdict(profile) | asdict(report)
    width = max(map(len, figures))
    return "\n".join(f"{name.replace('_', ' '):{width}}  {_shown(value)}" for name, value in figures.items())


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {one}" for name, one in value.items()) or "none"
    return str(value)


def _profile(arguments: argparse.Namespace) -> Profile:
    """The named profile with what was given in its place. Exits where that is too much."""
    given = {name: value for name in asdict(MOST) if (value := getattr(arguments, name)) is not None}
    profile = Profile(**(asdict(PROFILES[arguments.profile]) | given))
    for name, most in asdict(MOST).items():
        if not 0 <= getattr(profile, name) <= most or (name != "line" and not getattr(profile, name)):
            sys.exit(f"load: --{name} must be above 0 and at most {most:g}")
    return profile


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--profile", choices=PROFILES, default="t1")
    parser.add_argument("--seconds", type=float, help="how long messages are sent")
    parser.add_argument("--rate", type=float, help="messages a second, on average")
    parser.add_argument("--streams", type=int, help="citizens with an open event stream")
    parser.add_argument("--line", type=float, help="share of the messages that come on LINE, 0 to 1")
    parser.add_argument(
        "--city", type=Path, help="data folder of an indexed demo city; by default a small city is made"
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="of the moments and the choice of citizens and questions"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document instead of the table")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
