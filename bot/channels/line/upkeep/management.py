"""The calls of LINE's Messaging API with which a channel is looked at and set up."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import httpx

from askcity.errors import LineError
from bot.channels.line.platform import LINE

LINE_DATA = "https://api-data.line.me"
"""Where LINE takes pictures."""
TIMEOUT = 15.0
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Access:
    """The channel's secret and key, and where LINE is."""

    secret: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    base: str = LINE
    data_base: str = LINE_DATA


class Management:
    """A channel as LINE has it. Calls raise LineError: with LINE's status, or without one where LINE is not there."""

    def __init__(self, access: Access, timeout: float = TIMEOUT) -> None:
        self._access = access
        headers = {"Authorization": f"Bearer {access.token}"}
        self._client = httpx.Client(base_url=access.base, headers=headers, timeout=timeout)
        self.told_at: datetime | None = None
        """LINE's own time at the last call."""

    def __enter__(self) -> "Management":
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._client.close()

    def info(self) -> dict[str, Any]:
        """The account."""
        return self._call("GET", "/v2/bot/info")

    def quota(self) -> tuple[int | None, int]:
        """How many pushes the month has (None: no limit), and how many are used."""
        plan = self._call("GET", "/v2/bot/message/quota")
        used = self._call("GET", "/v2/bot/message/quota/consumption").get("totalUsage")
        limited = plan.get("type") == "limited"
        return (int(plan.get("value") or 0) if limited else None), int(used or 0)

    def webhook(self) -> tuple[str, bool]:
        """Where events are sent, empty where nowhere; and whether they are."""
        found = self._found("/v2/bot/channel/webhook/endpoint")
        return (str(found.get("endpoint") or ""), found.get("active") is True) if found else ("", False)

    def set_webhook(self, endpoint: str) -> None:
        """Have events sent somewhere."""
        self._call("PUT", "/v2/bot/channel/webhook/endpoint", {"endpoint": endpoint})

    def test_webhook(self) -> dict[str, Any]:
        """Have LINE try the webhook."""
        return self._call("POST", "/v2/bot/channel/webhook/test", {})

    def menus(self) -> list[dict[str, Any]]:
        """All rich menus that were made by programs."""
        listed = self._call("GET", "/v2/bot/richmenu/list").get("richmenus")
        return listed if isinstance(listed, list) else []

    def default_menu(self) -> str:
        """The rich menu that everybody sees; empty where there is none."""
        found = self._found("/v2/bot/user/all/richmenu")
        return str(found.get("richMenuId") or "") if found else ""

    def make_menu(self, document: dict[str, Any]) -> str:
        """Make a rich menu."""
        return str(self._call("POST", "/v2/bot/richmenu", document).get("richMenuId"))

    def paint_menu(self, menu: str, picture: bytes) -> None:
        """Give a rich menu its picture, a PNG."""
        address = f"{self._access.data_base}/v2/bot/richmenu/{menu}/content"
        self._answer("POST", address, content=picture, headers={"Content-Type": "image/png"})

    def show_menu(self, menu: str) -> None:
        """Let everybody see a rich menu."""
        self._call("POST", f"/v2/bot/user/all/richmenu/{menu}")

    def drop_menu(self, menu: str) -> None:
        """Delete a rich menu."""
        self._call("DELETE", f"/v2/bot/richmenu/{menu}")

    def _found(self, path: str) -> dict[str, Any] | None:
        try:
            return self._call("GET", path)
        except LineError as error:
            if error.status == 404:
                return None
            raise

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        answer = self._answer(method, path, json=body) if body is not None else self._answer(method, path)
        try:
            document = answer.json() if answer.content else {}
        except ValueError:
            raise LineError("LINE's answer is not JSON", answer.status_code) from None
        return document if isinstance(document, dict) else {}

    def _answer(self, method: str, address: str, **sent: Any) -> httpx.Response:
        try:
            answer = self._client.request(method, address, **sent)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise LineError(f"{type(error).__name__}: {error}"[:LONGEST_REASON]) from error
        self._note_time(answer)
        if not answer.is_success:
            raise LineError(_reason(answer), answer.status_code)
        return answer

    def _note_time(self, answer: httpx.Response) -> None:
        try:
            told = parsedate_to_datetime(answer.headers.get("date", ""))
        except ValueError:
            return
        self.told_at = told if told.tzinfo else told.replace(tzinfo=UTC)


def webhook_of(address: str, path: str) -> str:
    """The webhook of a service that is reached at an address, whether that names the path or not."""
    told = urlsplit(address)
    return f"{told.scheme}://{told.netloc}{path}"


def _reason(answer: httpx.Response) -> str:
    """LINE's words for a refusal, with the status."""
    try:
        document = answer.json()
        words = [
            document["message"],
            *(f"{one['property']}: {one['message']}" for one in document.get("details", ())),
        ]
    except (ValueError, KeyError, TypeError):
        words = []
    return f"{answer.status_code} {'; '.join(map(str, words))}".strip()[:LONGEST_REASON]
