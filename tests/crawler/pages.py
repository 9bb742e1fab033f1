"""HTML as city sites write it, for the test servers: articles with substance, lists of links, whole small sites."""

import zlib
from collections.abc import Iterable

from tests.crawler.site_server import Reply

STREETS = ("中山路", "和平路", "文化路", "民生路", "港口街", "書香路", "運動街", "湖濱路", "公益路", "永安街")
MATTERS = (
    "低收入戶補助",
    "戶籍謄本",
    "停車證",
    "場地租借",
    "借閱證",
    "志工報名",
    "健康檢查",
    "營業登記",
    "路樹修剪",
    "噪音陳情",
)


def text(title: str) -> str:
    """A paragraph of facts that only this title has."""
    seed = zlib.crc32(title.encode())
    street, matter = STREETS[seed % 10], MATTERS[seed // 10 % 10]
    return (
        f"{title}的{matter}申請須知:請於週一至週五上午八時至下午五時,攜帶身分證正本及印章,至{street}{seed % 900 + 1}號"
        f"辦理。費用新臺幣{seed % 97 * 10}元,工作天數{seed % 29 + 1}天,洽詢電話07-{seed % 9_000_000 + 1_000_000}。"
        f"本案自收件日起{seed % 53 + 7}日內核發,逾期未領取者視同放棄,須重新提出申請,案號{seed:010d}。"
    )


def article(title: str, links: Iterable[str] = (), body: str | None = None, head: str = "") -> Reply:
    """A page with substance of its own and a menu of links, revalidated by ETag."""
    paragraphs = f"<p>{body or text(title)}</p><p>{text(title + '附註')}</p>"
    return Reply(
        _html(title, f"<article><h1>{title}</h1>{paragraphs}</article>", links, head), validators=True
    )


def listing(title: str, links: Iterable[str]) -> Reply:
    """A page that only leads to others, revalidated by ETag."""
    return Reply(_html(title, f"<h1>{title}</h1>", links), validators=True)


def whole_site(count: int, branching: int = 10, name: str = "頁面") -> dict[str, Reply]:
    """`count` articles as a tree: `/` leads to /p/1 … /p/branching, each of these to the next ones."""

    def children(number: int) -> list[str]:
        first = number * branching + 1
        return [f"/p/{child}" for child in range(first, min(first + branching, count))]

    site = {f"/p/{number}": article(f"{name}第{number}號", children(number)) for number in range(1, count)}
    return {"/": article(f"{name}首頁", children(0)), **site}


def _html(title: str, content: str, links: Iterable[str], head: str = "") -> bytes:
    menu = "".join(f'<li><a href="{link}">前往 {link.split("//")[-1]}</a></li>' for link in links)
    return (
        f'<!doctype html><html lang="zh-Hant"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><main>{content}</main><nav><ul>{menu}</ul></nav></body></html>"
    ).encode()
