"""Scrapy as a quiet part of a program that has logs and an exit code of its own."""

import logging
from collections.abc import Sequence

from scrapy.crawler import AsyncCrawlerProcess

from askcity.settings import Settings
from crawler.scrapy_settings import scrapy_settings
from crawler.site import Site


def quiet_process(sites: Sequence[Site], settings: Settings) -> AsyncCrawlerProcess:
    """A process for one crawl that logs errors only: what costs a page is counted in the report."""
    root, scrapy = logging.getLogger(), logging.getLogger("scrapy")
    level = root.level
    scrapy.setLevel(logging.ERROR)
    process = AsyncCrawlerProcess(scrapy_settings(sites, settings))
    # Setting it up opened both loggers wide.
    root.setLevel(level)
    scrapy.setLevel(logging.ERROR)
    return process
