"""What the logs say of an exception: its kind and place, never its text, which may quote a citizen."""

import traceback


def fault(error: BaseException) -> dict[str, str]:
    """An exception's type and where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown"
    return {"error": type(error).__name__, "at": place}
