"""Sets a LINE channel up, step by step; a step that finds its work done does nothing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from askcity.errors import LineError
from bot.channels.line.upkeep import checks, menu
from bot.channels.line.upkeep.findings import Finding, Level, bad, done, good
from bot.channels.line.upkeep.management import Access, Management, webhook_of
from bot.channels.line.webhook import PATH


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the operator wants; without an address the webhook stays where it is."""

    address: str | None = None
    font: Path | None = None
    dry_run: bool = False


def set_up(access: Access, channel: Management, wanted: Wanted) -> Iterator[Finding]:
    """Look at the keys, set and test the webhook, look at the quota, upload the rich menu."""
    usable = True
    for finding in checks.keys(access, channel):
        usable = usable and finding.level is not Level.BAD
        yield finding
    if not usable:
        return
    steps: tuple[tuple[str, Callable[[], Iterable[Finding]]], ...] = (
        ("webhook", lambda: _webhook(channel, wanted)),
        ("推播額度", lambda: [checks.quota(channel)]),
        ("圖文選單", lambda: menu.bring(channel, wanted.font, dry_run=wanted.dry_run)),
    )
    for what, step in steps:
        try:
            yield from step()
        except LineError as error:
            yield checks.failed(what, error, access)
    yield checks.responses()


def _webhook(channel: Management, wanted: Wanted) -> Iterator[Finding]:
    endpoint, active = channel.webhook()
    target = webhook_of(wanted.address, PATH) if wanted.address else endpoint
    if not target:
        yield bad("webhook_none")
        return
    if target == endpoint:
        yield good("webhook_is", endpoint=endpoint)
    elif wanted.dry_run:
        yield done("webhook_would_be", endpoint=target)
        return
    else:
        channel.set_webhook(target)
        _, active = channel.webhook()
        yield done("webhook_set", endpoint=target)
    yield good("webhook_on") if active else bad("webhook_off")
    yield good("webhook_not_tried") if wanted.dry_run else checks.tried(channel, target)
