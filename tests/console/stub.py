"""An index of one page."""

from collections.abc import Sequence
from datetime import UTC, datetime

from crawler.page import PageKind
from index.passage import Passage

PAGE = Passage(
    chunk_id="1",
    url="https://civil.demo.localhost/birth",
    title="生育津貼申請須知",
    site="示範市政府民政局",
    agency="示範市政府民政局",
    heading="補助金額",
    position=0,
    text="本市市民生育可以申請津貼。\n第1胎每名發給新臺幣3萬元，第2胎4萬元。\n請於出生登記時一併辦理。",
    kind=PageKind.ARTICLE,
    page_digest="0" * 64,
    updated_on=None,
    valid_from=None,
    valid_until=None,
    fetched_at=datetime(2026, 11, 20, 3, 0, tzinfo=UTC),
)


class StubIndex:
    """Finds its page for whatever shares two characters with it."""

    async def passages(self, words: str, limit: int) -> Sequence[Passage]:
        return [PAGE] if any(words[at : at + 2] in PAGE.searchable for at in range(len(words) - 1)) else []
