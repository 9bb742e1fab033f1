"""What sites serve beside pages: feeds, sitemaps, robots.txt, style sheets, and the list of all sites."""

from jinja2 import Environment

from demo.addresses import XML_MAP, origin
from demo.city import City
from demo.items import Catalogue
from demo.pages import TEMPLATES
from demo.served import Served
from demo.values import Family, Feature, Site


def feed(environment: Environment, site: Site, catalogue: Catalogue, port: int) -> Served:
    """The RSS feed of the newest pages."""
    text = environment.get_template("shared/feed.xml").render(
        site=site, items=catalogue.newest, origin=origin(site.key, port)
    )
    newest = max((item.updated for item in catalogue.newest), default=None)
    return Served(text.encode(), "application/rss+xml; charset=utf-8", changed=newest)


def xml_map(environment: Environment, site: Site, catalogue: Catalogue, port: int) -> Served:
    """The sitemap of all pages."""
    items = [item for section in catalogue.everything for item in section.documents]
    text = environment.get_template("shared/sitemap.xml").render(items=items, origin=origin(site.key, port))
    newest = max((item.updated for item in items), default=None)
    return Served(text.encode(), "application/xml; charset=utf-8", changed=newest)


def robots(environment: Environment, site: Site, port: int) -> Served:
    """What crawlers are asked to leave alone, and where the sitemap is."""
    sitemap = origin(site.key, port) + XML_MAP if Feature.SITEMAP_XML in site.features else ""
    text = environment.get_template("shared/robots.txt").render(sitemap=sitemap)
    return Served(text.encode(), "text/plain; charset=utf-8")


def style(family: Family) -> Served:
    """A family's style sheet."""
    return Served((TEMPLATES / family / "style.css").read_bytes(), "text/css; charset=utf-8")


def front_page(environment: Environment, city: City, port: int) -> Served:
    """All sites of the city by agency."""
    agencies: dict[str, list[dict[str, object]]] = {}
    for site in city.sites.values():
        member = {
            "name": site.name,
            "url": origin(site.key, port) + "/",
            "pages": len(city.maps[site.key].documents),
        }
        agencies.setdefault(site.agency, []).append(member)
    text = environment.get_template("shared/index.html").render(
        agencies=list(agencies.items()), sites=len(city.sites), documents=len(city.documents)
    )
    return Served(text.encode())
