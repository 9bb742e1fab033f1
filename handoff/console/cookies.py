"""The console's cookies: the session's, and the one that waits for the identity provider."""

import ipaddress
from urllib.parse import quote, unquote

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import Response

SECURE = "__Host-askcity"
PLAIN = "askcity-loopback"
"""Browsers keep no `__Host-` cookie of a page without TLS, which the console is only on the machine itself."""
ENCRYPTED = frozenset({"https", "wss"})


def token(connection: HTTPConnection) -> str:
    """The session's token, empty where there is none."""
    return connection.cookies.get(SECURE if _encrypted(connection) else PLAIN, "")


def keep(connection: HTTPConnection, response: Response, value: str, seconds: int) -> None:
    """Let the browser keep the token."""
    secure = _encrypted(connection)
    response.set_cookie(
        SECURE if secure else PLAIN,
        value,
        max_age=seconds,
        path="/",
        secure=secure,
        httponly=True,
        samesite="strict",
    )


def drop(connection: HTTPConnection, response: Response) -> None:
    """Let the browser forget the token."""
    keep(connection, response, "", 0)


def attempt(connection: HTTPConnection) -> str:
    """What is kept while the browser is at the identity provider."""
    return unquote(connection.cookies.get(_attempt_name(connection), ""))


def keep_attempt(connection: HTTPConnection, response: Response, value: str, seconds: int) -> None:
    """Keep it; Lax, since the browser comes back from another site."""
    response.set_cookie(
        _attempt_name(connection),
        quote(value),
        max_age=seconds,
        path="/",
        secure=_encrypted(connection),
        httponly=True,
        samesite="lax",
    )


def require_safe_transport(connection: HTTPConnection) -> None:
    """Raise HTTPException where passwords would cross a network in the clear."""
    if not _encrypted(connection) and not _on_this_machine(connection):
        raise HTTPException(403, "sign in through https; http is only for the machine itself")


def address(connection: HTTPConnection) -> str:
    """Where a request comes from."""
    return connection.client.host if connection.client else "unknown"


def _attempt_name(connection: HTTPConnection) -> str:
    return f"{SECURE if _encrypted(connection) else PLAIN}-oidc"


def _encrypted(connection: HTTPConnection) -> bool:
    return connection.url.scheme in ENCRYPTED


def _on_this_machine(connection: HTTPConnection) -> bool:
    host = connection.url.hostname or ""
    return host == "localhost" or (_is_loopback(host) and _is_loopback(address(connection)))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
