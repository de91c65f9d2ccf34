"""
Restoring: the archive is checked whole, loaded beside what is there, and swapped in at one moment.

What was there before stays until the next restore, as the database ``<name>_before_restore`` and the folder
``media.before-restore``.
"""

import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from jkrlm.supervisor.backup import DUMP, FORMAT, MANIFEST, MEDIA, sha256
from jkrlm.supervisor.console import say, step
from jkrlm.supervisor.database import Database, open_database
from jkrlm.supervisor.errors import ArchiveRefused, HouseError
from jkrlm.supervisor.signals import Waiter


def restore(file: Path, data_dir: Path, waiter: Waiter) -> None:
    """
    Put a backup in the place of the store's database and media.

    Raises:
        ArchiveRefused: the file is not whole or not ours; nothing was changed.
        AlreadyRuns: the store runs; nothing was changed.
    """
    if not file.is_file():
        raise ArchiveRefused(
            f"There is no file {file}; name a backup, as in: make restore FILE=backups/umeed-….tar"
        )
    data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="restore.making-", dir=data_dir) as scratch:
        with step("Checking the backup"):
            unpack(file, Path(scratch))
        with open_database(data_dir, waiter, alone=True) as database:
            with step("Loading the database beside the present one"):
                fresh = _load(database, Path(scratch) / DUMP)
            _swap(database, fresh)
        _swap_media(data_dir, Path(scratch) / MEDIA)
    say(f"Restored {file.name}. What was there before stays until the next restore.")


def unpack(file: Path, target: Path) -> None:
    """Take the archive apart into ``target``; refuse anything that its manifest does not vouch for."""
    try:
        with tarfile.open(file) as archive:
            for member in archive:
                parts = PurePosixPath(member.name).parts
                if (
                    not member.isreg()
                    or not parts
                    or ".." in parts
                    or parts[0] not in (MANIFEST, DUMP, MEDIA)
                ):
                    raise ArchiveRefused(f"{file.name} holds '{member.name}', which no backup of ours holds.")
                source = archive.extractfile(member)
                assert source is not None
                path = target.joinpath(*parts)
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as out:
                    shutil.copyfileobj(source, out)
        manifest = json.loads((target / MANIFEST).read_text())
    except (tarfile.TarError, OSError, ValueError, EOFError) as fault:
        raise ArchiveRefused(
            f"{file.name} is not a whole backup ({type(fault).__name__}); nothing was changed."
        ) from fault
    if manifest.get("format") != FORMAT:
        raise ArchiveRefused(f"{file.name} is not in the format {FORMAT}; nothing was changed.")
    found = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()} - {MANIFEST}
    listed = manifest["files"]
    if found != set(listed) or any(sha256(target / name) != listed[name]["sha256"] for name in found):
        raise ArchiveRefused(
            f"{file.name} is damaged: its files are not those of its list; nothing was changed."
        )


def _named(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _name_of(database: Database) -> str:
    return urlsplit(database.url).path.lstrip("/")


def _load(database: Database, dump: Path) -> str:
    """Restore into a database of its own; return its name."""
    fresh = f"{_name_of(database)}_restoring"
    with psycopg.connect(_named(database.url, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(fresh)))
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(fresh)))
    run = subprocess.run(
        [
            database.programs / "pg_restore",
            *("--exit-on-error", "--no-owner", f"--dbname={_named(database.url, fresh)}"),
            dump,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        raise HouseError(f"The database could not be loaded: {run.stderr.strip().splitlines()[-1]}")
    return fresh


def _swap(database: Database, fresh: str) -> None:
    """Rename both databases in one transaction."""
    name = _name_of(database)
    before = f"{name}_before_restore"
    rename = sql.SQL("alter database {} rename to {}")
    try:
        with psycopg.connect(_named(database.url, "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(before)))
            with connection.transaction():
                connection.execute(rename.format(sql.Identifier(name), sql.Identifier(before)))
                connection.execute(rename.format(sql.Identifier(fresh), sql.Identifier(name)))
    except psycopg.errors.ObjectInUse:
        raise HouseError(f"Other programs are connected to the database '{name}': stop them first.") from None


def _swap_media(data_dir: Path, fresh: Path) -> None:
    present, before = data_dir / MEDIA, data_dir / f"{MEDIA}.before-restore"
    fresh.mkdir(exist_ok=True)
    if before.exists():
        shutil.rmtree(before)
    if present.exists():
        present.rename(before)
    fresh.rename(present)
