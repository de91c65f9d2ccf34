"""
A backup: one tar file with ``manifest.json``, ``database.dump`` (pg_dump's custom format) and ``media/…``.

The database comes first: media files are only ever added, so each row's file is there. What is uploaded after
the dump's snapshot may lie in it without a row, and does no harm.

The keys that lie in the data folder go into a file of their own, ``…-keys.tar``: without them what is sealed
in the database stays sealed, with them whoever holds the backup could open it and sign in our name.
"""

import hashlib
import json
import os
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from jkrlm.supervisor.binaries import last_words, without_password
from jkrlm.supervisor.console import step
from jkrlm.supervisor.database import Database
from jkrlm.supervisor.errors import HouseError

FORMAT = "umeed-backup-1"
MANIFEST = "manifest.json"
DUMP = "database.dump"
MEDIA = "media"
#: Names in the data folder, of files and of folders of files; production may keep them elsewhere.
KEYS: Final = ("secret-key", "keys", "store-keys")
KEYS_ENDING: Final = "-keys.tar"


@dataclass(frozen=True)
class Backup:
    """Where it was written; ``keys`` is None where the data folder holds none."""

    file: Path
    keys: Path | None


def write(database: Database, data_dir: Path, folder: Path) -> Backup:
    """Write a backup into ``folder``, under its name only when it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    made_at = datetime.now(UTC)
    stem = f"umeed-{made_at:%Y%m%d-%H%M%S}"
    with tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as scratch:
        dump = Path(scratch) / DUMP
        with step("Dumping the database"):
            dump_database(database, dump)
        media = _files_below(data_dir, MEDIA)
        with step(f"Packing {len(media)} media files"):
            _pack(Path(scratch) / "whole.tar", {DUMP: dump, **media}, made_at)
        keys = {name: path for key in KEYS for name, path in _files_below(data_dir, key).items()}
        if keys:
            _pack(Path(scratch) / "keys.tar", keys, made_at)
            (Path(scratch) / "keys.tar").rename(folder / f"{stem}{KEYS_ENDING}")
        (Path(scratch) / "whole.tar").rename(folder / f"{stem}.tar")
    return Backup(folder / f"{stem}.tar", folder / f"{stem}{KEYS_ENDING}" if keys else None)


def keys_beside(file: Path) -> Path:
    """Return where the keys of a backup lie when they lie beside it."""
    return file.with_name(f"{file.stem}{KEYS_ENDING}")


def _files_below(data_dir: Path, name: str) -> dict[str, Path]:
    top = data_dir / name
    found = [top, *sorted(top.rglob("*"))]
    # A file half written has a name of its own that begins with a point.
    return {
        path.relative_to(data_dir).as_posix(): path
        for path in found
        if path.is_file() and not path.is_symlink() and not path.name.startswith(".")
    }


def dump_database(database: Database, target: Path) -> None:
    address, secret = without_password(database.url)
    run = subprocess.run(
        [database.programs / "pg_dump", "--format=custom", "--no-owner", f"--file={target}", address],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        said = last_words("pg_dump", run.stderr, run.returncode)
        raise HouseError(f"The database could not be dumped: {said}")


def _pack(target: Path, files: dict[str, Path], made_at: datetime) -> None:
    """Write a tar file that its owner alone may read."""
    listed = {name: {"bytes": path.stat().st_size, "sha256": sha256(path)} for name, path in files.items()}
    manifest = target.with_name(MANIFEST)
    manifest.write_text(
        json.dumps({"format": FORMAT, "made_at": made_at.isoformat(), "files": listed}, indent=1)
    )
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as raw, tarfile.open(fileobj=raw, mode="w") as archive:
        archive.add(manifest, MANIFEST)
        for name, path in files.items():
            archive.add(path, name)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
