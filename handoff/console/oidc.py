"""Signing in through the city's own identity provider (OpenID Connect, code flow with PKCE)."""

import secrets
from typing import Any

import httpx
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from handoff.console.provider import Attempt, Provider, RefusedError

WITHIN = 10.0
SCOPE = "openid profile"
ALGORITHMS = ["RS256", "PS256", "ES256"]
LEEWAY = 60


class SignOn:
    """Sends browsers to the provider and reads what they bring back. Documents are read anew each time: that is rare."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider

    async def begin(self, redirect: str) -> tuple[str, Attempt]:
        """Where to send the browser, and what it is to keep. Raises RefusedError."""
        attempt = Attempt(*(secrets.token_urlsafe(32) for _ in range(3)))
        endpoints = await self._endpoints()
        async with self._client(redirect) as client:
            url, _state = client.create_authorization_url(
                endpoints["authorization_endpoint"],
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
            )
        return str(url), attempt

    async def name(self, attempt: Attempt, code: str, redirect: str) -> str:
        """The agent's name that the provider vouches for. Raises RefusedError."""
        endpoints = await self._endpoints()
        try:
            async with self._client(redirect) as client:
                told = await client.fetch_token(
                    endpoints["token_endpoint"], code=code, code_verifier=attempt.verifier
                )
        except (OAuthError, httpx.HTTPError) as error:
            raise RefusedError(f"no token: {type(error).__name__}") from error
        claims = self._checked(told.get("id_token", ""), await _fetched(endpoints["jwks_uri"]), attempt)
        return str(claims.get(self.provider.claim, ""))

    def _checked(self, token: str, keys: dict[str, Any], attempt: Attempt) -> dict[str, Any]:
        required = jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": self.provider.issuer},
            aud={"essential": True, "value": self.provider.client_id},
            exp={"essential": True},
            nonce={"essential": True, "value": attempt.nonce},
        )
        try:
            decoded = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)  # type: ignore[arg-type]
            required.validate(decoded.claims)
        except (JoseError, ValueError) as error:
            raise RefusedError(f"the identity token is wrong: {type(error).__name__}") from error
        return dict(decoded.claims)

    async def _endpoints(self) -> dict[str, str]:
        found = await _fetched(f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration")
        wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if found.get("issuer") != self.provider.issuer or not all(name in found for name in wanted):
            raise RefusedError("the provider's description is not its own")
        return {name: str(found[name]) for name in wanted}

    def _client(self, redirect: str) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            self.provider.client_id,
            self.provider.client_secret,
            scope=SCOPE,
            redirect_uri=redirect,
            code_challenge_method="S256",
            timeout=WITHIN,
        )


async def _fetched(url: str) -> dict[str, Any]:
    try:
        async with httpx.AsyncClient(timeout=WITHIN) as client:
            response = (await client.get(url)).raise_for_status()
            return dict(response.json())
    except (httpx.HTTPError, ValueError, TypeError) as error:
        raise RefusedError(f"{url} does not answer as it should: {type(error).__name__}") from error
