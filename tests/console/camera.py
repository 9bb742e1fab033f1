"""Pictures of a story: of the console alone, or of what citizen and agent see at the same moment."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

GROUND = "#c9d3d1"
MARGIN = 24


class Blind:
    """Takes no pictures."""

    def console(self, page: Page, name: str) -> None:
        """What an agent sees."""

    def both(self, citizen: Page, agent: Page, name: str) -> None:
        """What citizen and agent see."""


class Camera(Blind):
    """Keeps pictures in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def console(self, page: Page, name: str) -> None:
        _clear(page)
        page.screenshot(path=str(self._folder / f"console-{name}.png"))

    def both(self, citizen: Page, agent: Page, name: str) -> None:
        _clear(agent)
        pictures = [Image.open(io.BytesIO(page.screenshot())) for page in (citizen, agent)]
        width = sum(picture.width for picture in pictures) + 3 * MARGIN
        height = max(picture.height for picture in pictures) + 2 * MARGIN
        side_by_side = Image.new("RGB", (width, height), GROUND)
        left = MARGIN
        for picture in pictures:
            side_by_side.paste(picture, (left, (height - picture.height) // 2))
            left += picture.width + MARGIN
        few_colours = side_by_side.quantize(192, dither=Image.Dither.NONE)
        few_colours.save(self._folder / f"handoff-{name}.png", optimize=True)


def _clear(page: Page) -> None:
    """Without what passes after some seconds."""
    page.locator("#toasts").evaluate("toasts => toasts.replaceChildren()")
