"""An agent who opens a conversation reads it in brief where a language model is set."""

import json
import shutil
from pathlib import Path

from askcity.app import create_app
from askcity.settings import Settings
from tests.bot.llm.openai_server import says, serving
from tests.console.staff import Console, come_on_duty
from tests.console.stub import StubIndex
from tests.web.citizen import Citizen
from tests.web.stub import AROUND_THE_CLOCK, StubAnswerer, StubCity, running

LINE = "民眾詢問生育津貼可以領多少，也想知道怎麼申請。"


def test_a_conversation_is_put_in_brief_once_it_is_worth_it(tmp_path: Path, staffed: Path) -> None:
    shutil.copy(staffed, tmp_path)
    come_on_duty(tmp_path, "lin")
    with serving(says(lambda _: json.dumps({"lines": [LINE]}))) as model:
        settings = Settings(
            data_dir=tmp_path, service_hours=AROUND_THE_CLOCK, llm="openai:stub", llm_base_url=model.url
        )
        app = create_app(settings, StubAnswerer(), StubCity(), index=StubIndex())
        with running(app) as url, Citizen(url) as citizen, Console(url, "lin") as lin:
            citizen.send("生育津貼可以領多少")
            citizen.hear(2)
            assert lin.http.get(f"/conversations/{citizen.id}/brief").json() == []
            assert model.requests == []
            citizen.send("怎麼申請")
            citizen.hear(4)
            assert lin.http.get(f"/conversations/{citizen.id}/brief").json() == [LINE]


def test_without_a_language_model_there_is_none(lin: Console, citizen: Citizen) -> None:
    for number, text in enumerate(("生育津貼可以領多少", "怎麼申請"), 1):
        citizen.send(text)
        citizen.hear(2 * number)
    assert lin.http.get(f"/conversations/{citizen.id}/brief").json() == []
