"""A language model's opinion of a run's answers, over HTTP from a server that speaks OpenAI's protocol."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from askcity.commands import judging
from askcity.errors import ConfigurationError
from askcity.settings import Settings
from bot.llm.calls import Calls
from bot.llm.model import Access
from bot.llm.usage import Usage
from eval.judge import figures, judged
from tests.bot.llm.openai_server import says, serving
from tests.eval.test_results import outcome

PAGES = {"http://a.test/": "規費每張200元。"}
ANSWERS = tuple(
    replace(outcome(number, right=True, confidence=0.9), text=text)
    for number, text in enumerate(("每張200元。", "每張300元。", "弄壞了"))
)


def opinionated(prompt: str) -> str:
    """Holds that an answer is backed if its figure stands on the page; breaks on one of them."""
    answer, page = prompt.split("回答：")[1].split("網頁：")
    if "弄壞了" in answer:
        return "抱歉"
    fee = "300元" if "300元" in answer else "200元"
    claims = [{"text": fee, "backed": fee in page}, {"text": "每張", "backed": True}]
    return json.dumps({"claims": claims, "relevance": 1})


def test_answers_are_judged_by_the_pages_that_they_cite() -> None:
    with serving(says(opinionated)) as server:
        calls = Calls(Access("openai:stub", server.url, "key"), Usage())
        found = list(judged(ANSWERS, PAGES, calls, at_once=2))
        calls.close()
    first, second, third = found
    assert first is not None
    assert second is not None
    assert third is None
    assert (first.faithfulness, first.relevance, first.unbacked) == (1.0, 0.5, ())
    assert (second.faithfulness, second.unbacked) == (0.5, ("300元",))
    told = {one.key: one.estimate for one in figures([first, second])}
    assert (told["answerable faithfulness"].value, told["answerable faithfulness"].count) == (0.75, 2)


def test_the_command_judges_as_many_as_wanted_and_needs_a_language_model(
    tmp_path: Path,
) -> None:
    with pytest.raises(ConfigurationError, match="ASKCITY_LLM"):
        judging.opinions(ANSWERS, Settings(data_dir=tmp_path))
    with serving(says(opinionated)) as server:
        settings = Settings(data_dir=tmp_path, llm="openai:stub", llm_base_url=server.url)
        told = judging.document(judging.opinions(judging.chosen(ANSWERS, 2), settings))
        assert len(server.requests) == 3  # what cannot be read is asked for once more
    assert (told["answers"], told["judged"]) == (2, 1)
    assert list(judging.lines(told)) == [
        "1 of 2 answers judged",
        "answerable faithfulness                                 0.500 [0.500, 0.500] n=1",
        "answerable relevance                                    0.500 [0.500, 0.500] n=1",
        "not backed: answerable a0 200元",
    ]
