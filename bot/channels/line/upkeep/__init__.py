"""Setting a LINE channel up, and finding out what is wrong with one."""

from bot.channels.line.upkeep.doctor import examine
from bot.channels.line.upkeep.findings import Finding, Level
from bot.channels.line.upkeep.management import Access, Management
from bot.channels.line.upkeep.setup import set_up

__all__ = ["Access", "Finding", "Level", "Management", "examine", "set_up"]
