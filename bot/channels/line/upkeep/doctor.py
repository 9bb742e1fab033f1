"""What is wrong with a LINE channel, as far as it can be found out, in the order in which it should be mended."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial

from askcity.errors import LineError
from bot.channels.line.upkeep import checks, menu
from bot.channels.line.upkeep.findings import Finding, Level
from bot.channels.line.upkeep.management import Access, Management


def examine(access: Access, channel: Management, now: datetime) -> Iterator[Finding]:
    """Look at everything; nothing is changed."""
    usable = True
    for finding in checks.keys(access, channel):
        usable = usable and (finding.level is not Level.BAD or finding.key == "secret_missing")
        yield finding
    if not usable:
        return
    looks: tuple[tuple[str, Callable[[], Iterable[Finding]]], ...] = (
        ("時鐘", lambda: [checks.clock(channel, now)]),
        ("webhook", partial(checks.webhook, channel)),
        ("推播額度", lambda: [checks.quota(channel)]),
        ("圖文選單", lambda: [menu.found(channel)]),
    )
    for what, look in looks:
        try:
            yield from look()
        except LineError as error:
            yield checks.failed(what, error, access)
    yield checks.responses()
