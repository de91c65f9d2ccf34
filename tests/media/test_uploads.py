"""Pieces over a bad network: each counts once, whatever is cut, killed or repeated."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from media.facade import UploadRefused, uploads
from media.models import Upload, UploadPiece
from tests.common.at_once import at_once
from tests.registry.world import NOW

FILE = bytes(range(256)) * 40
MOST = 20_000


def send(name, offset: int, data: bytes, *, length: int = len(FILE), owner: str = "goods 7", now=NOW) -> int:
    return uploads.receive(owner, name, offset=offset, length=length, data=data, most=MOST, now=now)


@pytest.mark.django_db
def test_a_file_comes_in_pieces_each_once() -> None:
    name = uuid4()
    assert uploads.received_of("goods 7", name) is None
    assert send(name, 0, FILE[:4000]) == 4000
    with pytest.raises(UploadRefused) as again:
        send(name, 0, FILE[:4000])
    assert (again.value.code, again.value.params["received"]) == ("OFFSET", 4000)
    with pytest.raises(UploadRefused, match="not come whole"):
        uploads.assembled("goods 7", name)
    assert send(name, 4000, FILE[4000:]) == len(FILE)
    assert send(name, len(FILE), b"") == len(FILE), "asked once more after the last"
    assert uploads.assembled("goods 7", name) == FILE
    with pytest.raises(UploadRefused):
        uploads.assembled("goods 8", name)
    uploads.forget("goods 7", name)
    assert (Upload.objects.count(), UploadPiece.objects.count()) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("offset", "data", "length", "code"),
    [
        (5, b"x", 100, "OFFSET"),
        (0, b"x" * 101, 100, "OFFSET"),
        (0, b"x", MOST + 1, "TOO_LARGE"),
        (0, b"x", 0, "TOO_LARGE"),
    ],
)
def test_what_does_not_fit_is_refused(offset: int, data: bytes, length: int, code: str) -> None:
    with pytest.raises(UploadRefused) as refused:
        send(uuid4(), offset, data, length=length)
    assert (refused.value.code, UploadPiece.objects.count()) == (code, 0)


@pytest.mark.django_db
def test_what_nobody_goes_on_with_is_swept() -> None:
    old, young = uuid4(), uuid4()
    send(old, 0, FILE[:10], now=NOW - uploads.WAITED - timedelta(seconds=1))
    send(young, 0, FILE[:10])
    assert uploads.sweep(now=NOW) == 1
    assert list(Upload.objects.values_list("name", flat=True)) == [young]
    assert UploadPiece.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_piece_from_two_windows_at_once_is_taken_once() -> None:
    name = uuid4()

    def one() -> object:
        try:
            return send(name, 0, FILE[:5000])
        except UploadRefused as refused:
            return refused.params["received"]

    assert at_once(one, one) == [5000, 5000]
    assert (UploadPiece.objects.count(), Upload.objects.get().received_bytes) == (1, 5000)


WORKER = """
import django, os, sys
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from uuid import UUID
from media.facade import uploads
from tests.media.test_uploads import FILE, send
name = UUID(sys.argv[2])
for at in range(0, len(FILE), 1000):
    come = send(name, at, FILE[at : at + 1000])
    print(come, flush=True)
    sys.stdin.readline()
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_loses_nothing_that_it_answered() -> None:
    from django.db import connection

    name = uuid4()
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, connection.settings_dict["NAME"], str(name)],
        cwd=Path(__file__).resolve().parent.parent.parent,
        env={**__import__("os").environ, "DJANGO_SETTINGS_MODULE": "jkrlm.settings.test", "PYTHONPATH": "."},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert worker.stdin is not None and worker.stdout is not None
    answered = 0
    for _piece in range(4):
        answered = int(worker.stdout.readline())
        worker.stdin.write("\n")
        worker.stdin.flush()
    worker.kill()
    worker.wait()
    found = uploads.received_of("goods 7", name)
    assert found is not None and found[0] >= answered == 4000 and found[0] % 1000 == 0
    assert send(name, found[0], FILE[found[0] :]) == len(FILE)
    assert uploads.assembled("goods 7", name) == FILE


@pytest.mark.django_db
def test_one_sender_has_so_many_and_so_much_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    first = uuid4()
    send(first, 0, b"x", length=MOST)
    monkeypatch.setattr(uploads, "MOST_BYTES_AT_ONCE", MOST + 100)
    with pytest.raises(UploadRefused, match="Send the others later") as full:
        send(uuid4(), 0, b"x", length=101)
    assert (full.value.code, Upload.objects.count(), UploadPiece.objects.count()) == ("TOO_MANY", 1, 1)
    assert send(uuid4(), 0, b"x", length=100) == 1
    assert send(uuid4(), 0, b"x", length=101, owner="goods 8") == 1, "it is another's space"
    monkeypatch.setattr(uploads, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(uploads, "MOST_BYTES_AT_ONCE", 10**9)
    with pytest.raises(UploadRefused, match="Send the others later"):
        send(uuid4(), 0, b"x", length=1)
    assert send(first, 1, b"yz", length=MOST) == 3, "what is begun goes on"
