"""Draws the rich menu: tiles with an icon made of plain shapes, and words where there is a font."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from bot.channels.line.upkeep.fonts import load

Box = tuple[int, int, int, int]
WALL, TILE, INK, SOFT, ACCENT = "#dfe7ef", "#ffffff", "#14293f", "#4d5d6e", "#0b4f8a"
GAP, ROUND, STROKE, COLOURS = 18, 44, 26, 64
ICON, WORDS, SMALL = 330, (120, INK), (72, SOFT)


def boxes(told: dict[str, Any]) -> list[Box]:
    """The places of the tiles (x, y, width, height), which fill the picture."""
    columns, rows = told["columns"], told["rows"]
    xs = [told["width"] * at // columns for at in range(columns + 1)]
    ys = [told["height"] * at // rows for at in range(rows + 1)]
    return [
        (xs[column], ys[row], xs[column + 1] - xs[column], ys[row + 1] - ys[row])
        for row in range(rows)
        for column in range(columns)
    ]


def draw(told: dict[str, Any], font: Path | None) -> bytes:
    """The picture as a PNG, the same bytes for the same menu and font."""
    image = Image.new("RGB", (told["width"], told["height"]), WALL)
    pen = ImageDraw.Draw(image)
    for tile, (x, y, width, height) in zip(told["tile"], boxes(told), strict=True):
        frame = (x + GAP, y + GAP, x + width - GAP, y + height - GAP)
        pen.rounded_rectangle(frame, ROUND, fill=TILE)
        middle, lift = x + width // 2, y + height // 2 - (130 if font else 0)
        _icon(pen, tile["icon"], middle, lift)
        if font is not None:
            _write(pen, tile["label"], load(font, WORDS[0]), WORDS[1], (middle, y + height - 260))
            _write(pen, tile["hint"], load(font, SMALL[0]), SMALL[1], (middle, y + height - 130))
    packed = image.quantize(COLOURS)
    written = io.BytesIO()
    packed.save(written, "PNG", optimize=True)
    return written.getvalue()


def _write(pen: ImageDraw.ImageDraw, words: str, face: FreeTypeFont, ink: str, at: tuple[int, int]) -> None:
    """Words around a place."""
    pen.text(at, words, font=face, fill=ink, anchor="mm")


def _icon(pen: ImageDraw.ImageDraw, name: str, x: int, y: int) -> None:
    pen.ellipse((x - ICON // 2, y - ICON // 2, x + ICON // 2, y + ICON // 2), fill="#e3eef8")
    ICONS[name](pen, x, y)


def _line(pen: ImageDraw.ImageDraw, points: Sequence[tuple[int, int]]) -> None:
    pen.line(points, fill=ACCENT, width=STROKE, joint="curve")
    for px, py in points:
        _dot(pen, px, py, STROKE // 2)


def _dot(pen: ImageDraw.ImageDraw, x: int, y: int, radius: int) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=ACCENT)


def _question(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    pen.arc((x - 55, y - 100, x + 55, y + 10), 180, 450, fill=ACCENT, width=STROKE)
    _dot(pen, x - 42, y - 45, STROKE // 2)
    _line(pen, [(x, y - 3), (x, y + 35)])
    _dot(pen, x, y + 88, 19)


def _person(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    _dot(pen, x, y - 48, 48)
    pen.pieslice((x - 95, y + 18, x + 95, y + 208), 180, 360, fill=ACCENT)


def _search(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    pen.ellipse((x - 90, y - 90, x + 40, y + 40), outline=ACCENT, width=STROKE)
    _line(pen, [(x + 28, y + 28), (x + 85, y + 85)])


def _alert(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    _line(pen, [(x, y - 95), (x + 100, y + 80), (x - 100, y + 80), (x, y - 95)])
    _line(pen, [(x, y - 30), (x, y + 15)])
    _dot(pen, x, y + 50, 15)


def _letter(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    pen.rounded_rectangle((x - 105, y - 75, x + 105, y + 75), 20, outline=ACCENT, width=STROKE)
    _line(pen, [(x - 92, y - 58), (x, y + 10), (x + 92, y - 58)])


def _link(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    """A screen and a phone."""
    pen.rounded_rectangle((x - 115, y - 80, x + 45, y + 40), 16, outline=ACCENT, width=STROKE)
    _line(pen, [(x - 75, y + 85), (x + 5, y + 85)])
    pen.rounded_rectangle(
        (x + 35, y - 40, x + 115, y + 95), 18, fill="#e3eef8", outline=ACCENT, width=STROKE - 4
    )


ICONS: dict[str, Callable[[ImageDraw.ImageDraw, int, int], None]] = {
    "question": _question,
    "person": _person,
    "search": _search,
    "alert": _alert,
    "letter": _letter,
    "link": _link,
}
