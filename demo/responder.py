"""The city on one port, as responses: every address rendered once and then kept."""

from functools import cached_property

from demo.addresses import DOMAIN, Target, View
from demo.attachments import MEDIA_TYPES, render
from demo.city import City
from demo.encodings import encode, practice
from demo.faults import Behaviour, Fault, Faults
from demo.pages import SitePages, environment
from demo.served import HTML, Served
from demo.texts import feed, front_page, robots, style, xml_map
from demo.values import Family, Site

NOT_FOUND = Fault("", "", Behaviour.PAGE, status=404, title="404 找不到網頁", text="您所瀏覽的網頁不存在。")


class Responder:
    """Answers for one city on one port; it keeps what it has rendered."""

    def __init__(self, city: City, faults: Faults, port: int) -> None:
        self._city = city
        self._faults = faults
        self._port = port
        self._pages: dict[str, SitePages] = {}
        self._kept: dict[tuple[str, str, str], Served] = {}

    def site(self, host: str) -> Site | None:
        """The site that a host name belongs to, None for any other name."""
        return self._city.sites.get(host.partition(":")[0].lower().removesuffix(f".{DOMAIN}"))

    @cached_property
    def front(self) -> Served:
        """The page that lists all sites."""
        return front_page(environment(), self._city, self._port)

    def pages(self, key: str) -> SitePages:
        """The pages of one site."""
        if key not in self._pages:
            self._pages[key] = SitePages(self._city, key, self._port, self._faults)
        return self._pages[key]

    def fault(self, site: Site, path: str) -> Fault | None:
        """What goes wrong at an address, if anything."""
        return self._faults.by_address.get((site.key, path))

    def answer(self, site: Site, path: str, query: str) -> Served:
        """The response for an address without a fault."""
        key = (site.key, path, query)
        target = self._city.maps[site.key].find(path, query)
        if target is not None and target.view is View.CALENDAR:
            return self._make(site, target, f"{path}?{query}")  # endless, so not to be kept
        if key not in self._kept:
            full = f"{path}?{query}" if query else path
            made = self._make(site, target, full) if target else self.failure(site, NOT_FOUND)
            if target is None:
                return made
            self._kept[key] = made
        return self._kept[key]

    def failure(self, site: Site, fault: Fault) -> Served:
        """A page that says what went wrong, or claims to."""
        charset = "utf-8"
        text = (
            self.pages(site.key)
            .environment.get_template("shared/fault.html")
            .render(charset=charset, title=fault.title, text=fault.text)
        )
        return Served(text.encode(fault.encoding), fault.media_type, fault.status)

    def destination(self, site: Site, fault: Fault) -> str:
        """Where a redirect leads."""
        layout = self._city.maps[site.key]
        return layout.article_path(layout.documents[0]) if fault.target == "@article" else fault.target

    def _make(self, site: Site, target: Target, path: str) -> Served:
        pages = self.pages(site.key)
        match target.view:
            case View.FILE:
                return self._file(target)
            case View.FEED:
                return feed(pages.environment, site, pages.catalogue, self._port)
            case View.XML_MAP:
                return xml_map(pages.environment, site, pages.catalogue, self._port)
            case View.ROBOTS:
                return robots(pages.environment, site, self._port)
            case View.STYLE:
                return style(site.family)
            case _:
                return self._html(pages, target, path)

    def _html(self, pages: SitePages, target: Target, path: str) -> Served:
        documents = [target.document] if target.document else pages.layout.documents
        changed = max((document.updated for document in documents), default=None)
        if pages.site.family is not Family.TABLE:
            return Served(pages.render(target, path).encode(), HTML, changed=changed)
        declaration = practice(pages.site.key, path)
        body = encode(pages.render(target, path, declaration.meta))
        return Served(body, declaration.media_type, changed=changed)

    @staticmethod
    def _file(target: Target) -> Served:
        attachment = target.attachment
        assert attachment is not None
        headers = {"content-disposition": f'attachment; filename="{attachment.filename}"'}
        return Served(render(attachment), MEDIA_TYPES[attachment.format], headers=headers)
