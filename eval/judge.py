"""What a language model thinks of a run's answers: are they backed by the cited pages, and do they answer the question."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.llm.calls import Calls
from bot.llm.prompt import Messages
from eval.figures import Figure
from eval.judging import Outcome
from eval.metrics import estimate

LONGEST_PAGE = 8_000
"""Characters of a page that the model is given."""
FULLY = 2
"""The best of the grades of relevance, which begin at 0."""


class Claim(BaseModel):
    """One thing that an answer says, and whether the pages say it."""

    model_config = ConfigDict(frozen=True)

    text: str = Field(max_length=500)
    backed: bool


class Verdict(BaseModel):
    """What a model finds in an answer."""

    model_config = ConfigDict(frozen=True)

    claims: tuple[Claim, ...] = Field(min_length=1, max_length=60)
    relevance: int = Field(ge=0, le=FULLY)


@dataclass(frozen=True, slots=True)
class Opinion:
    """An answer's shares, 0 to 1; `unbacked` are the claims that the pages do not make."""

    set: str
    id: str
    faithfulness: float
    relevance: float
    unbacked: tuple[str, ...]


def judged(
    outcomes: Sequence[Outcome], pages: Mapping[str, str], calls: Calls, at_once: int
) -> Iterator[Opinion | None]:
    """An opinion of each answer, in order; None where the model gave none."""
    with ThreadPoolExecutor(at_once) as threads:
        yield from threads.map(partial(_opinion, pages=pages, calls=calls), outcomes)


def figures(opinions: Sequence[Opinion]) -> list[Figure]:
    """The means by set, with their 95 % intervals."""
    sets = dict.fromkeys(one.set for one in opinions)
    return [
        Figure(name, measure, estimate([[getattr(one, measure)] for one in opinions if one.set == name]))
        for name in sets
        for measure in ("faithfulness", "relevance")
    ]


def _opinion(outcome: Outcome, pages: Mapping[str, str], calls: Calls) -> Opinion | None:
    verdict = calls.ask(_messages(outcome, pages), Verdict)
    if verdict is None:
        return None
    unbacked = tuple(claim.text for claim in verdict.claims if not claim.backed)
    faithfulness = 1 - len(unbacked) / len(verdict.claims)
    return Opinion(outcome.set, outcome.id, faithfulness, verdict.relevance / FULLY, unbacked)


def _messages(outcome: Outcome, pages: Mapping[str, str]) -> Messages:
    texts = _texts()
    cited = "\n\n".join(pages.get(url, "")[:LONGEST_PAGE] for url in outcome.cited)
    asked = texts["asked"].format(turns="\n".join(outcome.turns), answer=outcome.text, pages=cited)
    return [("system", texts["system"]), ("user", asked)]


@cache
def _texts() -> dict[str, str]:
    return tomllib.loads(Path(__file__).with_name("judge.toml").read_text(encoding="utf-8"))
