"""Another company's server: answers as told, and remembers what it was sent."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiver:
    """``statuses`` are answered one after the other, 200 when they are used up; ``pages`` by path."""

    address: str
    calls: list[Call] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    pages: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def at(self, path: str) -> list[Call]:
        return [call for call in self.calls if call.path == path]


@contextmanager
def listening_at(port: int = 0) -> Iterator[Receiver]:
    """Listen on this machine until the test is over; port 0 takes any that is free."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            receiver.calls.append(Call(self.command, self.path, dict(self.headers), body))
            status = receiver.statuses.pop(0) if receiver.statuses else 200
            text = json.dumps(receiver.pages.get(self.path, {"ok": True})).encode()
            self.send_response(status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = answer

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing: the test says what matters."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    receiver = Receiver(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
