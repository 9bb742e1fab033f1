"""Refuses a run below its floors, and floors or data that were changed without saying why.

`python -m eval.gate RUN [--accept REASON]`. `baseline.json` holds floors, ceilings and a history of reasons; the last
entry names the digests of the bounds and of the data that it stands for, so that neither can change silently.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.datasets import DATA
from eval.metrics import Estimate
from eval.results import by_key, read

BASELINE = Path(__file__).parent / "baseline.json"


def complaints(
    baseline: Mapping[str, Any], data: str, split: str, found: Mapping[str, Estimate]
) -> list[str]:
    """Why a run may not pass; empty if it may. `data` is the digest of the data sets."""
    return [*_silent(baseline, data), *_split(baseline, split), *_broken(baseline, found)]


def _silent(baseline: Mapping[str, Any], data: str) -> Iterator[str]:
    last = baseline["history"][-1] if baseline["history"] else {}
    how = "say why: python -m eval.gate RUN --accept REASON"
    if not last.get("reason", "").strip():
        yield f"the last change of the baseline has no reason; {how}"
    if last.get("bounds") != bounds_digest(baseline):
        yield f"the bounds were changed; {how}"
    if last.get("data") != data:
        yield f"the evaluation data were changed; {how}"


def _split(baseline: Mapping[str, Any], split: str) -> Iterator[str]:
    if baseline["split"] != split:
        yield f"the bounds are for the part {baseline['split']}, the run is of {split}"


def _broken(baseline: Mapping[str, Any], found: Mapping[str, Estimate]) -> Iterator[str]:
    for key, bound in {**baseline["floors"], **baseline["ceilings"]}.items():
        if key not in found:
            yield f"{key}: not measured"
        elif key in baseline["floors"] and found[key].value < bound:
            yield f"{key}: {found[key].value:.3f} is below the floor {bound}"
        elif key in baseline["ceilings"] and found[key].value > bound:
            yield f"{key}: {found[key].value:.3f} is above the ceiling {bound}"


def bounds_digest(baseline: Mapping[str, Any]) -> str:
    """Changes with any bound."""
    bounds = {name: baseline[name] for name in ("split", "floors", "ceilings")}
    return hashlib.sha256(json.dumps(bounds, sort_keys=True).encode()).hexdigest()


def data_digest(folder: Path = DATA) -> str:
    """Changes with any file of the evaluation data."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def accepted(baseline: Mapping[str, Any], data: str, reason: str) -> dict[str, Any]:
    """The baseline with its bounds and the data as they are now, for a reason. Raises ValueError without one."""
    if not reason.strip():
        raise ValueError("a reason is needed")
    entry = {"reason": reason, "bounds": bounds_digest(baseline), "data": data}
    return {**baseline, "history": [*baseline["history"], entry]}


def main() -> None:
    """Judge a run; exit code 1 and a line for each complaint where it may not pass."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="folder of `askcity eval run --out`")
    parser.add_argument("--accept", metavar="REASON", help="take over changed bounds or data")
    arguments = parser.parse_args()
    baseline, data = json.loads(BASELINE.read_text(encoding="utf-8")), data_digest()
    if arguments.accept is not None:
        baseline = accepted(baseline, data, arguments.accept)
        BASELINE.write_text(json.dumps(baseline, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    run = read(arguments.run)
    found = complaints(baseline, data, run.split, by_key(run.figures))
    print(*found or ["all bounds hold"], sep="\n")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
