"""A made-up town: its pages, the page store that they live in, and the index built from them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import delete, insert

from askcity.database import open_database
from crawler.frontier import Target
from crawler.page import Extracted, Fetched, Page, PageKind
from crawler.recording import page_row
from crawler.site import Site
from crawler.store import PageStore, page_digest
from crawler.tables import pages
from index.build import BuildOptions, build
from index.embed.embedder import Vectors
from index.generation import Generations, Manifest
from index.passage import Retrieval
from index.retrieve import Generation, open_generation
from index.vectors import VectorStore

TODAY = date(2026, 6, 1)
FETCHED = datetime(2026, 5, 31, 18, 0, tzinfo=UTC)

MATTERS = {
    "低收入戶生活補助": ("社會局", "家庭總收入平均每人每月低於最低生活費者，得申請生活補助，每月發給新臺幣6358元。"),
    "大型廢棄傢俱清運": ("環境保護局", "沙發、床墊等大型廢棄傢俱，請先打電話約定時間，再放到約定地點，不收費。"),
    "圖書館借閱證": ("文化局", "持身分證正本到任一分館櫃臺，當場發給借閱證，每張可借二十冊，借期三十天。"),
    "路邊停車繳費": ("交通局", "停車單可在超商、郵局或手機繳納，逾期未繳加收工本費五十元。"),
    "戶籍謄本核發": ("民政局", "本人持身分證到任一戶政事務所申請，每張規費十五元，隨到隨辦。"),
    "流感疫苗接種": ("衛生局", "六十五歲以上長者每年十月起免費接種，請攜帶健保卡到合約院所。"),
    "噪音陳情": ("環境保護局", "夜間施工或卡拉OK擾人，稽查人員會到場量測分貝，超過管制標準者依法告發。"),
    "游泳池門票": ("運動發展局", "成人全票一百一十元，學生及長者半價，每週一上午清潔換水不開放。"),
    "托育補助": ("社會局", "零至二歲幼兒送托公共化托嬰中心，第一名子女每月補助七千元。"),
    "市民農園租用": ("農業局", "每坪年租金三百元，種植蔬菜花卉，不得轉租，抽籤決定先後。"),
    "公車敬老卡": ("交通局", "年滿六十五歲持照片一張到區公所辦理，每月點數六百點，搭公車與捷運扣點。"),
    "營業登記": ("經濟發展局", "獨資及合夥商號開業前應辦理商業登記，資本額未達二十五萬元者免附證明。"),
}  # fmt: skip
"""Matters of the town: what a page is about, whose it is, and what it says."""


def page(url: str, title: str, markdown: str, **facts: Any) -> Page:
    """A page as the store gives it back; `facts` replace its other fields."""
    made = Page(
        url=f"https://town.test/{url}",
        site="town",
        title=title,
        agency="示範局",
        kind=PageKind.ARTICLE,
        markdown=markdown,
        digest=page_digest(title, markdown),
        fetched_at=FETCHED,
    )
    return replace(made, **facts)


def matters() -> list[Page]:
    """One page for each of the town's matters."""
    return [
        page(f"matter/{number}", title, text, agency=agency)
        for number, (title, (agency, text)) in enumerate(MATTERS.items())
    ]


def streets(count: int) -> list[Page]:
    """Any number of pages that differ in more than a number; each is one chunk."""
    return [street(number) for number in range(count)]


def street(number: int, remark: str = "") -> Page:
    """The page of one street."""
    name = _name(number)
    text = f"{name}街的路燈由第{number}號分隊維修，{_name(number * 7 + 3)}里里長辦公處在{name}街{number + 1}號。{remark}"
    return page(f"street/{number:03}", f"{name}街路燈維修", text)


def _name(number: int) -> str:
    """Two characters that belong to a number below 400."""
    first, second = (
        "金木水火土日月星山川東南西北春夏秋冬甲乙",
        "安康樂利祥瑞福壽平和仁義禮智信忠孝廉德明",
    )
    return first[number % 20] + second[number // 20 % 20]


class Town:
    """One installation: a data folder with a real page store, and the index built from it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._engine = open_database(self.database_url)
        self.store = PageStore(self._engine)
        self.generations = Generations(folder)

    @property
    def database_url(self) -> str:
        """Where the pages are; the same as the settings' default."""
        return f"sqlite:///{self.folder / 'askcity.sqlite3'}"

    def write(self, *written: Page) -> None:
        """Store pages as the crawler does, in place of what was stored at their addresses."""
        with self._engine.begin() as connection:
            connection.execute(delete(pages).where(pages.c.url.in_([page.url for page in written])))
            connection.execute(insert(pages), [_row(page) for page in written])

    def remove(self, urls: Iterable[str]) -> None:
        """Take pages away."""
        with self._engine.begin() as connection:
            connection.execute(delete(pages).where(pages.c.url.in_(list(urls))))

    def options(self, **options: Any) -> BuildOptions:
        """The options of a build here."""
        return BuildOptions(self.folder, **options)

    def build(self, **options: Any) -> Manifest:
        """Build a generation and switch to it."""
        return build(self.store, self.options(**options))

    def open(self, **options: Any) -> Generation:
        """Open the current generation."""
        return open_generation(self.folder, **options)

    def search(self, query: str, k: int = 5, today: date = TODAY) -> Retrieval:
        """Search the current generation."""
        generation = self.open()
        try:
            return generation.retrieve(query, today, k)
        finally:
            generation.close()

    def titles(self, query: str, k: int = 5) -> list[str]:
        """The titles of what is found, best first."""
        return [passage.title for passage in self.search(query, k).passages]

    def vectors(self) -> dict[str, Vectors]:
        """All vectors of the current generation by chunk id."""
        current = self.generations.current()
        store = VectorStore.open(self.generations.folder(current) / "vectors", current, None)
        try:
            found = store.search(
                np.ones(self.generations.manifest(current).dimension, np.float32), len(store)
            )
            return dict(store.vectors([id_ for id_, _ in found]))
        finally:
            store.close()

    def files(self) -> Mapping[str, bytes]:
        """The index folder, byte by byte, but for the lock, what is being built, and Chroma's, which readers write to."""
        root = self.folder / "index"
        return {
            str(path.relative_to(root)): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file()
            and path.name != "lock"
            and "vectors" not in path.parts
            and ".building/" not in str(path)
        }

    def names(self) -> set[str]:
        """The names of all generations' folders, half-built ones included."""
        return {folder.name for folder in (self.folder / "index" / "generations").iterdir()}

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def _row(page: Page) -> dict[str, Any]:
    site = Site(page.site, "小鎮", page.agency, "測試", ("https://town.test/",))
    fetched = Fetched(page.url, 200, {}, b"", page.fetched_at)
    extracted = Extracted(
        title=page.title,
        kind=page.kind,
        markdown=page.markdown,
        agency=page.agency,
        updated_on=page.updated_on,
        valid_from=page.valid_from,
        valid_until=page.valid_until,
    )
    return page_row(Target(page.url, page.site), site, fetched, extracted)
