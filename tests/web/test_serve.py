"""The service as a process: its address, its logs, its end."""

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from askcity.commands.serve import listening
from askcity.errors import ConfigurationError
from tests.web.citizen import Citizen
from tests.web.kills import Service

SECRET = "我的身分證字號是A123456789"


def test_a_port_that_is_taken_is_one_clear_line() -> None:
    with listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError) as refusal:
            listening("127.0.0.1", port)
    assert f"port {port}" in str(refusal.value)
    assert "--port" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_logs_are_json_and_hold_no_text_no_token_and_no_query(tmp_path: Path) -> None:
    service = Service(tmp_path)
    with (tmp_path / "log").open("wb") as log:
        service.start(log)
        with Citizen(service.url) as citizen:
            citizen.send(SECRET)
            citizen.hear(2)
            path = f"/api/conversations/{citizen.id}/events?token={citizen.token}&secret=1"
            with citizen.http.stream("GET", path) as response:
                next(response.iter_raw())
            citizen.post("messages", {"client_id": "c", "text": SECRET * 200})
            citizen.http.get(f"/{SECRET}?token={citizen.token}")
            service.stop()
    written = (tmp_path / "log").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in written.splitlines()]
    assert {"request", "question_answered"} <= {line["event"] for line in lines}
    for hidden in (SECRET, "A123456789", citizen.token, "token=", "secret="):
        assert hidden not in written


def test_a_message_in_flight_at_the_end_is_acknowledged_and_kept(tmp_path: Path) -> None:
    service = Service(tmp_path)
    service.start()
    citizen = Citizen(service.url)
    acknowledged = []

    def talk() -> None:
        for number in range(200):
            try:
                sent = citizen.send(f"第{number}句", f"c{number}")
            except httpx.HTTPError:
                return
            if sent.status_code == 202:
                acknowledged.append(sent.json()["seq"])

    talking = threading.Thread(target=talk)
    talking.start()
    while len(acknowledged) < 10:
        assert talking.is_alive()
    assert service.stop() == -signal.SIGTERM
    talking.join()
    service.start()
    kept = citizen.hear(2 * len(acknowledged))
    assert set(acknowledged) <= {event.id for event in kept if event.data["author"] == "citizen"}
    citizen.http.close()
    service.stop()


def test_the_service_starts_without_loading_what_only_answers_need() -> None:
    code = "import sys, askcity.commands.serve; print({'torch', 'chromadb'} & set(sys.modules))"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "set()\n"
    )
