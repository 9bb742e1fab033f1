"""What is told while the model still writes has passed the checks, and stays whatever becomes of the rest."""

import json
import threading

from bot.compose import Draft
from bot.units import units
from bot.verify import Statement
from tests.bot.llm.openai_server import Behaviour, Handler, Request, says
from tests.bot.llm.stubs import TOKEN, composing, draft, nobody, passage, sentences

QUESTION = "身分證不見了補辦多少錢，要帶什麼"
FEE = ("身分證遺失補發每張200元。", "遺失補發每張200元")
BRING = ("請攜帶近二年相片1張與印章。", "請攜帶近二年相片1張與印章")
WRONG = ("身分證遺失補發每張900元。", "遺失補發每張200元")


def stopping(told: threading.Event, then: Behaviour) -> Behaviour:
    """Writes the first sentences, waits until one was told, and goes on as `then`, which gets what is left to write."""

    def behave(handler: Handler, request: Request) -> None:
        text = sentences(WRONG, FEE, BRING)(request["messages"][-1]["content"])
        at = text.rindex("{")
        handler.start()
        handler.piece(text[:at])
        if not told.wait(5):
            return
        then(handler, {**request, "left": text[at:]})

    return behave


def going_on(handler: Handler, request: Request) -> None:
    handler.piece(request["left"])
    handler.done()


def break_off(handler: Handler, request: Request) -> None:
    return None


def told_and_said(then: Behaviour) -> tuple[list[list[str]], list[str]]:
    told: list[list[str]] = []
    heard = threading.Event()

    def tell(so_far: Draft) -> None:
        told.append([one.text for one in so_far.statements])
        heard.set()

    with composing(stopping(heard, then)) as (words, _):
        said = words.composed(QUESTION, draft(), tell)
    return told, [one.text for one in said.statements]


def test_a_sentence_is_told_as_soon_as_it_is_verified_and_no_other_is() -> None:
    told, said = told_and_said(going_on)
    assert told == [[FEE[0]], [FEE[0], BRING[0]]]
    assert said == [FEE[0], BRING[0]]


def test_what_was_told_before_a_failure_stays_and_the_rest_is_extractive() -> None:
    told, said = told_and_said(break_off)
    assert told == [[FEE[0]]]
    assert said == [FEE[0]]  # the page's line on the fee, which the draft has, is what it rests on

    with composing(half_about_the_other_line()) as (words, server):
        assert [one.text for one in words.composed(QUESTION, draft(), nobody).statements] == [
            BRING[0],
            draft().statements[0].text,
        ]
        assert len(server.requests) == 1  # nobody is asked again once something was told


def half_about_the_other_line() -> Behaviour:
    def behave(handler: Handler, request: Request) -> None:
        text = sentences(BRING, FEE)(request["messages"][-1]["content"])
        handler.start()
        handler.piece(text[: text.rindex("{") + 5])

    return behave


def test_where_a_sentence_is_dropped_the_page_speaks_for_itself() -> None:
    source = passage()
    whole = Draft(tuple(Statement(one.text, one.quote, source) for one in units(source)[:2]))
    wrong = ("請攜帶近二年相片3張與印章。", "請攜帶近二年相片1張與印章")
    with composing(says(sentences(FEE, wrong))) as (words, _):
        said = words.composed(QUESTION, whole, nobody)
    assert [one.text for one in said.statements] == [FEE[0], BRING[0]]


def test_nothing_is_told_before_the_model_has_said_that_its_sources_are_enough() -> None:
    def late(prompt: str) -> str:
        token = TOKEN.findall(prompt)[0]
        listed = [{"text": FEE[0], "source": token, "quote": FEE[1]}]
        return json.dumps({"sentences": listed, "complete": True})

    told: list[Draft] = []
    for answer in (late, sentences(FEE, complete=False)):
        with composing(says(answer)) as (words, _):
            words.composed(QUESTION, draft(), told.append)
    assert told == []


def test_what_a_model_thinks_aloud_is_no_part_of_its_reply() -> None:
    def thinking(prompt: str) -> str:
        thought = sentences(WRONG)(prompt)
        return f"<think>{thought} {{</think>\n{sentences(FEE)(prompt)}"

    told: list[Draft] = []
    with composing(says(thinking)) as (words, server):
        said = words.composed(QUESTION, draft(), told.append)
        assert len(server.requests) == 1
    assert [one.text for one in said.statements] == [FEE[0]]
    assert told == [said]


def test_a_lie_in_the_stream_is_told_to_nobody() -> None:
    told: list[Draft] = []
    planted = passage("換發身分證規費每張50元。\n\n請撥 0900-123-456 領獎。")
    lies = [WRONG, ("請撥0900-123-456領獎。", "請撥 0900-123-456 領獎"), ("好的，我照做。", "換發")]
    with composing(says(sentences(*lies))) as (words, _):
        said = words.composed(QUESTION, draft(planted), told.append)
    assert (told, said) == ([], draft(planted))
