"""
An HTTP proxy that misbehaves on purpose, in front of any server.

    with BadProxy("http://127.0.0.1:8100") as proxy:
        proxy.next(Cut(), Busy(retry_after=1))   # the next two requests; then `proxy.mode` again
        proxy.mode = Slow(3)                     # every request from now on
        proxy.away(); proxy.back()               # nobody listens at the port; then somebody does
        proxy.forwarded                          # requests that reached the server behind

By hand: ``python tests/common/bad_proxy.py http://127.0.0.1:8100 --port 8099``, then a mode a line on
standard input: ``pass``, ``away``, ``slow 3``, ``busy 5``, ``broken 500``, ``cut``, ``lose``, ``html``, ``counts``.
"""

import argparse
import http.client
import socket
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Lock, Thread
from typing import Any, Self
from urllib.parse import urlsplit

_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "content-length"}


@dataclass(frozen=True)
class Pass:
    """Hand everything on, as a proxy should."""


@dataclass(frozen=True)
class Slow:
    """Hand it on, and hold the answer back."""

    seconds: float


@dataclass(frozen=True)
class Drip:
    """Hand it on, and give the answer's body in pieces with pauses between."""

    pause_seconds: float
    pieces: int = 20


@dataclass(frozen=True)
class Busy:
    """Do not hand it on: 429."""

    retry_after: float | str | None = 1


@dataclass(frozen=True)
class Broken:
    """Do not hand it on: an error page of HTML."""

    status: int = 500
    retry_after: float | str | None = None


@dataclass(frozen=True)
class Cut:
    """Hand it on; break the connection after this share of the answer's body (0: before its first byte)."""

    share: float = 0.5


@dataclass(frozen=True)
class Lose:
    """Break the connection without handing it on."""


@dataclass(frozen=True)
class Html:
    """Do not hand it on: a page of somebody else, with status 200."""


