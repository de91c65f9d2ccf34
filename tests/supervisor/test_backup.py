"""A backup brings back what was there; what is not a whole backup changes nothing."""

import os
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from jkrlm.supervisor import backup
from jkrlm.supervisor.binaries import find_binaries
from jkrlm.supervisor.database import Database
from tests.supervisor.houses import ROOT, SmallHouse, until

Make = Callable[..., SmallHouse]


@pytest.fixture
def stocked(house: Make) -> SmallHouse:
    small = house().open()
    small.sql("create table shawl (name text)")
    small.sql("insert into shawl values ('Kani')")
    photograph = small.data_dir / "media" / "2026" / "kani.webp"
    photograph.parent.mkdir(parents=True)
    photograph.write_bytes(b"a photograph")
    return small


def back_up(small: SmallHouse, folder: Path) -> Path:
    return backup.write(Database(small.database_url(), find_binaries()), small.data_dir, folder)


def restore(small: SmallHouse, file: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        small.command("restore", str(file)),
        env=small.environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_restore_brings_back_rows_and_media(stocked: SmallHouse, tmp_path: Path) -> None:
    file = back_up(stocked, tmp_path / "backups")
    assert [path.name for path in (tmp_path / "backups").iterdir()] == [file.name]
    stocked.sql("delete from shawl")
    (stocked.data_dir / "media" / "2026" / "kani.webp").unlink()
    (stocked.data_dir / "media" / "later.webp").write_bytes(b"made after the backup")
    stocked.stop()

    run = restore(stocked, file)
    assert run.returncode == 0, run.stderr
    stocked.open()
    assert stocked.sql("select name from shawl") == [("Kani",)]
    assert stocked.sql("select count(*) from pg_database where datname = 'umeed_before_restore'") == [(1,)]
    stocked.stop()
    media = stocked.data_dir / "media"
    assert [p.relative_to(media).as_posix() for p in media.rglob("*") if p.is_file()] == ["2026/kani.webp"]
    assert (media / "2026" / "kani.webp").read_bytes() == b"a photograph"
    assert (stocked.data_dir / "media.before-restore" / "later.webp").exists()

    assert restore(stocked, file).returncode == 0  # and again
    assert stocked.running() == []


def test_a_running_store_is_not_restored_over(stocked: SmallHouse, tmp_path: Path) -> None:
    file = back_up(stocked, tmp_path)
    stocked.sql("insert into shawl values ('Sozni')")
    run = restore(stocked, file)
    assert (run.returncode, "already runs at" in run.stderr) == (1, True)
    assert stocked.sql("select name from shawl order by name") == [("Kani",), ("Sozni",)]
    stocked.stop()


def test_what_is_not_a_whole_backup_changes_nothing(stocked: SmallHouse, tmp_path: Path) -> None:
    file = back_up(stocked, tmp_path / "backups")
    stocked.stop()
    whole = file.read_bytes()
    (tmp_path / "cut.tar").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "flipped.tar").write_bytes(whole.replace(b"a photograph", b"a falsehood!"))
    (tmp_path / "none.tar").write_bytes(b"not a tar file")
    with tarfile.open(tmp_path / "escaping.tar", "w") as archive:
        archive.add(__file__, "media/../../escaped")
    for name in ("cut.tar", "flipped.tar", "none.tar", "escaping.tar", "absent.tar"):
        run = restore(stocked, tmp_path / name)
        assert run.returncode == 1, name
        assert len(run.stderr.strip().splitlines()) == 1, run.stderr
    assert list(stocked.data_dir.glob("restore.making-*")) == []
    stocked.open()
    assert stocked.sql("select name from shawl") == [("Kani",)]
    assert stocked.sql("select count(*) from pg_database where datname like 'umeed_%'") == [(0,)]
    stocked.stop()


def test_a_backup_of_a_stopped_store_opens_it_for_the_while(stocked: SmallHouse) -> None:
    stocked.stop()
    written = ROOT / "backups"
    before = set(written.glob("umeed-*.tar"))
    run = subprocess.run(
        stocked.command("backup"),
        env=stocked.environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    made = set(written.glob("umeed-*.tar")) - before
    try:
        assert run.returncode == 0, run.stderr
        assert len(made) == 1
        assert stocked.running() == []
    finally:
        for path in made:
            path.unlink()
        if not before:
            os.rmdir(written)


def test_without_a_store_there_is_nothing_to_back_up(house: Make) -> None:
    small = house()
    run = subprocess.run(
        small.command("backup"),
        env=small.environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr == f"There is no store in {small.data_dir} yet: make run makes one.\n"
    until(lambda: small.running() == [])
