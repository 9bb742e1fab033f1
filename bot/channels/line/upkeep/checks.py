"""Single looks at a channel; each says what it found."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from askcity.errors import LineError
from bot.channels.line.upkeep.findings import Finding, bad, good, hint, warning
from bot.channels.line.upkeep.management import Access, Management
from bot.channels.line.webhook import PATH

CLOCK_SECONDS = 10
LOW = 0.75
"""Share of the month's pushes from which they are said to run out."""
REASONS = {"COULD_NOT_CONNECT": "webhook_away", "REQUEST_TIMEOUT": "webhook_slow"}
STATUSES = {401: "webhook_401", 404: "webhook_404"}


def keys(access: Access, channel: Management) -> Iterator[Finding]:
    """The secret and the token. What follows a bad token makes no sense."""
    yield good("secret_there") if access.secret else bad("secret_missing")
    if not access.token:
        yield bad("token_missing")
        return
    try:
        info = channel.info()
    except LineError as error:
        yield bad("token_wrong") if error.status == 401 else failed("帳號資料", error, access)
        return
    yield good("token_good", name=info.get("displayName", ""), id=info.get("basicId", ""))
    if info.get("chatMode") == "chat":
        yield warning("chat_mode")


def clock(channel: Management, now: datetime) -> Finding:
    """This machine's clock beside LINE's."""
    seconds = 0 if channel.told_at is None else round(abs((now - channel.told_at).total_seconds()))
    return (
        warning("clock_off", seconds=seconds)
        if seconds > CLOCK_SECONDS
        else good("clock_good", most=CLOCK_SECONDS)
    )


def webhook(channel: Management) -> Iterator[Finding]:
    """Where events go, and whether the service takes them."""
    endpoint, active = channel.webhook()
    if not endpoint:
        yield bad("webhook_none")
        return
    yield good("webhook_is", endpoint=endpoint)
    told = urlsplit(endpoint)
    if told.scheme != "https" and told.hostname not in {"127.0.0.1", "localhost"}:
        yield bad("webhook_no_https")
    if told.path != PATH:
        yield warning("webhook_path", path=PATH, address=f"{told.scheme}://{told.netloc}")
    yield good("webhook_on") if active else bad("webhook_off")
    yield tried(channel, endpoint)


def tried(channel: Management, endpoint: str) -> Finding:
    """What came of a call that LINE made to the service."""
    told = channel.test_webhook()
    if told.get("success") is True:
        return good("webhook_answers")
    reason, status, detail = (
        str(told.get("reason", "")).upper(),
        told.get("statusCode"),
        told.get("detail", ""),
    )
    if reason in REASONS:
        return bad(REASONS[reason], endpoint=endpoint, detail=detail)
    if isinstance(status, int) and status > 0:
        return bad(STATUSES.get(status, "webhook_status"), status=status)
    return bad("webhook_unknown", detail=detail or reason)


def quota(channel: Management) -> Finding:
    """What is left of the month's pushes."""
    most, used = channel.quota()
    if most is None:
        return good("quota_none", used=f"{used:,}")
    told = {"most": f"{most:,}", "used": f"{used:,}"}
    if used >= most:
        return bad("quota_spent", **told)
    return warning("quota_low", **told) if used >= most * LOW else good("quota_good", **told)


def responses() -> Finding:
    """What LINE does not let programs see."""
    return hint("auto_reply")


def failed(what: str, error: LineError, access: Access) -> Finding:
    """A call that did not succeed."""
    if error.status is None:
        return bad("platform_away", base=access.base, reason=error)
    return bad("platform_refuses", what=what, reason=error)
