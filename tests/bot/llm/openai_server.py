"""A server that speaks OpenAI's chat completions with SSE streaming over HTTP, well or badly."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Request = dict[str, Any]
Behaviour = Callable[["Handler", Request], None]


@dataclass
class Server:
    """Where it listens, what it was asked, and what it does; `released` ends what hangs."""

    behaviour: Behaviour
    url: str = ""
    requests: list[Request] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    """One request, answered as the server's behaviour has it."""

    protocol_version = "HTTP/1.1"
    owner: Server

    def do_POST(self) -> None:
        """Take a request of chat completions."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.owner.requests.append(body)
        self.close_connection = True
        try:
            self.owner.behaviour(self, body)
        except (BrokenPipeError, ConnectionResetError):
            return

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def start(self) -> None:
        """The head of a stream that ends with the connection."""
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()

    def piece(self, text: str, finish: str | None = None) -> None:
        """One event of a stream."""
        choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
        self.event({"choices": [choice]})

    def event(self, more: dict[str, Any]) -> None:
        """One event with the fields that all have."""
        event = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "stub"} | more
        self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        self.wfile.flush()

    def done(self) -> None:
        """The count of tokens and the end of a stream."""
        self.event(
            {"choices": [], "usage": {"prompt_tokens": 900, "completion_tokens": 100, "total_tokens": 1000}}
        )
        self.wfile.write(b"data: [DONE]\n\n")

    def refuse(self, status: int) -> None:
        """An error as the API has it."""
        body = json.dumps({"error": {"message": "no", "type": "stub", "code": None}}).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        # said, or the client keeps the connection and asks the next time on one that is being closed
        self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(body)


def says(answer: Callable[[str], str], size: int = 7) -> Behaviour:
    """A model that answers what it is told, so many characters at a time."""

    def behave(handler: Handler, request: Request) -> None:
        text = answer(request["messages"][-1]["content"])
        handler.start()
        for at in range(0, len(text), size):
            handler.piece(text[at : at + size])
        handler.piece("", "stop")
        handler.done()

    return behave


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[Server]:
    """Such a server on a port of its own."""
    server = Server(behaviour)
    handler = type("Owned", (Handler,), {"owner": server})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        http.daemon_threads = True
        server.url = f"http://127.0.0.1:{http.server_port}/v1"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            http.shutdown()
            thread.join()
