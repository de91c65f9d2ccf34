"""What only a real server sees: huge bodies, bytes that are no text, requests that never end."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress

import httpx
import pytest
from django.conf import settings as django_settings

from tests.bad_input.unchanged import contents
from tests.common.own_database import own_database_url
from tests.supervisor.houses import ROOT, free_port, until

HUGE = 40 * 1024 * 1024
POST_ADDRESSES = (
    *("/cart/add/", "/cart/update/", "/cart/remove/", "/checkout/pin/", "/checkout/delivery/"),
    *("/checkout/place/", "/graphql/", "/payments/stripe/webhook/", "/demo/", "/hi/cart/add/"),
)
FORM = "application/x-www-form-urlencoded"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server(django_db_setup: None) -> Iterator[str]:
    """The real server, granian, on the tests' own database, which is empty."""
    port = free_port()
    env = {
        **os.environ,
        "DATABASE_URL": own_database_url(),
        "DJANGO_SETTINGS_MODULE": "jkrlm.settings.test",
        "DATA_DIR": str(django_settings.DATA_DIR),
        "PORT": str(port),
        "WEB_WORKERS": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "jkrlm.supervisor.web"], env=env, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        until(lambda: _answers(url), seconds=60)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz").status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture(autouse=True)
def unchanged(server: str, db: None) -> Iterator[None]:
    """Nothing that is sent here changes anything."""
    before = contents()
    yield
    assert contents() == before


def talk(url: str, request: bytes, *, seconds: float = 15) -> bytes:
    """Send raw bytes; return what comes back until the server closes or says no more."""
    host, port = url.removeprefix("http://").split(":")
    said = b""
    with closing(socket.create_connection((host, int(port)), timeout=seconds)) as line:
        # A server that has refused already may hang up while we are still talking.
        with suppress(OSError):
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
        with suppress(ConnectionResetError):
            while piece := line.recv(65536):
                said += piece
    return said


def status(said: bytes) -> int:
    return int(said.split(b" ", 2)[1]) if said.startswith(b"HTTP/1.1 ") else 0


@pytest.mark.parametrize("address", POST_ADDRESSES)
def test_forty_megabytes_are_refused_before_they_are_read(server: str, address: str) -> None:
    host, port = server.removeprefix("http://").split(":")
    head = (
        f"POST {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {FORM}\r\n"
        f"Content-Length: {HUGE}\r\n\r\n"
    )
    began = time.monotonic()
    with closing(socket.create_connection((host, int(port)), timeout=15)) as line:
        line.sendall(head.encode() + b"x=1")
        # Forty megabytes were announced, three bytes sent: the answer does not wait for the rest.
        said = line.recv(65536)
    assert status(said) == 413
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("address", POST_ADDRESSES)
def test_forty_megabytes_that_are_sent_all_the_same_do_no_harm(server: str, address: str) -> None:
    try:
        answer = httpx.post(server + address, content=b"x" * HUGE, headers={"Content-Type": FORM}, timeout=30)
        assert answer.status_code == 413
    except httpx.TransportError:
        pass  # the server hung up while we were still talking: refused as well
    assert httpx.get(f"{server}/healthz").status_code == 200


@pytest.mark.parametrize("address", ["/cart/add/", "/graphql/", "/payments/stripe/webhook/", "/demo/"])
def test_forty_megabytes_without_a_length_are_refused(server: str, address: str) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 1024 * 1024

    try:
        answer = httpx.post(server + address, content=pieces(), headers={"Content-Type": FORM}, timeout=30)
        assert 400 <= answer.status_code < 500
    except httpx.TransportError:
        pass
    assert httpx.get(f"{server}/healthz").status_code == 200


