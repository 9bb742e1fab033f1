"""The LINE channel: a reader and a writer of the same conversations as the web."""

from bot.channels.line.channel import LineChannel
from bot.channels.line.platform import LINE, Platform
from bot.channels.line.webhook import line_router

__all__ = ["LINE", "LineChannel", "Platform", "line_router"]
