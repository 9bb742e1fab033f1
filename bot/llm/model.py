"""The way to a chat model, through langchain; nothing else here knows that library."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk

from askcity.errors import ConfigurationError
from bot.llm.prompt import Messages
from bot.llm.replies import UnusableReplyError
from bot.llm.usage import Usage

LONGEST_REPLY = 20_000
"""Characters; a reply that grows beyond is given up."""
JSON_MODE = {"response_format": {"type": "json_object"}}
"""Given as the body's own words: as a parameter, the client holds the stream to a strictness that servers lack."""
BAD_REQUEST = 400
OPENAI = "openai"
KEYLESS = "unused"
"""Sent as the key to servers that want none; the client insists on one."""


@dataclass(frozen=True, slots=True)
class Access:
    """Which chat model, where it is, and how long and how often it may be called at once."""

    name: str
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    timeout: float = 8.0
    concurrency: int = 4


class ChatModel:
    """A chat model whose replies are read as a stream on a loop of its own, so that a call can be broken off."""

    def __init__(self, access: Access, usage: Usage) -> None:
        self._usage = usage
        self._open_ai = access.name.startswith(f"{OPENAI}:")
        self._model = _opened(access, more={"stream_usage": True} if self._open_ai else {})
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="llm", daemon=True)
        self._thread.start()

    def pieces(self, messages: Messages, seconds: float, *, as_json: bool) -> Iterator[str]:
        """A reply as it comes.

        Raises TimeoutError after `seconds`, UnusableReplyError, or whatever the provider's client raises.
        """
        heard: SimpleQueue[str | None] = SimpleQueue()
        call = asyncio.run_coroutine_threadsafe(self._read(messages, seconds, as_json, heard.put), self._loop)
        call.add_done_callback(lambda _: heard.put(None))
        try:
            while (piece := heard.get()) is not None:
                yield piece
            call.result()
        finally:
            call.cancel()

    def close(self) -> None:
        """Break off the calls under way."""
        asyncio.run_coroutine_threadsafe(_end_all(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _read(
        self, messages: Messages, seconds: float, as_json: bool, put: Callable[[str], None]
    ) -> None:
        whole: AIMessageChunk | None = None
        size = 0
        async with asyncio.timeout(seconds):
            async for chunk in self._model.astream(messages, **self._options(as_json)):
                whole = chunk if whole is None else whole + chunk
                size += len(chunk.text)
                if size > LONGEST_REPLY:
                    raise UnusableReplyError("the language model's reply is too long")
                if chunk.text:
                    put(str(chunk.text))
        self._count(whole)

    def _options(self, as_json: bool) -> Mapping[str, Any]:
        """Servers that know neither JSON mode nor the count of tokens are asked plainly."""
        if not self._open_ai:
            return {}
        return {"extra_body": JSON_MODE} if as_json else {"stream_usage": False}

    def _count(self, whole: AIMessageChunk | None) -> None:
        used = whole.usage_metadata if whole is not None else None
        if used is not None:
            self._usage.spend(used["input_tokens"], used["output_tokens"])


def may_be_asked_plainly(error: Exception) -> bool:
    """Whether a call failed in a way in which the same one without JSON mode may not."""
    return isinstance(error, UnusableReplyError) or getattr(error, "status_code", None) == BAD_REQUEST


def _opened(access: Access, more: Mapping[str, Any]) -> BaseChatModel:
    key = access.api_key or (KEYLESS if access.base_url else None)
    where = {"base_url": access.base_url, "api_key": key}
    options: dict[str, Any] = {name: value for name, value in where.items() if value is not None}
    options |= {"timeout": access.timeout, "max_retries": 0, "temperature": 0, **more}
    try:
        model: BaseChatModel = init_chat_model(access.name, **options)
    except Exception as error:  # each provider's package has errors of its own
        raise ConfigurationError(f"ASKCITY_LLM: {access.name} cannot be opened: {error}") from None
    return model


async def _end_all() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
