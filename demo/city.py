"""The whole demo city on one day: its sites, their pages, what they offer to download."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from demo.addresses import DOMAIN, SiteMap, origin
from demo.checks import check
from demo.content import CONTENT, read_attachments, read_documents, read_sites
from demo.facilities import Surroundings, derive, register_of
from demo.markup import to_text
from demo.sources import Source
from demo.tables import read_districts, read_tables
from demo.values import Article, Attachment, Document, Gold, Site


@dataclass(frozen=True)
class City:
    """A city as it stands on the day `today`; its pages in a fixed order."""

    today: date
    sites: Mapping[str, Site]
    documents: tuple[Document, ...]
    attachments: tuple[Attachment, ...]

    @cached_property
    def maps(self) -> Mapping[str, SiteMap]:
        """The layout of every site: which address leads to what."""
        return {
            key: SiteMap(
                site,
                tuple(document for document in self.documents if document.site == key),
                tuple(attachment for attachment in self.attachments if attachment.site == key),
            )
            for key, site in self.sites.items()
        }

    def document(self, site: str, slug: str) -> Document:
        """One page. Raises KeyError."""
        return self.maps[site].by_slug[slug]

    def url(self, document: Document, port: int) -> str:
        """The address of one page."""
        return origin(document.site, port) + self.maps[document.site].article_path(document)

    def articles(self, port: int) -> list[Article]:
        """The addresses of all pages with a text of their own."""
        return [
            Article(self.url(each, port), each.site, self.sites[each.site].family) for each in self.documents
        ]

    def gold(self, url: str) -> Gold:
        """What a reader should get from an article's address, whatever its port. Raises KeyError for others."""
        parts = urlsplit(url)
        key = (parts.hostname or "").removesuffix(f".{DOMAIN}")
        target = self.maps[key].find(parts.path, parts.query)
        if target is None or target.document is None:
            raise KeyError(url)
        page = target.document
        return Gold(
            page.title, to_text(page.body), page.updated, page.valid_from, page.valid_until, page.kind
        )

    def with_document(self, document: Document) -> "City":
        """The same city with one page added, or put in place of the one with its site and slug."""
        kept = self.without(document.site, document.slug).documents
        return replace(self, documents=(*kept, document))

    def without(self, site: str, slug: str) -> "City":
        """The same city with one page removed."""
        return replace(
            self, documents=tuple(each for each in self.documents if (each.site, each.slug) != (site, slug))
        )


def load_city(today: date, folder: Path = CONTENT) -> City:
    """The city on a day, read from its content. Raises ConfigurationError with path and line of what is malformed."""
    sites = {site.key: site for site in read_sites(folder)}
    # Where a written page and a derived one have the same slug, the written one stands.
    pages = {
        (page.site, page.slug): (source, page)
        for source, page in (*_derived(folder, sites, today), *read_documents(folder, today))
    }
    files = list(read_attachments(folder, today))
    check(list(pages.values()), files, sites)
    documents = sorted(
        (page for _, page in pages.values()),
        key=lambda page: (page.site, -page.updated.toordinal(), page.slug),
    )
    return City(today, sites, tuple(documents), tuple(file for _, file in files))


def _derived(folder: Path, sites: Mapping[str, Site], today: date) -> Iterator[tuple[Source, Document]]:
    """The pages that are derived from tables, with the tables that they come from."""
    districts = read_districts(folder)
    tables = list(read_tables(folder, districts))
    around = Surroundings(sites, districts, register_of(tables, sites), today)
    return ((table.source, page) for table in tables for page in derive(table, around))
