"""What pages and documents must keep to beyond their own form: whole tables, and links that lead somewhere."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from askcity.errors import ConfigurationError
from demo.markup import links
from demo.sources import Source
from demo.values import Attachment, Document, Site

HOME = "index"
"""The slug that stands for a site's home page."""
HTML = re.compile(r"<[a-zA-Z/!]")
OUTSIDE = ("http://", "https://", "mailto:", "tel:", "#")
MARK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
"""The line of a table between its header and its rows."""
EDGE = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Targets:
    """What links may lead to: sites by key, pages by site and slug, documents by site and file name."""

    sites: Mapping[str, Site]
    pages: frozenset[tuple[str, str]]
    files: frozenset[tuple[str, str]]


def check(
    pages: Sequence[tuple[Source, Document]],
    files: Sequence[tuple[Source, Attachment]],
    sites: Mapping[str, Site],
) -> None:
    """Raise ConfigurationError, one line a problem with path and line, if anything is wrong."""
    targets = Targets(
        sites,
        frozenset((page.site, page.slug) for _, page in pages),
        frozenset((file.site, file.filename) for _, file in files),
    )
    problems = [problem for source, page in pages for problem in _of_page(source, page, targets)]
    problems += [problem for source, file in files for problem in _of_text(source, file, targets)]
    sources = {source.path: source for source, _ in (*pages, *files)}
    problems += [problem for source in sources.values() for problem in _of_source(source)]
    if problems:
        # Pages that are derived from one table have the same problem on the same line.
        raise ConfigurationError("\n".join(dict.fromkeys(problems)))


def _of_page(source: Source, page: Document, targets: Targets) -> Iterator[str]:
    for name in page.attachments:
        if (page.site, name) not in targets.files:
            yield f"{source.path}:{source.line}: attachment {name} has no source in files/"
    yield from _of_text(source, page, targets)


def _of_text(source: Source, text: Document | Attachment, targets: Targets) -> Iterator[str]:
    if text.site not in targets.sites:
        yield f"{source.path}:{source.line}: folder {text.site} is no site of sites.toml"
    if found := HTML.search(text.body):
        yield f"{source.path}:{source.line_of(found[0])}: HTML in the text; write Markdown"
    for target in links(text.body):
        if not _leads_somewhere(target, text.site, targets):
            yield f"{source.path}:{source.line_of(f']({target}')}: link to {target}, which is no page"


def _of_source(source: Source) -> Iterator[str]:
    for line, row in wide_rows(source.body):
        yield f"{source.path}:{source.body_line + line}: more cells than the table's header has: {row}"


def wide_rows(text: str) -> Iterator[tuple[int, str]]:
    """The rows of tables that have more cells than the header, each with the index of its line.

    Markdown drops such cells without a word. The text may be a template, whose own lines are passed over.
    """
    width, before = 0, ""
    for index, line in enumerate(text.splitlines()):
        bare = MARK.sub("", line).strip()
        if line.strip() and not bare:
            continue
        if "|" in before and RULE.fullmatch(bare):
            width = _cells(before)
        elif "|" not in bare:
            width = 0
        elif width and _cells(bare) > width:
            yield index, line.strip()
        before = bare


def _cells(row: str) -> int:
    """How many cells a row of a table has; a mark at its beginning and one at its end bound no cells more."""
    return len(EDGE.findall(row.removeprefix("|").removesuffix("|"))) + 1


def _leads_somewhere(target: str, site: str, targets: Targets) -> bool:
    if target.startswith(OUTSIDE) or (site, target) in targets.files:
        return True
    key, slug = split_target(target, site)
    return (key, slug) in targets.pages or (slug == HOME and key in targets.sites)


def split_target(target: str, site: str) -> tuple[str, str]:
    """The site and the slug that a link's target names, seen from a site."""
    key, colon, slug = target.partition("#")[0].rpartition(":")
    return (key if colon else site), slug
