"""A small identity provider that vouches for whoever it is told to, and can be told to lie."""

import base64
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from askcity.commands.serve import listening
from handoff.service import utc_now

CLIENT, SECRET = "askcity", "the provider's secret"


@dataclass
class Provider:
    """What it vouches for; `lies` replace claims of the token, `key` may be another than the one it publishes."""

    username: str = "lin"
    lies: dict[str, Any] = field(default_factory=dict)
    url: str = ""
    published: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    key: RSAKey | None = None
    asked: dict[str, dict[str, str]] = field(default_factory=dict)

    def application(self) -> FastAPI:
        app = FastAPI()
        app.add_api_route("/.well-known/openid-configuration", self.describe)
        app.add_api_route("/jwks", self.keys)
        app.add_api_route("/authorize", self.authorize, response_class=Response)
        app.add_api_route("/token", self.token, methods=["POST"], response_class=Response)
        return app

    async def describe(self) -> dict[str, str]:
        endpoints = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "jwks_uri": "jwks",
        }
        return {"issuer": self.url, **{name: f"{self.url}/{path}" for name, path in endpoints.items()}}

    async def keys(self) -> dict[str, Any]:
        return {"keys": [self.published.as_dict(private=False)]}

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.asked)}"
        self.asked[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}", 302)

    async def token(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        asked = self.asked.pop(form["code"], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest())
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        right = asked and challenge.decode().rstrip("=") == asked["code_challenge"]
        if not asked or not right or request.headers.get("authorization") != f"Basic {basic}":
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(utc_now().timestamp())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "1",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "preferred_username": self.username,
            **self.lies,
        }
        token = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key or self.published)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": token})


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider at an address of its own."""
    provider = Provider()
    with listening("127.0.0.1", 0) as listener:
        provider.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(provider.application(), log_config=None, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield provider
        finally:
            server.should_exit = True
            thread.join(20)
