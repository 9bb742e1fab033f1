"""How the platform says no: LINE's statuses and the JSON that goes with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

AUTHENTICATION = "Authentication failed. Confirm that the access token in the authorization header is valid."
MONTHLY_LIMIT = "You have reached your monthly limit."
RATE_LIMIT = "The API rate limit has been exceeded. Try again later."
INVALID_TOKEN = "Invalid reply token"  # noqa: S105  (LINE's wording, not a secret)
RETRY_KEY = "The retry key is already accepted"

WORDED = {
    400: "The request body has 1 error(s)",
    401: AUTHENTICATION,
    404: "Not found",
    429: RATE_LIMIT,
    500: "Internal server error",
    503: "Service unavailable",
}


@dataclass(frozen=True, slots=True)
class Detail:
    """What is wrong with a part of a request."""

    message: str
    place: str


@dataclass
class RefusedError(Exception):
    """A call that is turned away."""

    status: int
    message: str = ""
    details: Sequence[Detail] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """The body of the answer."""
        message = self.message or WORDED.get(self.status, "Failed")
        details = [{"message": one.message, "property": one.place} for one in self.details]
        return {"message": message, **({"details": details} if details else {}), **self.more}


def wrong(message: str, place: str) -> RefusedError:
    """A request with one mistake."""
    return RefusedError(400, WORDED[400], (Detail(message, place),))
