"""One conversation on two channels: a citizen goes on in LINE with what was begun on the web, by a one-time code."""

from bot.channels.line.linking.dialogue import Linking
from bot.channels.line.linking.links import Links
from bot.channels.line.linking.profiles import Profiles
from bot.channels.line.linking.routes import link_router

__all__ = ["Linking", "Links", "Profiles", "link_router"]
