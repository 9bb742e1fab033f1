"""The content security policy of the pages: their own files and nothing inline; text can become no markup."""

from collections.abc import Iterable

OWN = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
)


def policy(ancestors: Iterable[str] = ()) -> str:
    """The policy of a page that `ancestors`, beside the service itself, may hold in a frame."""
    return "; ".join((*OWN, " ".join(("frame-ancestors 'self'", *sorted(ancestors)))))
