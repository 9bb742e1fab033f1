"""A run as one HTML page that needs nothing else: plots, tables, the worst cases."""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from eval.figures import Figure, pairs
from eval.judging import Outcome
from eval.metrics import Estimate, reliability, risk_coverage
from eval.plots import Line, bars, unit_square
from eval.results import Run

WORST = 40
STYLE = Path(__file__).with_name("report.css")
COUNTED = {"characters", "p50 ms", "p99 ms"}
"""Figures that are no shares."""


def html(run: Run) -> str:
    """The page."""
    sections = (
        ("信心與對錯", _confidence(run.outcomes)),
        ("各機關：答案含有關鍵事實", _agencies(run.figures)),
        ("各項數字", _table(one for one in run.figures if not one.group.startswith("agency:"))),
        ("最有把握卻答錯的題目", _worst(run.outcomes)),
    )
    body = "".join(f"<section><h2>{title}</h2>{content}</section>" for title, content in sections)
    head = f"<p>題目部分：{escape(run.split)}　索引：{escape(run.generation)}　共 {len(run.outcomes)} 題</p>"
    style = STYLE.read_text(encoding="utf-8")
    return (
        '<!doctype html><html lang="zh-Hant-TW"><meta charset="utf-8"><title>askcity 評測報告</title>'
        f"<style>{style}</style><main><h1>askcity 評測報告</h1>{head}{body}</main></html>\n"
    )


def _confidence(outcomes: Sequence[Outcome]) -> str:
    confidence, right = pairs(outcomes, "best_cited")
    if not confidence:
        return "<p>這次沒有查找資料的題目。</p>"
    curve = Line(risk_coverage(confidence, right), "curve")
    told = [(one.confidence, one.right) for one in reliability(confidence, right)]
    even = Line([(0, 0), (1, 1)], "even")
    return (
        f'<div class="plots"><figure>{unit_square([curve], "回答的比例", "其中答錯的比例")}'
        "<figcaption>風險與涵蓋率：只回答信心最高的部分時，答錯的比例。</figcaption></figure>"
        f"<figure>{unit_square([even, Line(told, 'curve', dots=True)], '信心', '實際答對的比例')}"
        "<figcaption>可靠度：點越靠近斜線，信心越可信。</figcaption></figure></div>"
    )


def _agencies(figures: Sequence[Figure]) -> str:
    rows = [
        (one.group.removeprefix("agency:"), one.estimate)
        for one in figures
        if one.group.startswith("agency:") and one.name == "facts"
    ]
    return bars(sorted(rows, key=lambda row: row[1].value))


def _table(figures: Iterable[Figure]) -> str:
    rows = "".join(
        f"<tr><td>{escape(one.group)}<td>{escape(one.name)}<td>{_told(one.name, one.estimate)}"
        for one in figures
    )
    return f"<table><tr><th>題組<th>項目<th>數值<th>95% 區間<th>題數{rows}</table>"


def _told(name: str, one: Estimate) -> str:
    shape = ".1f" if name in COUNTED else ".1%"
    return f"{one.value:{shape}}<td>{one.low:{shape}}–{one.high:{shape}}<td>{one.count}"


def _worst(outcomes: Sequence[Outcome]) -> str:
    """Spoken and wrong, the surest first."""
    wrong = [one for one in outcomes if one.scores["spoke"] and not one.scores.get("best_right", 0.0)]
    ranked = sorted(wrong, key=lambda one: -one.confidence)[:WORST]
    return f"<p>共 {len(wrong)} 題，列出 {len(ranked)} 題。</p>" + "".join(map(_case, ranked))


def _case(one: Outcome) -> str:
    expected = "；".join(one.expected) or (
        "（沒有網頁能回答，不應作答）" if "held_back" in one.scores else "（正確網頁）"
    )
    cited = "".join(f"<li>{escape(address)}" for address in one.cited)
    return (
        f"<article><h3>{escape('　→　'.join(one.turns))}</h3>"
        f"<p>{escape(one.set)} {escape(one.id)}　信心 {one.confidence:.0%}</p>"
        f"<dl><dt>應有<dd>{escape(expected)}<dt>實得<dd><pre>{escape(one.text)}</pre></dl><ul>{cited}</ul></article>"
    )
