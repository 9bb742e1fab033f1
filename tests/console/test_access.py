"""Who gets in, and who may do what."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute, APIWebSocketRoute
from sqlalchemy import select, update

from handoff.agents.values import Role
from handoff.console import access
from handoff.console.routes import ROUTERS
from handoff.office import Office
from handoff.tables import sessions
from tests.console.staff import PASSWORD, STAFF, Console, in_office
from tests.web.citizen import Citizen

NAMES = {Role.AGENT: "lin", **{agent.role: agent.name for agent in STAFF if agent.role is not Role.AGENT}}
VALUES = {"conversation": "nobodys", "reply": "1", "number": "C-0000-0000", "name": "nobody", "draft": "1"}


def routes() -> list[tuple[str, str]]:
    """Method and pattern of every route of the console."""
    found: list[tuple[str, str]] = []
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute):
                found += [(method, route.path) for method in route.methods]
            elif isinstance(route, APIWebSocketRoute):
                found.append(("WS", route.path))
    return found


def test_every_route_is_listed_with_its_roles_and_nothing_else_is() -> None:
    listed = set(access.matrix()) | access.public()
    assert {f"{method} {path}" for method, path in routes()} == listed


def test_a_route_that_is_not_listed_is_closed_to_everybody() -> None:
    assert access.allowed("GET", "/api/console/forgotten") == frozenset()


def protected() -> list[tuple[str, str]]:
    return [
        (method, path)
        for method, path in routes()
        if method != "WS" and f"{method} {path}" not in access.public()
    ]


def test_no_route_answers_without_a_session(service: str) -> None:
    with httpx.Client(base_url=service) as http:
        statuses = {
            f"{method} {path}": http.request(method, path.format_map(VALUES)).status_code
            for method, path in protected()
        }
    assert set(statuses.values()) == {401}, statuses


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reaches_its_routes_and_no_other(service: str, role: Role) -> None:
    refused, served = set(), set()
    # Signing out is left to the end, since nothing works after it.
    for method, path in sorted(protected(), key=lambda route: route == ("DELETE", "/api/console/session")):
        if not served and not refused:
            console = Console(service, NAMES[role])
        response = console.http.request(method, service + path.format_map(VALUES), json={})
        forbidden = response.status_code == 403 and "not for the role" in response.text
        (refused if forbidden else served).add(f"{method} {path}")
        assert response.status_code != 401, (method, path)
    console.http.close()
    expected = {route for route, roles in access.matrix().items() if role in roles} - {"WS /api/console/ws"}
    assert served == expected


def test_a_write_without_the_csrf_token_is_refused(service: str, lin: Console, citizen: Citizen) -> None:
    citizen.post("handoff", {})
    for token in ("", "0" * 64):
        lin.http.headers["X-CSRF-Token"] = token
        assert lin.act(citizen.id, "claim").status_code == 403
    assert lin.read(citizen.id)["conversation"]["state"] == "queued"


def test_the_cookie_is_kept_from_scripts_and_other_sites(service: str) -> None:
    response = httpx.post(f"{service}/api/console/session", json={"name": "lin", "password": PASSWORD})
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    behind_tls = httpx.post(
        f"{service}/api/console/session",
        json={"name": "lin", "password": PASSWORD},
        headers={"X-Forwarded-Proto": "https"},
    )
    assert behind_tls.headers["set-cookie"].startswith("__Host-askcity=")
    assert "; secure" in behind_tls.headers["set-cookie"].lower()


def test_who_comes_over_tls_is_told_to_come_by_no_other_way(service: str) -> None:
    for path in ("/console", "/chat", "/api/console/sign-in", "/api/about"):
        behind_tls = httpx.get(service + path, headers={"X-Forwarded-Proto": "https"})
        assert behind_tls.headers["strict-transport-security"] == "max-age=31536000"
        assert "strict-transport-security" not in httpx.get(service + path).headers


def test_passwords_are_not_taken_in_the_clear_from_elsewhere(service: str) -> None:
    told = {"name": "lin", "password": PASSWORD}
    response = httpx.post(f"{service}/api/console/session", json=told, headers={"Host": "bot.city.example"})
    assert response.status_code == 403
    assert "set-cookie" not in response.headers


def test_wrong_names_and_wrong_passwords_look_the_same(service: str) -> None:
    answers = [
        httpx.post(f"{service}/api/console/session", json={"name": name, "password": "wrong"})
        for name in ("lin", "nobody")
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert answers[0].json() == answers[1].json()


def test_guessing_is_slowed_down_even_with_the_right_password_at_last(service: str) -> None:
    def tried(password: str) -> httpx.Response:
        return httpx.post(f"{service}/api/console/session", json={"name": "lin", "password": password})

    assert [tried("wrong").status_code for _ in range(5)] == [401] * 5
    last = tried(PASSWORD)
    assert last.status_code == 429
    assert 0 < int(last.headers["retry-after"]) <= 900
    with Console(service, "wang"):
        pass


def test_signing_in_forgives_earlier_mistakes(service: str) -> None:
    for _ in range(3):
        for _ in range(4):
            assert (
                httpx.post(
                    f"{service}/api/console/session", json={"name": "lin", "password": "wrong"}
                ).status_code
                == 401
            )
        with Console(service, "lin"):
            pass


def test_what_a_page_reads_by_itself_keeps_no_session_alive(
    tmp_path: Path, chief: Console, citizen: Citizen
) -> None:
    citizen.send("你好")
    long_ago = datetime.now(UTC) - timedelta(minutes=50)

    def seen() -> datetime:
        async def look(office: Office) -> datetime:
            query = select(sessions.c.seen_at)
            return await office.storage.reader.run(lambda one: one.execute(query).scalar_one())

        found: datetime = in_office(tmp_path, look)
        return found

    async def age(office: Office) -> None:
        await office.storage.writer.run(lambda one: one.execute(update(sessions).values(seen_at=long_ago)))

    in_office(tmp_path, age)
    assert chief.http.get("/floor").status_code == 200
    assert seen() == long_ago
    assert chief.act(citizen.id, "notes", {"text": "看過了"}).status_code == 201
    assert seen() > long_ago + timedelta(minutes=49)


def test_signing_out_ends_the_session(service: str, lin: Console) -> None:
    cookie = lin.cookie
    assert lin.http.delete("/session").status_code == 204
    again = httpx.get(f"{service}/api/console/session", headers={"Cookie": cookie})
    assert again.status_code == 401


def test_a_shut_account_is_out_at_once(service: str, lin: Console, tmp_path: Path) -> None:
    in_office(tmp_path, lambda office: office.agents.disable("lin"))
    assert lin.http.get("/session").status_code == 401


def test_nothing_secret_is_in_what_the_console_is_told(lin: Console) -> None:
    told: dict[str, Any] = lin.http.get("/session").json()
    assert "password" not in str(told)
    assert set(told) == {"agent", "csrf"}


def test_the_console_cannot_be_framed_and_runs_no_foreign_script(service: str) -> None:
    for path in ("/console", "/api/console/session"):
        policy = httpx.get(service + path).headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
