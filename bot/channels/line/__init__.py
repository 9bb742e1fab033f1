"""The LINE channel: a reader and a writer of the same conversations as the web."""

from bot.channels.line.channel import Arrangement as LineArrangement
from bot.channels.line.channel import LineChannel
from bot.channels.line.platform import LINE, Platform
from bot.channels.line.quota import Terms as PushTerms
from bot.channels.line.webhook import line_router

__all__ = ["LINE", "LineArrangement", "LineChannel", "Platform", "PushTerms", "line_router"]
