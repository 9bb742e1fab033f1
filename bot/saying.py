"""Saying what was found: in whose words, in which language, and what of the question it leaves open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answer import Answer, AnswerStatus, Choice, Partial, Question, Show, Translation
from bot.compose import Draft, citations, joined, wording
from bot.finding import Finding
from bot.guard import repeatable
from bot.replies import reply
from bot.wordsmith import Wordsmith

LONGEST_MENTION = 40
CHINESE = "zh"
LIKELY = 0.5
"""Confidence from which the likeliest matter's answer stands above the choices: more likely meant than not."""


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """The questions that are not answered, and the choices offered for them."""

    findings: Sequence[Finding]
    choices: tuple[Choice, ...]


def said(
    question: Question, sure: Sequence[Finding], left_open: LeftOpen, words: Wordsmith, show: Show
) -> Answer:
    """The answer from the sure findings, shown as it grows; what is left open is named. Other languages are translated."""
    found = draft = joined([one.draft for one in sure])

    def shown(text: str) -> None:
        show(Partial(text, found.agencies))

    in_chinese = question.locale.lower().startswith(CHINESE)
    if in_chinese:  # else the page's own words are translated, rather than somebody's words of them
        draft = words.composed(_asked(sure), draft, lambda told: shown(wording(told)))
    answer = _answer(draft, sure, left_open)
    if in_chinese:
        return answer
    own = wording(
        draft
    )  # without what is left open, which repeats the citizen's words: a model could obey them
    text = words.translated(own, question.locale, shown)
    if text is None:
        return answer
    whole = text + answer.text.removeprefix(own)
    return replace(answer, translation=Translation(question.locale, whole))


def asked_back(found: Sequence[Finding], offered: tuple[Choice, ...], confidence: float) -> Answer:
    """The question which matter is meant; of one question's likeliest matter what its page says stands above, if it is that.

    The words are the page's own, verified and cited as an answer's are; what is unsure is only whether they were asked for.
    """
    likeliest = found[0]
    if len(found) > 1 or likeliest.confidence < LIKELY or not likeliest.draft.statements:
        return Answer(AnswerStatus.CLARIFY, reply(AnswerStatus.CLARIFY), confidence, choices=offered)
    draft = likeliest.draft
    text = reply("clarify_likeliest", matter=offered[0].label, answer=wording(draft))
    return Answer(AnswerStatus.CLARIFY, text, confidence, citations(draft), offered, draft.agencies)


def mention(text: str) -> str:
    """A citizen's words as the bot repeats them: one line, without addresses, in quotation marks, cut where they are long."""
    line = " ".join("".join(mark if mark.isprintable() else " " for mark in repeatable(text)).split())
    return f"「{line if len(line) <= LONGEST_MENTION else line[: LONGEST_MENTION - 1] + '…'}」"


def _asked(findings: Sequence[Finding]) -> str:
    return "\n".join(one.asking.label or one.asking.text for one in findings)


def _answer(draft: Draft, sure: Sequence[Finding], left_open: LeftOpen) -> Answer:
    missing = "".join(mention(one.asking.label or one.asking.text) for one in left_open.findings)
    confidence = round(min(one.confidence for one in sure), 4)
    told = Answer(
        AnswerStatus.ANSWERED, wording(draft), confidence, citations(draft), agencies=draft.agencies
    )
    if not left_open.findings:
        return replace(told, text=reply(AnswerStatus.ANSWERED, answer=told.text))
    key = "partial_choices" if left_open.choices else AnswerStatus.PARTIAL
    text = reply(key, answer=told.text, missing=missing)
    return replace(told, status=AnswerStatus.PARTIAL, text=text, choices=left_open.choices)
