"""Every operation of the API's own description, with values that fit it and values that do not.

`ASKCITY_FUZZ=300` asks for that many cases an operation (`make fuzz`); a few are enough for every day.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode, Response
from schemathesis.core.failures import FailureGroup

from askcity.app import create_app
from askcity.settings import Settings
from tests.console.staff import Console, come_on_duty, hire
from tests.console.stub import StubIndex
from tests.web.citizen import Citizen
from tests.web.stub import AROUND_THE_CLOCK, StubAnswerer, StubCity, running

EXAMPLES = int(os.environ.get("ASKCITY_FUZZ", "3"))
PROBLEM = "application/problem+json"
ENDS_SESSIONS = {"DELETE /api/console/session", "POST /api/console/password"}
"""Left to strangers: with a session they would end it, or lock its owner out."""
ENDLESS = "/api/conversations/{conversation}/events"

fuzzing = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Visitor:
    """Whoever calls: a stranger, or a citizen and an administrator with their keys."""

    url: str
    console: Console

    def __post_init__(self) -> None:
        self.session = requests.Session()
        self._citizen: Citizen | None = None

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()
        if self._citizen is not None:
            self._citizen.http.close()

    def call(self, case: Any, headers: dict[str, str] | None = None) -> Response:
        """Make the call, and follow no redirection."""
        self.session.cookies.clear()
        response: Response = case.call(
            session=self.session, timeout=20, headers=headers, allow_redirects=False
        )
        return response

    def keys(self, method: str, path: str) -> tuple[dict[str, str], str | None]:
        """Headers, and a conversation that is the caller's."""
        if f"{method} {path}" in ENDS_SESSIONS or (path == ENDLESS):
            return {}, None
        if path.startswith("/api/console"):
            csrf = self.console.http.headers["X-CSRF-Token"]
            return {"Cookie": self.console.cookie, "X-CSRF-Token": csrf}, self._own().id
        return self._own().key, self._own().id

    def _own(self) -> Citizen:
        """A conversation that is there; a new one where the last was erased."""
        if self._citizen is None or self._citizen.post("read", {"seq": 1}).status_code == 404:
            if self._citizen is not None:
                self._citizen.http.close()
            self._citizen = Citizen(self.url)
            self._citizen.send("生育津貼可以領多少？")
        return self._citizen


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    folder = tmp_path_factory.mktemp("fuzzed")
    hire(folder)
    come_on_duty(folder, "lin")
    prepared = Settings(data_dir=folder, service_hours=AROUND_THE_CLOCK)
    app = create_app(prepared, StubAnswerer(), StubCity(), index=StubIndex())
    with running(app) as url, Console(url, "admin") as console, Visitor(url, console) as visitor:
        yield visitor


@pytest.fixture(scope="module")
def described(visitor: Visitor) -> Any:
    """The operations as the service describes them."""
    return schemathesis.openapi.from_url(f"{visitor.url}/api/openapi.json")


def judge(response: Response, what: str) -> None:
    """No fault of the service, and every error in the one shape."""
    assert response.status_code < 500 or response.status_code == 503, (what, response.text)
    if response.status_code < 400:
        return
    assert PROBLEM in response.headers["content-type"], (what, response.status_code, response.text)
    document = response.json()
    assert {"type", "title", "status", "detail"} <= set(document), (what, document)
    assert document["status"] == response.status_code


@pytest.mark.parametrize("side", ["console", "citizens"])
def test_nothing_that_is_sent_breaks_the_service_and_every_error_has_the_one_shape(
    visitor: Visitor, described: Any, side: str
) -> None:
    operations = [one.ok() for one in described.get_all_operations()]
    chosen = [one for one in operations if one.path.startswith("/api/console") == (side == "console")]
    assert len(chosen) > 10
    faults = [fault for one in chosen for mode in GenerationMode if (fault := broken(one, mode, visitor))]
    assert not faults, "\n\n".join(faults)


def broken(operation: Any, mode: GenerationMode, visitor: Visitor) -> str | None:
    """What goes wrong with an operation, if anything does, when it is given what fits or what does not."""

    @fuzzing
    @given(case=operation.as_strategy(generation_mode=mode))
    def tried(case: Any) -> None:
        attempt(case, visitor)

    try:
        tried()
    except Unsatisfiable:  # there is nothing about it that could be wrong
        return None
    except (AssertionError, FailureGroup) as fault:
        return str(fault)
    return None


def attempt(case: Any, visitor: Visitor) -> None:
    """As a stranger first, then with keys to what is there."""
    what = f"{case.method} {case.path}"
    judge(visitor.call(case), f"{what} of a stranger")
    headers, own = visitor.keys(case.method, case.path)
    if not headers:
        return
    if "conversation" in (case.path_parameters or {}):
        case.path_parameters["conversation"] = own
    response = visitor.call(case, headers)
    judge(response, what)
    if not case.path.startswith("/api/console"):
        declared = case.operation.definition.raw["responses"]
        assert str(response.status_code) in declared, (what, response.status_code, response.text)
    if response.status_code < 300:
        case.validate_response(response, checks=[schemathesis.checks.response_schema_conformance])
