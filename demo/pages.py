"""The pages of the sites as HTML: what each view shows, through its family's templates."""

import calendar
import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from demo import seeded
from demo.addresses import ADMIN, FEED, SiteMap, Target, View, origin
from demo.checks import HOME, OUTSIDE, split_target
from demo.city import City
from demo.dates import roc_dashed, roc_dotted, roc_period, western_period
from demo.faults import Faults
from demo.items import Catalogue
from demo.markup import to_html, to_text
from demo.values import Document, Family, Feature, Kind, Site

TEMPLATES = Path(__file__).parent / "templates"
POISONED = "poisoned"
PERIODS = {Kind.EVENT: "活動期間", Kind.NEWS: "公告期間", Kind.NOTICE: "公告期間"}
"""What single-page sites and weblogs call the days on which a page holds; for other kinds it is 適用期間."""
DESCRIPTION = 120
"""Characters of a page's text that its description repeats."""


@cache
def environment() -> Environment:
    """The templates, which escape everything that is not marked as HTML; compiled once for all sites."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        roc_dashed=roc_dashed, roc_dotted=roc_dotted, roc_period=roc_period, western_period=western_period
    )
    return made


class SitePages:
    """The HTML pages of one site on one port."""

    def __init__(self, city: City, key: str, port: int, faults: Faults) -> None:
        self.layout: SiteMap = city.maps[key]
        self.site: Site = city.sites[key]
        self.catalogue = Catalogue(self.layout, city.today)
        self._city = city
        self._port = port
        self._faults = faults
        self.environment = environment()

    def render(self, target: Target, path: str, declared: str = "") -> str:
        """The HTML of a target; `declared` is the charset that the page claims, empty for none."""
        view = target.view
        values = self._common(view, path) | {"declared": declared} | self._own(target, path)
        template = view.value if view in (View.HOME, View.LIST, View.ARTICLE, View.MAP) else "message"
        return self.environment.get_template(f"{self.site.family}/{template}.html").render(values)

    def _own(self, target: Target, path: str) -> dict[str, Any]:
        """What one view shows beyond what all pages of the site share."""
        if target.document is not None and target.view is View.ARTICLE:
            return self._article(target.document)
        if target.section is not None:
            return self._list(target)
        if target.view is View.CALENDAR:
            return self._calendar(path)
        if target.view is View.MAP:
            return {
                "title": "網站導覽",
                "breadcrumb": [{"name": "網站導覽", "path": ""}],
                "everything": self.catalogue.everything,
            }
        return self._message(target.view)

    def _common(self, view: View, path: str) -> dict[str, Any]:
        site, today = self.site, self._city.today
        features = site.features
        month = today.strftime("%Y-%m") if site.key in self._faults.calendars else ""
        return {
            "site": site,
            "view": view.value,
            "title": site.name,
            "description": f"{site.name}（{site.agency}）",
            "today": today,
            "origin": origin(site.key, self._port),
            "city_home": origin("www", self._port) + "/",
            "self_path": path,
            "page_id": seeded.number(90_000, site.key, path),
            "hits": f"{seeded.between(120, 98_000, 1, 'hits', site.key, path):,}",
            "menu": self.catalogue.menu,
            "newest": self.catalogue.newest,
            "neighbours": self._neighbours,
            "related": self._faults.links(site.key) if view is View.HOME else (),
            "calendar": month,
            "tags": self._tags,
            "english": "",
            "breadcrumb": [],
            "state": self._state(view, path, None),
            "paths": {
                "map": self.layout.map_path if Feature.SITEMAP_ASPX in features else "/",
                "feed": FEED[site.family] if Feature.RSS in features else "",
                "admin": ADMIN[site.family],
            },
        }

    @property
    def _neighbours(self) -> list[dict[str, str]]:
        others = sorted(self._city.sites.values(), key=lambda other: other.key != "www")
        return [{"name": other.name, "url": origin(other.key, self._port) + "/"} for other in others[:60]]

    @property
    def _tags(self) -> list[str]:
        return sorted({tag for document in self.layout.documents for tag in document.tags})[:20]

    def _article(self, document: Document) -> dict[str, Any]:
        layout = self.layout
        section = layout.section_of(document)
        path = layout.article_path(document)
        before, after = self.catalogue.neighbours(document)
        crumbs = [{"name": section.name, "path": layout.list_path(section)}]
        crumbs += [{"name": name, "path": ""} for name in (*document.section[1:], document.title)]
        files = [layout.files[name] for name in document.attachments]
        return {
            "title": document.title,
            "self_path": path,
            "description": self._description(document),
            "html": Markup(to_html(document.body, self.site.family, self._resolve)),  # noqa: S704 - made from Markdown without HTML
            "updated": document.updated,
            "published": document.updated - timedelta(days=seeded.number(60, "published", document.slug)),
            "valid_from": document.valid_from,
            "valid_until": document.valid_until,
            "period_name": PERIODS.get(document.kind, "適用期間"),
            "unit": document.unit,
            "breadcrumb": crumbs,
            "section_name": section.name,
            "section_path": layout.list_path(section),
            "attachments": [
                {"title": file.title, "path": layout.file_path(file), "extension": file.format.extension}
                for file in files
            ],
            "poisoned": document.planted == POISONED,
            "old_theme": seeded.number(2, "theme", document.site) == 0,
            "english": path.replace("/zh/", "/en/", 1) if self.site.family is Family.MUSEUM else "",
            "structured": self._structured(document),
            "state": self._state(View.ARTICLE, path, document),
            "post_number": layout.post_number(document),
            "comment_number": seeded.between(1, 9_999, 1, "comment", document.site, document.slug),
            "previous": before,
            "following": after,
            "comment": self._faults.comment,
        }

    def _description(self, document: Document) -> str:
        if document.planted == POISONED:
            return self._faults.poisoned_description
        return to_text(document.body)[:DESCRIPTION].replace("\n", " ")

    def _resolve(self, target: str) -> str:
        """The address that a link of the text leads to."""
        if target.startswith(OUTSIDE):
            return target
        if target in self.layout.files:
            return self.layout.file_path(self.layout.files[target])
        key, slug = split_target(target, self.site.key)
        path = "/" if slug == HOME else self._path_of(key, slug)
        return path if key == self.site.key else origin(key, self._port) + path

    def _path_of(self, key: str, slug: str) -> str:
        """A page's path; of a page that was taken out of the city, one that leads nowhere any more."""
        document = self._city.maps[key].by_slug.get(slug)
        return self._city.maps[key].article_path(document) if document else f"/{slug}"

    def _list(self, target: Target) -> dict[str, Any]:
        section = target.section
        assert section is not None
        return {
            "title": section.name,
            "breadcrumb": [{"name": section.name, "path": ""}],
            "items": self.catalogue.items(section.page(target.page)),
            "page": min(max(target.page, 1), section.pages),
            "pages": section.pages,
            "total": len(section.documents),
            "list_path": lambda number: self.layout.list_path(section, number),
        }

    def _message(self, view: View) -> dict[str, Any]:
        wording = self._faults.wording.get(view.value, {"title": self.site.name, "text": ""})
        crumbs = [{"name": wording["title"], "path": ""}]
        text = Markup("<p>{}</p>").format(wording["text"])
        return (
            {"title": wording["title"], "html": text, "breadcrumb": crumbs} if view is not View.HOME else {}
        )

    def _calendar(self, path: str) -> dict[str, Any]:
        year, month = month_of(path, self._city.today)
        first = date(year, month, 1)
        shared = self.environment.get_template("shared/calendar.html")
        html = shared.render(
            year=year,
            month=month,
            weeks=calendar.monthcalendar(year, month),
            previous=(first - timedelta(days=1)).strftime("%Y-%m"),
            next=(first + timedelta(days=31)).strftime("%Y-%m"),
        )
        return {"title": f"{year}年{month}月活動日曆", "html": Markup(html)}  # noqa: S704 - our own template

    def _structured(self, document: Document) -> Markup:
        """JSON-LD as museums publish it: an event with its dates, or a page."""
        values = {
            "@context": "https://schema.org",
            "@type": "Event" if document.valid_from else "WebPage",
            "name": document.title,
            "dateModified": document.updated.isoformat(),
            "publisher": {
                "@type": "Museum",
                "name": self.site.name,
                "address": self.site.address,
                "telephone": self.site.phone,
            },
        }
        if document.valid_from:
            values["startDate"] = document.valid_from.isoformat()
        if document.valid_until:
            values["endDate"] = document.valid_until.isoformat()
        return _script_json(values)

    def _state(self, view: View, path: str, document: Document | None) -> Markup:
        """The data from which a single-page site would render itself again in the browser."""
        page = None
        if document is not None:
            page = {
                "id": document.slug,
                "title": document.title,
                "updatedAt": document.updated.isoformat(),
                "html": document.body,
            }
        return _script_json(
            {
                "route": {"name": view.value, "path": path},
                "site": {"key": self.site.key, "name": self.site.name},
                "page": page,
            }
        )


def month_of(path: str, today: date) -> tuple[int, int]:
    """The year and month of `cal=2031-05` in an address; today's where it is no month."""
    year, _, month = path.partition("cal=")[2][:7].partition("-")
    if year.isdecimal() and month.isdecimal() and 1 < int(year) < 9999 and 1 <= int(month) <= 12:
        return int(year), int(month)
    return today.year, today.month


def _script_json(values: object) -> Markup:
    """JSON that can stand in a script element."""
    return Markup(json.dumps(values, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704 - escaped just here
