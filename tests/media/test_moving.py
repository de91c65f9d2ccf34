"""All files move from a folder to a bucket and back; the server is killed in the middle, the mover too."""

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from jkrlm.kernel.clock import now
from jkrlm.kernel.outbox import Event
from jkrlm.settings import services
from media import facade, files
from media.forgetting import on_files_let_go
from media.models import MovedFile, StoredPicture
from media.orphans import delete_loose, orphans
from media.services import move_files
from tests.media.hostile import photo
from tests.media.s3 import Server, bucket_environment

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("s3"))
    yield made
    made.pull_the_plug()


@pytest.fixture
def moving(server: Server, settings, monkeypatch, tmp_path: Path) -> Callable[[str], None]:
    """Set the shop up: ``folder`` alone, ``to bucket``, ``bucket`` alone, ``to folder``."""
    for name, value in bucket_environment(server.address).items():
        monkeypatch.setenv(name, value)
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = {"BACKEND": "django.core.files.storage.FileSystemStorage"}

    def set_up(where: str) -> None:
        monkeypatch.setenv("MEDIA_FORMER", "folder" if where == "to bucket" else "")
        made = services.file_storages() if "bucket" in where else {"default": folder}
        if where == "to folder":
            made |= {"former": services.file_storage()}
        settings.STORAGES = {"staticfiles": settings.STORAGES["staticfiles"], **made}

    server.empty()
    return set_up


def kept_things(count: int = 6) -> dict[str, str]:
    """Keep pictures, private and not; return the hash of each file by its name."""
    for number in range(count):
        data = photo(size=(60 + number, 50))
        facade.make_renditions(facade.store_picture(data, private=number % 2 == 0).key)
    return {
        name: hashlib.sha256(files.read(name)).hexdigest() for name in files.names_in(storages["default"])
    }


def all_there(hashes: dict[str, str]) -> bool:
    return all(hashlib.sha256(files.read(name)).hexdigest() == said for name, said in hashes.items())


def test_the_plug_is_pulled_in_the_middle_and_nothing_is_lost(server: Server, moving, tmp_path: Path) -> None:
    moving("folder")
    hashes = kept_things()
    moving("to bucket")

    def pull(done: move_files.Moved) -> None:
        if done.copied == 5:
            server.pull_the_plug()

    with pytest.raises(facade.FilesUnavailable):
        move_files.copy_all(pull)
    assert MovedFile.objects.count() == 5
    assert len([path for path in (tmp_path / "media").rglob("*.*") if path.is_file()]) == len(hashes), (
        "nothing is deleted yet"
    )
    server.start()
    done = move_files.copy_all(lambda _done: None)
    assert (done.known, done.copied, done.seen) == (5, len(hashes) - 5, len(hashes))
    assert all_there(hashes), "what the server forgot is read where it was"
    new = facade.store_picture(photo(size=(99, 50)))
    finished = move_files.finish(lambda _done: None)
    assert finished.deleted == len(hashes)
    assert [path for path in (tmp_path / "media").rglob("*.*") if path.is_file()] == []
    moving("bucket")
    assert all_there(hashes)
    assert facade.picture_bytes(new.key)[:3] == b"\xff\xd8\xff"
    assert {name.split("/")[0] for name in server.names("umeed-public")} == {"pictures"}
    assert {name.split("/")[0] for name in server.names("umeed-media")} == {"private-pictures"}


MOVER = """
import django, sys
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from django.conf import settings
from jkrlm.settings import services
settings.MEDIA_ROOT = sys.argv[2]
settings.STORAGES = {"staticfiles": settings.STORAGES["staticfiles"], **services.file_storages()}
from media.services import move_files
def told(done):
    print(done.copied + done.deleted, flush=True)
    sys.stdin.readline()
(move_files.finish if sys.argv[3] == "finish" else move_files.copy_all)(told)
"""


