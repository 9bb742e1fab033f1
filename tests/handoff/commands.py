"""Commands as processes of their own."""

import os
import subprocess
import sys
from pathlib import Path


def askcity(folder: Path, *words: str, given: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command on a data folder."""
    environment = os.environ | {"ASKCITY_DATA_DIR": str(folder), **settings}
    command = [sys.executable, "-m", "askcity", *words]
    return subprocess.run(
        command, env=environment, input=given, capture_output=True, text=True, timeout=60, check=False
    )
