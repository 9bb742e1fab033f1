"""What a failed request means: whether to try again, and under which reason it is counted."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from twisted.python.failure import Failure

from crawler.page import DropReason
from crawler.safety import REFUSED, PrivateAddressError

BOMB = "decompress"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a request failed."""

    reason: DropReason
    retry: bool = False


def trouble_of(failure: Failure) -> Trouble:
    """The trouble behind a failure that Scrapy reports."""
    error = failure.value
    if isinstance(error, PrivateAddressError) or _host(failure) in REFUSED:
        return Trouble(DropReason.PRIVATE_ADDRESS)
    if isinstance(error, IgnoreRequest):
        bomb = BOMB in str(error).lower()
        return Trouble(DropReason.BOMB if bomb else DropReason.TOO_LARGE)
    if isinstance(error, DownloadCancelledError):
        return Trouble(DropReason.TOO_LARGE)
    if isinstance(error, ValueError | UnicodeError):
        return Trouble(DropReason.BAD_URL)
    return Trouble(DropReason.UNREACHABLE, retry=True)


def _host(failure: Failure) -> str | None:
    request = getattr(failure, "request", None)
    return None if request is None else urlsplit(request.url).hostname
