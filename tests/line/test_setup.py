"""`askcity line setup` and `doctor` over HTTP, against the made-up platform and a service that runs."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from askcity import clock
from askcity.app import create_app
from askcity.cli import app
from askcity.settings import Settings
from bot.channels.line.upkeep import Access, Finding, Management, examine, set_up
from bot.channels.line.upkeep.fonts import find_font
from bot.channels.line.upkeep.menu import menu
from bot.channels.line.upkeep.setup import Wanted
from demo.line import SECRET, Line, running
from demo.line.channel import Channel
from demo.line.menus import Menus
from tests.web.stub import AROUND_THE_CLOCK, StubAnswerer, StubCity
from tests.web.stub import running as serving


@pytest.fixture(scope="module")
def platform() -> Iterator[Line]:
    with running() as line:
        yield line


@pytest.fixture(scope="module")
def service(platform: Line, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("service"),
        service_hours=AROUND_THE_CLOCK,
        line_channel_secret=SECRET,
        line_channel_access_token="token",
        line_api_base=platform.url,
    )
    with serving(create_app(settings, StubAnswerer(), StubCity())) as url:
        yield url


@pytest.fixture
def line(platform: Line) -> Line:
    """The platform with a channel that nobody has set up."""
    platform.channel, platform.menus, platform.down = Channel(SECRET), Menus(), False
    platform.journal.kept.clear()
    return platform


@pytest.fixture
def access(line: Line) -> Access:
    return Access(SECRET, "token", line.url, line.url)


def setting_up(access: Access, address: str | None = None, *, dry_run: bool = False) -> list[str]:
    """What setting up finds and does."""
    with Management(access) as channel:
        return keys(set_up(access, channel, Wanted(address, dry_run=dry_run)))


def examined(access: Access, ahead: timedelta = timedelta()) -> list[Finding]:
    """What the doctor finds."""
    with Management(access) as channel:
        return list(examine(access, channel, clock.now() + ahead))


def keys(findings: Iterator[Finding]) -> list[str]:
    return [finding.key for finding in findings if finding.text]


def changes(line: Line) -> list[str]:
    """The calls that changed something at the platform."""
    calls = [one.what for one in line.journal if not one.to_service and not one.what.startswith("GET")]
    return [call for call in calls if "webhook/test" not in call]


def test_setting_up_sets_the_webhook_has_it_tested_and_shows_the_menu(
    access: Access, line: Line, service: str
) -> None:
    found = setting_up(access, service)
    assert {"token_good", "webhook_set", "webhook_answers", "quota_none", "menu_shown"} <= set(found)
    assert line.channel.webhook.endpoint == f"{service}/line/webhook"
    shown = line.menus.kept[line.menus.default]
    assert shown.picture == menu(find_font()).picture
    assert len(shown.document["areas"]) == 6


def test_setting_up_again_changes_nothing(access: Access, line: Line, service: str) -> None:
    setting_up(access, service)
    line.journal.kept.clear()
    assert {"webhook_is", "menu_good"} <= set(setting_up(access, service))
    assert changes(line) == []


def test_a_dry_run_says_what_it_would_do_and_changes_nothing(
    access: Access, line: Line, service: str
) -> None:
    found = setting_up(access, service, dry_run=True)
    assert {"webhook_would_be", "menu_would_be"} <= set(found)
    assert (changes(line), line.channel.webhook.endpoint, line.menus.kept) == ([], "", {})


def test_an_older_menu_of_ours_is_replaced_and_menus_of_others_stay(
    access: Access, line: Line, service: str
) -> None:
    document = menu(None).document
    line.menus.make({**document, "name": "askcity-old"})
    others = line.menus.make({**document, "name": "節慶選單"})
    setting_up(access, service)
    names = {one.document["name"] for one in line.menus.kept.values()}
    assert names == {"節慶選單", menu(find_font()).name}
    assert line.menus.default != others.id


def test_a_channel_that_was_set_up_is_in_order(access: Access, service: str) -> None:
    setting_up(access, service)
    assert {finding.level for finding in examined(access)} <= {"good", "hint"}


def test_the_doctor_says_that_the_secret_or_the_token_is_missing_or_wrong(access: Access) -> None:
    def bad(access: Access) -> list[str]:
        return [finding.key for finding in examined(access) if finding.bad]

    assert bad(replace(access, secret=""))[0] == "secret_missing"
    assert bad(replace(access, token="")) == ["token_missing"]
    assert bad(replace(access, token="another")) == ["token_wrong"]
    assert bad(replace(access, base="http://127.0.0.1:9")) == ["platform_away"]


def test_the_doctor_tells_another_secret_from_a_service_that_is_away(
    access: Access, line: Line, service: str
) -> None:
    def told(endpoint: str) -> list[str]:
        line.channel.webhook.endpoint = endpoint
        return [finding.key for finding in examined(access) if finding.key.startswith("webhook")]

    assert told("") == ["webhook_none"]
    assert told("http://127.0.0.1:9/line/webhook")[-1] == "webhook_away"
    assert told(f"{service}/line/webhook")[-1] == "webhook_answers"
    assert told(f"{service}/somewhere")[-2:] == ["webhook_on", "webhook_404"]
    line.channel.secret = "another"
    assert told(f"{service}/line/webhook")[-1] == "webhook_401"


def test_the_doctor_says_what_will_hurt(access: Access, line: Line) -> None:
    line.channel.chat_mode = "chat"
    line.channel.webhook.endpoint = "http://bot.invalid/line/webhook"
    line.channel.webhook.active = False
    line.channel.month.most, line.channel.month.used = 500, 400
    found = {finding.key for finding in examined(access, ahead=timedelta(minutes=3))}
    assert {"chat_mode", "webhook_off", "webhook_no_https", "quota_low", "clock_off", "menu_none"} <= found
    line.channel.month.used = 500
    assert "quota_spent" in {finding.key for finding in examined(access)}


def test_the_command_ends_with_code_one_where_something_is_wrong(
    line: Line, service: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = {"CHANNEL_SECRET": SECRET, "CHANNEL_ACCESS_TOKEN": "token", "API_BASE": line.url}
    environment = {f"ASKCITY_LINE_{name}": value for name, value in settings.items()}
    run = CliRunner(env=environment)
    before = run.invoke(app, ["line", "doctor", "--json"])
    assert (before.exit_code, "webhook_none" in before.stdout) == (1, True)
    assert run.invoke(app, ["line", "setup", "--address", service]).exit_code == 0
    after = run.invoke(app, ["line", "doctor", "--json"])
    found = json.loads(after.stdout.splitlines()[-1])  # before it stands the log of the service
    assert (after.exit_code, {one["level"] for one in found}) == (0, {"good", "hint"})
    assert SECRET not in after.stdout


def test_without_a_chinese_font_the_menu_has_icons_alone() -> None:
    drawn = menu(None)
    assert drawn.picture.startswith(b"\x89PNG") and len(drawn.picture) < 1_000_000
    font = find_font()
    if font is None:
        pytest.skip("no font on this machine writes Chinese")
    assert menu(font).picture != drawn.picture and len(menu(font).picture) < 1_000_000
