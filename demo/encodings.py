"""How older sites write their pages: Big5, not always declared, sometimes declared as something else."""

from dataclasses import dataclass

from demo import seeded

BIG5 = "cp950"


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the header and the page itself claim about the charset; empty claims nothing."""

    media_type: str
    meta: str


RIGHT = Declaration("text/html; charset=big5", "big5")
PRACTICES = (
    RIGHT,
    Declaration("text/html", "big5"),
    Declaration("text/html", "utf-8"),
    Declaration("text/html", ""),
)


def practice(site: str, path: str) -> Declaration:
    """How one page of a site in Big5 declares itself; home pages do it right."""
    return RIGHT if path == "/" else seeded.choice(PRACTICES, "charset", site, path)


def encode(html: str) -> bytes:
    """The page in Big5, characters that it lacks as numeric entities."""
    return html.encode(BIG5, errors="xmlcharrefreplace")
