"""Reports of faults and nuisances that somebody must be sent to, and what is known of each."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields

from bot.answer import Turn
from bot.understanding.data import LONGEST, document

CITIZEN = "citizen"
NEEDED = ("what", "where")
"""What a report cannot do without."""


@dataclass(frozen=True, slots=True)
class ReportFields:
    """What is wrong, where, since when, and whether somebody is in danger (None where nothing was said of it)."""

    what: str | None = None
    where: str | None = None
    since: str | None = None
    danger: bool | None = None


def is_report(text: str) -> bool:
    """Whether a message reports a fault or nuisance; asking how to report one is a question."""
    said = _folded(text)
    data = document("reports")
    if re.search(data["own"], said):
        return False
    asked = re.search(data["asked"], said) is not None
    if re.search(data["declares"], said) and not asked:
        return True
    wants = re.search(data["requests"], said) is not None
    return (wants or not (asked or _asks(said))) and _fault(said) is not None


def report_fields(text: str, history: Sequence[Turn]) -> ReportFields:
    """What is known of a report, from this message and the citizen's earlier ones since the report began."""
    told = ReportFields()
    begun = False
    for said in [*(turn.text for turn in history if turn.author == CITIZEN), text]:
        if is_report(said):
            told, begun = ReportFields(), True
        if begun:
            told = _filled(told, _read(said))
    return told if begun else _read(text)


def missing(told: ReportFields) -> tuple[str, ...]:
    """The fields that still have to be asked for, in the order of asking."""
    return tuple(name for name in NEEDED if getattr(told, name) is None)


def _read(text: str) -> ReportFields:
    said = _folded(text)
    data = document("reports")
    danger: bool | None = None
    if re.search(data["no_danger"], said):
        danger = False
    elif re.search(data["danger"], said):
        danger = True
    since = re.search(data["since"], said)
    return ReportFields(_fault(said), _where(said), since.group() if since else None, danger)


def _filled(told: ReportFields, new: ReportFields) -> ReportFields:
    """The fields as told first, with what is new in the gaps; a danger once told stays."""
    filled = {field.name: getattr(told, field.name) for field in fields(told)}
    for name, value in filled.items():
        if value is None:
            filled[name] = getattr(new, name)
    return ReportFields(**filled)


def _fault(said: str) -> str | None:
    """The words that tell what is wrong."""
    data = document("reports")
    things = data["things"]
    broken = rf"(?:{things})(?:(?!{things}).){{0,10}}?(?:{data['faults']})"
    found = (match for words in [broken, *data["nuisances"]] if (match := re.search(words, said)))
    declared = re.search(rf"(?:{data['declares']})(?P<what>[^,，。 ]{{2,20}})", said)
    first = next(found, None)
    return first.group() if first else declared["what"] if declared else None


def _where(said: str) -> str | None:
    data = document("reports")
    found = re.finditer(data["where"], said)
    places = [match.group() for match in found if not said.startswith("燈", match.end())]  # 路燈 is no road
    known = [place for place in places if not re.search(data["not_where"], place)]
    return max(known, key=len, default=None)


def _asks(said: str) -> bool:
    return re.search(r"[嗎呢?]", said) is not None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:LONGEST]).lower()
