"""A backup brings back what was there; what is not a whole backup changes nothing."""

import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from jkrlm.supervisor import backup
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
    key = small.data_dir / "keys" / "signing.pem"
    key.parent.mkdir()
    key.write_text("a key")
    key.chmod(0o600)
    return small


def back_up(small: SmallHouse, folder: Path) -> Path:
    return backup.write(Database.at(small.database_url()), small.data_dir, folder).file


def restore(small: SmallHouse, file: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        small.command("restore", str(file)),
        env=small.environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_restore_brings_back_rows_media_and_keys(stocked: SmallHouse, tmp_path: Path) -> None:
    (stocked.data_dir / "media" / "2026" / ".half.webp.1f").write_bytes(b"half a phot")
    file = back_up(stocked, tmp_path / "backups")
    keys = backup.keys_beside(file)
    assert sorted(path.name for path in (tmp_path / "backups").iterdir()) == sorted([file.name, keys.name])
    assert {path.stat().st_mode & 0o777 for path in (file, keys)} == {0o600}
    with tarfile.open(file) as archive:
        assert sorted(archive.getnames()) == ["database.dump", "manifest.json", "media/2026/kani.webp"]
    with tarfile.open(keys) as archive:
        assert sorted(archive.getnames()) == ["keys/signing.pem", "manifest.json"]
    (stocked.data_dir / "keys" / "signing.pem").write_text("another key")
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
    key = stocked.data_dir / "keys" / "signing.pem"
    assert (key.read_text(), key.stat().st_mode & 0o777) == ("a key", 0o600)
    assert (stocked.data_dir / "keys.before-restore" / "signing.pem").read_text() == "another key"

    keys.unlink()
    key.write_text("the key of this house")
    again = restore(stocked, file)
    assert (again.returncode, key.read_text()) == (0, "the key of this house")
    assert f"No {keys.name} lies beside it" in again.stdout + again.stderr
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
    for name, member in (("escaping", "media/../../escaped"), ("foreign", "keys/signing.pem")):
        with tarfile.open(tmp_path / f"{name}.tar", "w") as archive:
            archive.add(__file__, member)
    (tmp_path / "keyless.tar").write_bytes(whole)
    (tmp_path / "keyless-keys.tar").write_bytes(b"not a tar file")
    for name in ("cut", "flipped", "none", "escaping", "foreign", "absent", "keyless"):
        name = f"{name}.tar"
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
    run = subprocess.run(
        stocked.command("backup"),
        env={**stocked.environment(), "BACKUP_DIR": str(stocked.data_dir / "elsewhere")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    made = {path.name for path in (stocked.data_dir / "elsewhere").iterdir()}
    assert len(made) == 2 and all(name in run.stdout + run.stderr for name in made)
    assert stocked.running() == []


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
