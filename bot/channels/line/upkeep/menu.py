"""The rich menu: its form, its name, and how it comes to the channel."""

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.channels.line.upkeep import drawing
from bot.channels.line.upkeep.findings import Finding, done, good, warning
from bot.channels.line.upkeep.fonts import find_font
from bot.channels.line.upkeep.management import Management

PREFIX = "askcity-"
"""How the names of our menus begin, so that others are left alone."""


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu as LINE takes it, with its picture; its name changes whenever the menu or the picture does."""

    document: dict[str, Any]
    picture: bytes

    @property
    def name(self) -> str:
        """The menu's name."""
        name: str = self.document["name"]
        return name


@cache
def menu(font: Path | None) -> Menu:
    """The menu, drawn once in a font; without one the picture has no words."""
    told = _told()
    picture = drawing.draw(told, font)
    document = _document(told)
    digest = hashlib.sha256(json.dumps(document, sort_keys=True).encode() + picture).hexdigest()
    return Menu({**document, "name": f"{PREFIX}{digest[:16]}"}, picture)


def found(channel: Management) -> Finding:
    """Which menu everybody sees."""
    default = channel.default_menu()
    if not default:
        return warning("menu_none")
    name = next((str(one.get("name")) for one in channel.menus() if one.get("richMenuId") == default), "？")
    return good("menu_good") if name.startswith(PREFIX) else warning("menu_other", name=name)


def bring(channel: Management, font: Path | None, *, dry_run: bool) -> Iterator[Finding]:
    """Let everybody see the menu; what is there already is not uploaded again, older ones of ours are deleted."""
    usable = find_font(font)
    if usable is None:
        yield warning("menu_no_font")
    wanted = menu(usable)
    ours = {one["richMenuId"]: one["name"] for one in channel.menus() if one["name"].startswith(PREFIX)}
    default = channel.default_menu()
    if ours.get(default) == wanted.name:
        yield good("menu_good")
        return
    if dry_run:
        yield done("menu_would_be")
        return
    # A menu of this name that nobody sees may have been left without its picture: it is made anew.
    made = channel.make_menu(wanted.document)
    channel.paint_menu(made, wanted.picture)
    channel.show_menu(made)
    yield done("menu_shown")
    for id_ in ours:
        channel.drop_menu(id_)
    if ours:
        yield done("menu_dropped", count=len(ours))


def _document(told: dict[str, Any]) -> dict[str, Any]:
    areas = [
        {"bounds": dict(zip(("x", "y", "width", "height"), box, strict=True)), "action": _action(tile)}
        for tile, box in zip(told["tile"], drawing.boxes(told), strict=True)
    ]
    size = {"width": told["width"], "height": told["height"]}
    return {"size": size, "selected": True, "chatBarText": told["bar"], "areas": areas}


def _action(tile: dict[str, Any]) -> dict[str, str]:
    if tile["do"] == "message":
        return {"type": "message", "label": tile["label"], "text": tile["said"]}
    return {"type": "postback", "label": tile["label"], "data": tile["data"], "displayText": tile["said"]}


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "menu.toml").read_text(encoding="utf-8"))
