"""What a LINE user is called, so that the citizen on the web recognises their own account."""

import unicodedata

import httpx

from bot.channels.line.platform import LINE

TIMEOUT = 3.0


class Profiles:
    """Asks LINE; a name that cannot be had is empty."""

    def __init__(self, token: str, base: str = LINE) -> None:
        self._token, self._base = token, base

    async def name(self, user: str) -> str:
        """A user's name, without characters that would disguise it."""
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            async with httpx.AsyncClient(base_url=self._base, timeout=TIMEOUT, headers=headers) as client:
                answer = await client.get(f"/v2/bot/profile/{user}")
                answer.raise_for_status()
                told = answer.json().get("displayName")
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, AttributeError):
            return ""
        return plain(told) if isinstance(told, str) else ""


def plain(name: str) -> str:
    """A name of visible characters on one line."""
    kept = (one if unicodedata.category(one)[0] != "C" else " " for one in name)
    return " ".join("".join(kept).split())
