"""How much one citizen, one address, one LINE user may ask for, so that there is enough for all; danger is always heard."""

from bot.channels.limits.callers import Caller, Callers, as_mapped, networks
from bot.channels.limits.counting import Counters, OwnStorage
from bot.channels.limits.gate import Gate
from bot.channels.limits.rules import Matter, Rules, Scope, load

__all__ = [
    "Caller",
    "Callers",
    "Counters",
    "Gate",
    "Matter",
    "OwnStorage",
    "Rules",
    "Scope",
    "as_mapped",
    "load",
    "networks",
]
