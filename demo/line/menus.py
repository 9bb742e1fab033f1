"""Rich menus as LINE keeps them: made, given a picture, shown to everybody."""

import struct
from dataclasses import dataclass, field
from typing import Any

from demo.line.faults import RefusedError, wrong

PNG = b"\x89PNG\r\n\x1a\n"
LARGEST_PICTURE = 1_000_000
MOST_AREAS, LONGEST_BAR, LONGEST_NAME = 20, 14, 300
NARROWEST, WIDEST, LOWEST, FLATTEST = 800, 2_500, 250, 1.45


@dataclass
class Menu:
    """A menu; without its picture it cannot be shown."""

    id: str
    document: dict[str, Any]
    picture: bytes = b""


@dataclass
class Menus:
    """The menus of the channel, and which of them everybody sees."""

    kept: dict[str, Menu] = field(default_factory=dict)
    default: str = ""
    made: int = 0

    def make(self, document: Any) -> Menu:
        """Keep a new menu. Raises RefusedError."""
        check(document)
        self.made += 1
        menu = Menu(f"richmenu-{self.made:032x}", document)
        self.kept[menu.id] = menu
        return menu

    def find(self, id_: str) -> Menu:
        """A menu. Raises RefusedError."""
        if id_ not in self.kept:
            raise RefusedError(404, "richmenu not found")
        return self.kept[id_]

    def paint(self, id_: str, picture: bytes, media_type: str) -> None:
        """Give a menu its picture, once. Raises RefusedError."""
        menu = self.find(id_)
        if menu.picture:
            raise RefusedError(400, "An image has already been uploaded to the richmenu")
        if len(picture) > LARGEST_PICTURE:
            raise RefusedError(413, "The image is too large")
        if media_type != "image/png" or not picture.startswith(PNG):
            raise RefusedError(415, "The image is neither PNG nor what its type says")
        size = menu.document["size"]
        if struct.unpack(">II", picture[16:24]) != (size["width"], size["height"]):
            raise RefusedError(400, "The image size does not match the richmenu size")
        menu.picture = picture

    def show(self, id_: str) -> None:
        """Let everybody see a menu. Raises RefusedError."""
        if not self.find(id_).picture:
            raise RefusedError(400, "must upload richmenu image before applying it to user")
        self.default = id_

    def drop(self, id_: str) -> None:
        """Forget a menu. Raises RefusedError."""
        self.find(id_)
        del self.kept[id_]
        if self.default == id_:
            self.default = ""


def check(document: Any) -> None:
    """Raises RefusedError where LINE would not take such a menu."""
    if not isinstance(document, dict):
        raise wrong("May not be empty", "size")
    size = document.get("size") or {}
    width, height = size.get("width", 0), size.get("height", 0)
    if not NARROWEST <= width <= WIDEST or height < LOWEST or width / height < FLATTEST:
        raise wrong("the size is not allowed", "size")
    if not 1 <= len(document.get("chatBarText") or "") <= LONGEST_BAR:
        raise wrong(f"Length must be between 1 and {LONGEST_BAR}", "chatBarText")
    if not 1 <= len(document.get("name") or "") <= LONGEST_NAME:
        raise wrong(f"Length must be between 1 and {LONGEST_NAME}", "name")
    areas = document.get("areas") or []
    if len(areas) > MOST_AREAS:
        raise wrong(f"Size must be between 0 and {MOST_AREAS}", "areas")
    for at, area in enumerate(areas):
        bounds = area["bounds"]
        right, bottom = bounds["x"] + bounds["width"], bounds["y"] + bounds["height"]
        if min(bounds["x"], bounds["y"]) < 0 or right > width or bottom > height:
            raise wrong("the area lies outside", f"areas[{at}].bounds")