@pytest.mark.parametrize("step", ["copy", "finish"])
def test_a_mover_that_is_killed_goes_on_where_it_was(
    server: Server, moving, tmp_path: Path, step: str
) -> None:
    from django.db import connection

    moving("folder")
    hashes = kept_things(3)
    moving("to bucket")
    if step == "finish":
        move_files.copy_all(lambda _done: None)
    mover = subprocess.Popen(
        [sys.executable, "-c", MOVER, connection.settings_dict["NAME"], str(tmp_path / "media"), step],
        cwd=ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": "jkrlm.settings.test", "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert mover.stdin is not None and mover.stdout is not None
    for _file in range(3):
        assert mover.stdout.readline()
        mover.stdin.write("\n")
        mover.stdin.flush()
    mover.kill()
    mover.wait()
    assert all_there(hashes)
    move_files.copy_all(lambda _done: None)
    move_files.finish(lambda _done: None)
    moving("bucket")
    assert all_there(hashes)
    assert MovedFile.objects.count() == 0


def test_the_command_says_how_far_it_is_and_that_nothing_is_lost(server: Server, moving) -> None:
    moving("folder")
    kept_things(2)
    with pytest.raises(CommandError, match="MEDIA_FORMER names no place"):
        call_command("move_media")
    moving("to bucket")
    out = io.StringIO()
    call_command("move_media", stdout=out)
    assert re.search(
        r"\d+ files seen, \d+ copied now, 0 before, 0 where they belong, 0 deleted", out.getvalue()
    )
    server.pull_the_plug()
    with pytest.raises(CommandError, match="Nothing is lost: run the command again"):
        call_command("move_media", "--finish")
    server.start()
    call_command("move_media", "--finish", stdout=out)
    assert "Unset MEDIA_FORMER" in out.getvalue()


def test_and_back_into_a_folder(server: Server, moving, tmp_path: Path) -> None:
    moving("folder")
    hashes = kept_things(2)
    moving("to bucket")
    move_files.copy_all(lambda _done: None)
    move_files.finish(lambda _done: None)
    moving("to folder")
    private = {name: said for name, said in hashes.items() if name.startswith("private-pictures/")}
    assert all_there(private)
    move_files.copy_all(lambda _done: None)
    move_files.finish(lambda _done: None)
    moving("folder")
    assert all_there(private) and private
    assert server.names("umeed-media") == set()


@pytest.mark.skipif(not shutil.which("sh"), reason="needs a shell")
def test_orphans_are_found_and_only_old_loose_files_deleted(moving, tmp_path: Path) -> None:
    moving("folder")
    kept_things(2)
    lost = facade.store_picture(photo(size=(70, 70)))
    at = tmp_path / "media" / "pictures" / lost.key[:2] / lost.key
    (at / "original.jpg").rename(tmp_path / "gone")
    files.write(f"pictures/ff/{'f' * 64}/original.jpg", b"x")
    files.write("cards/ab/abc.jpg", b"card")
    found = orphans()
    assert (found.files, found.lost) == ((f"pictures/ff/{'f' * 64}/original.jpg",), (lost.key,))
    assert delete_loose(found, now=now()) == 0, "its row may be about to be written"
    assert delete_loose(found, now=now() + timedelta(hours=2)) == 1
    out = io.StringIO()
    with pytest.raises(CommandError, match="Files are missing"):
        call_command("media_orphans", stdout=out)
    assert f"no file  {lost.key}" in out.getvalue()


def test_what_lies_where_it_belongs_is_never_deleted(server: Server, moving, settings, monkeypatch) -> None:
    monkeypatch.setenv("AWS_PUBLIC_BUCKET_NAME", "")
    moving("bucket")
    public = facade.store_picture(photo(size=(61, 50)))
    private = facade.store_picture(photo(size=(62, 50)), private=True)
    hashes = {
        name: hashlib.sha256(files.read(name)).hexdigest() for name in files.names_in(storages["default"])
    }
    monkeypatch.setenv("AWS_PUBLIC_BUCKET_NAME", "umeed-public")
    monkeypatch.setenv("MEDIA_FORMER", "umeed-media")
    settings.STORAGES = {"staticfiles": settings.STORAGES["staticfiles"], **services.file_storages()}
    assert move_files.copy_all(lambda _done: None).stayed == 1
    done = move_files.finish(lambda _done: None)
    assert (done.seen, done.stayed, done.deleted) == (2, 1, 1)
    assert all_there(hashes)
    assert {name.split("/")[2] for name in server.names("umeed-media")} == {private.key}
    assert {name.split("/")[2] for name in server.names("umeed-public")} == {public.key}


@pytest.mark.parametrize("step", [move_files.copy_all, move_files.finish])
def test_a_former_place_that_is_the_present_one_is_refused(
    settings, tmp_path: Path, step: Callable[[move_files.Progress], move_files.Moved]
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": folder, "former": folder}
    kept = facade.store_picture(photo())
    with pytest.raises(ValueError, match="nothing to move"):
        step(lambda _done: None)
    assert facade.picture_bytes(kept.key)


@pytest.fixture
def listed(monkeypatch) -> None:
    """The former place tells all its names first, as a bucket does a thousand at a time."""
    told = files.names_in
    monkeypatch.setattr(files, "names_in", lambda storage: iter(list(told(storage))))


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("step", [move_files.copy_all, move_files.finish])
def test_who_is_forgotten_while_files_move_stops_no_move(
    server: Server, moving, step: Callable[[move_files.Progress], move_files.Moved]
) -> None:
    """The picture at the end of the list is forgotten, and another one withdrawn, when the first has moved."""
    moving("folder")
    hashes = kept_things(6)
    forgotten = max(name for name in hashes if name.startswith("private-")).split("/")[2]
    withdrawn = max(name for name in hashes if name.startswith("pictures/")).split("/")[2]
    moving("to bucket")

    def tell(done: move_files.Moved) -> None:
        if done.copied + done.deleted == 1:
            on_files_let_go(Event(1, "FilesLetGo", {"keys": [forgotten]}, now()))
            facade.withdraw(withdrawn)

    done = step(tell)

    gone = {name for name in hashes if forgotten in name or f"pictures/{withdrawn[:2]}/{withdrawn}" in name}
    assert done.gone == len(gone) and gone
    left = {name: said for name, said in hashes.items() if name not in gone}
    assert all_there(left)
    move_files.finish(lambda _done: None)
    moving("bucket")
    names = server.names("umeed-media") | server.names("umeed-public")
    assert not [
        name
        for name in names
        if forgotten in name or name.startswith(f"pictures/{withdrawn[:2]}/{withdrawn}")
    ]
    assert facade.picture_bytes(withdrawn), "what was withdrawn is kept where private ones lie"


@pytest.mark.usefixtures("listed")
def test_a_former_place_that_is_away_is_not_taken_for_an_empty_one(
    server: Server, moving, tmp_path: Path
) -> None:
    moving("folder")
    kept_things(3)
    moving("to bucket")

    def unmount(done: move_files.Moved) -> None:
        if done.copied == 1:
            (tmp_path / "media").rename(tmp_path / "elsewhere")

    with pytest.raises(FileNotFoundError):
        move_files.copy_all(unmount)
    assert MovedFile.objects.count() == 1


def test_a_public_file_of_a_private_picture_is_loose_and_goes(moving, tmp_path: Path) -> None:
    moving("folder")
    shown = facade.store_picture(photo(size=(71, 70))).key
    hidden = facade.store_picture(photo(size=(72, 70))).key
    facade.withdraw(hidden)
    stray = f"pictures/{hidden[:2]}/{hidden}/512.webp"
    files.write(stray, b"written by a worker that had not heard")
    other = f"private-pictures/{shown[:2]}/{shown}/256.webp"
    files.write(other, b"left by a move that was cut off")
    found = orphans()
    assert (found.files, found.lost) == ((stray, other), ())
    assert delete_loose(found, now=now()) == 0, "it may be about to be told apart"
    later = now() + timedelta(hours=2)
    facade.store_picture(photo(size=(72, 70)))
    assert delete_loose(found, now=later) == 1, "shown again meanwhile: the public file is where it belongs"
    assert files.exists(stray) and not files.exists(other)
    facade.withdraw(hidden)
    files.write(stray, b"written by a worker that had not heard")
    assert delete_loose(orphans(), now=later) == 1
    assert not files.exists(stray) and facade.picture_bytes(hidden) and facade.picture_bytes(shown)


def test_what_lies_on_the_wrong_side_is_kept_while_it_is_all_that_is_left(moving, tmp_path: Path) -> None:
    moving("folder")
    key = facade.store_picture(photo(size=(73, 70))).key
    StoredPicture.objects.filter(key=key).update(is_private=True)
    found = orphans()
    assert (found.files, found.lost) == ((), (key,))
