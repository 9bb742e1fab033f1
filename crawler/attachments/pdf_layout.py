"""Where text stands on a PDF's page."""

from dataclasses import dataclass
from typing import Any

from pypdf import PageObject

Box = tuple[float, float, float, float]
LINE = 4.0
"""Points by which the bases of words on one line may differ."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, and where it begins: points from the left and from the top of the page."""

    text: str
    left: float
    top: float


def pieces_of(page: PageObject) -> list[Piece]:
    """The runs of text on a page, in the order in which they are drawn."""
    found: list[Piece] = []
    height = float(page.mediabox.height)

    def visit(text: str, outer: list[float], inner: list[float], _font: Any, _size: Any) -> None:
        if text.strip():
            left = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
            base = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
            found.append(Piece(text.strip(), left, height - base))

    page.extract_text(visitor_text=visit)
    return found


def within(piece: Piece, box: Box) -> bool:
    """Whether a run begins in a box (left, top, right, bottom)."""
    return box[0] - 1 <= piece.left < box[2] and box[1] < piece.top <= box[3] + 1


def lines_of(pieces: list[Piece]) -> str:
    """The runs as lines, from the top down and from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.top, piece.left)):
        if rows and piece.top - rows[-1][0].top <= LINE:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return "\n".join(
        " ".join(piece.text for piece in sorted(row, key=lambda piece: piece.left)) for row in rows
    )