@pytest.mark.parametrize("length", ["-1", "abc", "1e9", "99999999999999999999999", "0x10", "1, 2"])
def test_a_length_that_is_none_is_refused(server: str, length: str) -> None:
    said = talk(
        server, f"POST /cart/add/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n\r\n".encode()
    )
    assert status(said) in (0, 400, 403, 413)
    assert httpx.get(f"{server}/healthz").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        *(b"/products/\xff\xfe/", b"/products/%ff%fe/", b"/\xc3\x28/", b"/%c0%af%c0%af/", b"/products/%00/"),
        *(b"/products/?q=\xff\xfe", b"/products/?q=%ff%fe", b"/products/?\xff=1", b"/products/?q=%00"),
        *(
            b"//",
            b"//evil.example/",
            b"/..//../",
            b"/%2e%2e/%2e%2e/etc/passwd",
            b"/cart/;x",
            b"/\\evil.example/",
        ),
        *(b"/media/%2e%2e%2f%2e%2e%2fsecret-key", b"/media/../secret-key", b"/static/../manage.py"),
        b"/static/%2e%2e/%2e%2e/manage.py",
        b"/" + b"a" * 60_000,
        b"/products/?q=" + b"a" * 60_000,
    ],
)
def test_a_path_or_question_of_broken_bytes_is_refused_or_answered(server: str, path: bytes) -> None:
    said = talk(server, b"GET " + path + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    assert status(said) < 500, said[:300]
    assert b"root:" not in said and b"django" not in said.lower().split(b"\r\n\r\n", 1)[-1][:300]


@pytest.mark.parametrize(
    ("address", "kind", "body", "expected"),
    [
        ("/cart/add/", FORM, b"variant=\xff\xfe&quantity=1", (400, 403)),
        ("/checkout/place/", FORM, b"name=%ff%fe&\xff=1", (400, 403)),
        ("/cart/add/", "multipart/form-data; boundary=x", b"--x\r\nbroken", (400, 403)),
        ("/cart/add/", "multipart/form-data", b"--x", (400, 403)),
        ("/cart/add/", FORM + "; charset=utf-7", b"variant=+ADw-", (400, 403)),
        ("/cart/add/", FORM + "; charset=nonsense", b"variant=1", (400, 403)),
        ("/graphql/", "application/json", b'{"query": "\xff"}', (400,)),
        ("/graphql/", "application/json", b"\xef\xbb\xbf{}", (400,)),
        ("/graphql/", "multipart/form-data; boundary=x", b"--x\r\nbroken", (400,)),
        (
            "/graphql/",
            "application/json",
            json.dumps({"query": "{shop{name}}" + " " * 1_000_000}).encode(),
            (413,),
        ),
        ("/payments/stripe/webhook/", "application/json", b"\xff\xfe", (400,)),
        ("/payments/stripe/webhook/", "application/json", b"", (400,)),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    server: str, address: str, kind: str, body: bytes, expected: tuple[int, ...]
) -> None:
    answer = httpx.post(server + address, content=body, headers={"Content-Type": kind}, timeout=15)
    assert answer.status_code in expected, answer.text[:300]


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: bag=\xff\xfe; csrftoken=\x80\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: " + b"x-" * 3000 + b"\r\n\r\n",
        b"FROB / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\x00" * 1000,
    ],
)
def test_a_head_that_is_none_is_refused_or_answered(server: str, head: bytes) -> None:
    said = talk(server, head.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    assert status(said) < 500, said[:300]
    assert b"evil.example" not in said
    assert httpx.get(f"{server}/healthz").status_code == 200


def test_a_buyer_who_stops_in_the_middle_keeps_nobody_waiting(server: str) -> None:
    host, port = server.removeprefix("http://").split(":")
    half = f"POST /cart/add/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {FORM}\r\nContent-Length: 100\r\n\r\nva"
    lines = [socket.create_connection((host, int(port)), timeout=15) for _ in range(4)]
    try:
        for line in lines:
            line.sendall(half.encode())
        began = time.monotonic()
        assert httpx.get(f"{server}/healthz", timeout=10).status_code == 200
        assert time.monotonic() - began < 5
    finally:
        for line in lines:
            line.close()
