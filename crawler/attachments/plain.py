"""Plain text and CSV."""

import csv
import io
from itertools import islice

from crawler.attachments.gfm import gfm_table
from crawler.attachments.limits import ROWS
from crawler.attachments.reply import Outcome, RefusedError
from crawler.extract.decoding import decode


def read(body: bytes, format_name: str) -> tuple[str, str]:
    """Markdown of a text or CSV file, which has no title of its own. Raises RefusedError for no readable text."""
    text = decode(body, {})
    if text is None:
        raise RefusedError(Outcome.BROKEN, "no encoding makes this readable")
    if format_name == "csv":
        return gfm_table(list(islice(csv.reader(io.StringIO(text)), ROWS))), ""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n\n".join(line for line in lines if line), ""
