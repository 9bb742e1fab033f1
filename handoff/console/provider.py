"""The city's identity provider and what passes between it and a browser; nothing here needs a library for it."""

import json
from dataclasses import asdict, dataclass, field


class RefusedError(Exception):
    """The provider or its answer is not to be trusted; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider as the operator set it; `claim` holds the name of the agent's account, `label` is on the button."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    label: str = "OpenID Connect"
    claim: str = "preferred_username"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What ties an answer of the provider's to the browser that asked."""

    state: str
    nonce: str
    verifier: str

    def text(self) -> str:
        """As the browser keeps it."""
        return json.dumps(asdict(self))


def attempt_from(text: str) -> Attempt | None:
    """What the browser kept; None where that is nothing of ours."""
    try:
        return Attempt(**json.loads(text))
    except (ValueError, TypeError):
        return None
