"""Scrapy's settings: its defaults are impolite, so everything that matters is said here."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from askcity.settings import Settings
from crawler.safety import private_hosts
from crawler.site import Site

LARGEST_BODY = 20_000_000
"""Bytes of one response, as sent and after decompression."""
PUBLIC_CONCURRENCY = 2
PRIVATE_CONCURRENCY = 8
SLOWEST_PACE = 10.0
"""Seconds between requests that throttling goes up to on a slow site."""


def user_agent(settings: Settings) -> str:
    """Who the crawler says it is."""
    return f"askcity/{version('askcity')} (+{settings.crawl_contact})"


def delays(sites: Sequence[Site], settings: Settings) -> dict[str, float]:
    """Seconds between requests, by site."""
    return {site.key: _delay(site, settings) for site in sites}


def concurrency(site: Site) -> int:
    """How many requests to a site may be under way at once."""
    return PRIVATE_CONCURRENCY if site.private_network else PUBLIC_CONCURRENCY


def scrapy_settings(sites: Sequence[Site], settings: Settings) -> dict[str, Any]:
    """The settings of one crawl."""
    pace = delays(sites, settings)
    return {
        "USER_AGENT": user_agent(settings),
        "ROBOTSTXT_OBEY": False,  # the spider obeys it itself: it needs sitemaps, delays and RFC 9309's 5xx rule
        "CONCURRENT_REQUESTS": settings.crawl_concurrency,
        "DOWNLOAD_DELAY": settings.crawl_delay,
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_SLOTS": {site.key: _slot(site, pace[site.key]) for site in sites},
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_MAX_DELAY": SLOWEST_PACE,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
        "DOWNLOAD_TIMEOUT": settings.crawl_timeout,
        "DOWNLOAD_MAXSIZE": LARGEST_BODY,
        "DOWNLOAD_WARNSIZE": 0,
        "RETRY_ENABLED": False,
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "COOKIES_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REFERER_ENABLED": False,
        "LOGSTATS_INTERVAL": 0,
        "LOG_LEVEL": "ERROR",
        "LOG_INSTALL_ROOT_HANDLER": False,
        "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.DownloaderAwarePriorityQueue",
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
        "TWISTED_DNS_RESOLVER": "crawler.safety.GuardedResolver",
        "ASKCITY_PRIVATE_HOSTS": sorted(private_hosts(sites)),
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,*/*;q=0.8",
            "Accept-Language": "zh-TW,zh;q=0.9,en;q=0.5",
        },
        "DOWNLOAD_HANDLERS": {"data": None, "file": None, "ftp": None, "s3": None},
    }


def _delay(site: Site, settings: Settings) -> float:
    if site.delay is not None:
        return site.delay
    return 0.0 if site.private_network else settings.crawl_delay


def _slot(site: Site, delay: float) -> dict[str, Any]:
    return {"concurrency": concurrency(site), "delay": delay, "jitter": 0}