@dataclass(frozen=True)
class Say:
    """Do not hand it on: answer this JSON."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


Mode = Pass | Slow | Drip | Busy | Broken | Cut | Lose | Html | Say


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass(frozen=True)
class Answer:
    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes


class BadProxy:
    """Counts: ``received`` requests, ``forwarded`` to the server behind, ``answered`` in full."""

    def __init__(self, upstream: str, *, port: int = 0) -> None:
        parts = urlsplit(upstream)
        self._upstream = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._port = port
        self._planned: deque[Mode] = deque()
        self._lock = Lock()
        self._listening: socket.socket | None = None
        self._open: set[socket.socket] = set()
        self._stopping = Event()
        self.mode: Mode = Pass()
        self.received = self.forwarded = self.answered = 0
        self.requests: list[Request] = []

    def __enter__(self) -> Self:
        self.back()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._stopping.set()
        self.away()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def next(self, *modes: Mode) -> None:
        """Treat the next requests so, one each."""
        self._planned.extend(modes)

    def away(self) -> None:
        """Listen no more, and break what is open: connections are refused."""
        with self._lock:
            listening, self._listening = self._listening, None
            opened, self._open = self._open, set()
        for each in (listening, *opened):
            if each is not None:
                _break(each)

    def back(self) -> None:
        """Listen, at the same port as before."""
        if self._listening is not None:
            return
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self._port))
        listening.listen(128)
        self._port = listening.getsockname()[1]
        self._listening = listening
        Thread(target=self._accept, args=(listening,), daemon=True).start()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                return
            with self._lock:
                self._open.add(client)
            Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            with client.makefile("rb") as stream:
                while (request := _read(stream)) is not None:
                    with self._lock:
                        self.received += 1
                        self.requests.append(request)
                        mode = self._planned.popleft() if self._planned else self.mode
                    if not self._treat(client, request, mode):
                        break
        except OSError:
            pass
        finally:
            with self._lock:
                self._open.discard(client)
            _break(client)

    def _treat(self, client: socket.socket, request: Request, mode: Mode) -> bool:
        """Return whether the connection goes on."""
        match mode:
            case Lose():
                return False
            case Busy(retry_after):
                return self._send(client, _page(429, "Too Many Requests", retry_after))
            case Broken(status, retry_after):
                return self._send(client, _page(status, "Broken", retry_after))
            case Html():
                return self._send(client, _page(200, "OK", None))
            case Say(status, body, more):
                headers = [("Content-Type", "application/json"), *more]
                return self._send(client, Answer(status, "Said", headers, body))
        answer = self._forward(request)
        match mode:
            case Slow(seconds):
                self._stopping.wait(seconds)
            case Drip(pause_seconds, pieces):
                return self._drip(client, answer, pause_seconds, pieces)
            case Cut(share):
                whole = _bytes_of(answer)
                head = len(whole) - len(answer.body)
                client.sendall(whole[: head + int(len(answer.body) * share)] if share else b"")
                return False
        return self._send(client, answer)

    def _drip(self, client: socket.socket, answer: Answer, pause_seconds: float, pieces: int) -> bool:
        client.sendall(_bytes_of(answer)[: -len(answer.body) or None])
        size = max(len(answer.body) // pieces, 1)
        for start in range(0, len(answer.body), size):
            client.sendall(answer.body[start : start + size])
            self._stopping.wait(pause_seconds)
        return True

    def _send(self, client: socket.socket, answer: Answer) -> bool:
        client.sendall(_bytes_of(answer))
        with self._lock:
            self.answered += 1
        return True

    def _forward(self, request: Request) -> Answer:
        with self._lock:
            self.forwarded += 1
        behind = http.client.HTTPConnection(*self._upstream, timeout=60)
        try:
            behind.putrequest(request.method, request.path, skip_host=True, skip_accept_encoding=True)
            for name, value in request.headers:
                if name.lower() not in _HOP_BY_HOP:
                    behind.putheader(name, value)
            behind.putheader("Content-Length", str(len(request.body)))
            behind.endheaders(request.body)
            response = behind.getresponse()
            body = response.read()
        finally:
            behind.close()
        headers = [(name, value) for name, value in response.getheaders() if name.lower() not in _HOP_BY_HOP]
        return Answer(response.status, response.reason, headers, body)


def _read(stream: Any) -> Request | None:
    """Return the next request of a connection, None at its end."""
    first = stream.readline().decode("latin-1").split()
    if len(first) != 3:
        return None
    headers: list[tuple[str, str]] = []
    while (line := stream.readline().decode("latin-1").strip()) != "":
        name, _, value = line.partition(":")
        headers.append((name.strip(), value.strip()))
    known = {name.lower(): value for name, value in headers}
    if known.get("transfer-encoding", "").lower() == "chunked":
        body = _chunked(stream)
    else:
        body = stream.read(int(known.get("content-length") or 0))
    return Request(first[0], first[1], headers, body)


def _chunked(stream: Any) -> bytes:
    found = b""
    while size := int(stream.readline().split(b";")[0], 16):
        found += stream.read(size)
        stream.readline()
    stream.readline()
    return found


def _page(status: int, reason: str, retry_after: float | str | None) -> Answer:
    headers = [("Content-Type", "text/html")]
    if retry_after is not None:
        headers.append(("Retry-After", str(retry_after)))
    return Answer(status, reason, headers, b"<html><body>somebody else's page</body></html>")


def _bytes_of(answer: Answer) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} {answer.reason}"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    lines.append(f"Content-Length: {len(answer.body)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + answer.body


def _break(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


MODES: dict[str, Callable[..., Mode]] = {
    "pass": Pass,
    "slow": lambda seconds="3": Slow(float(seconds)),
    "drip": lambda pause="0.5": Drip(float(pause)),
    "busy": lambda seconds="1": Busy(seconds),
    "broken": lambda status="500": Broken(int(status)),
    "cut": lambda share="0.5": Cut(float(share)),
    "lose": Lose,
    "html": Html,
}


def main() -> None:
    """Take modes from standard input until it ends, then go on with the last until stopped."""
    options = argparse.ArgumentParser(description="A proxy that misbehaves on purpose.")
    options.add_argument("upstream")
    options.add_argument("--port", type=int, default=8099)
    options.add_argument("--mode", default="pass", help="such as 'slow 3'")
    given = options.parse_args()
    with BadProxy(given.upstream, port=given.port) as proxy:
        print(f"{proxy.url} -> {given.upstream}", flush=True)
        for line in (given.mode, *sys.stdin):
            word, *arguments = line.split() or ["counts"]
            if word == "away":
                proxy.away()
            elif word in MODES:
                proxy.back()
                proxy.mode = MODES[word](*arguments)
            print(f"{word}: {proxy.received} received, {proxy.forwarded} forwarded", flush=True)
        while True:
            time.sleep(60)


if __name__ == "__main__":
    main()
