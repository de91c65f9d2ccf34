"""A restore that fails half way leaves everything as it was, and so does one that is cut off."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from jkrlm.supervisor import backup, swap
from jkrlm.supervisor.binaries import find_client
from jkrlm.supervisor.database import Database
from jkrlm.supervisor.errors import HouseError
from tests.supervisor.houses import ROOT, SmallHouse
from tests.supervisor.servers import Server

Make = Callable[..., SmallHouse]
NAMES = ("media", "secret-key", "keys")
KILLED = """
import os, sys
from pathlib import Path
from jkrlm.supervisor import swap
with swap.swapped(Path(sys.argv[1]), Path(sys.argv[2]), ("media", "secret-key", "keys")):
    os.kill(os.getpid(), 9)
"""


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data folder with what is there, and what an earlier restore left."""
    folder = tmp_path / "var"
    write(folder, "present")
    write(folder, "earlier", ending=".before-restore")
    return folder


def write(folder: Path, text: str, *, names: tuple[str, ...] = NAMES, ending: str = "") -> Path:
    for name in names:
        path = folder / f"{name}{ending}"
        if name != "secret-key":
            path /= "file"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def told(folder: Path) -> dict[str, str]:
    """Return the text of each file below the folder, but for what lies in scratch folders."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and "restore.making" not in path.as_posix()
    }


def after_swap(present: str, before: str) -> dict[str, str]:
    return {
        "media/file": present,
        "secret-key": present,
        "keys/file": present,
        "media.before-restore/file": before,
        "secret-key.before-restore": before,
        "keys.before-restore/file": before,
    }


def test_a_file_swap_that_fails_takes_back_those_before_it(data_dir: Path) -> None:
    home = write(data_dir / "restore.making-1", "restored", names=("media", "secret-key"))
    was = told(data_dir)

    with pytest.raises(HouseError, match="nothing was changed"), swap.swapped(data_dir, home, NAMES):
        pytest.fail("The database comes last: the files were not in their places.")

    assert told(data_dir) == was == after_swap("present", "earlier")
    write(home, "restored")
    with swap.swapped(data_dir, home, NAMES):
        assert (data_dir / "media.before-last-restore" / "file").read_text() == "earlier"
    swap.remove_earlier(data_dir)
    assert told(data_dir) == after_swap("restored", "present")


@pytest.mark.parametrize("committed", [False, True])
def test_a_restore_that_is_cut_off_is_taken_back_or_finished(data_dir: Path, committed: bool) -> None:
    home = write(data_dir / "restore.making-1", "restored")
    run = subprocess.run([sys.executable, "-c", KILLED, data_dir, home], cwd=ROOT, check=False)
    assert (run.returncode, (data_dir / "media" / "file").read_text()) == (-9, "restored")

    swap.settle(data_dir, committed=committed)

    expected = after_swap("restored", "present") if committed else after_swap("present", "earlier")
    assert told(data_dir) == expected
    swap.settle(data_dir, committed=False)
    assert told(data_dir) == expected


def test_a_link_is_moved_and_removed_as_a_link(data_dir: Path, tmp_path: Path) -> None:
    disk = write(tmp_path / "disk", "on another disk", names=("media",))
    (data_dir / "media").rename(tmp_path / "was")
    (data_dir / "media").symlink_to(disk / "media")
    for _ in range(2):
        home = write(data_dir / "restore.making-1", "restored")
        with swap.swapped(data_dir, home, NAMES):
            pass
        swap.remove_earlier(data_dir)
    assert told(disk) == {"media/file": "on another disk"}
    assert told(data_dir) == after_swap("restored", "restored")


def test_a_mount_point_is_refused_before_anything_is_changed() -> None:
    with pytest.raises(HouseError, match=r"/proc is a mount point.*nothing was changed"):
        swap.refuse_mounted(Path("/"), ("proc",))


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(find_client(0)) as running:
        yield running


def shawls(url: str, *, database: str | None = None) -> list[str]:
    with psycopg.connect(url, **({"dbname": database} if database else {})) as connection:
        return [name for (name,) in connection.execute("select name from shawl order by name").fetchall()]


def test_a_refused_restore_keeps_store_and_safety_copy(house: Make, server: Server, tmp_path: Path) -> None:
    small = house(DATABASE_URL=server.url)
    write(small.data_dir, "Kani")
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("create table shawl (name text)")
        connection.execute("insert into shawl values ('Kani')")
        name = connection.info.dbname
    file = backup.write(Database.at(server.url), small.data_dir, tmp_path / "backups").file

    def restore() -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            small.command("restore", str(file)),
            env=small.environment(),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    def add(shawl: str) -> None:
        write(small.data_dir, shawl)
        with psycopg.connect(server.url) as connection:
            connection.execute("insert into shawl values (%s)", (shawl,))

    add("Sozni")
    first = restore()
    assert first.returncode == 0, first.stderr
    add("Aari")
    before = after_swap("Aari", "Sozni")
    for busy in (name, f"{name}_before_restore"):
        with psycopg.connect(server.url, dbname=busy):
            run = restore()
        assert (run.returncode, run.stderr.strip().splitlines()[1:]) == (1, []), run.stderr
        assert "nothing was changed" in run.stderr
        assert shawls(server.url) == ["Aari", "Kani"]
        assert shawls(server.url, database=f"{name}_before_restore") == ["Kani", "Sozni"]
        assert before.items() <= told(small.data_dir).items()

    again = restore()
    assert again.returncode == 0, again.stderr
    assert shawls(server.url) == ["Kani"]
    assert shawls(server.url, database=f"{name}_before_restore") == ["Aari", "Kani"]
    assert after_swap("Kani", "Aari").items() <= told(small.data_dir).items()
    assert list(small.data_dir.glob("*before-last-restore")) == []
    with psycopg.connect(server.url) as connection:
        left = connection.execute("select datname from pg_database where datname like '%restor%'").fetchall()
    assert left == [(f"{name}_before_restore",)]
