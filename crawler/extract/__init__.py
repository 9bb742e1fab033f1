"""One response to one page: decoding, main content as Markdown, facts, links."""

from crawler.extract.pipeline import extract

__all__ = ["extract"]
