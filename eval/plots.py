"""Plots as inline SVG: lines in the unit square, and bars with intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from eval.metrics import Estimate

SIZE, MARGIN = 320, 56
ROW, LABEL, BAR = 22, 150, 320

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """Points in the unit square with a class for their style; dots are drawn on top if wanted."""

    points: Sequence[Point]
    style: str
    dots: bool = False


def unit_square(lines: Sequence[Line], x: str, y: str, top: float = 1.0) -> str:
    """Lines over 0 to 1 on x and 0 to `top` on y, with both axes named."""
    whole = SIZE + 2 * MARGIN
    marks = "".join(_marks(share / 4, top) for share in range(5))
    drawn = "".join(_line(line, top) for line in lines)
    names = (
        f'<text x="{MARGIN + SIZE / 2}" y="{whole - 6}" text-anchor="middle">{escape(x)}</text>'
        f'<text transform="translate(12 {MARGIN + SIZE / 2}) rotate(-90)" text-anchor="middle">{escape(y)}</text>'
    )
    frame = f'<rect class="frame" x="{MARGIN}" y="{MARGIN}" width="{SIZE}" height="{SIZE}"/>'
    return f'<svg viewBox="0 0 {whole} {whole}" role="img" aria-label="{escape(y)}">{frame}{marks}{drawn}{names}</svg>'


def bars(rows: Sequence[tuple[str, Estimate]]) -> str:
    """A bar from 0 to 1 for each named figure, with its interval and count."""
    drawn = "".join(_bar(number, name, figure) for number, (name, figure) in enumerate(rows))
    height = ROW * len(rows) + 8
    return f'<svg class="bars" viewBox="0 0 {LABEL + BAR + 110} {height}" role="img">{drawn}</svg>'


def _place(point: Point, top: float) -> Point:
    return MARGIN + point[0] * SIZE, MARGIN + SIZE * (1 - min(point[1] / top, 1))


def _line(line: Line, top: float) -> str:
    placed = [_place(point, top) for point in line.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in placed) if line.dots else ""
    return f'<g class="{line.style}"><polyline points="{path}"/>{dots}</g>'


def _marks(share: float, top: float) -> str:
    x, y = _place((share, share * top), top)
    below, left = MARGIN + SIZE + 16, MARGIN - 6
    return (
        f'<text x="{x}" y="{below}" text-anchor="middle">{share:.0%}</text>'
        f'<text x="{left}" y="{y + 4}" text-anchor="end">{share * top:.0%}</text>'
    )


def _bar(number: int, name: str, figure: Estimate) -> str:
    y = ROW * number + 4
    low, high = (LABEL + BAR * max(0.0, min(1.0, end)) for end in (figure.low, figure.high))
    return (
        f'<text x="{LABEL - 8}" y="{y + 13}" text-anchor="end">{escape(name)}</text>'
        f'<rect class="bar" x="{LABEL}" y="{y}" width="{BAR * figure.value:.1f}" height="{ROW - 6}"/>'
        f'<path class="interval" d="M{low:.1f} {y + 8}H{high:.1f}"/>'
        f'<text x="{LABEL + BAR + 8}" y="{y + 13}">{figure.value:.0%}（{figure.count} 題）</text>'
    )
