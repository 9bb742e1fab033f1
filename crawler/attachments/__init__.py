"""Documents linked from pages (PDF, ODF, Office, text), read in a child process that may fail alone."""

from crawler.attachments.documents import read_document

__all__ = ["read_document"]
