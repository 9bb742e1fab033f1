"""Signing in through an identity provider, a real one in small."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import RSAKey
from pydantic import SecretStr

from askcity.app import create_app
from askcity.settings import Settings
from tests.console.provider import CLIENT, SECRET, Provider, providing
from tests.console.staff import in_office
from tests.console.stub import StubIndex
from tests.web.stub import StubAnswerer, StubCity, running


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing() as provider:
        yield provider


@pytest.fixture
def service(tmp_path: Path, staffed: Path, provider: Provider) -> Iterator[str]:
    shutil.copy(staffed, tmp_path)
    settings = Settings(
        data_dir=tmp_path,
        oidc_issuer=provider.url,
        oidc_client_id=CLIENT,
        oidc_client_secret=SecretStr(SECRET),
    )
    with running(create_app(settings, StubAnswerer(), StubCity(), index=StubIndex())) as url:
        yield url


def signed_on(service: str) -> tuple[str, int]:
    """Where a browser ends that takes the way through the provider, and what its session answers."""
    with httpx.Client(follow_redirects=True) as browser:
        end = browser.get(f"{service}/api/console/oidc/start")
        return end.url.raw_path.decode(), browser.get(f"{service}/api/console/session").status_code


def test_whom_the_provider_vouches_for_is_signed_in(service: str) -> None:
    assert httpx.get(f"{service}/api/console/sign-in").json() == {"oidc": "市府帳號"}
    assert signed_on(service) == ("/console", 200)


def test_the_session_cookie_is_as_strict_as_with_a_password(service: str) -> None:
    with httpx.Client(follow_redirects=True) as browser:
        end = browser.get(f"{service}/api/console/oidc/start")
        back = next(one for one in end.history if one.url.path.endswith("/callback"))
    cookie = back.headers.get_list("set-cookie")[0].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize(
    "lies",
    [
        {"aud": "somebody else"},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"nonce": "another browser's"},
        {"preferred_username": "nobody"},
        {"preferred_username": None},
    ],
)
def test_a_token_that_is_not_for_us_is_refused(
    service: str, provider: Provider, lies: dict[str, Any]
) -> None:
    provider.lies = lies
    assert signed_on(service) == ("/console?refused", 401)


def test_a_token_signed_by_somebody_else_is_refused(service: str, provider: Provider) -> None:
    provider.key = RSAKey.generate_key(2048, {"kid": "1"})
    assert signed_on(service) == ("/console?refused", 401)


def test_a_shut_account_stays_out(service: str, tmp_path: Path) -> None:
    in_office(tmp_path, lambda office: office.agents.disable("lin"))
    assert signed_on(service) == ("/console?refused", 401)


def test_an_answer_to_another_browsers_question_is_refused(service: str) -> None:
    with httpx.Client() as victim, httpx.Client() as attacker:
        asked = attacker.get(f"{service}/api/console/oidc/start")
        answer = httpx.get(asked.headers["location"]).headers["location"]
        assert victim.get(answer).headers["location"] == "/console?refused"
        assert victim.get(f"{service}/api/console/session").status_code == 401


def test_a_code_works_once(service: str) -> None:
    with httpx.Client() as browser:
        asked = browser.get(f"{service}/api/console/oidc/start")
        answer = httpx.get(asked.headers["location"]).headers["location"]
        kept = dict(browser.cookies)
        assert browser.get(answer).headers["location"] == "/console"
    with httpx.Client(cookies=kept) as again:
        assert again.get(answer).headers["location"] == "/console?refused"


def test_a_description_that_is_another_issuers_is_refused(service: str, provider: Provider) -> None:
    provider.url = "https://elsewhere.example"
    assert signed_on(service) == ("/console?refused", 401)
