"""The whole service with a language model: what citizens get when it speaks well, badly, and not at all."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import httpx
import pytest

from askcity.app import create_app
from askcity.settings import Settings
from bot.llm.rest import FAILURES
from tests.bot.llm.openai_server import Behaviour, Handler, Request, Server, says, serving
from tests.bot.llm.stubs import TOKEN
from tests.index.town import Town
from tests.web.citizen import Citizen, Heard
from tests.web.stub import running

FEE = "申辦市民卡每張要工本費100元。"
TIMEOUT = 2.0
CAP = 2
SOON = 1.8
"""Seconds in which whoever does not wait for the model is answered, on a busy machine."""


def answering(prompt: str) -> str:
    """Knows the fee of a card, and how to rewrite a question about it; translates nothing but that."""
    if "以下是追問" in prompt:
        return json.dumps({"question": "市民卡多少錢"})
    if prompt.startswith("譯成"):
        return json.dumps({"lines": ["A citizen card costs NT$100 to make."] * 2})
    source = {"text": FEE, "source": TOKEN.findall(prompt)[0], "quote": "申辦市民卡每張工本費100元"}
    return json.dumps({"complete": True, "sentences": [source]})


def hanging(handler: Handler, _: Request) -> None:
    handler.start()
    handler.owner.released.wait(20)


@dataclass
class City:
    """The service and the model's server."""

    url: str
    model: Server

    def counted(self, outcome: str) -> float:
        """How many calls ended so."""
        lines = httpx.get(f"{self.url}/metrics").text.splitlines()
        wanted = f'askcity_llm_calls_total{{outcome="{outcome}"}} '
        return sum(float(line.removeprefix(wanted)) for line in lines if line.startswith(wanted))

    @contextmanager
    def behaving(self, behaviour: Behaviour) -> Iterator[None]:
        """Let the model's server behave otherwise for a block."""
        before, self.model.behaviour = self.model.behaviour, behaviour
        yield
        self.model.behaviour = before


@contextmanager
def served(indexed: Town, behaviour: Behaviour) -> Iterator[City]:
    """The service over a made-up city, ready."""
    with serving(behaviour) as model:
        settings = Settings(
            data_dir=indexed.folder,
            llm="openai:stub",
            llm_base_url=model.url,
            llm_timeout=TIMEOUT,
            llm_concurrency=CAP,
        )
        with running(create_app(settings)) as url:
            while httpx.get(f"{url}/readyz").status_code != 200:
                time.sleep(0.05)
            yield City(url, model)
            model.released.set()


@pytest.fixture(scope="module")
def city(indexed: Town) -> Iterator[City]:
    """One for all who leave the model's server as it was."""
    with served(indexed, says(answering)) as city:
        assert city.model.requests == [], "getting ready costs no call"
        yield city


def last(citizen: Citizen, count: int) -> Heard:
    return citizen.hear(count)[-1]


def test_a_verified_sentence_is_streamed_then_said_with_its_source(city: City) -> None:
    with Citizen(city.url) as citizen:
        with citizen.stream() as events:
            citizen.send("市民卡多少錢")
            heard = [next(events)]
            while (heard[-1].kind, heard[-1].data.get("author")) != ("message", "bot"):
                heard.append(next(events))
        assert FEE in [event.data.get("text") for event in heard if event.kind == "typing"]
        said = heard[-1].data
        assert (said["text"], said["citations"][0]["quote"]) == (FEE, "申辦市民卡每張工本費100元。")
        figures = httpx.get(f"{city.url}/metrics").text
        assert city.counted("used") == len(city.model.requests)
        assert f'askcity_llm_tokens_total{{direction="read"}} {900.0 * len(city.model.requests)}' in figures
        assert "askcity_llm_cost_total" in figures


def test_a_followup_is_rewritten_from_masked_words(city: City) -> None:
    with Citizen(city.url) as citizen:
        citizen.send("我是A123456789，市民卡怎麼辦")
        citizen.hear(3)
        citizen.send("那多少錢")
        assert last(citizen, 5).data["text"] == FEE
        asked = json.dumps(city.model.requests, ensure_ascii=False)
        assert "以下是追問" in asked
        assert "A123456789" not in asked


def test_another_language_gets_a_translation_beside_the_chinese_answer(city: City) -> None:
    with Citizen(city.url) as citizen:
        opened = citizen.http.post("/api/conversations", json={"locale": "en"}).json()
        citizen.id, citizen.key = opened["id"], {"Authorization": f"Bearer {opened['token']}"}
        citizen.send("市民卡多少錢")
        said = last(citizen, 2).data
    assert "100元" in said["text"]
    assert said["translation"]["locale"] == "en"
    assert "A citizen card costs NT$100" in said["translation"]["text"]


def test_a_model_that_hangs_holds_up_a_few_for_its_time_and_nobody_else(city: City) -> None:
    with ExitStack() as stack, city.behaving(hanging):
        citizens = [stack.enter_context(Citizen(city.url)) for _ in range(10)]
        begun = time.monotonic()
        for citizen in citizens:
            citizen.send("市民卡多少錢")
        answers, took = [], []
        for citizen in citizens[::-1]:
            answers.append(last(citizen, 2).data)
            took.append(time.monotonic() - begun)
        assert {answer["status"] for answer in answers} == {"answered"}
        assert all("100元" in answer["text"] for answer in answers)
        assert city.counted("timeout") == CAP
        assert city.counted("busy") == len(citizens) - CAP
        assert sum(seconds < SOON for seconds in took) >= len(citizens) - CAP - 1
        assert took[-1] < TIMEOUT + SOON + 1


def test_a_model_that_is_down_costs_nobody_time(indexed: Town) -> None:
    with served(indexed, lambda handler, _: handler.refuse(503)) as city, Citizen(city.url) as citizen:
        took = []
        for number in range(1, FAILURES + 2):
            begun = time.monotonic()
            citizen.send("市民卡多少錢")
            assert "100元" in last(citizen, 2 * number).data["text"]
            took.append(time.monotonic() - begun)
        assert max(took) < SOON
        assert (city.counted("error"), city.counted("resting")) == (FAILURES, 1)


@pytest.mark.parametrize("text", ["我不想活了", "我要找真人", "你好"])
def test_what_needs_no_pages_needs_no_model(city: City, text: str) -> None:
    asked = len(city.model.requests)
    with Citizen(city.url) as citizen:
        citizen.send(text)
        last(citizen, 2)
    assert len(city.model.requests) == asked
