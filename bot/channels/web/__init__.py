"""The web channel: the HTTP API, the event stream and the chat page."""

from bot.channels.web.application import web_application
from bot.channels.web.city import City, Figures
from bot.channels.web.parts import Background, Parts, Terms

__all__ = ["Background", "City", "Figures", "Parts", "Terms", "web_application"]
