"""
A backup: one tar file with ``manifest.json``, ``database.dump`` (pg_dump's custom format) and ``media/…``.

The database comes first: media files are only ever added, so each row's file is there.
"""

import hashlib
import json
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from jkrlm.supervisor.console import step
from jkrlm.supervisor.database import Database
from jkrlm.supervisor.errors import HouseError

FORMAT = "umeed-backup-1"
MANIFEST = "manifest.json"
DUMP = "database.dump"
MEDIA = "media"


def write(database: Database, data_dir: Path, folder: Path) -> Path:
    """Write a backup into ``folder``, under its name only when it is whole; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    made_at = datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as scratch:
        dump = Path(scratch) / DUMP
        with step("Dumping the database"):
            dump_database(database, dump)
        files = {DUMP: dump}
        media = data_dir / MEDIA
        for path in sorted(media.rglob("*")) if media.exists() else []:
            if path.is_file() and not path.is_symlink():
                files[f"{MEDIA}/{path.relative_to(media).as_posix()}"] = path
        half = Path(scratch) / "whole.tar"
        with step(f"Packing {len(files) - 1} media files"):
            _pack(half, files, made_at)
        whole = folder / f"umeed-{made_at:%Y%m%d-%H%M%S}.tar"
        half.rename(whole)
    return whole


def dump_database(database: Database, target: Path) -> None:
    run = subprocess.run(
        [database.programs / "pg_dump", "--format=custom", "--no-owner", f"--file={target}", database.url],
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        raise HouseError(f"The database could not be dumped: {run.stderr.strip().splitlines()[-1]}")


def _pack(target: Path, files: dict[str, Path], made_at: datetime) -> None:
    listed = {name: {"bytes": path.stat().st_size, "sha256": sha256(path)} for name, path in files.items()}
    manifest = target.with_name(MANIFEST)
    manifest.write_text(
        json.dumps({"format": FORMAT, "made_at": made_at.isoformat(), "files": listed}, indent=1)
    )
    with tarfile.open(target, "w") as archive:
        archive.add(manifest, MANIFEST)
        for name, path in files.items():
            archive.add(path, name)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
