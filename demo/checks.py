"""What written pages must keep to beyond their own form: links and attachments that lead somewhere."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from askcity.errors import ConfigurationError
from demo.markup import links
from demo.sources import Source
from demo.values import Attachment, Document, Site

HOME = "index"
"""The slug that stands for a site's home page."""
HTML = re.compile(r"<[a-zA-Z/!]")
OUTSIDE = ("http://", "https://", "mailto:", "tel:", "#")


def check(
    written: Sequence[tuple[Source, Document]], attachments: Sequence[Attachment], sites: Mapping[str, Site]
) -> None:
    """Raise ConfigurationError, one line a problem with path and line, if anything is wrong."""
    slugs = {(document.site, document.slug) for _, document in written}
    files = {(attachment.site, attachment.filename) for attachment in attachments}
    problems = [problem for page in written for problem in _problems(*page, sites, slugs, files)]
    if problems:
        raise ConfigurationError("\n".join(problems))


def _problems(
    source: Source,
    document: Document,
    sites: Mapping[str, Site],
    slugs: Collection[tuple[str, str]],
    files: Collection[tuple[str, str]],
) -> Iterator[str]:
    if document.site not in sites:
        yield f"{source.path}:1: folder {document.site} is no site of sites.toml"
    for name in document.attachments:
        if (document.site, name) not in files:
            yield f"{source.path}:1: attachment {name} has no source in files/"
    if found := HTML.search(source.body):
        yield f"{source.path}:{source.line_of(found[0])}: HTML in the text; write Markdown"
    for target in links(document.body):
        if not _leads_somewhere(target, document.site, sites, slugs, files):
            yield f"{source.path}:{source.line_of(f']({target}')}: link to {target}, which is no page"


def _leads_somewhere(
    target: str,
    site: str,
    sites: Mapping[str, Site],
    slugs: Collection[tuple[str, str]],
    files: Collection[tuple[str, str]],
) -> bool:
    if target.startswith(OUTSIDE) or (site, target) in files:
        return True
    key, slug = split_target(target, site)
    return (key, slug) in slugs or (slug == HOME and key in sites)


def split_target(target: str, site: str) -> tuple[str, str]:
    """The site and the slug that a link's target names, seen from a site."""
    key, colon, slug = target.partition("#")[0].rpartition(":")
    return (key if colon else site), slug
